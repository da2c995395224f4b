#!/usr/bin/env python3
"""Run the package's tests on every Python from 3.9 on that is here, as one report in TAP.

    run.py [--once] TEST ARGUMENTS...

Interpreters: the system's own, those on the path and those that set-up gave NumPy (tools/setup-pythons.sh); one of each
version, each with warnings as errors. A version that is not here, or has no NumPy, is skipped by name. With --once: the
first with NumPy alone.
"""
import glob
import os
import subprocess
import sys

import harness

VERSIONS = ['3.%d' % minor for minor in range(9, 15)]
FACTS = 'import platform, numpy; print("%s, numpy %s" % (platform.python_version(), numpy.__version__))'


def candidates(version):
    """Where a Python of that version may be; those with NumPy from set-up last, so that the system's own come first."""
    deps = os.path.dirname(harness.MEDIA)
    return ['/usr/bin/python3', 'python3', 'python' + version, os.path.join(deps, 'pythons', version, 'bin', 'python')]


def ask(python, code):
    try:
        done = subprocess.run([python, '-c', code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def find(version):
    """(interpreter, facts), or (None, why not)."""
    here = [python for python in candidates(version)
            if ask(python, 'import sys; print("%d.%d" % sys.version_info[:2])') == version]
    for python in here:
        facts = ask(python, FACTS)
        if facts:
            return python, facts
    return None, 'it has no NumPy; make setup-test gives it one' if here else 'it is not on this machine'


class Report:
    def __init__(self):
        self.number, self.failed = 0, 0

    def point(self, good, title):
        self.number += 1
        self.failed += not good
        print('%sok %d - %s' % ('' if good else 'not ', self.number, title), flush=True)

    def run(self, python, facts, arguments):
        """The points of one interpreter, under its version's name."""
        print('# Python ' + facts)
        version = facts.split(',')[0]
        process = subprocess.Popen([python, '-W', 'error'] + arguments, stdout=subprocess.PIPE, text=True)
        points = 0
        for line in process.stdout:
            line = line.rstrip('\n')
            good = line.startswith('ok ')
            if good or line.startswith('not ok '):
                points += 1
                self.point(good, '%s: %s' % (version, line.split(' - ', 1)[1]))
            elif not line.startswith('1..'):
                print(line)
        if process.wait() and not self.failed or not points:
            self.point(False, '%s: the tests ended with %d' % (version, process.returncode))


def main():
    report, arguments = Report(), sys.argv[1:]
    once = arguments[0] == '--once'
    for version in VERSIONS:
        python, facts = find(version)
        if python:
            report.run(python, facts, arguments[once:])
            if once:
                break
        elif not once:
            report.point(True, 'Python %s # SKIP %s' % (version, facts))
    print('1..%d%s' % (report.number, '' if report.number else ' # SKIP no Python with NumPy'))
    return 1 if report.failed else 0


sys.exit(main())
