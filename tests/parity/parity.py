#!/usr/bin/env python3
"""Compare the program with native MediaPipe on the same frames, free-running, on this machine. Prints TAP.

    parity.py ANALYSER PROGRAM MEDIA            hands, pose, face_detection, face_mesh or holistic
    parity.py ANALYSER PROGRAM MEDIA --all      every combination of options on every sequence: hours
    parity.py ANALYSER PROGRAM MEDIA --openvino the fast engine: the same things on every frame, medians bounded; bf16 measured

Tolerance of the exact engine: none. Every landmark, world landmark, visibility, box and score is equal in all bits, with the same things
in the same order on every frame; only the handedness score may differ by 2e-6 where the CPU has AVX-512, because MediaPipe
computes that one head with other kernels than the TFLite that computes there. Stored numbers would not do: XNNPACK picks
its kernels by CPU, so both sides run here and now.
"""
import argparse
import importlib
import sys

try:
    import mediapipe
    from difference import Difference, median
    from program import run
except ImportError as missing:
    print('1..0 # SKIP native mediapipe is not installed here (%s)' % missing)
    sys.exit(0)

ANALYSERS = ('hands', 'pose', 'face_detection', 'face_mesh', 'holistic')


class Tap:
    def __init__(self):
        self.number, self.failed = 0, 0

    def point(self, good, name, detail=''):
        self.number += 1
        self.failed += not good
        print('%sok %d - %s' % ('' if good else 'not ', self.number, name))
        if detail:
            print('# ' + detail)
        sys.stdout.flush()

    def end(self):
        print('1..%d' % self.number)
        return 1 if self.failed else 0


def compare(analyser, program, frames, theirs, options, more=()):
    height, width = frames[0].shape[:2]
    ours = [analyser.of_event(event) for event in run(program, frames, [*options.flags(), *more])]
    return Difference(theirs, ours, (width, height), analyser.LOOSE)


def compare_exact(tap, analyser, program, media, every):
    frames = things = 0
    for name, made, options in analyser.cases(media, every):
        d = compare(analyser, program, made, options.run_original(made), options)
        tap.point(d.exact(), 'bits of MediaPipe: %s, %s' % (name, options), str(d))
        frames, things = frames + d.frames, things + d.things
    least = analyser.LEAST_FRAMES
    tap.point(frames >= least and things >= least // 2, 'at least %d frames were compared' % least,
              '%d frames, %d things found' % (frames, things))


def compare_openvino(tap, analyser, program, media):
    """Presence on every frame of every sequence; the median over the points of all of them. bf16 is measured, not judged."""
    pooled = {'f32': [], 'bf16': []}
    for name, made, options in analyser.fast_cases(media):
        theirs = options.run_original(made)
        for precision, parts in pooled.items():
            try:
                d = compare(analyser, program, made, theirs, options, ('--engine', 'openvino', '--precision', precision))
            except RuntimeError as error:
                tap.point(True, 'openvino %s: %s # SKIP %s' % (precision, name, error))
                continue
            parts.append(d.pixels)
            detail = '%d frames, %d found, median %.3f px, worst %.2f px, other things on %d frames' % (
                d.frames, d.things, d.median_px, d.worst_px, len(d.presence))
            if precision == 'bf16':
                print('# bf16, %s: %s' % (name, detail))
            else:
                tap.point(not d.presence, 'openvino f32 finds what MediaPipe finds: %s, %s' % (name, options), detail)
    judge_medians(tap, analyser, pooled)


def judge_medians(tap, analyser, pooled):
    for precision, parts in pooled.items():
        middle, most = median(parts), analyser.FREE_RUNNING_MEDIAN_PX
        if precision == 'bf16':
            print('# bf16, all sequences: median %.3f px' % middle)
        elif parts:
            tap.point(middle <= most, 'openvino f32 free-running, all sequences: median <= %g px' % most,
                      'median %.3f px' % middle)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('analyser', choices=ANALYSERS)
    parser.add_argument('program')
    parser.add_argument('media')
    parser.add_argument('--all', action='store_true')
    parser.add_argument('--openvino', action='store_true')
    args = parser.parse_args()
    analyser = importlib.import_module(args.analyser)
    tap = Tap()
    print('# mediapipe %s' % mediapipe.__version__)
    if args.openvino:
        compare_openvino(tap, analyser, args.program, args.media)
    else:
        compare_exact(tap, analyser, args.program, args.media, args.all)
    return tap.end()


if __name__ == '__main__':
    sys.exit(main())
