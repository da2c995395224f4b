#!/usr/bin/env python3
"""Records what OpenCV's warpPerspective makes of rotated rectangles: tests/golden/warp/opencv.txt.

    python3 tools/golden/warp.py > tests/golden/warp/opencv.txt

Needs numpy and opencv-python 4.6 to 4.11 (5.0 rounds differently). Imports nothing of this project: the padding is
MediaPipe's formula (v0.10.21, image_to_tensor_utils.cc), the corners are those of cv2.boxPoints, the pixels
cv2.warpPerspective's. The pictures are made by a formula, so the file holds no pixels, only a hash of each tensor.
"""
import math
import sys

import cv2
import numpy as np

f32 = np.float32
BYTES = {'rgb24': 3, 'bgr24': 3, 'rgba32': 4, 'gray8': 1}


def picture(kind, width, height):
    """Byte k of pixel (x, y); tests/golden/warp/check_warp.c has the same formula."""
    x, y, k = np.meshgrid(np.arange(width), np.arange(height), np.arange(BYTES[kind]), indexing='xy')
    return ((7 * x + 13 * y + 29 * k + ((x * y) >> 3) + 3 * ((x ^ y) & 31)) & 255).astype(np.uint8)


def as_rgb(kind, pixels):
    return {'rgb24': pixels, 'bgr24': pixels[..., ::-1], 'rgba32': pixels[..., :3],
            'gray8': np.repeat(pixels, 3, axis=2)}[kind].copy()


def pad(roi, tensor_w, tensor_h):
    cx, cy, w, h, rotation = roi
    tensor_aspect, roi_aspect = f32(tensor_h) / f32(tensor_w), h / w
    x = y = f32(0)
    if tensor_aspect > roi_aspect:
        h, y = w * tensor_aspect, (f32(1) - roi_aspect / tensor_aspect) / f32(2)
    else:
        w, x = h / tensor_aspect, (f32(1) - tensor_aspect / roi_aspect) / f32(2)
    return (cx, cy, w, h, rotation), (x, y, x, y)


def hash_of(tensor):
    """FNV-1a, 64 bits, over the 32-bit words."""
    value = 0xcbf29ce484222325
    for word in tensor.ravel().view(np.uint32).tolist():
        value = ((value ^ word) * 0x100000001b3) & 0xffffffffffffffff
    return value


def record(kind, width, height, roi, keep, tensor_w, tensor_h, border, low, high):
    given = roi = tuple(f32(v) for v in roi)
    padding = (f32(0),) * 4
    if keep:
        roi, padding = pad(roi, tensor_w, tensor_h)
    cx, cy, w, h, rotation = roi
    degrees = f32(float(rotation * f32(180)) / math.pi)
    corners = cv2.boxPoints(((float(cx), float(cy)), (float(w), float(h)), float(degrees)))
    targets = np.array([[0, tensor_h], [0, 0], [tensor_w, 0], [tensor_w, tensor_h]], f32)
    matrix = cv2.getPerspectiveTransform(corners, targets)
    pixels = cv2.warpPerspective(as_rgb(kind, picture(kind, width, height)), matrix, (tensor_w, tensor_h),
                                 flags=cv2.INTER_LINEAR,
                                 borderMode=cv2.BORDER_CONSTANT if border == 'zero' else cv2.BORDER_REPLICATE)
    scale = (f32(high) - f32(low)) / f32(255)  # 8 bits times 24 bits plus a float: exact in double, so rounded once
    tensor = (pixels.astype(np.float64) * np.float64(scale) + np.float64(f32(low))).astype(f32)
    print(kind, width, height, *['%.9g' % v for v in given], int(keep), tensor_w, tensor_h, border, '%g %g' % (low, high),
          *['%.9g' % v for v in padding], *['%.17g' % v for v in cv2.invert(matrix)[1].ravel()], '%016x' % hash_of(tensor))


def stages():
    """What the pipelines ask for."""
    record('rgb24', 640, 480, (320, 240, 640, 480, 0), True, 192, 192, 'zero', 0, 1)
    record('rgb24', 320, 240, (160, 120, 320, 240, 0), True, 192, 192, 'zero', 0, 1)
    record('rgb24', 480, 853, (240, 426.5, 480, 853, 0), True, 224, 224, 'zero', -1, 1)
    record('rgb24', 640, 480, (251.3, 300.7, 260.2, 260.2, 0.3), True, 224, 224, 'replicate', 0, 1)
    record('rgb24', 640, 480, (600.5, 30.25, 280.75, 280.75, -2.4), True, 224, 224, 'replicate', 0, 1)
    record('rgb24', 1921, 1081, (900, 500, 700, 700, 3.0), True, 256, 256, 'replicate', 0, 1)
    record('rgb24', 640, 480, (333, 222, 111, 150, 0.1), False, 192, 192, 'replicate', 0, 1)
    record('rgb24', 640, 480, (320, 240, 640, 480, 0), True, 128, 128, 'zero', -1, 1)


def edges():
    """Exact halves, right angles, far away, tiny and odd pictures, blocks of other widths."""
    for turn in (0, math.pi / 2, math.pi, -math.pi / 2, math.pi / 4):
        record('rgb24', 101, 77, (50, 38, 96, 64, turn), False, 64, 128, 'zero', 0, 1)
    record('rgb24', 64, 64, (32.5, 32.5, 65, 65, 0), False, 64, 64, 'zero', 0, 255)
    record('rgb24', 200, 100, (-500, 3000, 64, 64, 1), True, 33, 31, 'zero', -1, 1)
    record('rgb24', 200, 100, (-500, 3000, 64, 64, 1), True, 33, 31, 'replicate', -1, 1)
    record('rgb24', 200, 100, (100, 50, 4000, 4000, 0.7), True, 65, 15, 'zero', 0, 1)
    record('rgb24', 1, 1, (0.5, 0.5, 1, 1, 0), True, 16, 16, 'zero', 0, 1)
    record('rgb24', 1, 1, (0.5, 0.5, 3, 3, 0.2), True, 16, 16, 'replicate', 0, 1)
    record('rgb24', 2, 3, (1, 1.5, 2, 3, -0.4), True, 20, 12, 'zero', 0, 1)
    record('rgb24', 9, 2, (4, 1, 9, 9, 2.2), False, 300, 3, 'zero', 0, 1)
    record('rgb24', 37, 53, (20, 20, 0.75, 0.5, 0.9), False, 17, 1, 'replicate', 0, 1)
    record('rgb24', 37, 53, (20, 20, 30, 40, 0.9), True, 1, 1, 'zero', 0, 1)


def random_ones():
    dice = np.random.default_rng(20)
    for kind in ('rgb24', 'bgr24', 'rgba32', 'gray8') * 4:
        width, height = (int(v) for v in dice.integers(1, 300, 2))
        roi = (dice.uniform(-0.3, 1.3) * width, dice.uniform(-0.3, 1.3) * height, dice.uniform(0.05, 2) * width,
               dice.uniform(0.05, 2) * height, dice.uniform(-4, 4))
        record(kind, width, height, roi, bool(dice.integers(2)), *(int(v) for v in dice.integers(1, 130, 2)),
               ('zero', 'replicate')[dice.integers(2)], *((0, 1), (-1, 1))[dice.integers(2)])


def main():
    major, minor = (int(v) for v in cv2.__version__.split('.')[:2])
    if not (4, 6) <= (major, minor) <= (4, 11):
        sys.exit('OpenCV is %s; this takes 4.6 to 4.11' % cv2.__version__)
    print('# tools/golden/warp.py, OpenCV %s, numpy %s' % (cv2.__version__, np.__version__))
    print('# picture: kind width height | rectangle: cx cy w h rotation (pixels, radians), 1 to grow it to the tensor\'s aspect |')
    print('# tensor: width height border low high | padding: left top right bottom | matrix from tensor to picture | FNV-1a')
    stages()
    edges()
    random_ones()


main()
