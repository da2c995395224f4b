#!/usr/bin/env python3
"""Our .pose files beside those that the package pose-format makes: equal byte for byte. Prints TAP.

    posefile.py WRITER PROGRAM MEDIA

First of the same random landmarks, which come as NDJSON (tests/golden/event compares its float32 values bit for bit); then of
the same frames, the package with MediaPipe itself and the program on their own.
"""
import io
import json
import os
import subprocess
import sys
import tempfile
from types import SimpleNamespace

try:
    import numpy as np
    import people
    import program
    from pose_format import Pose
    from pose_format.numpy import NumPyPoseBody
    from pose_format.pose_header import PoseHeader, PoseHeaderDimensions
    from pose_format.utils import holistic
except ImportError as missing:
    print('1..0 # SKIP mediapipe and pose-format are not installed here (%s)' % missing)
    sys.exit(0)

# name, frames, people, points of a face beyond 468
FILES = ('one', 150, 1, 0), ('refined', 70, 1, 10), ('several', 40, 3, 10)


def landmarks(points):
    """As a result of mediapipe, whose numbers are float32; None when nothing was found."""
    if points is None:
        return None
    made = []
    for point in points:
        x, y, z, *visibility = (float(np.float32(number)) for number in point)
        made.append(SimpleNamespace(x=x, y=y, z=z, visibility=visibility[0] if visibility else 0))
    return SimpleNamespace(landmark=made)


def result(person):
    pose = person.get('pose', {})
    return SimpleNamespace(pose_landmarks=landmarks(pose.get('landmarks')), pose_world_landmarks=landmarks(pose.get('world')),
                           face_landmarks=landmarks(person.get('face', {}).get('landmarks')),
                           left_hand_landmarks=landmarks(person.get('left_hand', {}).get('landmarks')),
                           right_hand_landmarks=landmarks(person.get('right_hand', {}).get('landmarks')))


def by_package(events, people, more):
    """The bytes that the package writes."""
    width, height = events[0]['size']
    header = PoseHeader(0.2, PoseHeaderDimensions(width, height, 0), holistic.holistic_components('XYZC', more))
    shown = [[holistic._extract_frame_data(result(person), width, height, more)
              for person in (event.get('people', []) + [{}] * people)[:people]] for event in events]
    data = np.array([[person[0] for person in frame] for frame in shown])
    confidence = np.array([[person[1] for person in frame] for frame in shown])
    out = io.BytesIO()
    Pose(header, NumPyPoseBody(25.0, data, confidence)).write(out)
    return out.getvalue()


def first_difference(ours, theirs):
    at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), None)
    return '%d bytes, the package has %d; first difference at byte %s' % (len(ours), len(theirs), at)


def check(folder, name, frames, people, more):
    """Sentences about what is wrong."""
    with open(os.path.join(folder, name + '.ndjson'), encoding='utf-8') as file:
        events = [json.loads(line) for line in file]
    with open(os.path.join(folder, name + '.pose'), 'rb') as file:
        ours = file.read()
    theirs = by_package(events, people, more)
    if len(events) != frames or sum('people' in event for event in events) < frames // 3:
        yield 'expected %d frames with people, found %d events' % (frames, len(events))
    if ours != theirs:
        yield first_difference(ours, theirs)
    body = Pose.read(ours).body
    if body.data.shape != (frames, people, 576 + more, 3) or body.fps != 25:
        yield 'the package reads %s at %s fps' % (body.data.shape, body.fps)


def check_frames(folder, frames, refine):
    """The same from the pictures on."""
    height, width = frames[0].shape[:2]
    path = os.path.join(folder, 'frames.pose')
    program.run(sys.argv[2], frames, ['--holistic=refine_face_landmarks=%s' % str(refine).lower(), '--out', path, '--out', '-'])
    made = holistic.load_holistic(frames, fps=1000 / 33.333, width=width, height=height, reuse=False,
                                  additional_holistic_config={'refine_face_landmarks': refine})
    theirs = io.BytesIO()
    made.write(theirs)
    with open(path, 'rb') as file:
        ours = file.read()
    if ours != theirs.getvalue():
        yield first_difference(ours, theirs.getvalue())
    found = int((made.body.confidence[:, 0, 33] > 0).sum())
    if found < len(frames) // 2:
        yield 'a face in %d frames only' % found


def checks(folder):
    """Names and what is wrong."""
    for row in FILES:
        yield 'the same landmarks, %s' % row[0], list(check(folder, *row))
    frames = people.bodies(sys.argv[3])['clip'][:40]
    for refine in (False, True):
        yield 'the same frames, %s' % ('refined' if refine else 'plain'), list(check_frames(folder, frames, refine))


def main():
    failed = number = 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        for number, (name, wrong) in enumerate(checks(folder), 1):
            failed += bool(wrong)
            print('%sok %d - a file is that of pose-format byte for byte: %s' % ('not ' if wrong else '', number, name), flush=True)
            for sentence in wrong:
                print('# ' + sentence)
    print('1..%d' % number)
    sys.exit(1 if failed else 0)


main()
