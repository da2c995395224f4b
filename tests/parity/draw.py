#!/usr/bin/env python3
"""Lines, arrows, circles and rectangles of the library against cv2's own, on this machine. Prints TAP.

    draw.py LIBRARY [--rounds 5000] [--seed N]

Tolerance: none. Each round paints one random shape of a kind on an empty picture with both and compares every byte, the
ends of rows included. Sizes, thicknesses and how far a shape leaves the picture are drawn so that each border is met often.
"""
import argparse
import ctypes
import random
import sys

GROUND, FAR = 40, 1000000


class Canvas(ctypes.Structure):
    _fields_ = [('pixels', ctypes.c_void_p), ('width_px', ctypes.c_int32), ('height_px', ctypes.c_int32),
                ('stride_bytes', ctypes.c_int32)]


def coordinate(dice, size):
    """Mostly inside or near, sometimes beyond the border, seldom far away."""
    reach = dice.choice((0, 0, 0, 5, size, size, 10 * size, 3000))
    if dice.random() < 0.005:
        reach = FAR
    return dice.randint(-reach, size - 1 + reach)


def thickness(dice, least):
    return dice.choice((least, 1, 1, 2, 3, dice.randint(1, 12), dice.randint(1, 60)))


def random_line(dice, width, height):
    x, y = coordinate(dice, width), coordinate(dice, height)
    near = dice.random() < 0.3                       # short ones: all directions of a few pixels
    return (x, y, x + dice.randint(-6, 6) if near else coordinate(dice, width),
            y + dice.randint(-6, 6) if near else coordinate(dice, height)), thickness(dice, 1)


def random_circle(dice, width, height):
    radius = dice.choice((dice.randint(0, 8), dice.randint(0, 20), dice.randint(0, 2 * max(width, height))))
    return (coordinate(dice, width), coordinate(dice, height), radius), thickness(dice, -1)


def random_rectangle(dice, width, height):
    return random_line(dice, width, height)[0], thickness(dice, -1)


KINDS = {
    'line': (random_line, lambda cv2, picture, n, colour, t: cv2.line(picture, n[:2], n[2:], colour, t)),
    'arrow': (random_line, lambda cv2, picture, n, colour, t: cv2.arrowedLine(picture, n[:2], n[2:], colour, t)),
    'circle': (random_circle, lambda cv2, picture, n, colour, t: cv2.circle(picture, n[:2], n[2], colour, t)),
    'rectangle': (random_rectangle, lambda cv2, picture, n, colour, t: cv2.rectangle(picture, n[:2], n[2:], colour, t)),
}


def paint(library, kind, block, width, height, numbers, colour, thick):
    canvas = Canvas(block.ctypes.data, width, height, block.strides[0])
    extra = (ctypes.c_double(0.1),) if kind == 'arrow' else ()
    code = getattr(library, 'sl_draw_' + kind)(ctypes.byref(canvas), *numbers, (ctypes.c_uint8 * 3)(*colour), thick, *extra)
    assert code == 0, code


def compare(cv2, np, library, kind, dice, rounds):
    """Rounds that painted, and a text for the first that differs (None without one)."""
    draw, theirs_paints = KINDS[kind]
    painted = 0
    for number in range(rounds):
        width, height = dice.randint(1, 90), dice.randint(1, 70)
        numbers, thick = draw(dice, width, height)
        colour = [dice.randint(0, 255) for _ in range(3)]
        theirs = np.full((height, width, 3), GROUND, np.uint8)
        block = np.full((height, 3 * width + dice.randint(0, 9)), GROUND, np.uint8)
        theirs_paints(cv2, theirs, numbers, colour, thick)
        paint(library, kind, block, width, height, numbers, colour, thick)
        painted += bool((theirs != GROUND).any())
        ours = block[:, :3 * width].reshape(height, width, 3)
        if not np.array_equal(ours, theirs) or (block[:, 3 * width:] != GROUND).any():
            return painted, 'round %d: %s %s, thickness %d, on %dx%d: %d pixels differ' % (
                number, kind, numbers, thick, width, height, (ours != theirs).any(axis=2).sum())
    return painted, None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('library')
    parser.add_argument('--rounds', type=int, default=5000)
    parser.add_argument('--seed', type=int, default=1)
    args = parser.parse_args()
    try:
        import cv2
        import numpy as np
    except ImportError as missing:
        print('1..0 # SKIP %s' % missing)
        return 0
    library, failed = ctypes.CDLL(args.library), 0
    for number, kind in enumerate(KINDS, 1):
        painted, fault = compare(cv2, np, library, kind, random.Random('%d %s' % (args.seed, kind)), args.rounds)
        failed += fault is not None
        print('%sok %d - a_random_%s_has_the_pixels_of_opencv' % ('not ' if fault else '', number, kind))
        print('# ' + (fault or '%d shapes, %d of them in the picture, cv2 %s' % (args.rounds, painted, cv2.__version__)))
    print('1..%d' % len(KINDS))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
