#!/usr/bin/env python3
"""Time the hands analyser; with --peers side by side with native MediaPipe. Prints tables and writes JSON.

    run.py --build BUILD [--peers] [--frames 300] [--json FILE]

Without peers: the program bench-hands for each engine, precision, number wanted and number of threads.

With peers: both sides get the same RGB picture in memory, again and again, and follow the hand in it. They take turns in blocks
of ten frames within one process, so a machine that changes speed changes both. Times are wall times of one call: process() of
mp.solutions.hands.Hands, sl_hands_process() through ctypes (about 2 microseconds of overhead). p50 of all counted
frames; the first block of each side is not counted. Ratios are of the medians: below 1 we are faster. Runs on the Python of
.deps/parity/venv, which set-up makes.
"""
import argparse
import ctypes
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import conversion

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MEDIA = os.path.join(ROOT, '.deps', 'media', 'fullcurl.jpg')
PEERS_PYTHON = os.path.join(ROOT, '.deps', 'parity', 'venv', 'bin', 'python')
BLOCK = 10
ENGINES = {'tflite': 0, 'openvino': 1}
PRECISIONS = {'f32': 0, 'bf16': 1}
PIXELS_RGB24 = 1

# What has to be reached: ratio to MediaPipe by (case, threads), for each engine.
VARIANTS = [('tflite', 'f32'), ('openvino', 'f32'), ('openvino', 'bf16')]
CASES = [
    ('one wanted, 1 thread', 1, 1, {'tflite/f32': 0.86, 'openvino/f32': 0.79, 'openvino/bf16': 0.49}),
    ('two wanted, one visible, 1 thread', 2, 1, {'tflite/f32': 0.86, 'openvino/f32': 0.77, 'openvino/bf16': 0.50}),
    ('two wanted, one visible, 2 threads', 2, 2, {'tflite/f32': 0.50, 'openvino/f32': 0.43, 'openvino/bf16': 0.30}),
]


class Error(ctypes.Structure):
    _fields_ = [('text', ctypes.c_char * 256)]


class Frame(ctypes.Structure):
    _fields_ = [('pixels', ctypes.c_int), ('colour', ctypes.c_int), ('width_px', ctypes.c_int32),
                ('height_px', ctypes.c_int32), ('plane', ctypes.c_void_p * 3), ('stride_bytes', ctypes.c_int32 * 3),
                ('chroma_x', ctypes.c_uint8), ('chroma_y', ctypes.c_uint8), ('pts_ns', ctypes.c_int64),
                ('capture_ns', ctypes.c_int64), ('number', ctypes.c_uint64), ('dropped', ctypes.c_uint32)]


class EngineOpts(ctypes.Structure):
    _fields_ = [('engine', ctypes.c_int), ('precision', ctypes.c_int), ('threads', ctypes.c_int),
                ('model_dir', ctypes.c_char_p), ('cache_dir', ctypes.c_char_p)]


class HandsOpts(ctypes.Structure):
    _fields_ = [('static_image_mode', ctypes.c_int), ('max_num_hands', ctypes.c_int), ('model_complexity', ctypes.c_int),
                ('min_detection_confidence', ctypes.c_float), ('min_tracking_confidence', ctypes.c_float),
                ('engine', EngineOpts), ('limit_hands', ctypes.c_int)]


HAND_BYTES = 21 * 3 * 4 * 2 + 4 + 4 + 4 + 4
HANDS_MAX = 64


class Sightline:
    """sl_hands_* on one picture."""

    def __init__(self, library, engine, precision, wanted, threads, complexity=1):
        self.lib = library
        self.lib.sl_hands_opts_default.restype = HandsOpts
        opts = self.lib.sl_hands_opts_default()
        opts.max_num_hands, opts.model_complexity = wanted, complexity
        opts.engine.engine, opts.engine.precision = ENGINES[engine], PRECISIONS[precision]
        opts.engine.threads = threads
        self.handle, self.why = ctypes.c_void_p(), Error()
        if self.lib.sl_hands_create(ctypes.byref(self.handle), ctypes.byref(opts), ctypes.byref(self.why)) < 0:
            raise RuntimeError(self.why.text.decode())
        self.found = ctypes.create_string_buffer(HAND_BYTES * HANDS_MAX)

    def process_plane(self, pixels, kind, width, height):
        frame = Frame()
        self.lib.sl_frame_init(ctypes.byref(frame), kind, width, height, pixels.ctypes.data_as(ctypes.c_void_p), 0, None)
        return self.lib.sl_hands_process(self.handle, ctypes.byref(frame), self.found, HANDS_MAX, ctypes.byref(self.why))

    def process(self, picture):
        start = time.perf_counter_ns()
        count = self.process_plane(picture, PIXELS_RGB24, picture.shape[1], picture.shape[0])
        return (time.perf_counter_ns() - start) / 1e6, count

    def close(self):
        self.lib.sl_hands_destroy(ctypes.byref(self.handle))


class Peer:
    """mp.solutions.hands on the same picture."""

    def __init__(self, wanted, complexity=1):
        import mediapipe as mp
        self.hands = mp.solutions.hands.Hands(max_num_hands=wanted, model_complexity=complexity)

    def process(self, picture):
        start = time.perf_counter_ns()
        found = self.hands.process(picture)
        return (time.perf_counter_ns() - start) / 1e6, len(found.multi_hand_landmarks or [])

    def close(self):
        self.hands.close()


def read_picture(path):
    """The photo in the middle of 640x480 pixels of black."""
    import numpy as np
    from PIL import Image
    photo = Image.open(path).convert('RGB')
    photo.thumbnail((640, 480))
    canvas = Image.new('RGB', (640, 480))
    canvas.paste(photo, ((640 - photo.width) // 2, (480 - photo.height) // 2))
    return np.ascontiguousarray(canvas)


def take_turns(sides, picture, frames):
    """Times of each side in milliseconds, block by block in turn; the first block of each is for warming up."""
    times = {name: [] for name in sides}
    for block in range(frames // BLOCK + 1):
        for name, side in sides.items():
            for _ in range(BLOCK):
                elapsed, count = side.process(picture)
                if count != 1:
                    raise RuntimeError('%s: %d hands found instead of 1' % (name, count))
                if block:
                    times[name].append(elapsed)
    return times


def measure(library, case, picture, frames):
    title, wanted, threads, wishes = case
    sides = {'mediapipe': Peer(wanted)}
    for engine, precision in VARIANTS:
        try:
            sides['%s/%s' % (engine, precision)] = Sightline(library, engine, precision, wanted, threads)
        except RuntimeError as error:
            print('# %s/%s left out: %s' % (engine, precision, error))
    times = take_turns(sides, picture, frames)
    for side in sides.values():
        side.close()
    base = statistics.median(times['mediapipe'])
    return [{'case': title, 'side': name, 'p50_ms': statistics.median(values),
             'p95_ms': sorted(values)[int(len(values) * 0.95)], 'frames': len(values),
             'ratio': statistics.median(values) / base, 'wanted': wishes.get(name)} for name, values in times.items()]


def show(rows):
    print('%-38s %-16s %9s %9s %8s %8s' % ('case', 'side', 'p50 ms', 'p95 ms', 'ratio', 'wanted'))
    for row in rows:
        wish = '<= %.2f' % row['wanted'] if row['wanted'] else '-'
        mark = '  missed' if row['wanted'] and row['ratio'] > row['wanted'] else ''
        print('%-38s %-16s %9.2f %9.2f %8.3f %8s%s' % (row['case'], row['side'], row['p50_ms'], row['p95_ms'],
                                                      row['ratio'], wish, mark))


def bench_beside_peers(build, frames):
    picture = read_picture(MEDIA)
    library = ctypes.CDLL(os.path.join(build, 'libsightline.so'))
    rows = [row for case in CASES for row in measure(library, case, picture, frames)]
    show(rows)
    return rows


def bench_alone(build, frames):
    program, rows = os.path.join(build, 'bench', 'bench-hands'), []
    print('%-38s %-16s %9s %9s %14s' % ('case', 'engine', 'p50 ms', 'p95 ms', 'without models'))
    for (title, wanted, threads, _), (engine, precision) in ((c, v) for c in CASES for v in VARIANTS):
        done = subprocess.run([program, MEDIA, '--wanted', str(wanted), '--threads', str(threads), '--engine', engine,
                               '--precision', precision, '--frames', str(frames)], stdout=subprocess.PIPE, check=False)
        if done.returncode:
            continue                                # the program has said why
        row = json.loads(done.stdout)
        rest = '%.3f' % row['rest_p50_ms'] if threads == 1 else '-'
        print('%-38s %-16s %9.2f %9.2f %14s' % (title, engine + '/' + precision, row['p50_ms'], row['p95_ms'], rest))
        rows.append(row)
    return rows


FIRST_RESULT_RUNS = 7
PEER_PROGRAM = """import sys, cv2, mediapipe as mp
with mp.solutions.hands.Hands() as hands:
    print(len(hands.process(cv2.imread(sys.argv[1])[..., ::-1].copy()).multi_hand_landmarks))"""


def time_program(command):
    """Wall milliseconds from start to end of a program, and its peak resident size in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError('%s failed' % command[0])
    return (time.perf_counter() - start) * 1e3, usage.ru_maxrss / 1024


def first_result_commands(build, cache):
    program = [os.path.join(build, 'sightline'), 'run', '--hands', '-q', MEDIA]
    cold = program + ['--engine', 'openvino', '--cache-dir', '']
    cached = program + ['--engine', 'openvino', '--cache-dir', cache]
    commands = {'tflite': program, 'openvino, nothing cached': cold, 'openvino, models cached': cached}
    if os.path.exists(PEERS_PYTHON):
        commands['mediapipe (Python)'] = [PEERS_PYTHON, '-c', PEER_PROGRAM, MEDIA]
    return commands


def bench_first_result(build):
    """The whole program on one picture, from start to end."""
    print('%-38s %9s %9s' % ('one picture, the whole program', 'p50 ms', 'peak MB'))
    rows = []
    with tempfile.TemporaryDirectory() as cache:
        for name, command in first_result_commands(build, cache).items():
            try:
                runs = [time_program(command) for _ in range(FIRST_RESULT_RUNS + 1)][1:]
            except RuntimeError as error:
                print('# %s left out: %s' % (name, error))
                continue
            rows.append({'case': 'first result', 'side': name, 'p50_ms': statistics.median(r[0] for r in runs),
                         'peak_mb': max(r[1] for r in runs)})
            print('%-38s %9.0f %9.0f' % (name, rows[-1]['p50_ms'], rows[-1]['peak_mb']))
    print()
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', default='build')
    parser.add_argument('--peers', action='store_true')
    parser.add_argument('--frames', type=int, default=300)
    parser.add_argument('--json')
    args = parser.parse_args()
    if args.peers and os.path.abspath(sys.prefix) != os.path.dirname(os.path.dirname(PEERS_PYTHON)):
        if not os.path.exists(PEERS_PYTHON):
            raise SystemExit('bench: MediaPipe is not installed here; run tools/setup.sh parity')
        os.environ.update(OMP_NUM_THREADS='1', GLOG_minloglevel='2')
        os.execv(PEERS_PYTHON, [PEERS_PYTHON, *sys.argv])
    rows = bench_first_result(args.build)           # first: a program's peak includes that of the process that starts it
    rows += (bench_beside_peers if args.peers else bench_alone)(args.build, args.frames)
    library = ctypes.CDLL(os.path.join(args.build, 'libsightline.so'))
    rows += conversion.bench(args.build, lambda: Sightline(library, 'tflite', 'f32', 2, 1), MEDIA, args.frames // 6)
    if args.json:
        with open(args.json, 'w', encoding='utf-8') as file:
            json.dump(rows, file, indent=1)
    return 0


if __name__ == '__main__':
    sys.exit(main())
