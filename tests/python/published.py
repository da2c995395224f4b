#!/usr/bin/env python3
"""Published packages built on mp.solutions, unchanged: each runs twice, on MediaPipe and on sightline, and gives the same.

    published.py LIBRARY                          the comparison, in TAP; on the Python of .deps/parity/venv
    published.py LIBRARY NAME SIDE FILE           one run: what the package returned, pickled

Compared is what the packages return and what they paint. Tolerance: none. cvzone and pose-format as installed by pip; of
controlnet-aux the file that annotates faces, by itself, because the package around it needs PyTorch.
"""
import os
import pickle
import subprocess
import sys
import tempfile

import harness
from harness import MEDIA, ROOT, Skip, equal, holds

LIBRARY = sys.argv[1]
os.environ['SIGHTLINE_LIBRARY'] = LIBRARY
DEPS = os.path.dirname(MEDIA)
PACKAGES = os.path.join(DEPS, 'published', 'packages')
POSE_FORMAT = os.path.join(DEPS, 'pose-format')
SIDES = ('mediapipe', 'sightline')
COUNT = 12


def frames_of_hands():
    import cv2
    import numpy as np
    import sequences
    frames = sequences.moved(sequences.read_photo(MEDIA, 'nocurl.jpg'), COUNT, 51, (640, 480))
    frames = sequences.beside(frames, sequences.moved(sequences.read_photo(MEDIA, 'fullcurl.jpg'), COUNT, 52, (640, 480)))
    return [np.ascontiguousarray(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR)) for frame in frames]


def frames_of_people():
    import cv2
    import people
    try:
        return [cv2.cvtColor(frame, cv2.COLOR_RGB2BGR) for frame in people.bodies(MEDIA, COUNT)['moved']]
    except FileNotFoundError as missing:
        raise Skip('no sample of people: %s' % missing) from None


def cvzone_hands():
    from cvzone.HandTrackingModule import HandDetector
    detector, found = HandDetector(maxHands=2), []
    for frame in frames_of_hands():
        hands, painted = detector.findHands(frame)
        found.append((hands, painted, [detector.fingersUp(hand) for hand in hands]))
    return found


def cvzone_poses():
    from cvzone.PoseModule import PoseDetector
    detector, found = PoseDetector(), []
    for frame in frames_of_people():
        painted = detector.findPose(frame)
        found.append((painted, detector.findPosition(painted, bboxWithHands=True)))
    return found


def cvzone_meshes():
    from cvzone.FaceMeshModule import FaceMeshDetector
    detector = FaceMeshDetector(maxFaces=2)
    return [detector.findFaceMesh(frame) for frame in frames_of_people()]


def cvzone_faces():
    from cvzone.FaceDetectionModule import FaceDetector
    detector, found = FaceDetector(), []
    for frame in frames_of_people():
        painted, boxes = detector.findFaces(frame)
        found.append((painted, [{**box, 'score': list(box['score'])} for box in boxes]))
    return found


def pose_format_holistic():
    """Twice from the pool of analysers that the package keeps, in its own worker threads."""
    import cv2
    from pose_format.utils.holistic import load_holistic
    frames = [cv2.cvtColor(frame, cv2.COLOR_BGR2RGB) for frame in frames_of_people()]
    found = []
    for _ in range(2):
        pose = load_holistic(frames, fps=25, width=frames[0].shape[1], height=frames[0].shape[0],
                             additional_holistic_config={'model_complexity': 1, 'refine_face_landmarks': True})
        found += [pose.body.data.filled(-1), pose.body.confidence, [part.points for part in pose.header.components],
                  [part.limbs for part in pose.header.components]]
    return found


def controlnet_aux_faces():
    sys.path.insert(0, os.path.join(PACKAGES, 'controlnet_aux', 'mediapipe_face'))
    import mediapipe_face_common
    return [mediapipe_face_common.generate_annotation(frame, 2, 0.5) for frame in frames_of_people()[::4]]


RUNS = {'cvzone': [cvzone_hands, cvzone_poses, cvzone_meshes, cvzone_faces], 'pose_format': [pose_format_holistic],
        'controlnet_aux': [controlnet_aux_faces]}


def child(name, side, path):
    sys.path[1:1] = [PACKAGES, POSE_FORMAT, os.path.join(ROOT, 'tests', 'parity')]
    if side == 'sightline':
        import sightline
        sightline.install_as_mediapipe()
    try:
        result = next(run for runs in RUNS.values() for run in runs if run.__name__ == name)()
    except Skip as reason:
        result = str(reason)
    import mediapipe
    with open(path, 'wb') as file:
        pickle.dump((mediapipe.solutions.hands.Hands.__module__, result), file)


def results(name):
    """[(module that computed, result)] of both sides."""
    found = []
    for side in SIDES:
        with tempfile.NamedTemporaryFile(suffix='.pickle') as file:
            done = subprocess.run([sys.executable, os.path.abspath(__file__), LIBRARY, name, side, file.name],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            holds(done.returncode == 0, '%s on %s: %s' % (name, side, done.stdout[-2000:]))
            found.append(pickle.load(file))
    return found


def same(a, b, about):
    """Equal in structure, type and every number."""
    equal(type(b).__name__, type(a).__name__, about)
    if isinstance(a, dict):
        equal(list(b), list(a), about)
        for key in a:
            same(a[key], b[key], '%s[%r]' % (about, key))
    elif isinstance(a, (list, tuple)):
        equal(len(b), len(a), about)
        for k, (one, other) in enumerate(zip(a, b)):
            same(one, other, '%s[%d]' % (about, k))
    elif hasattr(a, 'tobytes'):
        equal((b.shape, b.dtype), (a.shape, a.dtype), about)
        different = (a != b).sum()
        holds(not different, '%s: %d of %d values differ' % (about, different, a.size))
    else:
        equal(b, a, about)


def compare(package, run):
    folder = POSE_FORMAT if package == 'pose_format' else PACKAGES
    if not os.path.isdir(os.path.join(folder, package)):
        raise Skip('no %s; make setup-test fetches it' % package)
    (original, theirs), (stand_in, ours) = results(run.__name__)
    if isinstance(theirs, str):
        raise Skip(theirs)
    equal((original.split('.')[0], stand_in.split('.')[0]), SIDES)
    holds(len(theirs), 'nothing came back')
    same(theirs, ours, run.__name__)


def make_tests():
    for package, runs in RUNS.items():
        for run in runs:
            def test(package=package, run=run):
                compare(package, run)
            test.__name__ = 'test_%s_gives_the_same_on_sightline' % run.__name__
            globals()[test.__name__] = test


if len(sys.argv) > 2:
    child(*sys.argv[2:5])
else:
    try:
        import mediapipe  # noqa: F401
    except ImportError as error:
        harness.skip_all('native mediapipe is not installed here (%s)' % error)
    make_tests()
    harness.run(globals())
