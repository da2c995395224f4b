#!/usr/bin/env python3
"""Classic gaze and mood against the rules written once more in Python, the language they come from. Prints TAP.

    check_readings.py WRITER

WRITER (write_readings.c) prints random faces and what the library makes of them. Decisions, rounded times and sums have to
be equal; the two ratios, which the library gives as floats, to 1e-6 of their size.
"""
import collections
import math
import subprocess
import sys

POINTS = (33, 133, 145, 159, 468, 61, 291, 13, 14, 374, 386, 70, 300)
NAMES = [axis + str(point) for point in POINTS for axis in 'xy']


def gaze(p, w, h):
    x33, x133, x468 = int(p['x33'] * w), int(p['x133'] * w), int(p['x468'] * w)
    y159, y145, y468 = int(p['y159'] * h), int(p['y145'] * h), int(p['y468'] * h)
    eye_width, eye_height = abs(x133 - x33), abs(y159 - y145)
    if eye_width == 0 or eye_height == 0:
        return None
    rel = (x468 - x33) / eye_width
    name = 'left' if rel < 0.3 else 'right' if rel > 0.7 else 'center'
    return name, rel, (y468 - y159) / eye_height


def mood(p, w, h):
    mouth_w = abs(int(p['x61'] * w) - int(p['x291'] * w))
    mouth_h = abs(int(p['y13'] * h) - int(p['y14'] * h))
    smile = mouth_w / (mouth_h + 1e-6)
    eye_h = (abs(int(p['y145'] * h) - int(p['y159'] * h)) + abs(int(p['y374'] * h) - int(p['y386'] * h))) / 2
    gap = (p['y159'] + p['y386']) / 2 * h - (p['y70'] + p['y300']) / 2 * h
    if smile > 3.5:
        return 'happy', 100
    if gap < 10 and smile < 2:
        return 'angry', 10
    if eye_h > 20 and mouth_h > 15:
        return 'surprised', 75
    if mouth_h > 10 and smile < 2:
        return 'sad', 25
    return 'neutral', 50


def near(a, b):
    return abs(a - b) <= 1e-6 * max(1.0, abs(a))


def check_face(words, seen):
    w, h, solved, direction, horizontal, vertical, kind, score = words[:8]
    p = dict(zip(NAMES, map(float, words[8:])))
    expected = gaze(p, int(w), int(h))
    seen[expected[0] if expected else 'no gaze'] += 1
    seen[kind] += 1
    good = (int(solved) == 0) if expected is None else (
        int(solved) == 1 and direction == expected[0] and near(expected[1], float(horizontal)) and
        near(expected[2], float(vertical)))
    return good and mood(p, int(w), int(h)) == (kind, int(score))


def keep(times):
    kept = []
    for t in times:
        t = round(round(t, 3), 2)
        if all(abs(t - k) > 1.0 for k in kept):
            kept.append(t)
    return kept


def sums(fps, scores):
    if not scores:
        return [math.nan, 0.0, 0.0, 0.0, 0.0]
    out = [round(sum(scores) / len(scores), 2)]
    counted = [s for s in scores if s != 75]
    out += [round(counted.count(s) / len(counted) * 100, 2) if counted else 0.0 for s in (100, 50, 25, 10)]
    blocks = {}
    for frame, score in enumerate(scores):
        blocks.setdefault(math.floor(frame / fps / 5), []).append(score)
    for number, values in blocks.items():
        out += [number, round(sum(values) / len(values), 2)]
    return out


def same(a, b):
    return len(a) == len(b) and all(x == y or (x != x and y != y) for x, y in zip(a, b))


def main():
    lines = subprocess.run([sys.argv[1]], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    seen, bad, asked = collections.Counter(), collections.Counter(), None
    for line in lines:
        what, *words = line.split()
        if what == 'face':
            bad[what] += not check_face(words, seen)
        elif what == 'round':
            bad[what] += round(float(words[0]), int(words[1])) != float(words[2])
        elif what in ('times', 'moods'):
            asked = list(map(float, words))
        elif what == 'kept':
            bad[what] += not same(keep(asked), list(map(float, words)))
        elif what == 'sum':
            bad[what] += not same(sums(asked[0], asked[1:]), list(map(float, words)))
        seen[what] += 1
    vector = keep([0.033, 0.067, 1.0, 1.033, 1.05, 2.1, 2.2])
    outcomes = 'left', 'right', 'center', 'no gaze', 'happy', 'angry', 'surprised', 'sad', 'neutral', 'kept', 'sum'
    met = all(seen[outcome] >= 20 for outcome in outcomes)
    number = failed = 0
    for name, good in (('gaze and mood decide as the rules in Python', bad['face'] == 0),
                       ('numbers are rounded as by Python', bad['round'] == 0),
                       ('times of looking away are kept as by Python', bad['kept'] == 0 and vector == [0.03, 1.05, 2.1]),
                       ('moods are summed up as by Python', bad['sum'] == 0), ('every outcome was met', met)):
        number += 1
        failed += not good
        print('%sok %d - %s' % ('' if good else 'not ', number, name))
    print('# ' + ', '.join('%s %d' % item for item in sorted(seen.items())))
    print('# different: %s' % dict(bad))
    print('1..%d' % number)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
