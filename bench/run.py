#!/usr/bin/env python3
"""Time the analysers; with --peers side by side with native MediaPipe. Prints tables and writes JSON.

    run.py --build BUILD [--peers] [--only TEXT] [--frames 300] [--json FILE]

Without peers: each model alone with every engine, what each analyser costs besides its models, what sharing
frames costs, and the whole program.

With peers: both sides get the same RGB picture in memory, again and again, and follow what is in it. They take turns in blocks
of ten frames within one process, so a machine that changes speed changes both. Times are wall times of one call: process() of
mp.solutions, sl_..._process() through ctypes (about 2 microseconds of overhead). p50 of all counted
frames; the first block of each side is not counted. Ratios are of the medians: below 1 we are faster. Runs on the Python of
.deps/parity/venv, which set-up makes.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

import conversion
import first
import ring

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PEERS_PYTHON = os.path.join(ROOT, '.deps', 'parity', 'venv', 'bin', 'python')
BLOCK = 10


def take_turns(sides, picture, frames):
    """Times of each side in milliseconds, block by block in turn; the first block of each is for warming up."""
    times = {name: [] for name in sides}
    for block in range(frames // BLOCK + 1):
        for name, side in sides.items():
            for _ in range(BLOCK):
                elapsed, found = side.process(picture)
                if block:
                    if not found:
                        raise RuntimeError('%s: nothing found in the picture' % name)
                    times[name].append(elapsed)
    return times


def row_of(case, name, values, base):
    middle = statistics.median(values)
    return {'case': case.title, 'side': name, 'p50_ms': middle, 'p95_ms': sorted(values)[int(len(values) * 0.95)],
            'frames': len(values), 'ratio': middle / base, 'wanted': case.wanted.get(name)}


def measure(case, picture, frames):
    from cases import VARIANTS
    from sides import Peer, Sightline
    sides = {'mediapipe': Peer(case.noun, case.options)}
    for engine, precision in VARIANTS:
        try:
            sides['%s/%s' % (engine, precision)] = Sightline(case.noun, case.options, engine, precision, case.threads)
        except RuntimeError as error:
            print('# %s/%s left out: %s' % (engine, precision, error))
    times = take_turns(sides, picture, frames)
    for side in sides.values():
        side.close()
    base = statistics.median(times['mediapipe'])
    return [row_of(case, name, values, base) for name, values in times.items()]


def show(row):
    wish = '<= %.2f' % row['wanted'] if row['wanted'] else '-'
    missed = row['wanted'] and row['ratio'] > row['wanted']
    print('%-42s %-14s %9.2f %9.2f %8.3f %8s%s' % (row['case'], row['side'], row['p50_ms'], row['p95_ms'], row['ratio'], wish,
                                                 '  missed' if missed else ''), flush=True)


def bench_analysers(build, frames, only):
    from cases import CASES, read_pictures
    import sides
    sides.open_library(build)
    pictures, rows = read_pictures(), []
    print('%-42s %-14s %9s %9s %8s %8s' % ('case', 'side', 'p50 ms', 'p95 ms', 'ratio', 'wanted'))
    for case in CASES:
        if only in case.title:
            for row in measure(case, pictures[case.picture], frames):
                rows.append(row)
                show(row)
    print()
    return rows


def bench_rest(build):
    """What an analyser costs besides its models."""
    print('%-42s %9s %9s' % ('besides the models, 1 thread, tflite', 'p50 ms', 'p95 ms'))
    from cases import MEDIA
    pictures = [os.path.join(MEDIA, name) for name in ('fullcurl.jpg', 'people/astronaut.png', 'fingers-lq.gif')]
    done = subprocess.run([os.path.join(build, 'bench', 'bench-analysers'), *pictures], stdout=subprocess.PIPE, check=False)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    for row in rows:
        print('%-42s %9.3f %9.3f' % (row['case'], row['rest_p50_ms'], row['rest_p95_ms']))
    print()
    return rows


def bench_models(build):
    """Each model alone, beside what the arithmetic units could do at best."""
    done = subprocess.run([os.path.join(build, 'bench', 'bench-models')], stdout=subprocess.PIPE, check=False)
    if done.returncode:
        return []
    table = json.loads(done.stdout)
    print('peak of one core: %.0f GFLOP/s (f32)' % table['peak_gflops'])
    print('%-34s %-12s %8s %9s %9s %9s %9s' % ('model', 'to', 'MMAC', 'limit ms', 'tflite', 'openvino', 'bf16'))
    for row in table['models']:
        print('%-34s %-12s %8.0f %9.2f' % (row['name'], row['output'][:12], row['mmac'], row['limit_ms']) +
              ''.join(' %9s' % ('%.2f' % ms if ms >= 0 else '-') for ms in row['ms']))
    print()
    return [table]


def bench_conversion(build, frames):
    """What it saves not to convert whole frames."""
    from cases import MEDIA
    from sides import Sightline
    return conversion.bench(build, lambda: Sightline('hands', {}, 'tflite', 'f32', 1), os.path.join(MEDIA, 'fullcurl.jpg'),
                            frames)


def go_to_peers_python():
    if os.path.abspath(sys.prefix) == os.path.dirname(os.path.dirname(PEERS_PYTHON)):
        return
    if not os.path.exists(PEERS_PYTHON):
        raise SystemExit('bench: MediaPipe is not installed here; run tools/setup.sh parity')
    os.environ.update(OMP_NUM_THREADS='1', GLOG_minloglevel='2')
    os.execv(PEERS_PYTHON, [PEERS_PYTHON, *sys.argv])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', default='build')
    parser.add_argument('--peers', action='store_true')
    parser.add_argument('--only', default='', help='cases whose title has this text')
    parser.add_argument('--frames', type=int, default=300)
    parser.add_argument('--json')
    args = parser.parse_args()
    if args.peers:
        go_to_peers_python()
    # First of all: a program's peak includes that of the process that starts it.
    rows = [] if args.only else first.bench(args.build, PEERS_PYTHON)
    if not args.only:
        rows += bench_models(args.build) + bench_rest(args.build)
        rows += ring.bench(args.build, peers=args.peers)
    if args.peers:
        rows += bench_analysers(args.build, args.frames, args.only)
    if not args.only:
        rows += bench_conversion(args.build, args.frames // 6)
    if args.peers and not args.only:                # with the Python that has NumPy and Pillow
        subprocess.run([sys.executable, os.path.join(ROOT, 'bench', 'python.py'), '--build', args.build], check=False)
    if args.json:
        with open(args.json, 'w', encoding='utf-8') as file:
            json.dump(rows, file, indent=1)
    return 0


if __name__ == '__main__':
    sys.exit(main())
