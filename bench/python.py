#!/usr/bin/env python3
"""What Python costs over C: time of process() beside the time that it spends inside the C call, in the same call.

    python.py [--build BUILD] [--frames 300]

hands, 640x480, one hand in view; then what it costs to read every coordinate of the results once, as messages and as an
array. Wanted: process() takes at most 0.2 ms more than the C call. p50 of all counted frames; the first ten are not counted.
Needs NumPy, and Pillow to read the sample picture: run it with the Python of .deps/parity/venv.
"""
import argparse
import os
import statistics
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MEDIA = os.path.join(ROOT, '.deps', 'media', 'fullcurl.jpg')
SIZE = (640, 480)
WARM = 10
WANTED_MS = 0.2


def read_picture():
    from PIL import Image, ImageOps
    import numpy as np
    with Image.open(MEDIA) as picture:
        return np.asarray(ImageOps.pad(picture.convert('RGB'), SIZE))


class Clock:
    """Puts itself before the analyser's C call and remembers how long that took."""

    def __init__(self, analyser):
        self.call, self.ms = analyser._call, 0.0
        analyser._call = self

    def __call__(self, *arguments):
        start = time.perf_counter_ns()
        result = self.call(*arguments)
        self.ms = (time.perf_counter_ns() - start) / 1e6
        return result


def timed(function):
    start = time.perf_counter_ns()
    result = function()
    return (time.perf_counter_ns() - start) / 1e6, result


def read_messages(results):
    return [(point.x, point.y, point.z) for hand in results.multi_hand_landmarks for point in hand.landmark]


def read_arrays(results):
    return [hand.array for hand in results.multi_hand_landmarks]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', default='build')
    parser.add_argument('--frames', type=int, default=300)
    args = parser.parse_args()
    os.environ['SIGHTLINE_LIBRARY'] = os.path.abspath(os.path.join(args.build, 'libsightline.so'))
    sys.path.insert(0, os.path.join(ROOT, 'python'))
    from sightline import solutions
    picture, rows, found = read_picture(), [], 0
    with solutions.hands.Hands(max_num_hands=1) as hands:
        clock = Clock(hands)
        for _ in range(args.frames + WARM):
            whole, results = timed(lambda: hands.process(picture))
            if results.multi_hand_landmarks:
                found += 1
                arrays, messages = timed(lambda: read_arrays(results))[0], timed(lambda: read_messages(results))[0]
                rows.append((whole, clock.ms, whole - clock.ms, messages, arrays))
    columns = [sorted(column) for column in zip(*rows[WARM:])]
    print('hands, %dx%d, %d frames, a hand on %d; p50 and p90 in ms' % (*SIZE, args.frames + WARM, found))
    for name, column in zip(('process()', 'of that the C call', 'Python over C', 'then reading 63 coordinates', 'or the array'),
                            columns):
        print('%-30s %8.4f %8.4f' % (name, statistics.median(column), column[len(column) * 9 // 10]))
    over = statistics.median(columns[2])
    print('%s: %.4f ms of at most %.1f ms' % ('reached' if over <= WANTED_MS else 'missed', over, WANTED_MS))
    return 0 if over <= WANTED_MS else 1


if __name__ == '__main__':
    sys.exit(main())
