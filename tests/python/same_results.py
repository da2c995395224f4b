#!/usr/bin/env python3
"""sightline.solutions and mp.solutions on the same frames, in one process: every result equal in every byte.

Tolerance: none, but for the score of a hand's side, which may differ by 2e-6, because MediaPipe computes that one head
with other kernels. Messages are compared by their serialised bytes and their text, which hold every field and its presence.
"""
import itertools
import os
import sys

import harness
from harness import MEDIA, ROOT, equal, holds

try:
    import mediapipe
    import numpy as np
except ImportError as error:
    harness.skip_all('native mediapipe is not installed here (%s)' % error)
sys.path.insert(0, os.path.join(ROOT, 'tests', 'parity'))
import people  # noqa: E402
import sequences  # noqa: E402
import sightline  # noqa: E402

theirs, ours = mediapipe.solutions, sightline.solutions
HANDEDNESS_TOLERANCE = 2e-6
SHORT = 16


def same_message(a, b, about):
    equal(b.SerializeToString(), a.SerializeToString(), about + '\n%s\n%s' % (b, a))
    equal(str(b), str(a), about)
    equal(type(b).__name__, type(a).__name__, about)


def same_handedness(a, b, about):
    a, b = a.classification[0], b.classification[0]
    equal((b.index, b.label), (a.index, a.label), about)
    holds(abs(b.score - a.score) <= HANDEDNESS_TOLERANCE, '%s: score %r and %r' % (about, b.score, a.score))


def same_value(a, b, about):
    if a is None or b is None:
        equal(b, a, about)
    elif isinstance(a, np.ndarray):
        equal((b.shape, b.dtype), (a.shape, a.dtype), about)
        equal(b.tobytes(), a.tobytes(), about)
    elif isinstance(a, list):
        equal(len(b), len(a), about)
        for k, (one, other) in enumerate(zip(a, b)):
            same_value(one, other, '%s[%d]' % (about, k))
    elif type(a).__name__ == 'ClassificationList':
        same_handedness(a, b, about)
    else:
        same_message(a, b, about)


def compare(module, name, frames, **options):
    """The number of frames on which something was found."""
    seen = 0
    make_theirs, make_ours = (getattr(getattr(side, module), name) for side in (theirs, ours))
    with make_theirs(**options) as one, make_ours(**options) as other:
        for k, frame in enumerate(frames):
            a, b = one.process(frame), other.process(frame)
            equal(b._fields, a._fields, 'fields')
            for field in a._fields:
                same_value(getattr(a, field), getattr(b, field), 'frame %d, %s, %s' % (k, options, field))
            seen += any(getattr(a, field) is not None for field in a._fields)
    return seen


def frames_of(kind):
    try:
        return getattr(people, kind)(MEDIA, SHORT)
    except FileNotFoundError as missing:
        raise harness.Skip('no sample of people: %s' % missing) from None


def total(module, name, sequences_by_name, *option_sets):
    """Each set of options on one sequence, sequences by turns."""
    seen = frames = 0
    for options, key in zip(option_sets, itertools.cycle(sequences_by_name)):
        seen += compare(module, name, sequences_by_name[key], **options)
        frames += len(sequences_by_name[key])
    holds(seen > 0, 'nothing was found on any frame')
    return '%d frames, something found on %d' % (frames, seen)


def test_hands_are_those_of_mediapipe():
    made = sequences.all_sequences(MEDIA, SHORT)
    wanted = {name: made[name] for name in ('clip', 'moved-half-odd', 'two-hands-interrupted', 'photos', 'leaving')}
    return total('hands', 'Hands', wanted, {}, {'model_complexity': 0}, {'max_num_hands': 1, 'min_tracking_confidence': 0.7},
                 {'static_image_mode': True}, {'min_detection_confidence': 0.3})


def test_bodies_are_those_of_mediapipe():
    made = frames_of('bodies')
    wanted = {name: made[name] for name in ('moved', 'moved-odd', 'carphone', 'cuts', 'leaving')}
    return total('pose', 'Pose', wanted, {'enable_segmentation': True}, {'smooth_landmarks': False},
                 {'static_image_mode': True, 'model_complexity': 0},
                 {'model_complexity': 0, 'min_tracking_confidence': 0.7}, {})


def test_meshes_are_those_of_mediapipe():
    made = frames_of('faces')
    wanted = {name: made[name] for name in ('face', 'two-faces', 'carphone', 'face-odd')}
    return total('face_mesh', 'FaceMesh', wanted, {'refine_landmarks': True}, {'max_num_faces': 2},
                 {'static_image_mode': True}, {'min_detection_confidence': 0.7})


def test_detections_are_those_of_mediapipe():
    made = frames_of('faces')
    wanted = {name: made[name] for name in ('two-faces', 'carphone', 'leaving')}
    return total('face_detection', 'FaceDetection', wanted, {}, {'model_selection': 1}, {'min_detection_confidence': 0.9})


def test_people_are_those_of_mediapipe():
    made = frames_of('bodies')
    wanted = {name: made[name] for name in ('moved', 'carphone', 'clip', 'cuts')}
    return total('holistic', 'Holistic', wanted, {'refine_face_landmarks': True}, {'enable_segmentation': True}, {},
                 {'model_complexity': 0, 'static_image_mode': True})


def test_time_goes_on_over_reset_and_refused_pictures():
    """Smoothing goes by the simulated time, which counts a refused picture and is not set back by reset()."""
    frames = frames_of('bodies')['moved'][:9]
    bad = np.zeros((4, 4, 4), np.uint8)
    results = []
    for side in (theirs, ours):
        with side.pose.Pose(model_complexity=0) as pose:
            found = []
            for k, frame in enumerate(frames):
                if k == 3:
                    harness.raises(ValueError, lambda: pose.process(bad))
                if k == 6:
                    pose.reset()
                found.append(pose.process(frame).pose_world_landmarks)
            results.append(found)
    same_value(results[0], results[1], 'reset and refusal')


def test_other_memory_gives_the_same_bits():
    """Rows apart, BGR seen backwards, mirrored, Fortran order: what mp.solutions finds in a plain copy."""
    frame = sequences.read_photo(MEDIA, 'nocurl.jpg')
    wide = np.zeros((frame.shape[0], frame.shape[1] + 9, 3), np.uint8)
    wide[:, 4:-5] = frame
    views = {'rows apart': wide[:, 4:-5], 'backwards': np.ascontiguousarray(frame[:, :, ::-1])[:, :, ::-1],
             'backwards, rows apart': np.ascontiguousarray(wide[:, :, ::-1])[:, 4:-5, ::-1],
             'mirrored': frame[:, ::-1], 'upside down': frame[::-1], 'Fortran order': np.asfortranarray(frame),
             'every second': frame[::2, ::2], 'turned': np.swapaxes(frame, 0, 1)}
    for name, view in views.items():
        with theirs.hands.Hands(static_image_mode=True) as one, ours.hands.Hands(static_image_mode=True) as other:
            a, b = one.process(np.ascontiguousarray(view)), other.process(view)
            same_value(a.multi_hand_landmarks, b.multi_hand_landmarks, name)


harness.run(globals())
