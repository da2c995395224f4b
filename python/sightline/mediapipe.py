"""Run a program that imports mediapipe, unchanged, on sightline.

    python -m sightline.mediapipe PROGRAM.py ARGUMENTS...
    python -m sightline.mediapipe -m MODULE ARGUMENTS...
"""
import os
import runpy
import sys

from sightline._stand_in import install_as_mediapipe

USAGE = '''usage: python -m sightline.mediapipe PROGRAM.py ARGUMENTS...
       python -m sightline.mediapipe -m MODULE ARGUMENTS...'''


def run(arguments):
    """Run the program with its arguments, as python itself would."""
    sys.argv = arguments
    if arguments[0] == '-m':
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name='__main__', alter_sys=True)
    else:
        sys.path[0] = os.path.dirname(os.path.abspath(arguments[0]))
        runpy.run_path(arguments[0], run_name='__main__')


def main(arguments):
    if arguments[:1] in (['-h'], ['--help']):
        print(USAGE)
        return 0
    if not arguments or arguments == ['-m']:
        print(USAGE, file=sys.stderr)
        return 2
    install_as_mediapipe()
    run(arguments)
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
