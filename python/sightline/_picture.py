"""From a numpy array to struct sl_frame, without a copy where the memory can be read as it lies."""
import numpy as np

RGB24, BGR24 = 1, 2               # enum sl_pixels
CHANNELS = 3


def checked(image):
    """The array, uint8 (height, width, 3). What is none raises what mp.solutions raises for it."""
    shape = getattr(image, 'shape', None)
    if shape is None:
        raise AttributeError('process() takes an RGB picture as a numpy array (height, width, 3) of uint8, not %s'
                             % type(image).__name__)
    if len(shape) < 3:
        raise IndexError('process() takes an RGB picture of shape (height, width, 3), not %s' % (tuple(shape),))
    if len(shape) != 3 or shape[2] != CHANNELS:
        raise ValueError('Input image must contain three channel rgb data: shape (height, width, 3), not %s' % (tuple(shape),))
    array = np.asarray(image)
    if array.dtype != np.uint8:
        if not np.can_cast(array.dtype, np.uint8, 'safe'):
            raise TypeError('process() takes pixels of uint8, 0 to 255, not %s' % array.dtype)
        array = array.astype(np.uint8)
    if not array.size:
        raise ValueError('the picture has no pixels: shape %s' % (array.shape,))
    return array


def fill(frame, image):
    """Point the frame at the picture's pixels. Returns the array to keep alive while the frame is used."""
    array = checked(image)
    row, pixel, channel = array.strides
    height, width = array.shape[:2]
    # picture[:, :, ::-1] is BGR in memory, and read as that; pixels must stand side by side in their row.
    if abs(channel) != 1 or pixel != CHANNELS or row < width * CHANNELS or row > 0x7fffffff:
        array = np.ascontiguousarray(array)
        row, channel = array.strides[0], 1
    address = array.ctypes.data
    frame.pixels = RGB24 if channel == 1 else BGR24
    frame.plane[0] = address if channel == 1 else address - (CHANNELS - 1)
    frame.stride_bytes[0] = row
    frame.width_px, frame.height_px = width, height
    return array
