#!/usr/bin/env python3
"""Compare head poses with MediaPipe's own face geometry, live, on faces made from the canonical face. Prints TAP.

    head_pose.py LIBRARY CANONICAL_FACE_C   compare
    head_pose.py --record METADATA          print tests/golden/landmark/head_pose.txt; METADATA is
                                            geometry_pipeline_metadata_landmarks.binarypb of npm @mediapipe/holistic

The wheel's calculators run in a graph of their own, with the camera of MediaPipe's face effects. The wheel lacks the metadata
file; here it is made from the numbers in canonical_face.c, which the recorded results hold to be the original's.

Tolerance: 2e-5 of the turn and of the distance. MediaPipe computes in float, this project in double; on these faces the largest
difference is 6e-6.
"""
import ctypes
import math
import re
import sys
import tempfile

try:
    import numpy as np
    from google.protobuf import text_format
    from mediapipe.framework import calculator_pb2
    from mediapipe.framework.formats import landmark_pb2
    from mediapipe.python import packet_creator, packet_getter
    from mediapipe.python._framework_bindings import calculator_graph, image_frame
    from mediapipe.tasks.cc.vision.face_geometry.calculators import env_generator_calculator_pb2  # noqa: registers options
    from mediapipe.tasks.cc.vision.face_geometry.calculators import geometry_pipeline_calculator_pb2  # noqa
    from mediapipe.tasks.cc.vision.face_geometry.proto import face_geometry_pb2  # noqa
    from mediapipe.tasks.cc.vision.face_geometry.proto import geometry_pipeline_metadata_pb2
except ImportError as missing:
    print('1..0 # SKIP native mediapipe is not installed here (%s)' % missing)
    sys.exit(0)

POINTS, TURN_TOLERANCE, PLACE_TOLERANCE = 468, 2e-5, 2e-5
GEOMETRY = 'mediapipe.tasks.vision.face_geometry.'
GRAPH = '''
input_stream: "landmarks" input_stream: "image" output_stream: "geometry"
node { calculator: "ImagePropertiesCalculator" input_stream: "IMAGE:image" output_stream: "SIZE:size" }
node { calculator: "%(at)sFaceGeometryEnvGeneratorCalculator" output_side_packet: "ENVIRONMENT:environment"
  options { [%(at)sFaceGeometryEnvGeneratorCalculatorOptions.ext] { environment {
    origin_point_location: TOP_LEFT_CORNER perspective_camera { vertical_fov_degrees: 63.0 near: 1.0 far: 10000.0 } } } } }
node { calculator: "%(at)sFaceGeometryPipelineCalculator" input_side_packet: "ENVIRONMENT:environment"
  input_stream: "IMAGE_SIZE:size" input_stream: "FACE_LANDMARKS:landmarks" output_stream: "FACE_GEOMETRY:geometry"
  options { [%(at)sFaceGeometryPipelineCalculatorOptions.ext] { metadata_file { file_name: "%(file)s" } } } }
'''


class Original:
    """MediaPipe's face geometry."""

    def __init__(self, metadata):
        config = text_format.Parse(GRAPH % {'at': GEOMETRY, 'file': metadata}, calculator_pb2.CalculatorGraphConfig())
        self.graph, self.out, self.time = calculator_graph.CalculatorGraph(graph_config=config), [], 0
        self.graph.observe_output_stream('geometry', lambda _, packet: self.out.append(packet_getter.get_proto(packet)))
        self.graph.start_run()

    def matrix(self, face, width, height):
        points = landmark_pb2.NormalizedLandmarkList()
        for x, y, z in face:
            points.landmark.add(x=float(x), y=float(y), z=float(z))
        image = packet_creator.create_image_frame(image_format=image_frame.ImageFormat.GRAY8,
                                                  data=np.zeros((height, width), np.uint8))
        self.time += 1
        self.out.clear()
        self.graph.add_packet_to_input_stream('image', image.at(self.time))
        self.graph.add_packet_to_input_stream('landmarks', packet_creator.create_proto(points).at(self.time))
        self.graph.wait_until_idle()
        found = self.out[0].pose_transform_matrix
        return np.array(found.packed_data, np.float32).reshape(found.cols, found.rows).T  # column by column


class Random:
    """As maker_random() of tests/face_maker.h."""

    def __init__(self, seed):
        self.state = seed

    def between(self, low, high):
        self.state = (self.state * 1664525 + 1013904223) % 2 ** 32
        return low + (high - low) * ((self.state >> 8) / 16777216.0)


def turn(yaw, pitch, roll):
    y, p, r = math.radians(yaw), math.radians(-pitch), math.radians(-roll)
    about_y = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, math.cos(p), -math.sin(p)], [0, math.sin(p), math.cos(p)]])
    about_z = np.array([[math.cos(r), -math.sin(r), 0], [math.sin(r), math.cos(r), 0], [0, 0, 1]])
    return about_y @ about_x @ about_z


def make_face(canonical, seed):
    """As check_head_pose.c makes it: landmarks (float32), width, height."""
    random = Random(seed)
    yaw, pitch, roll = random.between(-60, 60), random.between(-45, 45), random.between(-80, 80)
    z = random.between(-150, -25)
    place = np.array([z * random.between(-.4, .4), z * random.between(-.25, .25), z])
    width, height = int(random.between(100, 2000)), int(random.between(100, 2000))
    noise = np.array([[random.between(-.3, .3) for _ in range(3)] for _ in range(POINTS)])
    at = (canonical.astype(np.float64) + noise) @ turn(yaw, pitch, roll).T + place
    high = 2 * math.tan(math.radians(31.5))
    wide, depth = high * width / height, -at[:, 2].mean()
    face = np.stack([.5 + at[:, 0] / -at[:, 2] / wide, .5 - at[:, 1] / -at[:, 2] / high, (-at[:, 2] / depth - 1) / wide], 1)
    return face.astype(np.float32), width, height


def record(metadata):
    known = geometry_pipeline_metadata_pb2.GeometryPipelineMetadata()
    with open(metadata, 'rb') as file:
        known.ParseFromString(file.read())
    canonical = np.array(known.canonical_mesh.vertex_buffer, np.float32).reshape(-1, 5)[:, :3]
    original = Original(metadata)
    print('# tests/parity/head_pose.py --record, mediapipe 0.10.21: seed of a made face, its matrix row by row')
    for seed in range(1, 41):
        matrix = original.matrix(*make_face(canonical, seed))
        print('face %d ' % seed + ' '.join('%.9g' % value for value in matrix.flatten()))


class Face(ctypes.Structure):
    _fields_ = [('points', ctypes.c_int), ('image', ctypes.c_float * 3 * 478), ('score', ctypes.c_float), ('id', ctypes.c_int)]


class Pose(ctypes.Structure):
    _fields_ = [('matrix', ctypes.c_float * 16), ('angles', ctypes.c_float * 3)]


def ours(library, points, width, height):
    face, pose = Face(points=POINTS), Pose()
    ctypes.memmove(face.image, np.ascontiguousarray(points).ctypes.data, points.nbytes)
    if library.sl_head_pose_solve(ctypes.byref(face), width, height, ctypes.byref(pose)) != 1:
        return np.full((4, 4), np.nan)
    return np.array(pose.matrix).reshape(4, 4)


def read_canonical(path):
    """Vertices and weights out of the C file."""
    with open(path) as file:
        vertices, weights = file.read().split('sl__canonical_weights')
    number = r'(-?[\d.e-]+)f'
    vertices = re.findall(r'\{%s, %s, %s\}' % (number, number, number), vertices)
    return np.array(vertices, np.float32), [(int(i), float(w)) for i, w in re.findall(r'\{(\d+), %s\}' % number, weights)]


def write_metadata(file, vertices, weights):
    """Texture and triangles are asked for but not looked at here."""
    made = geometry_pipeline_metadata_pb2.GeometryPipelineMetadata()
    made.input_source = geometry_pipeline_metadata_pb2.FACE_LANDMARK_PIPELINE
    made.canonical_mesh.vertex_type, made.canonical_mesh.primitive_type = 0, 0
    made.canonical_mesh.vertex_buffer.extend(np.hstack([vertices, np.zeros((POINTS, 2), np.float32)]).flatten().tolist())
    made.canonical_mesh.index_buffer.extend([0, 1, 2])
    for point, weight in weights:
        made.procrustes_landmark_basis.add(landmark_id=point, weight=weight)
    file.write(made.SerializeToString())
    file.flush()


def compare(library, canonical):
    vertices, weights = read_canonical(canonical)
    worst_turn = worst_place = 0.0
    with tempfile.NamedTemporaryFile(suffix='.binarypb') as file:
        write_metadata(file, vertices, weights)
        original = Original(file.name)
        for seed in range(1, 301):
            face, width, height = make_face(vertices, seed)
            a, b = original.matrix(face, width, height), ours(library, face, width, height)
            worst_turn = max(worst_turn, np.abs(a[:3, :3] - b[:3, :3]).max())
            worst_place = max(worst_place, np.abs(a[:3, 3] - b[:3, 3]).max() / np.linalg.norm(a[:3, 3]))
    good = len(vertices) == POINTS and worst_turn < TURN_TOLERANCE and worst_place < PLACE_TOLERANCE
    print('%sok 1 - the matrices are those of MediaPipe' % ('' if good else 'not '))
    print('# 300 faces: largest difference %.2g of the turn, %.2g of the distance' % (worst_turn, worst_place))
    print('1..1')
    return not good


if __name__ == '__main__':
    if sys.argv[1] == '--record':
        record(sys.argv[2])
    else:
        sys.exit(compare(ctypes.CDLL(sys.argv[1]), sys.argv[2]))
