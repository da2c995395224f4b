#!/usr/bin/env python3
"""What mp.solutions refuses, sightline.solutions refuses with the same type of exception; what it takes, it takes."""
import inspect

import harness
from harness import equal, holds

try:
    import mediapipe
    import numpy as np
except ImportError as error:
    harness.skip_all('native mediapipe is not installed here (%s)' % error)
import sightline  # noqa: E402

theirs, ours = mediapipe.solutions, sightline.solutions
BLACK = np.zeros((48, 64, 3), np.uint8)
CLASSES = [('hands', 'Hands'), ('pose', 'Pose'), ('face_mesh', 'FaceMesh'), ('face_detection', 'FaceDetection'),
           ('holistic', 'Holistic')]

PICTURES = {
    'nothing': None, 'a list': [[[1, 2, 3]]], 'text': 'picture.jpg', 'two dimensions': np.zeros((4, 4), np.uint8),
    'one dimension': np.zeros(4, np.uint8), 'four channels': np.zeros((4, 4, 4), np.uint8),
    'one channel': np.zeros((4, 4, 1), np.uint8), 'float32': np.zeros((4, 4, 3), np.float32), 'float64': np.zeros((4, 4, 3)),
    'uint16': np.zeros((4, 4, 3), np.uint16), 'int8': np.zeros((4, 4, 3), np.int8), 'bool': np.zeros((48, 64, 3), bool),
    'black': BLACK, 'backwards': BLACK[:, :, ::-1],
}

# Of whole numbers and reals; True and False are accepted for whole numbers, as Python does.
OPTIONS = [
    ('hands', 'Hands', {'max_num_hands': 2.0}), ('hands', 'Hands', {'max_num_hands': '2'}),
    ('hands', 'Hands', {'max_num_hands': None}), ('hands', 'Hands', {'max_num_hands': np.int64(2)}),
    ('hands', 'Hands', {'max_num_hands': True}), ('hands', 'Hands', {'model_complexity': 1.5}),
    ('hands', 'Hands', {'min_detection_confidence': 'a'}), ('hands', 'Hands', {'static_image_mode': 'yes'}),
    ('hands', 'Hands', {'static_image_mode': None}), ('hands', 'Hands', {'min_tracking_confidence': np.float32(0.5)}),
    ('hands', 'Hands', {'min_tracking_confidence': 1}), ('hands', 'Hands', {'nonsense': 1}),
    ('pose', 'Pose', {'model_complexity': True}), ('face_detection', 'FaceDetection', {'model_selection': 2}),
    ('face_detection', 'FaceDetection', {'model_selection': 'a'}),
    ('face_detection', 'FaceDetection', {'min_detection_confidence': 'x'}),
    ('face_detection', 'FaceDetection', {'min_detection_confidence': None}),
]


def outcome(doing):
    try:
        doing()
    except Exception as error:
        holds(str(error), 'an exception without words')
        return type(error).__name__
    return 'accepted'


def outcomes(doing):
    return [outcome(lambda: doing(side)) for side in (theirs, ours)]


def test_wrong_pictures_are_refused_alike():
    with theirs.hands.Hands() as one, ours.hands.Hands() as other:
        for name, picture in PICTURES.items():
            equal(outcome(lambda: other.process(picture)), outcome(lambda: one.process(picture)), name)
        equal(outcome(other.process), outcome(one.process))


def test_wrong_options_are_refused_alike():
    for module, name, options in OPTIONS:
        expected, found = outcomes(lambda side: getattr(getattr(side, module), name)(**options).close())
        equal(found, expected, '%s %s' % (name, options))


def test_life_ends_alike():
    def twice(side):
        hands = side.hands.Hands()
        hands.close()
        hands.close()

    def after(side):
        hands = side.hands.Hands()
        hands.close()
        hands.process(BLACK)

    def reset_after(side):
        hands = side.hands.Hands()
        hands.close()
        hands.reset()

    def inside(side):
        with side.hands.Hands() as hands:
            hands.close()

    for doing in (twice, after, reset_after, inside):
        expected, found = outcomes(doing)
        equal(found, expected, doing.__name__)


def test_drawing_refuses_alike():
    landmark = sightline.formats.landmark_pb2.NormalizedLandmarkList(landmark=[{'x': 0.5, 'y': 0.5}])

    def other_channels(side):
        side.drawing_utils.draw_landmarks(np.zeros((4, 4, 4), np.uint8), landmark)

    def far_connection(side):
        side.drawing_utils.draw_landmarks(BLACK.copy(), landmark, [(0, 5)])

    def nothing(side):
        side.drawing_utils.draw_landmarks(None, None)

    def other_format(side):
        side.drawing_utils.draw_detection(BLACK.copy(), sightline.formats.detection_pb2.Detection())

    for doing in (other_channels, far_connection, nothing, other_format):
        expected, found = outcomes(doing)
        equal(found, expected, doing.__name__)


def test_options_have_the_names_order_and_defaults():
    for module, name in CLASSES:
        signatures = [[(p.name, p.default) for p in inspect.signature(getattr(getattr(side, module), name)).parameters.values()
                       if p.kind is p.POSITIONAL_OR_KEYWORD] for side in (theirs, ours)]
        equal(signatures[1], signatures[0], name)
    for name in ('draw_landmarks', 'draw_detection', 'draw_axis', 'plot_landmarks', 'DrawingSpec'):
        signatures = [[(p.name, getattr(p.default, '__dict__', p.default))
                       for p in inspect.signature(getattr(side.drawing_utils, name)).parameters.values()]
                      for side in (theirs, ours)]
        equal(signatures[1], signatures[0], name)


harness.run(globals())
