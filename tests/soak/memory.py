#!/usr/bin/env python3
"""Feed raw frames to the program and watch its resident size. Prints TAP.

    memory.py PROGRAM TO_PPM PICTURE [--frames 100000] [--from 1000] [--analyser=--holistic] [--limit 140]

The frames are one picture with a hand or a person in it, cut at a place that moves, and black ones between, so hands or people are found,
followed and lost again and again. Wanted: at most --limit MB at any time, and no growth from frame --from to the last (tolerance 1 MB: the
kernel counts pages of shared libraries as they are touched).
"""
import argparse
import os
import subprocess
import sys
import threading

GROWTH_KB = 1000
PERIOD, BLACK = 50, 5


def resident_kb(pid, field):
    with open('/proc/%d/status' % pid, encoding='ascii') as file:
        for line in file:
            if line.startswith(field + ':'):
                return int(line.split()[1])
    raise RuntimeError('no %s in /proc/%d/status' % (field, pid))


def read_picture(to_ppm, path):
    """Width, height and RGB bytes of a picture, through the project's own decoder."""
    ppm = subprocess.run([to_ppm, path], stdout=subprocess.PIPE, check=True).stdout
    _, size, _, pixels = ppm.split(b'\n', 3)
    width, height = (int(part) for part in size.split())
    return width, height, pixels


def shifted(picture, row_bytes, rows):
    """The picture moved down by some rows; what leaves comes back at the top."""
    cut = rows * row_bytes
    return picture[-cut:] + picture[:-cut] if cut else picture


def feed(pipe, frames, count):
    try:
        for k in range(count):
            pipe.write(frames[k % len(frames)])
        pipe.close()
    except BrokenPipeError:
        pass


def watch(process, first, last):
    """Resident size after each of the two frames, and the events that came."""
    sizes, events = {}, 0
    for _ in process.stdout:
        events += 1
        if events in (first, last):
            sizes[events] = resident_kb(process.pid, 'VmRSS')
        if events == last:
            sizes['peak'] = resident_kb(process.pid, 'VmHWM')
    return sizes, events


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('program')
    parser.add_argument('to_ppm')
    parser.add_argument('picture')
    parser.add_argument('--frames', type=int, default=100000)
    parser.add_argument('--from', type=int, default=1000, dest='first')
    parser.add_argument('--analyser', default='--hands')
    parser.add_argument('--limit', type=int, default=140, help='MB')
    args = parser.parse_args()
    if not os.path.exists(args.picture):
        print('1..0 # SKIP sample media are not here: %s' % args.picture)
        return 0
    width, height, picture = read_picture(args.to_ppm, args.picture)
    frames = [shifted(picture, width * 3, k % 20) for k in range(PERIOD)]
    frames[-BLACK:] = [bytes(len(picture))] * BLACK
    process = subprocess.Popen([args.program, 'run', args.analyser, '-q', 'raw:%dx%d:rgb24@30' % (width, height)],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    feeder = threading.Thread(target=feed, args=(process.stdin, frames, args.frames + 20), daemon=True)
    feeder.start()
    sizes, events = watch(process, args.first, args.frames)
    code = process.wait()
    print('# resident: %s kB' % sizes)
    limit_kb = args.limit * 1000
    points = [
        ('every frame gave an event', code == 0 and events == args.frames + 20),
        ('resident size stays below %d MB' % args.limit, sizes.get('peak', limit_kb + 1) <= limit_kb),
        ('no growth from frame %d to frame %d' % (args.first, args.frames),
         sizes.get(args.frames, 0) - sizes.get(args.first, -GROWTH_KB - 1) <= GROWTH_KB),
    ]
    for number, (name, good) in enumerate(points, 1):
        print('%sok %d - %s' % ('' if good else 'not ', number, name))
    print('1..%d' % len(points))
    return 0 if all(good for _, good in points) else 1


if __name__ == '__main__':
    sys.exit(main())
