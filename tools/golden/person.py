#!/usr/bin/env python3
"""Records where MediaPipe's holistic graph looks for hands and faces: tests/golden/person/regions.txt.

    OMP_NUM_THREADS=1 python3 tools/golden/person.py > tests/golden/person/regions.txt

Needs mediapipe 0.10.21 and numpy, on glibc. All numbers that go in are made up; all that come out are those of MediaPipe's own
calculators, each in a graph of its own with the options that mp.solutions.holistic shows in its graph's text.
"""
import sys

import mediapipe as mp
import numpy as np
from mediapipe.framework.formats import detection_pb2, landmark_pb2, location_data_pb2
from mediapipe.python import packet_creator, packet_getter

from landmark import (IMAGE_SIZE, f32, image, made_hand, node, points_message, random_rect, rect_message, rect_values, run, to_tensor,
                      transform, words)

TO_DETECTION = node('LandmarksToDetectionCalculator', ['NORM_LANDMARKS:landmarks'], ['DETECTION:detection'])
RECTS = '[mediapipe.DetectionsToRectsCalculatorOptions.ext] { rotation_vector_start_keypoint_index: %d '\
        'rotation_vector_end_keypoint_index: %d rotation_vector_target_angle_degrees: %d %s }'


def rects_node(calculator, start, end, degrees, mode=''):
    return node(calculator, ['DETECTION:detection', 'IMAGE_SIZE:size'], ['NORM_RECT:plain'],
                RECTS % (start, end, degrees, mode))


HAND_OF_BODY = [TO_DETECTION, node('HandDetectionsFromPoseToRectsCalculator', ['DETECTION:detection', 'IMAGE_SIZE:size'],
                                   ['NORM_RECT:plain']), transform(2.7, -0.1)]
RECROP = [to_tensor(256, 'BORDER_REPLICATE', 'input_stream: "NORM_RECT:rough"'),
          node('LandmarkLetterboxRemovalCalculator', ['LANDMARKS:points', 'LETTERBOX_PADDING:padding'], ['LANDMARKS:placed']),
          node('LandmarkProjectionCalculator', ['NORM_LANDMARKS:placed', 'NORM_RECT:rough'], ['NORM_LANDMARKS:landmarks']),
          TO_DETECTION, rects_node('AlignmentPointsRectsCalculator', 0, 1, -90), transform(1, -0.1)]
FACE_OF_BODY = [TO_DETECTION, rects_node('DetectionsToRectsCalculator', 5, 2, 0), transform(3, 0)]
FACE_OF_KEYPOINTS = [rects_node('DetectionsToRectsCalculator', 0, 1, 0, 'conversion_mode: USE_KEYPOINTS'), transform(2, -0.1)]


def tracking(degrees, move, size, margin):
    return node('RoiTrackingCalculator', ['PREV_LANDMARKS:landmarks', 'PREV_LANDMARKS_RECT:followed', 'RECROP_RECT:fresh',
                                          'IMAGE_SIZE:size'], ['TRACKING_RECT:rect'],
                '''[mediapipe.RoiTrackingCalculatorOptions.ext] { rect_requirements { rotation_degrees: %g translation: %g
                scale: %g } landmarks_requirements { recrop_rect_margin: %g } }''' % (degrees, move, size, margin))


LIMITS = {'hand': (40, 0.2, 0.4, -0.1), 'face': (15, 0.1, 0.3, -0.2)}
TRACKING = {kind: tracking(*limits) for kind, limits in LIMITS.items()}
POINTS = 8                                            # the choice takes any number


def landmarks_packet(points):
    return packet_creator.create_proto(points_message(landmark_pb2.NormalizedLandmarkList, points))


def rect_of(nodes, packets):
    return rect_values(packet_getter.get_proto(run([IMAGE_SIZE] + nodes, packets, ['rect'])['rect']))

# ---- regions ----


def body_points(dice, count, place, spread):
    return np.concatenate([place + dice.normal(0, spread, (count, 2)), dice.normal(0, .1, (count, 1))], 1).astype(f32)


def hand_of_body(dice, width, height, place, spread):
    points = body_points(dice, 3, place, spread)
    print('hand_of_body %d %d %s' % (width, height, words(points)))
    print('rect', words(rect_of(HAND_OF_BODY, {'image': image(width, height), 'landmarks': landmarks_packet(points)})))


def recrop(dice, width, height, rough):
    points = dice.uniform(-40, 300, (2, 2)).astype(f32)
    units = np.concatenate([points / f32(256), np.zeros((2, 1), f32)], 1)
    packets = {'image': image(width, height), 'rough': packet_creator.create_proto(rect_message(rough)),
               'points': landmarks_packet(units)}
    print('recrop %d %d %s %s' % (width, height, words([f32(v) for v in rough]), words(points)))
    print('rect', words(rect_of(RECROP, packets)))


def face_of_body(dice, width, height, place, spread):
    points = body_points(dice, 11, place, spread)
    print('face_of_body %d %d %s' % (width, height, words(points)))
    print('rect', words(rect_of(FACE_OF_BODY, {'image': image(width, height), 'landmarks': landmarks_packet(points)})))


def face_of_keypoints(dice, width, height, place, spread):
    points = body_points(dice, 6, place, spread)[:, :2]
    message = detection_pb2.Detection(score=[.9], label_id=[0])
    message.location_data.format = location_data_pb2.LocationData.RELATIVE_BOUNDING_BOX
    box = message.location_data.relative_bounding_box
    box.xmin, box.ymin, box.width, box.height = .1, .2, .3, .4
    for x, y in points:
        message.location_data.relative_keypoints.add(x=float(x), y=float(y))
    print('face_of_keypoints %d %d %s' % (width, height, words(points)))
    print('rect', words(rect_of(FACE_OF_KEYPOINTS, {'image': image(width, height), 'detection': packet_creator.create_proto(message)})))

# ---- the choice between the region followed and the fresh one ----


def choose(kind, width, height, fresh, followed, points):
    packets = {'image': image(width, height), 'landmarks': landmarks_packet(points),
               'fresh': packet_creator.create_proto(rect_message(fresh)),
               'followed': packet_creator.create_proto(rect_message(followed))}
    chosen = [f32(v) for v in rect_of([TRACKING[kind]], packets)]
    same = [words(chosen) == words([f32(v) for v in r]) for r in (followed, fresh)]
    if same[0] == same[1]:
        sys.exit('a choice that cannot be told: %s' % chosen)
    print('choice %s %d %d %d %s' % (kind, width, height, same[0], words([f32(v) for v in fresh])))
    print('followed', words([f32(v) for v in followed]))
    print('points %d %s' % (len(points), words(points)))


def turned(fresh, width, height, across, down):
    """A place in the picture, given in the fresh region's axes and sizes."""
    c, s = np.cos(fresh[4]), np.sin(fresh[4])
    x, y = across * fresh[2] * width, down * fresh[3] * height
    return fresh[0] + (x * c - y * s) / width, fresh[1] + (x * s + y * c) / height


def points_within(dice, fresh, width, height, reach):
    """Landmarks in the fresh region, the farthest of them at `reach` half sizes of it."""
    places = dice.uniform(-.9 * reach, .9 * reach, (POINTS, 2))
    places[3, int(dice.integers(0, 2))] = reach * dice.choice([-1, 1])
    flat = [turned(fresh, width, height, x / 2, y / 2) for x, y in places]
    return np.concatenate([flat, np.zeros((POINTS, 1))], 1).astype(f32)


def random_choice(dice, kind, width, height):
    """Each requirement is met by far, just met, or just missed."""
    degrees, move, size, margin = LIMITS[kind]
    fresh = [float(f32(v)) for v in random_rect(dice, width, height)]

    def near(limit):
        part = dice.choice([0, .5, .99, .9999, 1 - 1e-6, 1 + 1e-6, 1.0001, 1.01, 1.5], p=[.08, .4, .12, .12, .1, .06, .04, .04, .04])
        return limit * part * dice.choice([-1, 1])

    x, y = turned(fresh, width, height, near(move), near(move))
    followed = [x, y, fresh[2] * (1 + near(size)), fresh[3] * (1 + near(size)), fresh[4] + np.radians(near(degrees))]
    followed[4] = (followed[4] + np.pi) % (2 * np.pi) - np.pi
    points = points_within(dice, fresh, width, height, abs(near(1 + margin)))
    choose(kind, width, height, fresh, [float(f32(v)) for v in followed], points)


def main():
    dice = np.random.default_rng(106)
    print('# tools/golden/person.py, mediapipe %s, numpy %s. Floats as the eight hexadecimal digits of their bits.'
          % (mp.__version__, np.__version__))
    sizes = ((640, 480), (480, 640), (1921, 1081), (37, 53), (176, 144), (512, 512))
    for width, height in sizes:
        for place, spread in (((.5, .5), .05), ((.1, .9), .2), ((-.4, .5), .03), ((.5, -.5), .03), ((1.3, 1.2), .1)):
            hand_of_body(dice, width, height, place, spread)
            face_of_body(dice, width, height, place, spread)
            face_of_keypoints(dice, width, height, place, spread)
            recrop(dice, width, height, random_rect(dice, width, height))
        recrop(dice, width, height, random_rect(dice, width, height, False))
    for number in range(200):
        random_choice(dice, ('hand', 'face')[number % 2], *sizes[number % len(sizes)])
    fresh = [.5, .5, .4, .4, 3.1]                       # turned across half a turn: 3.1 and -3.1 are close
    for turn in (-3.1, -2.9, -2.3, 0.2):
        choose('hand', 256, 256, fresh, fresh[:4] + [turn], made_hand(dice, .2, 0, (.5, .5))[:POINTS])


if __name__ == '__main__':
    if mp.__version__ != '0.10.21':
        sys.exit('mediapipe is %s; this takes 0.10.21' % mp.__version__)
    main()
