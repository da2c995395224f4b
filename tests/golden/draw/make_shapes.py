#!/usr/bin/env python3
"""Draws random shapes with cv2 and writes what they are, and a sum of their pixels, into shapes.txt.  Needs cv2 4.11.

A row: kind, width and height of the picture, four numbers (a circle's fourth is 0), thickness, FNV-1a of all bytes. The
picture is grey of GROUND before, the colour 10, 200, 90. check_shapes.c draws the same ones.
"""
import importlib.util
import os
import random

import cv2
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
GROUND, COLOUR, ROUNDS = 40, (10, 200, 90), 150


def parity():
    """The live comparison, for its random shapes."""
    spec = importlib.util.spec_from_file_location('draw', os.path.join(HERE, '..', '..', 'parity', 'draw.py'))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fnv(data):
    total = 2166136261
    for byte in data:
        total = ((total ^ byte) * 16777619) & 0xffffffff
    return total


def main():
    draw, dice = parity(), random.Random(5)
    with open(os.path.join(HERE, 'shapes.txt'), 'w') as file:
        for kind, (shape, paint) in draw.KINDS.items():
            for _ in range(ROUNDS):
                width, height = dice.randint(1, 60), dice.randint(1, 50)
                numbers, thick = shape(dice, width, height)
                picture = np.full((height, width, 3), GROUND, np.uint8)
                paint(cv2, picture, numbers, COLOUR, thick)
                row = (width, height, *numbers, *((0,) if len(numbers) == 3 else ()), thick)
                file.write('%s %s %08x\n' % (kind, ' '.join(map(str, row)), fnv(picture.tobytes())))


main()
