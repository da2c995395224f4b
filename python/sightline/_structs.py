"""The public structs of libsightline, as include/sightline/*.h declares them. _ffi.py compares sizes with the library's."""
from ctypes import (Structure, c_char, c_char_p, c_float, c_int, c_int32, c_int64, c_uint8, c_uint32, c_uint64, c_void_p,
                    sizeof)

HAND_POINTS, POSE_POINTS, FACE_POINTS, FACE_POINTS_MAX, DETECTION_POINTS = 21, 33, 468, 478, 6
HANDS_MAX, FACES_MAX, DETECTIONS_MAX, PEOPLE_MAX = 64, 32, 256, 8


class Error(Structure):
    _fields_ = [('text', c_char * 256)]


class Frame(Structure):
    _fields_ = [('pixels', c_int), ('colour', c_int), ('width_px', c_int32), ('height_px', c_int32),
                ('plane', c_void_p * 3), ('stride_bytes', c_int32 * 3), ('chroma_x', c_uint8), ('chroma_y', c_uint8),
                ('pts_ns', c_int64), ('capture_ns', c_int64), ('number', c_uint64), ('dropped', c_uint32)]


class EngineOpts(Structure):
    _fields_ = [('engine', c_int), ('precision', c_int), ('threads', c_int), ('model_dir', c_char_p), ('cache_dir', c_char_p)]


class HandsOpts(Structure):
    _fields_ = [('static_image_mode', c_int), ('max_num_hands', c_int), ('model_complexity', c_int),
                ('min_detection_confidence', c_float), ('min_tracking_confidence', c_float), ('engine', EngineOpts),
                ('limit_hands', c_int)]


class Hand(Structure):
    _fields_ = [('image', c_float * 3 * HAND_POINTS), ('world', c_float * 3 * HAND_POINTS), ('presence', c_float),
                ('score', c_float), ('side', c_int), ('id', c_int)]


class PoseOpts(Structure):
    _fields_ = [('static_image_mode', c_int), ('model_complexity', c_int), ('smooth_landmarks', c_int),
                ('enable_segmentation', c_int), ('smooth_segmentation', c_int), ('segmentation_ratio', c_float),
                ('reset_smoothing', c_int), ('min_detection_confidence', c_float), ('min_tracking_confidence', c_float),
                ('engine', EngineOpts)]


class Body(Structure):
    _fields_ = [('image', c_float * 3 * POSE_POINTS), ('world', c_float * 3 * POSE_POINTS),
                ('visibility', c_float * POSE_POINTS), ('presence', c_float * POSE_POINTS), ('score', c_float)]


class FaceDetectionOpts(Structure):
    _fields_ = [('model_selection', c_int), ('min_detection_confidence', c_float), ('use_min_detection_confidence', c_int),
                ('engine', EngineOpts)]


class Detection(Structure):
    _fields_ = [('score', c_float), ('box', c_float * 4), ('point', c_float * 2 * DETECTION_POINTS)]


class FaceMeshOpts(Structure):
    _fields_ = [('static_image_mode', c_int), ('max_num_faces', c_int), ('refine_landmarks', c_int),
                ('min_detection_confidence', c_float), ('min_tracking_confidence', c_float), ('engine', EngineOpts)]


class Face(Structure):
    _fields_ = [('points', c_int), ('image', c_float * 3 * FACE_POINTS_MAX), ('score', c_float), ('id', c_int)]


class HolisticOpts(Structure):
    _fields_ = [('static_image_mode', c_int), ('static_parts', c_int), ('model_complexity', c_int),
                ('smooth_landmarks', c_int), ('enable_segmentation', c_int), ('smooth_segmentation', c_int),
                ('segmentation_ratio', c_float), ('reset_smoothing', c_int), ('refine_face_landmarks', c_int),
                ('max_people', c_int), ('min_detection_confidence', c_float), ('min_tracking_confidence', c_float),
                ('engine', EngineOpts)]


class Person(Structure):
    _fields_ = [('id', c_int), ('body', Body), ('has_left_hand', c_int), ('has_right_hand', c_int),
                ('left_hand', c_float * 3 * HAND_POINTS), ('right_hand', c_float * 3 * HAND_POINTS), ('has_face', c_int),
                ('face', Face)]


class Gesture(Structure):
    _fields_ = [('kind', c_int), ('score', c_float)]


class HeadPose(Structure):
    _fields_ = [('matrix', c_float * 16), ('yaw', c_float), ('pitch', c_float), ('roll', c_float)]


class Gaze(Structure):
    _fields_ = [('direction', c_int), ('horizontal', c_float), ('vertical', c_float), ('yaw', c_float), ('pitch', c_float)]


class Eyes(Structure):
    _fields_ = [('left_open', c_float), ('right_open', c_float), ('mouth_open', c_float)]


class Mood(Structure):
    _fields_ = [('kind', c_int), ('score', c_float)]


class Canvas(Structure):
    _fields_ = [('pixels', c_void_p), ('width_px', c_int32), ('height_px', c_int32), ('stride_bytes', c_int32)]


class RingReaderOpts(Structure):
    _fields_ = [('policy', c_int), ('reattach', c_int), ('spin_us', c_int), ('group', c_char_p), ('share', c_int),
                ('runtime_dir', c_char_p)]


class RingFrame(Structure):
    _fields_ = [('frame', Frame), ('sequence', c_uint64), ('slot', c_int), ('segment', c_void_p)]


class RingBatch(Structure):
    _fields_ = [('pixels', c_void_p), ('frame_bytes', c_uint64), ('sequence', c_uint64), ('dropped', c_uint32),
                ('count', c_int), ('size', c_int), ('slot', c_int), ('segment', c_void_p)]


class RingStat(Structure):
    _fields_ = [('name', c_char * 64), ('publisher_pid', c_int64), ('pixels', c_int), ('width_px', c_int32),
                ('height_px', c_int32), ('slots', c_int), ('batch', c_int), ('readers', c_int), ('published', c_uint64),
                ('dropped', c_uint64), ('copied_bytes', c_uint64), ('memory_bytes', c_uint64), ('generation', c_uint64),
                ('newest_capture_ns', c_int64)]


NAMES = {
    'sl_error': Error, 'sl_frame': Frame, 'sl_engine_opts': EngineOpts, 'sl_hands_opts': HandsOpts, 'sl_hand': Hand,
    'sl_pose_opts': PoseOpts, 'sl_body': Body, 'sl_face_detection_opts': FaceDetectionOpts, 'sl_detection': Detection,
    'sl_face_mesh_opts': FaceMeshOpts, 'sl_face': Face, 'sl_holistic_opts': HolisticOpts, 'sl_person': Person,
    'sl_gesture': Gesture, 'sl_head_pose': HeadPose, 'sl_gaze': Gaze, 'sl_eyes': Eyes, 'sl_mood': Mood, 'sl_canvas': Canvas,
    'sl_ring_reader_opts': RingReaderOpts, 'sl_ring_frame': RingFrame, 'sl_ring_batch': RingBatch, 'sl_ring_stat': RingStat,
}

__all__ = ['NAMES', 'sizeof']
