#!/usr/bin/env python3
"""Make and close each analyser a thousand times, with a picture in each life, and watch the resident size. Prints TAP.

    leaks.py LIBRARY [LIVES]

Tolerance: 6 MB between an early life and the last. The allocator's own wandering is about 4 MB, up and down; a leaked
model would be 230 kB and more in each life. Early lives are not counted: engine, allocator and numpy make what they keep then.
"""
import gc
import os
import sys

import harness
from harness import holds, need_model

LIBRARY = sys.argv[1]
LIVES = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
FIRST = max(LIVES // 10, min(30, LIVES // 2))
GROWTH_KB = 6000
os.environ['SIGHTLINE_LIBRARY'] = LIBRARY
try:
    import numpy as np
except ImportError as missing:
    harness.skip_all('no numpy for Python %s (%s)' % (sys.version.split()[0], missing))
from sightline import solutions  # noqa: E402


def resident_kb():
    with open('/proc/self/status', encoding='ascii') as file:
        return next(int(line.split()[1]) for line in file if line.startswith('VmRSS:'))


def lives(make):
    frame = np.full((60, 80, 3), 90, np.uint8)
    for k in range(LIVES + 1):
        if k == FIRST:
            gc.collect()
            before = resident_kb()
        with make() as analyser:
            analyser.process(frame)
    gc.collect()
    grown = resident_kb() - before
    holds(grown <= GROWTH_KB, 'grown by %d kB from life %d to life %d' % (grown, FIRST, LIVES))
    return '%d lives, grown by %d kB' % (LIVES, grown)


def test_hands_leave_nothing_behind():
    need_model('hand_landmark_lite.tflite')
    return lives(lambda: solutions.hands.Hands(model_complexity=0))


def test_poses_leave_nothing_behind():
    need_model('pose_landmark_full.tflite')
    return lives(lambda: solutions.pose.Pose(enable_segmentation=True))


def test_meshes_leave_nothing_behind():
    need_model('face_landmark.tflite')
    return lives(lambda: solutions.face_mesh.FaceMesh())


def test_detections_leave_nothing_behind():
    need_model('face_detection_short_range.tflite')
    return lives(lambda: solutions.face_detection.FaceDetection())


def test_people_leave_nothing_behind():
    need_model('pose_landmark_full.tflite')
    return lives(lambda: solutions.holistic.Holistic())


harness.run(globals())
