#!/usr/bin/env python3
"""The package alone, with numpy and nothing else: finding the library, pictures, messages, life, standing in for mediapipe.

    package.py LIBRARY HEADERS TO_PPM
"""
import ast
import gc
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import weakref

import harness
from harness import MEDIA, ROOT, Skip, equal, holds, need_model, raises

LIBRARY, HEADERS, TO_PPM = sys.argv[1:4]
os.environ['SIGHTLINE_LIBRARY'] = LIBRARY
try:
    import numpy as np
except ImportError as missing:
    harness.skip_all('no numpy for Python %s (%s)' % (sys.version.split()[0], missing))
import sightline  # noqa: E402
from sightline import _ffi, _library, _structs, solutions  # noqa: E402
from sightline.formats import detection_pb2, landmark_pb2  # noqa: E402

OLDEST = (3, 9)
PACKAGE = os.path.join(ROOT, 'python')


def python(code, *arguments, **environment):
    """A new interpreter of this kind: (exit code, output, errors)."""
    values = {**os.environ, 'PYTHONPATH': PACKAGE, 'LD_LIBRARY_PATH': None, **environment}
    done = subprocess.run([sys.executable, '-c', code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env={key: value for key, value in values.items() if value is not None}, timeout=60)
    return done.returncode, done.stdout, done.stderr


def photo(name='nocurl.jpg'):
    """A sample picture, RGB, through the project's own decoder."""
    path = os.path.join(MEDIA, name)
    if not os.path.exists(path):
        raise Skip('no %s; make setup fetches it' % name)
    head, data = subprocess.run([TO_PPM, path], stdout=subprocess.PIPE, check=True).stdout.split(b'\n255\n', 1)
    width, height = (int(word) for word in head.split()[1:3])
    return np.frombuffer(data, np.uint8).reshape(height, width, 3)


def hands(**options):
    need_model('hand_landmark_full.tflite')
    return solutions.hands.Hands(**options)


# ---- the library ----

def test_every_public_struct_has_the_size_of_the_headers():
    """Structs with a body in include/sightline: the library knows each, and this package describes each alike."""
    names = set()
    for path in glob.glob(os.path.join(HEADERS, '*.h')):
        with open(path, encoding='utf-8') as file:
            names.update(re.findall(r'^struct (sl_\w+) \{', file.read(), re.MULTILINE))
    described = set(_structs.NAMES)
    equal(sorted(described - names), [], 'described here, in no header')
    equal([name for name in sorted(described) if not _ffi.lib.sl_abi_size(name.encode())], [], 'not known to the library')
    equal(_ffi.differing_structs(_ffi.lib), [])


def test_every_function_called_is_declared_in_the_headers():
    declared = ''
    for path in glob.glob(os.path.join(HEADERS, '*.h')):
        with open(path, encoding='utf-8') as file:
            declared += file.read()
    equal([name for name in _ffi.FUNCTIONS if not re.search(r'\b%s\(' % name, declared)], [])
    for name in _ffi.FUNCTIONS:
        getattr(_ffi.lib, name)


def test_a_library_with_other_structs_is_refused_in_a_sentence():
    class Other:
        _name = 'other.so'

        def __getitem__(self, name):
            def size(_):
                return 7

            def version():
                return b'9.9.9'
            return size if name == 'sl_abi_size' else version
    raises(ImportError, lambda: _ffi.checked(Other()), 'other.so', '9.9.9', 'sl_error', '7 bytes')


def test_a_library_without_sizes_is_refused_in_a_sentence():
    class Old:
        def __getitem__(self, name):
            raise AttributeError(name)
    raises(ImportError, lambda: _ffi.checked(Old()), 'not a libsightline')


def test_a_library_that_is_nowhere_is_one_sentence():
    if python('import ctypes; ctypes.CDLL("libsightline.so.0")')[0] == 0:
        raise Skip('the system has a libsightline, so it is never nowhere')
    folder = tempfile.mkdtemp(prefix='sightline-python-')
    try:
        shutil.copytree(os.path.join(PACKAGE, 'sightline'), os.path.join(folder, 'sightline'))
        code, _, errors = python('import sightline', PYTHONPATH=folder, SIGHTLINE_LIBRARY=None)
        equal(code, 1)
        last = errors.strip().splitlines()[-1]
        holds(last.startswith('ImportError: sightline: libsightline.so was not found') and 'SIGHTLINE_LIBRARY' in last, last)
        code, _, errors = python('import sightline', PYTHONPATH=folder, SIGHTLINE_LIBRARY=os.path.join(folder, 'no.so'))
        holds('SIGHTLINE_LIBRARY names' in errors and 'no.so' in errors, errors)
        prefix = os.path.join(folder, 'lib', 'python3', 'site-packages')
        os.makedirs(prefix)
        shutil.move(os.path.join(folder, 'sightline'), prefix)
        os.symlink(LIBRARY, os.path.join(folder, 'lib', 'libsightline.so.0'))
        code, out, errors = python('import sightline; print(sightline.__version__)', PYTHONPATH=prefix, SIGHTLINE_LIBRARY=None)
        equal((code, out.strip()), (0, sightline.__version__), errors)
    finally:
        shutil.rmtree(folder)


def test_the_checkout_finds_its_own_build():
    paths = _library.candidates()
    holds(os.path.join(ROOT, 'build', 'libsightline.so') in paths, paths)


def test_the_sources_are_those_of_the_oldest_python():
    for path in glob.glob(os.path.join(PACKAGE, 'sightline', '**', '*.py'), recursive=True):
        with open(path, encoding='utf-8') as file:
            ast.parse(file.read(), path, feature_version=OLDEST)
    with open(os.path.join(PACKAGE, 'pyproject.toml'), encoding='utf-8') as file:
        text = file.read()
    holds('requires-python = ">=%d.%d"' % OLDEST in text, 'pyproject.toml names another oldest Python')
    equal(re.search(r'^version = "(.*)"', text, re.MULTILINE).group(1), sightline.__version__)


def test_importing_brings_nothing_but_numpy():
    code, out, errors = python('import sys, numpy; before = set(sys.modules); import sightline\n'
                               'new = {name.split(".")[0] for name in set(sys.modules) - before}\n'
                               'print(*sorted(name for name in new if name not in sys.stdlib_module_names))'
                               if sys.version_info >= (3, 10) else 'import sightline; print("sightline")')
    equal((code, out.split()), (0, ['sightline']), errors)


# ---- pictures ----

def test_other_memory_gives_the_same_numbers():
    frame = photo()
    wide = np.zeros((frame.shape[0], frame.shape[1] + 9, 3), np.uint8)
    wide[:, 4:-5] = frame
    with hands(static_image_mode=True) as finder:
        plain = finder.process(frame.copy()).multi_hand_landmarks[0].array
        for name, view in (('rows apart', wide[:, 4:-5]), ('read-only', frame),
                           ('BGR backwards', np.ascontiguousarray(frame[:, :, ::-1])[:, :, ::-1]),
                           ('BGR backwards, rows apart', np.ascontiguousarray(wide[:, :, ::-1])[:, 4:-5, ::-1]),
                           ('Fortran order', np.asfortranarray(frame)),
                           ('planes', frame.transpose(2, 0, 1).copy().transpose(1, 2, 0))):
            found = finder.process(view).multi_hand_landmarks[0].array
            holds((found == plain).all(), name)


def test_pictures_that_are_none_are_refused():
    with hands(model_complexity=0) as finder:
        raises(AttributeError, lambda: finder.process(None), 'numpy array', 'NoneType')
        raises(IndexError, lambda: finder.process(np.zeros((4, 4), np.uint8)), '(4, 4)')
        raises(ValueError, lambda: finder.process(np.zeros((4, 4, 4), np.uint8)), 'three channel')
        raises(ValueError, lambda: finder.process(np.zeros((1, 4, 3, 3), np.uint8)), 'three channel')
        raises(ValueError, lambda: finder.process(np.zeros((0, 4, 3), np.uint8)), 'no pixels')
        raises(TypeError, lambda: finder.process(np.zeros((4, 4, 3), np.float32)), 'uint8', 'float32')
        equal(finder.process(np.zeros((4, 4, 3), np.uint8)).multi_hand_landmarks, None)


def test_very_small_and_long_pictures_are_taken():
    with hands(model_complexity=0) as finder:
        for shape in ((1, 1, 3), (1, 500, 3), (500, 1, 3), (2, 3, 3)):
            equal(finder.process(np.full(shape, 200, np.uint8)).multi_hand_landmarks, None, shape)


# ---- options and life ----

def test_wrong_options_name_themselves():
    need_model('hand_landmark_full.tflite')
    make = solutions.hands.Hands
    raises(ValueError, lambda: make(max_num_hands=0), 'max_num_hands')
    raises(ValueError, lambda: make(max_num_hands=10**12), 'max_num_hands')
    raises(TypeError, lambda: make(max_num_hands='two'), 'max_num_hands', 'two')
    raises(ValueError, lambda: make(model_complexity=2), 'model_complexity')
    raises(ValueError, lambda: make(min_detection_confidence=1.5), 'min_detection_confidence')
    raises(TypeError, lambda: make(min_detection_confidence='x'), 'min_detection_confidence')
    raises(ValueError, lambda: make(engine='abacus'), 'abacus', 'tflite')
    raises(ValueError, lambda: make(precision='f64'), 'f64', 'bf16')
    raises(ValueError, lambda: make(threads=0), 'threads')
    raises(FileNotFoundError, lambda: make(model_dir=os.path.join(ROOT, 'no', 'models')), 'models')


def test_two_threads_may_share_an_analyser():
    frame, found = photo(), []
    with hands(static_image_mode=True, model_complexity=0) as finder:
        def work():
            for _ in range(5):
                found.append(finder.process(frame).multi_hand_landmarks[0].array)
        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    equal(len(found), 15)
    holds(all((one == found[0]).all() for one in found), 'the same picture gave other numbers')


def test_results_outlive_the_analyser_and_the_next_picture():
    frame = photo()
    with hands(static_image_mode=True) as finder:
        results = finder.process(frame)
        before = results.multi_hand_landmarks[0].array.copy()
        finder.process(np.ascontiguousarray(frame[:, ::-1]))
    holds((results.multi_hand_landmarks[0].array == before).all(), 'the array changed')
    equal(results.multi_hand_landmarks[0].landmark[8].x, float(before[8, 0]))


def test_results_are_named_tuples_that_can_be_assigned():
    with hands() as finder:
        results = finder.process(photo())
    equal(results._fields, ('multi_hand_landmarks', 'multi_hand_world_landmarks', 'multi_handedness'))
    landmarks, world, sides = results
    holds(landmarks is results.multi_hand_landmarks and sides[0].classification[0].label in ('Left', 'Right'), results)
    results.multi_hand_landmarks = None
    equal(results.multi_hand_landmarks, None)
    holds(results.multi_hand_world_landmarks is world, 'another field changed')


# ---- messages ----

def test_lists_are_lazy_and_agree_with_their_array():
    array = np.arange(63, dtype=np.float32).reshape(21, 3) / 7
    points = landmark_pb2.NormalizedLandmarkList.from_arrays(array)
    holds(points.array is array, 'the array is kept')
    equal([point.x for point in points.landmark], [float(x) for x in array[:, 0]])
    holds((points.array == array).all(), 'the array of made messages')
    points.landmark[3].x = 0.1
    equal(points.array[3, 0], np.float32(0.1))
    equal(points.visibility_array, None)
    raises(ValueError, lambda: points.array.__setitem__((0, 0), 1.0), 'read-only')
    del points.landmark[:20]
    equal(points.array.shape, (1, 3))
    points.Clear()
    equal((len(points.landmark), points.array.shape, str(points)), (0, (0, 3), ''))


def test_lists_that_were_not_read_behave_as_read_ones():
    array = np.linspace(0, 1, 9, dtype=np.float32).reshape(3, 3)
    seen = np.linspace(0, 1, 3, dtype=np.float32)

    def fresh():
        return landmark_pb2.NormalizedLandmarkList.from_arrays(array.copy(), seen.copy())
    read = fresh()
    len(read.landmark)
    equal(fresh(), read)
    equal(str(fresh()), str(read))
    equal(fresh().SerializeToString(), read.SerializeToString())
    other = landmark_pb2.NormalizedLandmarkList()
    other.CopyFrom(fresh())
    other.MergeFrom(fresh())
    equal(len(other.landmark), 6)
    holds((other.visibility_array == np.concatenate([seen, seen])).all(), other.visibility_array)
    emptied = fresh()
    emptied.ClearField('landmark')
    equal(len(emptied.landmark), 0)
    equal([field.name for field, _ in fresh().ListFields()], ['landmark'])


def test_results_are_freed_with_their_last_reference():
    """No circles: with Python's search for those turned off, messages that were read go at once."""
    gc.disable()
    try:
        with hands(static_image_mode=True) as finder:
            results = finder.process(photo())
        messages = [results.multi_hand_landmarks[0], results.multi_handedness[0], results.multi_hand_landmarks[0].landmark[3],
                    results.multi_handedness[0].classification[0], detection_pb2.Detection()]
        messages[4].location_data.relative_keypoints.add(x=1)
        messages[4].location_data.relative_bounding_box.xmin = 1
        kept = [weakref.ref(message) for message in messages]
        del results, messages
        equal([ref() for ref in kept], [None] * 5)
    finally:
        gc.enable()


# ---- what landmarks tell ----

def test_gestures_and_heads_take_results_and_sizes():
    frame = photo()
    with hands(static_image_mode=True) as finder:
        results = finder.process(frame)
    found = sightline.gestures(results, frame)
    equal(len(found), len(results.multi_hand_landmarks))
    equal(found, sightline.gestures(results, (frame.shape[1], frame.shape[0])))
    holds(0 <= found[0].score <= 1 and found[0].name, found)
    raises(ValueError, lambda: sightline.mood(results.multi_hand_landmarks[0], frame), '21')
    raises(ValueError, lambda: sightline.gaze(results.multi_hand_landmarks[0], frame, 'squint'), 'squint')


def test_faces_tell_pose_gaze_and_mood():
    need_model('face_landmark_with_attention.tflite')
    frame = photo(os.path.join('people', 'astronaut.png'))
    with solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True) as mesh:
        face = mesh.process(frame).multi_face_landmarks[0]
    head = sightline.head_pose(face, frame)
    equal((head.matrix.shape, head.matrix.dtype), ((4, 4), np.float32))
    holds(np.abs(head.matrix[:3, :3] @ head.matrix[:3, :3].T - np.eye(3) * np.linalg.det(head.matrix[:3, :3]) ** (2 / 3)).max()
          < 1e-3, 'the matrix turns and scales, nothing else')
    holds(max(map(abs, (head.yaw, head.pitch, head.roll))) < 45 and head.matrix[2, 3] < 0, head)
    for mode in ('both_eyes', 'classic'):
        holds(sightline.gaze(face, frame, mode).direction in ('center', 'left', 'right', 'up', 'down'), mode)
    holds(0.1 < sightline.eyes(face, frame).left_open < 1, 'her eyes are open')
    holds(200 < sightline.iris_distance_mm(face, frame) < 5000, sightline.iris_distance_mm(face, frame))
    holds(sightline.mood(face, frame).name in ('neutral', 'happy', 'angry', 'surprised', 'sad'), 'mood')
    plain = landmark_pb2.NormalizedLandmarkList(landmark=face.landmark[:468])
    equal((sightline.gaze(plain, frame), sightline.iris_distance_mm(plain, frame)), (None, 0.0))
    holds(sightline.head_pose(plain, frame) is not None, 'a head needs no irises')


def test_several_people_come_with_their_numbers():
    need_model('pose_landmark_full.tflite')
    frame = photo(os.path.join('people', 'astronaut.png'))
    small, two = frame[::2, ::2], np.full((512, 640, 3), 128, np.uint8)
    two[128:384, 20:276], two[128:384, 360:616] = small, small[:, ::-1]
    with solutions.holistic.Holistic(max_people=2, enable_segmentation=True) as holistic:
        results = holistic.process(two)
        none = holistic.process(np.zeros_like(two))
    equal(len(results.people), 2)
    holds(results.people[0].id != results.people[1].id, 'two people have two numbers')
    holds(results.pose_landmarks is results.people[0].pose_landmarks, 'the first person is the result')
    noses = sorted(person.pose_landmarks.landmark[0].x for person in results.people)
    holds(noses[0] < 0.5 < noses[1], noses)
    equal([person.segmentation_mask.shape for person in results.people], [two.shape[:2]] * 2)
    equal((none.people, none.pose_landmarks), ([], None))


# ---- standing in for mediapipe ----

PROGRAM = '''
import sys
import mediapipe as mp
import mediapipe.python.solutions.hands as other
from mediapipe.framework.formats import landmark_pb2
from mediapipe.framework.formats.detection_pb2 import Detection
from mediapipe.python.solutions import drawing_utils, drawing_styles
from mediapipe.python.solutions.pose import PoseLandmark
assert mp.solutions.hands is other and mp.solutions.hands.Hands, 'hands'
assert mp.solutions.drawing_utils is drawing_utils
assert landmark_pb2.NormalizedLandmarkList().landmark.add(x=1).x == 1
assert issubclass(mp.solutions.pose.Pose, mp.python.solution_base.SolutionBase)
try:
    mp.tasks
except AttributeError as error:
    assert 'sightline stands in' in str(error)
print(mp.__version__, __name__, sys.argv[1:], len(PoseLandmark))
'''


def test_import_mediapipe_gives_sightline():
    code, out, errors = python('import sightline; sightline.install_as_mediapipe(); sightline.install_as_mediapipe()' + PROGRAM)
    equal((code, out.split()[0]), (0, '0.10.21'), errors)


def test_a_program_runs_unchanged():
    folder = tempfile.mkdtemp(prefix='sightline-python-')
    try:
        with open(os.path.join(folder, 'program.py'), 'w', encoding='utf-8') as file:
            file.write('import beside\n' + PROGRAM)
        with open(os.path.join(folder, 'beside.py'), 'w', encoding='utf-8') as file:
            file.write('import mediapipe\n')
        for how in ([os.path.join(folder, 'program.py')], ['-m', 'program']):
            done = subprocess.run([sys.executable, '-m', 'sightline.mediapipe'] + how + ['a', '--b'], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True, env={**os.environ, 'PYTHONPATH': PACKAGE}, cwd=folder)
            equal((done.returncode, done.stdout.strip()), (0, "0.10.21 __main__ ['a', '--b'] 33"), done.stderr)
            equal(done.stderr, '')
        done = subprocess.run([sys.executable, '-m', 'sightline.mediapipe'], stderr=subprocess.PIPE, text=True,
                              env={**os.environ, 'PYTHONPATH': PACKAGE})
        equal(done.returncode, 2)
        holds(done.stderr.startswith('usage: python -m sightline.mediapipe'), done.stderr)
    finally:
        shutil.rmtree(folder)


def test_the_real_mediapipe_is_not_replaced_under_a_program():
    code, _, errors = python('import sys, types; sys.modules["mediapipe"] = types.ModuleType("mediapipe")\n'
                             'import sightline; sightline.install_as_mediapipe()')
    equal(code, 1)
    last = errors.strip().splitlines()[-1]
    holds(last.startswith('RuntimeError: mediapipe itself is imported already'), last)


harness.run(globals())
