#!/usr/bin/env python3
"""Time Sightline and native MediaPipe side by side on the same picture; print a table and write JSON.

    run.py LIBRARY MEDIA [--frames 300] [--json FILE] [--no-peer]

Both sides get the same RGB picture in memory, again and again, and follow the hand in it. They take turns in blocks of ten
frames within one process, so a machine that changes speed changes both. Times are wall times of one call: process() of
mp.solutions.hands.Hands, sl_hands_process() through ctypes (about 2 microseconds of overhead). p50 of all counted
frames; the first block of each side is not counted. Ratios are of the medians: below 1 we are faster.
"""
import argparse
import ctypes
import json
import os
import platform
import statistics
import sys
import time

os.environ.setdefault('OMP_NUM_THREADS', '1')
import numpy as np  # noqa: E402  (threads must be limited before numpy loads)

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
                ('engine', EngineOpts)]


HAND_BYTES = 21 * 3 * 4 * 2 + 4 + 4 + 4
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

    def process(self, picture):
        frame = Frame()
        height, width = picture.shape[:2]
        self.lib.sl_frame_init(ctypes.byref(frame), PIXELS_RGB24, width, height, picture.ctypes.data_as(ctypes.c_void_p),
                               0, None)
        start = time.perf_counter_ns()
        count = self.lib.sl_hands_process(self.handle, ctypes.byref(frame), self.found, HANDS_MAX, ctypes.byref(self.why))
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
    """A photo as 640x480 RGB, letterboxed by nothing: it is scaled to fit and the rest is black."""
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


def measure(library, case, picture, frames, peer):
    title, wanted, threads, wishes = case
    sides = {}
    if peer:
        sides['mediapipe'] = Peer(wanted)
    for engine, precision in VARIANTS:
        try:
            sides['%s/%s' % (engine, precision)] = Sightline(library, engine, precision, wanted, threads)
        except RuntimeError as error:
            print('# %s/%s left out: %s' % (engine, precision, error))
    times = take_turns(sides, picture, frames)
    for side in sides.values():
        side.close()
    rows = []
    base = statistics.median(times['mediapipe']) if peer else None
    for name, values in times.items():
        p50 = statistics.median(values)
        rows.append({'case': title, 'side': name, 'p50_ms': p50, 'p95_ms': sorted(values)[int(len(values) * 0.95)],
                     'frames': len(values), 'ratio': p50 / base if peer else None, 'wish': wishes.get(name)})
    return rows


def show(rows):
    print('%-38s %-16s %9s %9s %8s %8s' % ('case', 'side', 'p50 ms', 'p95 ms', 'ratio', 'wanted'))
    for row in rows:
        ratio = '%.3f' % row['ratio'] if row['ratio'] else '-'
        wish = '<= %.2f' % row['wish'] if row['wish'] and row['ratio'] else '-'
        mark = '' if wish == '-' or row['ratio'] <= row['wish'] else '  missed'
        print('%-38s %-16s %9.2f %9.2f %8s %8s%s' % (row['case'], row['side'], row['p50_ms'], row['p95_ms'], ratio, wish,
                                                    mark))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('library')
    parser.add_argument('media')
    parser.add_argument('--frames', type=int, default=300)
    parser.add_argument('--json')
    parser.add_argument('--no-peer', action='store_true')
    args = parser.parse_args()
    peer = not args.no_peer
    if peer:
        try:
            import mediapipe  # noqa: F401
        except ImportError:
            print('# mediapipe is not installed here: no ratios (make bench PEERS=1 installs it)')
            peer = False
    picture = read_picture(os.path.join(args.media, 'fullcurl.jpg'))
    library = ctypes.CDLL(args.library)
    rows = [row for case in CASES for row in measure(library, case, picture, args.frames, peer)]
    show(rows)
    if args.json:
        with open(args.json, 'w', encoding='utf-8') as file:
            json.dump({'machine': platform.processor() or platform.machine(), 'rows': rows}, file, indent=1)
    return 0


if __name__ == '__main__':
    sys.exit(main())
