#!/usr/bin/env python3
"""Make and close each analyser a thousand times, with a picture in each life, and watch the resident size. Prints TAP.

    leaks.py LIBRARY [LIVES]

Compared are the peaks of ten early lives and of the last ten. Tolerance: 6 MB. What is freed goes back to the system in some
lives and not in others, up to the size of the models, so single lives say nothing; peaks wander by about 4 MB. A leaked model
would be 230 kB and more in each life. The very first lives are not counted: engine, allocator and numpy make what they keep then.
"""
import os
import sys

import harness
from harness import holds, need_model

LIBRARY = sys.argv[1]
LIVES = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
SEEN = 10                        # lives of a peak
FIRST = max(LIVES // 20, 5)      # of the early ones
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
    frame, early, late = np.full((60, 80, 3), 90, np.uint8), 0, 0
    for k in range(LIVES):
        with make() as analyser:
            analyser.process(frame)
            if FIRST <= k < FIRST + SEEN:
                early = max(early, resident_kb())
            if k >= LIVES - SEEN:
                late = max(late, resident_kb())
    grown = late - early
    holds(grown <= GROWTH_KB, 'grown by %d kB from life %d to life %d' % (grown, FIRST + SEEN, LIVES))
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
