"""Drawing on a numpy picture with the pixels of OpenCV, through include/sightline/draw.h."""
from ctypes import byref

import numpy as np

from sightline import _structs
from sightline._ffi import lib

CHANNELS = 3
TIP_PART = 0.1                     # of an arrow; OpenCV's default
CORNER = (0, 0)


def colour_bytes(colour):
    """Three bytes, rounded and clipped as OpenCV does."""
    return bytes([min(255, max(0, round(float(value)))) for value in colour[:CHANNELS]])


def point(place):
    """Whole pixels; None is the corner, as OpenCV reads it."""
    x, y = CORNER if place is None else place
    return int(x), int(y)


class Canvas:
    """A picture, uint8 (height, width, 3), to paint on. Pixels that do not stand side by side are painted on a copy that
    goes back at the end, hence the `with`."""

    def __init__(self, image):
        if image.dtype != np.uint8:
            raise TypeError('drawing takes a picture of uint8, not %s' % image.dtype)
        if not image.flags.writeable:
            raise ValueError('the picture is read-only; draw on a copy of it')
        self._image = self._pixels = image
        row, pixel, channel = image.strides
        if channel != 1 or pixel != CHANNELS or row < image.shape[1] * CHANNELS:
            self._pixels = np.ascontiguousarray(image)
        height, width = self._pixels.shape[:2]
        self._canvas = _structs.Canvas(self._pixels.ctypes.data, width, height, self._pixels.strides[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._pixels is not self._image:
            self._image[...] = self._pixels

    def _call(self, function, *arguments):
        if function(byref(self._canvas), *arguments) < 0:
            raise ValueError('%s does not take thickness, radius or colour: %s' % (function.__name__, arguments))

    def line(self, start, end, colour, thickness):
        self._call(lib.sl_draw_line, *point(start), *point(end), colour_bytes(colour), thickness)

    def arrow(self, start, end, colour, thickness):
        self._call(lib.sl_draw_arrow, *point(start), *point(end), colour_bytes(colour), thickness, TIP_PART)

    def circle(self, centre, radius, colour, thickness):
        self._call(lib.sl_draw_circle, *point(centre), radius, colour_bytes(colour), thickness)

    def rectangle(self, start, end, colour, thickness):
        self._call(lib.sl_draw_rectangle, *point(start), *point(end), colour_bytes(colour), thickness)
