#!/usr/bin/env python3
"""sightline.solutions.drawing_utils and mp.solutions.drawing_utils on the same pictures: every pixel equal. Tolerance: none."""
import random
import sys

import harness
from harness import equal, holds

try:
    import mediapipe
    import numpy as np
except ImportError as error:
    harness.skip_all('native mediapipe is not installed here (%s)' % error)
import sightline  # noqa: E402
from mediapipe.framework.formats import detection_pb2  # noqa: E402
from mediapipe.framework.formats import landmark_pb2  # noqa: E402
from sightline.formats import detection_pb2 as our_detection_pb2  # noqa: E402
from sightline.formats import landmark_pb2 as our_landmark_pb2  # noqa: E402

theirs, ours = mediapipe.solutions, sightline.solutions
ROUNDS = 12
KINDS = {'hand': 21, 'pose': 33, 'face': 478}


def picture(dice, width=320, height=240):
    return np.random.default_rng(dice.randrange(1 << 30)).integers(0, 256, (height, width, 3), np.uint8)


def landmarks(dice, count):
    """The same list on both sides: points in and around the picture, some hidden."""
    real, our = landmark_pb2.NormalizedLandmarkList(), our_landmark_pb2.NormalizedLandmarkList()
    for _ in range(count):
        x, y, z = dice.uniform(-0.1, 1.1), dice.uniform(-0.1, 1.1), dice.uniform(-1, 1)
        hidden = {}
        if dice.random() < 0.5:
            hidden['visibility'] = dice.random()
        if dice.random() < 0.2:
            hidden['presence'] = dice.random()
        for points in (real, our):
            points.landmark.add(x=x, y=y, z=z, **hidden)
    return real, our


def both(dice, draw, width=320, height=240):
    """draw(side, picture) on a copy each; the pictures are equal, and something was painted."""
    plain = picture(dice, width, height)
    painted = [plain.copy(), plain.copy()]
    draw(theirs, painted[0])
    draw(ours, painted[1])
    different = (painted[0] != painted[1]).any(axis=2).sum()
    holds(not different, '%d pixels differ' % different)
    return (painted[0] != plain).any()


def styles(side):
    """(kind, connections, landmark spec, connection spec) of every style."""
    s, face = side.drawing_styles, side.face_mesh
    plain = side.drawing_utils.DrawingSpec
    return [
        ('hand', side.hands.HAND_CONNECTIONS, s.get_default_hand_landmarks_style(), s.get_default_hand_connections_style()),
        ('hand', side.hands.HAND_CONNECTIONS, plain(color=(0, 0, 255)), plain()),
        ('pose', side.pose.POSE_CONNECTIONS, s.get_default_pose_landmarks_style(), plain()),
        ('pose', side.pose.POSE_CONNECTIONS, plain((245, 117, 66), 2, 4), plain((245, 66, 230), 5, 2)),
        ('face', face.FACEMESH_TESSELATION, None, s.get_default_face_mesh_tesselation_style()),
        ('face', face.FACEMESH_CONTOURS, None, s.get_default_face_mesh_contours_style()),
        ('face', face.FACEMESH_CONTOURS, None, s.get_default_face_mesh_contours_style(1)),
        ('face', face.FACEMESH_IRISES, None, s.get_default_face_mesh_iris_connections_style()),
        ('face', None, plain(thickness=1, circle_radius=1), None),
    ]


def test_landmarks_have_the_same_pixels_in_every_style():
    dice, painted = random.Random(3), 0
    for number, _ in enumerate(styles(theirs)):
        for _ in range(ROUNDS if styles(theirs)[number][0] != 'face' else 2):
            real, our = landmarks(dice, KINDS[styles(theirs)[number][0]])

            def draw(side, image):
                _, connections, point, line = styles(side)[number]
                side.drawing_utils.draw_landmarks(image, real if side is theirs else our, connections, point, line)
            painted += both(dice, draw, dice.randrange(20, 400), dice.randrange(20, 400))
    holds(painted > 20, 'only %d pictures were painted on' % painted)


def test_messages_of_protobuf_are_drawn_too():
    real, _ = landmarks(random.Random(4), 21)

    def draw(side, image):
        side.drawing_utils.draw_landmarks(image, real, side.hands.HAND_CONNECTIONS)
    both(random.Random(5), draw)


def test_points_can_be_left_out():
    dice = random.Random(6)
    real, our = landmarks(dice, 21)

    def draw(side, image):
        side.drawing_utils.draw_landmarks(image, real if side is theirs else our, side.hands.HAND_CONNECTIONS,
                                          is_drawing_landmarks=False)
    both(dice, draw)


def test_detections_have_the_same_pixels():
    dice = random.Random(7)
    for _ in range(40):
        numbers = [dice.uniform(-0.2, 1.1) for _ in range(16)]

        def draw(side, image):
            message = (detection_pb2 if side is theirs else our_detection_pb2).Detection()
            location = message.location_data
            location.format = 2
            location.relative_bounding_box.xmin, location.relative_bounding_box.ymin = numbers[:2]
            location.relative_bounding_box.width, location.relative_bounding_box.height = numbers[2:4]
            for x, y in zip(numbers[4::2], numbers[5::2]):
                location.relative_keypoints.add(x=x, y=y)
            side.drawing_utils.draw_detection(image, message)
        both(dice, draw)


def test_axes_have_the_same_pixels():
    dice = random.Random(8)
    for _ in range(40):
        rotation = np.linalg.qr(np.random.default_rng(dice.randrange(1 << 30)).normal(size=(3, 3)))[0]
        translation = np.array([dice.uniform(-0.3, 0.3), dice.uniform(-0.3, 0.3), dice.uniform(-2, -0.5)])

        def draw(side, image):
            spec = side.drawing_utils.DrawingSpec(thickness=3)
            side.drawing_utils.draw_axis(image, rotation, translation, (1.2, 1.5), (0.1, 0.0), 0.2, spec)
        both(dice, draw)


def test_a_view_with_gaps_is_painted_on():
    """cv2 refuses a mirrored view; a part of a larger picture it takes, and paints the same."""
    dice = random.Random(9)
    real, our = landmarks(dice, 21)
    pictures = [np.zeros((300, 400, 3), np.uint8) for _ in range(3)]
    theirs.drawing_utils.draw_landmarks(pictures[0][30:270, 40:360], real, theirs.hands.HAND_CONNECTIONS)
    ours.drawing_utils.draw_landmarks(pictures[1][30:270, 40:360], our, ours.hands.HAND_CONNECTIONS)
    ours.drawing_utils.draw_landmarks(pictures[2][:, ::-1][30:270, 40:360], our, ours.hands.HAND_CONNECTIONS)
    holds((pictures[0] == pictures[1]).all(), 'a part of a larger picture differs')
    holds((pictures[0] == pictures[2][:, ::-1]).all(), 'the mirrored view differs')


def test_styles_are_equal():
    def plain(spec):
        return (tuple(spec.color), spec.thickness, spec.circle_radius)
    calls = [('get_default_hand_landmarks_style', ()), ('get_default_hand_connections_style', ()),
             ('get_default_face_mesh_contours_style', ()), ('get_default_face_mesh_contours_style', (1,)),
             ('get_default_face_mesh_iris_connections_style', ()), ('get_default_pose_landmarks_style', ())]
    for name, arguments in calls:
        tables = [{tuple(key) if isinstance(key, tuple) else int(key): plain(spec)
                   for key, spec in getattr(side.drawing_styles, name)(*arguments).items()} for side in (theirs, ours)]
        equal(tables[1], tables[0], name)
    equal(*[plain(side.drawing_styles.get_default_face_mesh_tesselation_style()) for side in (ours, theirs)])


def test_constants_are_equal_and_sets_have_their_order():
    """The order of a set decides which of two crossing lines is painted last."""
    for module in ('hands_connections', 'pose_connections', 'face_mesh_connections', 'face_mesh', 'holistic', 'drawing_utils'):
        original, copy = getattr(theirs, module, None), getattr(ours, module)
        original = original or sys.modules['mediapipe.python.solutions.' + module]
        for name in dir(original):
            if name.isupper() and not name.startswith('_'):
                found, expected = getattr(copy, name), getattr(original, name)
                equal(list(found) if isinstance(found, frozenset) else found,
                      list(expected) if isinstance(expected, frozenset) else expected, '%s.%s' % (module, name))
    for module, name in (('hands', 'HandLandmark'), ('pose', 'PoseLandmark'), ('face_detection', 'FaceKeyPoint')):
        equal([(item.name, item.value) for item in getattr(getattr(ours, module), name)],
              [(item.name, item.value) for item in getattr(getattr(theirs, module), name)])


def test_places_are_equal():
    dice = random.Random(10)
    for _ in range(2000):
        x, y = (dice.choice((dice.uniform(-0.2, 1.2), 0, 1, 1e-12, -1e-12, 1 + 1e-12, 1 - 1e-12)) for _ in range(2))
        equal(ours.drawing_utils._normalized_to_pixel_coordinates(x, y, 640, 480),
              theirs.drawing_utils._normalized_to_pixel_coordinates(x, y, 640, 480), (x, y))


def test_plots_have_the_same_parts():
    """With a canvas that shows nothing: the same points, lines, colours and view."""
    import matplotlib
    matplotlib.use('Agg')
    import matplotlib.pyplot as plt
    real, our = landmarks(random.Random(11), 21)
    facts = []
    for side, points in ((theirs, real), (ours, our)):
        side.drawing_utils.plot_landmarks(points, side.hands.HAND_CONNECTIONS, azimuth=30)
        axes = plt.gcf().axes[0]
        facts.append(([[tuple(map(float, part)) for part in dots._offsets3d] + [dots.get_facecolor().tolist()]
                       for dots in axes.collections],
                      [[list(map(float, part)) for part in line.get_data_3d()] + [line.get_color()] for line in axes.lines],
                      axes.elev, axes.azim, plt.gcf().get_size_inches().tolist()))
        plt.close('all')
    holds(facts[0][0] and facts[0][1], 'nothing was plotted')
    equal(facts[1], facts[0])


harness.run(globals())
