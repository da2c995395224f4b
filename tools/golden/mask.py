#!/usr/bin/env python3
"""Records what OpenCV's warpAffine makes of masks: tests/golden/pose/mask.txt.

    python3 tools/golden/mask.py > tests/golden/pose/mask.txt

Needs numpy and opencv-python 4.6 to 4.11. Imports nothing of this project. The mask is made by a formula, so the file holds
only the map and a hash of each result.
"""
import math
import sys

import cv2
import numpy as np

f32 = np.float32
SIDE = 256


def mask():
    """tests/golden/pose/check_mask.c has the same formula; each value is rounded once."""
    x, y = np.meshgrid(np.arange(SIDE), np.arange(SIDE))
    return (((37 * x + 101 * y + ((x * y) >> 2)) & 4095) / 4095).astype(f32)


def hash_of(values):
    """FNV-1a, 64 bits, over the 32-bit words."""
    value = 0xcbf29ce484222325
    for word in values.ravel().view(np.uint32).tolist():
        value = ((value ^ word) * 0x100000001b3) & 0xffffffffffffffff
    return value


def record(width, height, cx, cy, side, turn):
    """A region of the picture: centre and side in pixels, turned; the map leads from picture to mask."""
    c, s, scale = math.cos(turn), math.sin(turn), SIDE / side
    m = np.array([[c * scale, s * scale, 0], [-s * scale, c * scale, 0]])
    m[:, 2] = SIDE / 2 - m[:, :2] @ [cx, cy]
    m = m.astype(f32)
    drawn = cv2.warpAffine(mask(), m, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
                           borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    print(width, height, *['%08x' % v for v in m.ravel().view(np.uint32)], np.count_nonzero(drawn), '%016x' % hash_of(drawn))


def main():
    major, minor = (int(v) for v in cv2.__version__.split('.')[:2])
    if not (4, 6) <= (major, minor) <= (4, 11):
        sys.exit('OpenCV is %s; this takes 4.6 to 4.11' % cv2.__version__)
    print('# tools/golden/mask.py, OpenCV %s, numpy %s' % (cv2.__version__, np.__version__))
    print('# width height | map, the bits of six floats | pixels that are not 0 | FNV-1a over the 32-bit words')
    for turn in (0, math.pi / 2, math.pi, -math.pi / 2, 0.1, -0.1, 3.0, -2.4):
        record(320, 240, 150, 130, 200, turn)
    record(640, 480, 300.3, 250.7, 612.5, 0.05)
    record(640, 480, 600, 20, 300, -0.7)
    record(480, 640, 240, 300, 1500, 0.3)
    record(512, 512, 256, 256, 256, 0)
    record(511, 513, 100, 400, 33, 1)
    record(1921, 541, 900, 200, 700, 2.9)
    record(64, 64, 5000, 32, 60, 0)
    record(1, 1, 0, 0, 4, 0)
    record(7, 3, 3, 1, 2, 0.4)


main()
