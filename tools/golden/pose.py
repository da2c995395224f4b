#!/usr/bin/env python3
"""Records what MediaPipe makes of made-up heatmaps and of made-up bodies over time: tests/golden/pose/stages.txt.

    python3 tools/golden/pose.py > tests/golden/pose/stages.txt

Needs mediapipe 0.10.21 and numpy, on glibc. Imports nothing of this project. Everything is computed by MediaPipe's own
calculators (RefineLandmarksFromHeatmapCalculator, SegmentationSmoothingCalculator) and graphs (PoseLandmarkFiltering,
PoseLandmarksToRoi). Inputs are made by formulas that tests/golden/pose/check_stages.c has too; of the outputs the file
holds the first numbers and a hash of all.
"""
import sys

import mediapipe as mp
import numpy as np
from mediapipe.framework.formats import landmark_pb2
from mediapipe.python import packet_creator, packet_getter

f32 = np.float32
SIDE, POINTS = 64, 33

HEATMAP = '''input_stream: "map" input_stream: "point" output_stream: "refined"
  node { calculator: "TensorConverterCalculator" input_stream: "MATRIX:map" output_stream: "TENSORS:tensors"
         options { [mediapipe.TensorConverterCalculatorOptions.ext] { row_major_matrix: true } } }
  node { calculator: "RefineLandmarksFromHeatmapCalculator" input_stream: "TENSORS:tensors"
         input_stream: "NORM_LANDMARKS:point" output_stream: "NORM_LANDMARKS:refined" }'''

SMOOTHING = '''input_stream: "image" input_stream: "points" input_stream: "auxiliary" input_stream: "world"
  input_side_packet: "enable" output_stream: "points_out" output_stream: "auxiliary_out" output_stream: "world_out"
  output_stream: "roi"
  node { calculator: "ImagePropertiesCalculator" input_stream: "IMAGE:image" output_stream: "SIZE:size" }
  node { calculator: "PoseLandmarkFiltering" input_side_packet: "ENABLE:enable" input_stream: "NORM_LANDMARKS:points"
         input_stream: "AUX_NORM_LANDMARKS:auxiliary" input_stream: "WORLD_LANDMARKS:world" input_stream: "IMAGE_SIZE:size"
         output_stream: "FILTERED_NORM_LANDMARKS:points_out" output_stream: "FILTERED_AUX_NORM_LANDMARKS:auxiliary_out"
         output_stream: "FILTERED_WORLD_LANDMARKS:world_out" }
  node { calculator: "PoseLandmarksToRoi" input_stream: "LANDMARKS:auxiliary_out" input_stream: "IMAGE_SIZE:size"
         output_stream: "ROI:roi" }'''


BLENDING = '''input_stream: "mask" input_stream: "before" output_stream: "blended"
  node { calculator: "SegmentationSmoothingCalculator" input_stream: "MASK:mask" input_stream: "MASK_PREVIOUS:before"
         output_stream: "MASK_SMOOTHED:blended" options { [mediapipe.SegmentationSmoothingCalculatorOptions.ext] {
         combine_with_previous_ratio: %g } } }'''


def noise(*numbers):
    """0..1 in steps of 1/65536, from whole numbers."""
    value = 0
    for number in numbers:
        value = (value * 31 + number + 7) * 2654435761 & 0xffffffff
        value ^= value >> 15
    return (value >> 16) / 65536


def words(values):
    return ' '.join('%08x' % v for v in np.asarray(values, f32).ravel().view(np.uint32))


def hash_of(values):
    """FNV-1a, 64 bits, over the 32-bit words."""
    value = 0xcbf29ce484222325
    for word in np.asarray(values, f32).ravel().view(np.uint32).tolist():
        value = ((value ^ word) * 0x100000001b3) & 0xffffffffffffffff
    return value


def heatmaps():
    """One map, logits from -3 to 3 with parts where nothing is sure, and points on, between and outside its cells."""
    logits = np.array([[6 * noise(1, row, column) - (3 if (row // 16 + column // 16) % 2 else 9) for column in range(SIDE)]
                       for row in range(SIDE)]).astype(f32)
    places = [(noise(2, k) * 1.1 - .05, noise(3, k) * 1.1 - .05) for k in range(60)]
    places += [(0, 0), (1, 1), (63.999 / 64, .5), (-.9 / 64, .3), (-1 / 64, .3), (-1.1 / 64, .3), (.3, -.5 / 64), (.4, 1.01),
               (.25, 10 / 64), (20 / 64, 20 / 64), (4 / 64, 60 / 64), (5 / 64, 59 / 64)]
    graph, got = mp.CalculatorGraph(graph_config=HEATMAP), []
    graph.observe_output_stream('refined', lambda stream, packet: got.append(packet_getter.get_proto(packet).landmark[0]))
    graph.start_run()
    for at, (x, y) in enumerate(places):
        point = landmark_pb2.NormalizedLandmarkList()
        point.landmark.add(x=float(f32(x)), y=float(f32(y)), z=.25)
        graph.add_packet_to_input_stream('map', packet_creator.create_matrix(logits).at(at))
        graph.add_packet_to_input_stream('point', packet_creator.create_proto(point).at(at))
    graph.close_all_packet_sources()
    graph.wait_until_done()
    print('map %016x' % hash_of(logits))
    for (x, y), out in zip(places, got):
        print('point', words([x, y]), words([out.x, out.y, out.z]))


def blending(ratio):
    """Two masks of noise; the first values are 0, 1 and a half."""
    masks = {name: np.array([noise(part, k) for k in range(SIDE * SIDE)]).astype(f32)
             for name, part in (('mask', 50), ('before', 51))}
    masks['mask'][:3] = 0, 1, .5
    graph, got = mp.CalculatorGraph(graph_config=BLENDING % ratio), []
    graph.observe_output_stream('blended', lambda _, packet: got.append(packet_getter.get_image(packet).numpy_view().copy()))
    graph.start_run()
    for name, mask in masks.items():
        image = mp.Image(image_format=mp.ImageFormat.VEC32F1, data=mask.reshape(SIDE, SIDE))
        graph.add_packet_to_input_stream(name, packet_creator.create_image(image).at(0))
    graph.close_all_packet_sources()
    graph.wait_until_done()
    print('blend %s %016x %s' % (words([ratio]), hash_of(got[0]), words(got[0].ravel()[:4])))


def message(kind, points, visibility):
    out = kind()
    for (x, y, z), v in zip(points, visibility):
        out.landmark.add(x=float(x), y=float(y), z=float(z), visibility=float(v))
    return packet_creator.create_proto(out)


def values(landmarks):
    return np.array([[p.x, p.y, p.z] for p in landmarks], f32), np.array([p.visibility for p in landmarks], f32)


MOVING, STILL, FLAT = range(3)


def body(scene, frame, kind):
    """Points, auxiliary points, world points, visibility: places that drift, with some tremor. A flat one has no size."""
    drift, tremor = (0, 0) if kind == STILL else (.004 * frame, .01)

    def shape(part, count, reach):
        return np.array([[reach * noise(scene, part, i, a) + drift + tremor * noise(scene, part, i, a, frame)
                          for a in range(3)] for i in range(count)]).astype(f32)

    auxiliary = shape(20, 2, .1)
    auxiliary[1, 1] = f32(auxiliary[1, 1] - f32(.25))
    if kind == FLAT:
        auxiliary[1] = auxiliary[0]
    visibility = np.array([noise(scene, 40, i, frame) for i in range(POINTS)]).astype(f32)
    return shape(10, POINTS, 1.), auxiliary, shape(30, POINTS, .6), visibility


def smoothing(scene, width, height, enable, times_us, gaps=(), kind=MOVING):
    """Times in microseconds, as MediaPipe has them; frames in gaps have no body."""
    kinds = landmark_pb2.NormalizedLandmarkList, landmark_pb2.LandmarkList
    graph, got = mp.CalculatorGraph(graph_config=SMOOTHING), {}
    for name in ('points_out', 'auxiliary_out', 'world_out', 'roi'):
        graph.observe_output_stream(name, lambda stream, packet:
                                    got.setdefault(stream, []).append(packet_getter.get_proto(packet)))
    graph.start_run({'enable': packet_creator.create_bool(enable)})
    pixels = mp.ImageFrame(image_format=mp.ImageFormat.SRGB, data=np.zeros((height, width, 3), np.uint8))
    print('smooth %d %d %d %d %d' % (scene, width, height, enable, kind))
    for frame, time in enumerate(times_us):
        before = len(got.get('roi', []))
        graph.add_packet_to_input_stream('image', packet_creator.create_image_frame(pixels).at(time))
        if frame not in gaps:
            points, auxiliary, world, visibility = body(scene, frame, kind)
            graph.add_packet_to_input_stream('points', message(kinds[0], points, visibility).at(time))
            graph.add_packet_to_input_stream('auxiliary', message(kinds[0], auxiliary, visibility[:2]).at(time))
            graph.add_packet_to_input_stream('world', message(kinds[1], world, visibility).at(time))
        graph.wait_until_idle()
        if frame in gaps:
            assert len(got.get('roi', [])) == before, 'a body in a gap'
            print('lost', time)
            continue
        assert len(got['roi']) == before + 1, 'no body'
        points, visibility = values(got['points_out'][-1].landmark)
        world, world_visibility = values(got['world_out'][-1].landmark)
        assert np.array_equal(visibility.view(np.uint32), world_visibility.view(np.uint32)), 'world visibility differs'
        roi = got['roi'][-1]
        print('frame %d %016x %s' % (time, hash_of(np.concatenate([points.ravel(), world.ravel(), visibility])),
                                     words([*points[0], *world[0], visibility[0], roi.x_center, roi.y_center, roi.width,
                                            roi.height, roi.rotation])))
    graph.close_all_packet_sources()
    graph.wait_until_done()
    print('end')


def main():
    if mp.__version__ != '0.10.21':
        sys.exit('mediapipe is %s; this takes 0.10.21' % mp.__version__)
    print('# tools/golden/pose.py, mediapipe %s, numpy %s. Floats as the eight hexadecimal digits of their bits.'
          % (mp.__version__, np.__version__))
    heatmaps()
    for ratio in (.7, 1, .05):
        blending(ratio)
    legacy = [33333 * (k + 1) for k in range(12)]
    uneven = [1000, 34000, 34001, 90000, 91000, 2000000, 2040000, 2080000]
    smoothing(1, 640, 480, True, legacy)
    smoothing(2, 317, 211, True, uneven)
    smoothing(3, 512, 512, True, legacy, gaps=(4, 5, 6))
    smoothing(4, 1921, 1081, False, legacy[:6], gaps=(3,))
    smoothing(5, 480, 640, True, legacy[:4], kind=STILL)
    smoothing(6, 317, 211, True, legacy[:3], kind=FLAT)


main()
