#!/usr/bin/env python3
"""Records what MediaPipe makes of made-up detections, regions and landmarks: tests/golden/landmark/stages.txt.

    OMP_NUM_THREADS=1 python3 tools/golden/landmark.py > tests/golden/landmark/stages.txt

Needs mediapipe 0.10.21 and numpy, on glibc. Imports nothing of this project. Suppression, letterbox removal, regions from
palms and landmarks, association and projection are computed by MediaPipe's own calculators, each in a graph of its own with the
options of the legacy hand graph. Anchors and decoding do not get out of its graphs; those are numpy here, in float32, with
glibc's expf, after ssd_anchors_calculator.cc and tensors_to_detections_calculator.cc.
"""
import ctypes
import math
import sys

import mediapipe as mp
import numpy as np
from mediapipe.framework.formats import detection_pb2, landmark_pb2, location_data_pb2, rect_pb2
from mediapipe.python import packet_creator, packet_getter

f32 = np.float32
libm = ctypes.CDLL('libm.so.6')
libm.expf.restype, libm.expf.argtypes = ctypes.c_float, [ctypes.c_float]
PALM_SIDE, HAND_SIDE, ANCHORS, POINTS = 192, 224, 2016, 7

IMAGE_SIZE = 'node { calculator: "ImagePropertiesCalculator" input_stream: "IMAGE:image" output_stream: "SIZE:size" }'


def to_tensor(side, border, rect=''):
    """For its letterbox: the tensor itself is not looked at."""
    return '''node { calculator: "ImageToTensorCalculator" input_stream: "IMAGE:image" %s output_stream: "TENSORS:tensors"
      output_stream: "LETTERBOX_PADDING:padding" options { [mediapipe.ImageToTensorCalculatorOptions.ext] {
      output_tensor_width: %d output_tensor_height: %d keep_aspect_ratio: true border_mode: %s
      output_tensor_float_range { min: 0 max: 1 } } } }''' % (rect, side, side, border)


def node(calculator, inputs, outputs, options=''):
    lines = ['calculator: "%s"' % calculator] + ['input_stream: "%s"' % i for i in inputs]
    lines += ['output_stream: "%s"' % o for o in outputs]
    if options:
        lines.append('options { %s }' % options)
    return 'node { %s }' % ' '.join(lines)


SUPPRESS = node('NonMaxSuppressionCalculator', ['found'], ['kept'], '''[mediapipe.NonMaxSuppressionCalculatorOptions.ext] {
    min_suppression_threshold: 0.3 overlap_type: INTERSECTION_OVER_UNION algorithm: WEIGHTED }''')
UNLETTERBOX = node('DetectionLetterboxRemovalCalculator', ['DETECTIONS:kept', 'LETTERBOX_PADDING:padding'],
                   ['DETECTIONS:placed'])
PALM_RECT = node('DetectionsToRectsCalculator', ['DETECTION:palm', 'IMAGE_SIZE:size'], ['NORM_RECT:plain'],
                 '''[mediapipe.DetectionsToRectsCalculatorOptions.ext] { rotation_vector_start_keypoint_index: 0
                 rotation_vector_end_keypoint_index: 2 rotation_vector_target_angle_degrees: 90 }''')
LANDMARK_RECT = node('HandLandmarksToRectCalculator', ['NORM_LANDMARKS:landmarks', 'IMAGE_SIZE:size'], ['NORM_RECT:plain'])


def transform(scale, shift_y):
    return node('RectTransformationCalculator', ['NORM_RECT:plain', 'IMAGE_SIZE:size'], ['rect'],
                '''[mediapipe.RectTransformationCalculatorOptions.ext] { scale_x: %g scale_y: %g shift_y: %g square_long: true }'''
                % (scale, scale, shift_y))


ASSOCIATE = node('AssociationNormRectCalculator', ['detected', 'followed'], ['associated'],
                 '[mediapipe.AssociationCalculatorOptions.ext] { min_similarity_threshold: 0.5 }')
PROJECT = [node('LandmarkLetterboxRemovalCalculator', ['LANDMARKS:landmarks', 'LETTERBOX_PADDING:padding'], ['LANDMARKS:placed']),
           node('LandmarkProjectionCalculator', ['NORM_LANDMARKS:placed', 'NORM_RECT:rect'], ['NORM_LANDMARKS:projected']),
           node('WorldLandmarkProjectionCalculator', ['LANDMARKS:world', 'NORM_RECT:rect'], ['LANDMARKS:turned'])]


def run(nodes, inputs, outputs):
    """One timestamp through a graph; {output: packet}."""
    text = '\n'.join(['input_stream: "%s"' % i for i in inputs] + ['output_stream: "%s"' % o for o in outputs] + list(nodes))
    graph, got = mp.CalculatorGraph(graph_config=text), {}
    for name in outputs:
        graph.observe_output_stream(name, lambda stream, packet: got.__setitem__(stream, packet))
    graph.start_run()
    for name, packet in inputs.items():
        graph.add_packet_to_input_stream(name, packet.at(0))
    graph.close_all_packet_sources()
    graph.wait_until_done()
    return got


def vector(kind, messages):
    """A packet of a vector of messages. Python cannot make one, the end of a loop over as many numbers can."""
    text = '''input_stream: "numbers" input_stream: "item" output_stream: "all"
      node { calculator: "BeginLoopFloatCalculator" input_stream: "ITERABLE:numbers" output_stream: "ITEM:number"
      output_stream: "BATCH_END:end" }
      node { calculator: "EndLoop%sCalculator" input_stream: "ITEM:item" input_stream: "BATCH_END:end"
      output_stream: "ITERABLE:all" }''' % kind
    graph, got = mp.CalculatorGraph(graph_config=text), []
    graph.observe_output_stream('all', lambda stream, packet: got.append(packet))
    graph.start_run()
    graph.add_packet_to_input_stream('numbers', packet_creator.create_float_vector([0.0] * len(messages)).at(0))
    for number, message in enumerate(messages):
        graph.add_packet_to_input_stream('item', packet_creator.create_proto(message).at(number))
    graph.close_all_packet_sources()
    graph.wait_until_done()
    return got[0]


def image(width, height):
    pixels = np.zeros((height, width, 3), np.uint8)
    return packet_creator.create_image_frame(mp.ImageFrame(image_format=mp.ImageFormat.SRGB, data=pixels))


def words(values):
    return ' '.join('%08x' % v for v in np.asarray(values, f32).ravel().view(np.uint32))

# ---- messages and numbers ----


def detection_message(values):
    score, x, y, w, h = [float(v) for v in values[:5]]
    message = detection_pb2.Detection(score=[score], label_id=[0])
    message.location_data.format = location_data_pb2.LocationData.RELATIVE_BOUNDING_BOX
    box = message.location_data.relative_bounding_box
    box.xmin, box.ymin, box.width, box.height = x, y, w, h
    for k in range((len(values) - 5) // 2):
        message.location_data.relative_keypoints.add(x=float(values[5 + 2 * k]), y=float(values[6 + 2 * k]))
    return message


def detection_values(message):
    box, points = message.location_data.relative_bounding_box, message.location_data.relative_keypoints
    return [message.score[0], box.xmin, box.ymin, box.width, box.height] + [v for p in points for v in (p.x, p.y)]


def rect_message(values):
    cx, cy, w, h, rotation = [float(f32(v)) for v in values]
    return rect_pb2.NormalizedRect(x_center=cx, y_center=cy, width=w, height=h, rotation=rotation)


def rect_values(rect):
    return [rect.x_center, rect.y_center, rect.width, rect.height, rect.rotation]


def points_message(kind, points):
    message = kind()
    for x, y, z in points:
        message.landmark.add(x=float(x), y=float(y), z=float(z))
    return message


def points_values(message):
    return [v for p in message.landmark for v in (p.x, p.y, p.z)]

# ---- detector ----


def anchors():
    centres = []
    for stride, per_cell in ((8, 2), (16, 6)):
        cells = PALM_SIDE // stride
        for y in range(cells):
            for x in range(cells):
                centres += [((f32(x) + f32(0.5)) / f32(cells), (f32(y) + f32(0.5)) / f32(cells))] * per_cell
    return np.array(centres, f32)


def hash_of(values):
    """FNV-1a, 64 bits, over the 32-bit words."""
    value = 0xcbf29ce484222325
    for word in np.asarray(values, f32).ravel().view(np.uint32).tolist():
        value = ((value ^ word) * 0x100000001b3) & 0xffffffffffffffff
    return value


def decode(raws, threshold, centres):
    side, found = f32(PALM_SIDE), []
    for index, logit, raw in raws:
        clipped = min(max(f32(logit), f32(-100)), f32(100))
        score = f32(1) / (f32(1) + f32(libm.expf(float(-clipped))))
        if not score >= f32(threshold):
            continue
        ax, ay = centres[index]
        x, y, w, h = raw[0] / side + ax, raw[1] / side + ay, raw[2] / side, raw[3] / side
        x0, y0, x1, y1 = x - w / f32(2), y - h / f32(2), x + w / f32(2), y + h / f32(2)
        if not (x1 - x0 >= 0 and y1 - y0 >= 0):
            continue
        points = raw[4:].reshape(-1, 2) / side + np.array([ax, ay], f32)
        found.append(np.concatenate([[score, x0, y0, x1 - x0, y1 - y0], points.ravel()]).astype(f32))
    return found


def palm_raw(dice, anchor, centre, size, turn):
    """Numbers as the model gives them for a palm of that size around `centre` (both in pixels of the tensor)."""
    x, y = centre - anchor * PALM_SIDE
    shape = np.array([[0, .5], [-.3, -.4], [0, -.5], [.2, -.45], [.4, -.3], [-.35, .3], [-.5, .05]])
    c, s = math.cos(turn), math.sin(turn)
    points = shape @ np.array([[c, s], [-s, c]]) * size + [x, y] + dice.normal(0, 1, (POINTS, 2))
    return np.concatenate([[x, y, size * 1.1, size], points.ravel()]).astype(f32)


def scene(dice, threshold, width, height, palms, strays, ties=False):
    centres, raws = anchors(), {}
    for _ in range(palms):
        centre, size, turn = dice.uniform(20, 172, 2), dice.uniform(20, 80), dice.uniform(-3.1, 3.1)
        near = np.argsort(np.hypot(*(centres * PALM_SIDE - centre).T))[:int(dice.integers(3, 14))]
        for index in near:
            raw = palm_raw(dice, centres[index], centre + dice.normal(0, 2, 2), size * dice.uniform(.85, 1.15), turn)
            raws[int(index)] = (f32(dice.normal(1, 1.5)), raw)
    for index in dice.integers(0, ANCHORS, strays):
        raw = palm_raw(dice, centres[index], dice.uniform(-30, 220, 2), dice.uniform(5, 40), 0)
        raws[int(index)] = (f32(dice.normal(0, 2)), raw)
    if ties:
        raws = {index: (f32(2), raw) for index, (_, raw) in raws.items()}
    odd_ones(dice, raws, centres)
    record_scene(threshold, width, height, raws)


def edge_scene():
    """Scores at the threshold and next to it; pairs of boxes that overlap by a little more and a little less than 0.3."""
    centres, raws = anchors(), {}
    for number, logit in enumerate((0, -0.001, 0.001, -1e-9)):
        raws[100 + number * 200] = (f32(logit), box_raw(centres[100 + number * 200], 30 + 40 * number, 30, 20))
    for number, overlap in enumerate((0.301, 0.299, 0.31, 0.29)):
        shift = (1 - overlap) / (1 + overlap) * 30
        for k in range(2):
            index = 1200 + number * 100 + k * 7
            raws[index] = (f32(3 - k), box_raw(centres[index], 60 + shift * k, 60 + 40 * number, 30))
    record_scene(.5, 192, 192, raws)


def box_raw(anchor, x, y, size):
    x, y = np.array([x, y]) - anchor * PALM_SIDE
    return np.array([x, y, size, size] + [x, y + size / 2, x, y, x, y - size / 2] + [x, y] * 4, f32)


def record_scene(threshold, width, height, raws):
    centres = anchors()
    raws = [(index,) + raws[index] for index in sorted(raws)]
    print('scene %s %d %d' % (words([threshold]), width, height))
    for index, logit, raw in raws:
        print('raw %d %s %s' % (index, words([logit]), words(raw)))
    found = decode(raws, threshold, centres)
    for values in found:
        print('decoded', words(values))
    suppress(found, width, height)


def odd_ones(dice, raws, centres):
    """Negative size, no number as size, and a score beyond the clipping."""
    for width, logit in ((-20, 3), (float('nan'), 3), (15, 200), (15, -200)):
        index = int(dice.integers(0, ANCHORS))
        raw = palm_raw(dice, centres[index], dice.uniform(40, 150, 2), 20, 1)
        raw[2] = width
        raws[index] = (f32(logit), raw)


def suppress(found, width, height):
    if found:
        packets = {'image': image(width, height),
                   'found': vector('Detection', [detection_message(v) for v in found])}
        got = run([to_tensor(PALM_SIDE, 'BORDER_ZERO'), SUPPRESS, UNLETTERBOX], packets, ['kept', 'placed'])
        kept = packet_getter.get_proto_list(got['kept'])
        placed = packet_getter.get_proto_list(got['placed'])
        for message in kept:
            print('kept', words(detection_values(message)))
        for message in placed:
            print('placed', words(detection_values(message)))
            palm = run([IMAGE_SIZE, PALM_RECT, transform(2.6, -0.5)],
                       {'image': image(width, height), 'palm': packet_creator.create_proto(message)}, ['rect'])
            print('palm_rect', words(rect_values(packet_getter.get_proto(palm['rect']))))
    print('end')

# ---- regions and landmarks ----


def association(detected, followed):
    lists = {name: vector('NormalizedRect', [rect_message(r) for r in rects])
             for name, rects in (('detected', detected), ('followed', followed))}
    got = run([ASSOCIATE], lists, ['associated'])
    print('association')
    for name, rects in (('detected', detected), ('followed', followed)):
        for rect in rects:
            print(name, words([f32(v) for v in rect]))
    for message in packet_getter.get_proto_list(got['associated']):
        print('associated', words(rect_values(message)))
    print('end')


HAND = np.array([[.50, .95], [.40, .88], [.32, .78], [.26, .68], [.20, .60], [.40, .58], [.37, .42], [.36, .32], [.35, .23],
                 [.49, .56], [.49, .38], [.49, .27], [.49, .17], [.57, .58], [.59, .42], [.60, .32], [.61, .23], [.65, .63],
                 [.69, .52], [.71, .45], [.73, .38]])


def made_hand(dice, scale, turn, centre):
    c, s = math.cos(turn), math.sin(turn)
    flat = (HAND - .5) @ np.array([[c, s], [-s, c]]) * scale + centre + dice.normal(0, .01, (21, 2)) * scale
    return np.concatenate([flat, dice.normal(0, .05, (21, 1))], 1).astype(f32)


def next_rect_upside_down():
    """Half a turn, where the angle jumps from pi to -pi."""
    hand = np.concatenate([1 - HAND, np.zeros((21, 1))], 1)
    for lean in (0, 1e-7, -1e-7, 1e-4, -1e-4):
        leaning = hand.copy()
        leaning[:, 0] = .5
        leaning[0, 0] += lean
        record_next_rect(leaning.astype(f32), 256, 256)


def next_rect(dice, width, height, scale, turn, centre):
    record_next_rect(made_hand(dice, scale, turn, centre), width, height)


def record_next_rect(hand, width, height):
    landmarks = packet_creator.create_proto(points_message(landmark_pb2.NormalizedLandmarkList, hand))
    got = run([IMAGE_SIZE, LANDMARK_RECT, transform(2.0, -0.1)], {'image': image(width, height), 'landmarks': landmarks}, ['rect'])
    print('hand %d %d %s' % (width, height, words(hand)))
    print('next_rect', words(rect_values(packet_getter.get_proto(got['rect']))))


def projection(dice, width, height, rect):
    """Landmarks in fractions of the tensor; the region may need a letterbox, though those of hands hardly do."""
    hand, world = made_hand(dice, 1, dice.uniform(-.3, .3), (.5, .5)), made_hand(dice, .2, dice.uniform(-3, 3), (0, 0))
    kinds = landmark_pb2.NormalizedLandmarkList, landmark_pb2.LandmarkList
    packets = {'image': image(width, height), 'rect': packet_creator.create_proto(rect_message(rect)),
               'landmarks': packet_creator.create_proto(points_message(kinds[0], hand)),
               'world': packet_creator.create_proto(points_message(kinds[1], world))}
    got = run([to_tensor(HAND_SIDE, 'BORDER_REPLICATE', 'input_stream: "NORM_RECT:rect"')] + PROJECT, packets,
              ['projected', 'turned'])
    print('projection %d %d %s' % (width, height, words([f32(v) for v in rect])))
    for name, values in (('landmarks', hand), ('projected', points_values(packet_getter.get_proto(got['projected']))),
                         ('world', world), ('turned', points_values(packet_getter.get_proto(got['turned'])))):
        print(name, words(values))


def random_rect(dice, width, height, square=True):
    side = dice.uniform(.1, .9) * min(width, height)
    return [dice.uniform(0, 1), dice.uniform(0, 1), side / width, side * (1 if square else dice.uniform(.6, 1.5)) / height,
            dice.uniform(-3.1, 3.1)]


def main():
    dice = np.random.default_rng(63)
    print('# tools/golden/landmark.py, mediapipe %s, numpy %s. Floats as the eight hexadecimal digits of their bits.'
          % (mp.__version__, np.__version__))
    centres = anchors()
    print('anchors %d %d %016x' % (PALM_SIDE, len(centres), hash_of(centres)))
    for index in (0, 1, 2, 47, 48, 1151, 1152, 1157, 1158, 2015):
        print('anchor %d %s' % (index, words(centres[index])))
    for threshold, width, height, palms, strays, ties in ((.5, 640, 480, 1, 0, 0), (.5, 640, 480, 3, 6, 0), (.3, 480, 640, 5, 12, 0),
                                                          (.7, 317, 211, 4, 8, 0), (.5, 1920, 1080, 2, 3, 1), (.9, 100, 99, 0, 2, 0)):
        scene(dice, threshold, width, height, palms, strays, bool(ties))
    edge_scene()
    for _ in range(6):
        rects = [random_rect(dice, 4, 3) for _ in range(int(dice.integers(2, 9)))]
        rects += [[v + dice.normal(0, .04) for v in r] for r in rects]
        cut = int(dice.integers(1, len(rects)))
        dice.shuffle(rects)
        association(rects[:cut], rects[cut:])
    association([[.5, .5, .2, .2, 0], [.5, .5, .2, .2, 1]], [[.5, .5, .2, .2, 2], [.5, .5, .2, .2, 3]])
    association([[.3, .3, .2, .2, 0], [.7, .7, .2, .2, 0]],
                [[.3 + .2 * .33, .3, .2, .2, 0], [.7 + .2 * .3367, .7, .2, .2, 0]])      # overlaps of 0.504 and 0.496
    next_rect_upside_down()
    for width, height, scale, turn, centre in ((640, 480, .5, 0, (.5, .5)), (640, 480, .3, 1.2, (.2, .7)), (480, 640, .9, -2.8, (.6, .4)),
                                               (1921, 1081, .1, 3.1, (.98, .02)), (320, 240, .4, .4, (-.6, .5)),
                                               (320, 240, .4, .4, (.5, -.7)), (33, 57, 2, -1.5, (.5, .5)), (1, 1, .5, .1, (.5, .5))):
        next_rect(dice, width, height, scale, turn, centre)
    for width, height, square in ((640, 480, True), (480, 640, True), (1921, 1081, True), (37, 53, True), (640, 480, False),
                                  (100, 300, False)):
        projection(dice, width, height, random_rect(dice, width, height, square))


if __name__ == '__main__':
    if mp.__version__ != '0.10.21':
        sys.exit('mediapipe is %s; this takes 0.10.21' % mp.__version__)
    main()
