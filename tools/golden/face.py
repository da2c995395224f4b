#!/usr/bin/env python3
"""Records what MediaPipe makes of made-up face detections, meshes and refinements: tests/golden/landmark/face.txt.

    OMP_NUM_THREADS=1 python3 tools/golden/face.py > tests/golden/landmark/face.txt

Needs mediapipe 0.10.21 and numpy, on glibc. Imports nothing of this project. Projection of detections, regions from detections
and meshes, refinement and the connections are MediaPipe's own: its calculators, each in a graph of its own with the options of
the face mesh graph as it runs. The custom operators do not get out of its models; those are numpy here, in float32 and double
as they are, with glibc's functions, after util/tflite/operations/ and the options in face_landmark_with_attention.tflite.
"""
import ctypes
import math
import re
import sys

import mediapipe as mp
import numpy as np
from mediapipe.framework.formats import landmark_pb2
from mediapipe.python import packet_creator, packet_getter
from mediapipe.python.solutions import face_mesh_connections

from landmark import (IMAGE_SIZE, detection_message, detection_values, f32, hash_of, image, node, points_message, points_values,
                      rect_message, rect_values, run, vector, words)

libm = ctypes.CDLL('libm.so.6')
for name, count in (('sinf', 1), ('cosf', 1), ('atan2f', 2)):
    getattr(libm, name).restype, getattr(libm, name).argtypes = ctypes.c_float, [ctypes.c_float] * count

GRID, CHANNELS, CROP, INPUT = 48, 32, 16, 192
PARTS = ((61, 291, 1), (33, 133, 2), (362, 263, 3))     # of the rotation, and which of the refinements has the points


class RunningGraph:
    """The nodes of mp.solutions.face_mesh with refinement, and their options."""

    def __init__(self):
        mesh = mp.solutions.face_mesh.FaceMesh(refine_landmarks=True, max_num_faces=2)
        text = mesh._graph.text_config
        mesh.close()
        self.nodes = re.split(r'^node \{$', text, flags=re.M)[1:]

    def options(self, calculator, part=''):
        """Of the one node of that calculator whose text has the part."""
        found = {n[n.index('options {') + 9:n.rindex('}', 0, n.rindex('}'))] for n in self.nodes
                 if 'calculator: "%s"' % calculator in n and part in n}
        assert len(found) == 1, (calculator, part, len(found))
        return found.pop()


def indexes(options, word):
    return [int(v) for v in re.findall(word + r': (\d+)', options)]

# ---- detections and regions ----


def region(graph, dice, width, height, rect):
    """Detections in the letterboxed tensor of a region, or of the whole picture, to the picture, and their regions."""
    found = []
    for _ in range(3):
        x, y, w, h = dice.uniform(.1, .6), dice.uniform(.1, .6), dice.uniform(.05, .4), dice.uniform(.05, .4)
        points = [(x + dice.uniform(0, w), y + dice.uniform(0, h)) for _ in range(6)]
        found.append(np.array([dice.uniform(.5, 1), x, y, w, h] + [v for p in points for v in p], f32))
    packets = {'image': image(width, height), 'found': vector('Detection', [detection_message(v) for v in found])}
    if rect is not None:
        packets['rect'] = packet_creator.create_proto(rect_message(rect))
    tensor = '''node { calculator: "ImageToTensorCalculator" input_stream: "IMAGE:image" %s output_stream: "TENSORS:tensors"
      output_stream: "MATRIX:matrix" node_options { %s } }''' % (
          'input_stream: "NORM_RECT:rect"' if rect is not None else '',
          graph.options('ImageToTensorCalculator', 'output_tensor_width: 128'))
    got = run([tensor, node('DetectionProjectionCalculator', ['DETECTIONS:found', 'PROJECTION_MATRIX:matrix'],
                            ['DETECTIONS:projected'])], packets, ['projected'])
    print('region %d %d %s' % (width, height, words([f32(v) for v in rect]) if rect is not None else 'whole'))
    for values in found:
        print('found', words(values))
    for message in packet_getter.get_proto_list(got['projected']):
        print('projected', words(detection_values(message)))
        roi = run([IMAGE_SIZE,
                   node('DetectionsToRectsCalculator', ['DETECTION:face', 'IMAGE_SIZE:size'], ['NORM_RECT:plain'],
                        graph.options('DetectionsToRectsCalculator', 'end_keypoint_index: 1\n')),
                   node('RectTransformationCalculator', ['NORM_RECT:plain', 'IMAGE_SIZE:size'], ['rect'],
                        graph.options('RectTransformationCalculator', 'face_rect_from_detection'))],
                  {'image': image(width, height), 'face': packet_creator.create_proto(message)}, ['rect'])
        print('roi', words(rect_values(packet_getter.get_proto(roi['rect']))))
    print('end')


def next_rect(graph, word, width, height, points):
    got = run([IMAGE_SIZE, node('LandmarksToDetectionCalculator', ['NORM_LANDMARKS:landmarks'], ['DETECTION:face']),
               node('DetectionsToRectsCalculator', ['DETECTION:face', 'IMAGE_SIZE:size'], ['NORM_RECT:plain'],
                    graph.options('DetectionsToRectsCalculator', 'end_keypoint_index: 263\n')),
               node('RectTransformationCalculator', ['NORM_RECT:plain', 'IMAGE_SIZE:size'], ['rect'],
                    graph.options('RectTransformationCalculator', 'face_rect_from_landmarks'))],
              {'image': image(width, height),
               'landmarks': packet_creator.create_proto(points_message(landmark_pb2.NormalizedLandmarkList, points))}, ['rect'])
    print(word, words(rect_values(packet_getter.get_proto(got['rect']))))

# ---- faces ----


def made_face(dice, subsets, turn=0.0, centre=(.5, .5)):
    """468 points in 0..1 of the region: lips and eyes where they belong, the rest anywhere."""
    points = dice.uniform(.1, .9, (468, 2))
    for place, size, subset in (((.5, .75), .12, subsets[1]), ((.33, .4), .09, subsets[2]), ((.67, .4), .09, subsets[3])):
        points[subset] = place + dice.normal(0, size / 3, (len(subset), 2))
    for left, right, _ in PARTS:
        points[[left, right]] = points[[left, right]][np.argsort(points[[left, right], 0])]
    c, s = math.cos(turn), math.sin(turn)
    flat = (points - .5) @ np.array([[c, s], [-s, c]]) + centre
    return np.concatenate([flat, dice.normal(0, .1, (468, 1))], 1).astype(f32)


def refinement(graph, dice, width, height, points, subsets):
    """Mesh and the five others become 478 points; lips and eyes near the mesh's."""
    lists = [points]
    for subset in subsets[1:]:
        near = points[subset, :2] if max(subset) < 468 else dice.uniform(.3, .7, (len(subset), 2))
        lists.append(np.concatenate([near + dice.normal(0, .01, near.shape), np.zeros((len(subset), 1))], 1).astype(f32))
    packets = {'list%d' % k: packet_creator.create_proto(points_message(landmark_pb2.NormalizedLandmarkList, v))
               for k, v in enumerate(lists)}
    got = run([node('LandmarksRefinementCalculator', ['LANDMARKS:%d:list%d' % (k, k) for k in range(6)],
                    ['REFINED_LANDMARKS:refined'], graph.options('LandmarksRefinementCalculator'))], packets, ['refined'])
    print('refinement %d %d %s' % (width, height, words(points)))
    for k in range(1, 6):
        print('part', words(lists[k][:, :2]))
    refined = np.array(points_values(packet_getter.get_proto(got['refined'])), f32).reshape(-1, 3)
    print('refined', words(refined))
    return refined

# ---- the custom operators ----


def multiply(a, b):
    out = np.zeros((4, 4), f32)
    for i in range(4):
        for j in range(4):
            value = a[i, 0] * b[0, j]
            for k in (1, 2, 3):
                value = value + a[i, k] * b[k, j]
            out[i, j] = value
    return out


def transform_matrix(points, left, right, subset):
    """Landmarks2TransformMatrix, version 2: to 16 x 16, scaled by 1.5, level."""
    turn = f32(0) - f32(libm.atan2f(points[right, 1] - points[left, 1], points[right, 0] - points[left, 0]))
    c, s = f32(libm.cosf(turn)), f32(libm.sinf(turn))
    x = points[subset, 0] * c - points[subset, 1] * s
    y = points[subset, 0] * s + points[subset, 1] * c
    width, height = x.max() - x.min(), y.max() - y.min()
    mid_x, mid_y = (x.max() + x.min()) * f32(.5), (y.max() + y.min()) * f32(.5)
    c, s = f32(libm.cosf(-turn)), f32(libm.sinf(-turn))
    move, rotate, scale, centre = [np.eye(4, dtype=f32) for _ in range(4)]
    move[:2, 3] = mid_x * c - mid_y * s, mid_x * s + mid_y * c
    rotate[:2, :2] = [[c, -s], [s, c]]
    scale[0, 0], scale[1, 1] = f32(1.5) * width / f32(CROP), f32(1.5) * height / f32(CROP)
    centre[:2, 3] = -CROP // 2
    return multiply(multiply(multiply(move, rotate), scale), centre)


def features():
    """Numbers that a program in C makes alike: multiples of 1/4096 from -8 to 8."""
    numbers = (np.arange(GRID * GRID * CHANNELS, dtype=np.uint64) * 2654435761 % 2**32) >> 16
    return ((numbers.astype(np.int64) - 32768) / 4096).astype(f32).reshape(GRID, GRID, CHANNELS)


def mix(a, b, t):
    return ((1.0 - np.float64(t)) * a.astype(np.float64) + (t * b).astype(np.float64)).astype(f32)


def transform_bilinear(grid, m):
    """TransformTensorBilinear, version 2, pixel by pixel."""
    shift = [f32(float(m[k, 3]) + (.5 * float(m[k, 0]) + .5 * float(m[k, 1]) - .5)) for k in (0, 1)]
    bordered = np.zeros((GRID + 1, GRID + 1, CHANNELS), f32)
    bordered[:GRID, :GRID] = grid
    out = np.zeros((CROP, CROP, CHANNELS), f32)
    for row in range(CROP):
        for column in range(CROP):
            x, y = [m[k, 0] * f32(column) + m[k, 1] * f32(row) + shift[k] for k in (0, 1)]
            if x < 0 or x > GRID - 1 or y < 0 or y > GRID - 1:
                continue
            i, k = int(x), int(y)
            fx, fy = x - f32(i), y - f32(k)
            upper = mix(bordered[k, i], bordered[k, i + 1], fx)
            lower = mix(bordered[k + 1, i], bordered[k + 1, i + 1], fx)
            out[row, column] = mix(upper, lower, fy)
    return out


def operators(points, subsets):
    grid = points * f32(GRID)
    print('operators', words(grid))
    for left, right, which in PARTS:
        m = transform_matrix(grid, left, right, subsets[which])
        crop = transform_bilinear(features(), m)
        print('matrix', words(m))
        print('crop %016x %d %s' % (hash_of(crop), np.count_nonzero(crop), words(crop[5, 6])))
        scaled = m * np.array([[1, 1, 4, 4], [1, 1, 4, 4], [.25, .25, 1, 1], [.25, .25, 1, 1]], f32)
        xy = grid[:10, :2]
        placed = [[x * scaled[k, 0] + y * scaled[k, 1] + scaled[k, 3] for k in (0, 1)] for x, y in xy]
        print('placed', words(placed))


def main():
    dice, graph = np.random.default_rng(74), RunningGraph()
    blocks = re.split(r'\srefinement \{', graph.options('LandmarksRefinementCalculator'))[1:]
    subsets = [indexes(b, 'indexes_mapping') for b in blocks]
    print('# tools/golden/face.py, mediapipe %s, numpy %s. Floats as the eight hexadecimal digits of their bits.'
          % (mp.__version__, np.__version__))
    for name in ('LIPS', 'LEFT_EYE', 'LEFT_EYEBROW', 'LEFT_IRIS', 'RIGHT_EYE', 'RIGHT_EYEBROW', 'RIGHT_IRIS', 'FACE_OVAL', 'NOSE',
                 'CONTOURS', 'IRISES', 'TESSELATION'):
        pairs = sorted(getattr(face_mesh_connections, 'FACEMESH_' + name))
        print('lines %d %016x' % (len(pairs), hash_of([f32(a * 1024 + b) for a, b in pairs])))
    for width, height, rect in ((640, 480, None), (317, 211, None), (33, 57, None), (640, 480, (.5, .5, .6, .8, 0)),
                                (640, 480, (.4, .6, .5, .3, .7)), (480, 640, (.9, .1, .4, .4, -2.5)),
                                (1921, 1081, (-.1, .5, .2, .35, 3.1))):
        region(graph, dice, width, height, rect)
    for width, height, turn, centre in ((640, 480, 0, (.5, .5)), (512, 512, 2.9, (.9, .1)), (100, 333, -.4, (-1.6, .5))):
        points = made_face(dice, subsets, turn, centre)
        refined = refinement(graph, dice, width, height, points, subsets)
        next_rect(graph, 'mesh_rect', width, height, points)
        next_rect(graph, 'refined_rect', width, height, refined)
    for turn, centre in ((.3, (.45, .55)), (-2.9, (.5, .5)), (.8, (.2, .9)), (0, (1.4, .5))):
        operators(made_face(dice, subsets, turn, centre), subsets)


if __name__ == '__main__':
    if mp.__version__ != '0.10.21':
        sys.exit('mediapipe is %s; this takes 0.10.21' % mp.__version__)
    main()
