"""What landmarks tell: gestures of hands, and pose of the head, gaze, eyes and mood of faces. No models; nothing is kept.

Landmarks are parts of the picture, and angles need pixels; so every function also takes the picture, or its (width, height).
"""
from collections import namedtuple
from ctypes import byref

import numpy as np

from sightline import _structs
from sightline._ffi import lib

Gesture = namedtuple('Gesture', 'name score')
HeadPose = namedtuple('HeadPose', 'matrix yaw pitch roll')
Gaze = namedtuple('Gaze', 'direction horizontal vertical yaw pitch')
Eyes = namedtuple('Eyes', 'left_open right_open mouth_open')
Mood = namedtuple('Mood', 'name score')

GAZE_MODES = ('both_eyes', 'classic')              # enum sl_gaze_mode


def _size(picture):
    """(width, height) of a picture, or of what says so itself."""
    shape = getattr(picture, 'shape', None)
    width, height = picture if shape is None else (shape[1], shape[0])
    return int(width), int(height)


def _points(landmarks):
    """float32 (n, 3) of a list of landmarks, lazy, plain or protobuf's."""
    if hasattr(landmarks, 'array'):
        return landmarks.array
    return np.array([[point.x, point.y, point.z] for point in landmarks.landmark], np.float32)


def _put(target, points, what):
    room = np.ctypeslib.as_array(target)
    if points.shape[0] > room.shape[0] or points.ndim != 2:
        raise ValueError('%s has up to %d points, not %d' % (what, len(room), len(points)))
    room[:len(points)] = points


def _face(landmarks):
    face, points = _structs.Face(), _points(landmarks)
    if len(points) not in (_structs.FACE_POINTS, _structs.FACE_POINTS_MAX):
        raise ValueError('a face has %d or %d points, not %d' % (_structs.FACE_POINTS, _structs.FACE_POINTS_MAX, len(points)))
    _put(face.image, points, 'a face')
    face.points, face.score = len(points), 1.0
    return face


def gesture(landmarks, world_landmarks, picture):
    """What one hand shows, as Gesture(name, score): 'Closed_Fist', 'Open_Palm', 'Pointing_Up', 'Thumb_Down', 'Thumb_Up',
    'Victory', 'ILoveYou' or 'None'."""
    hand = _structs.Hand()
    for target, points in ((hand.image, _points(landmarks)), (hand.world, _points(world_landmarks))):
        if len(points) != _structs.HAND_POINTS:
            raise ValueError('a hand has %d points, not %d' % (_structs.HAND_POINTS, len(points)))
        _put(target, points, 'a hand')
    found = lib.sl_gesture_of(byref(hand), *_size(picture))
    return Gesture(lib.sl_gesture_name(found.kind).decode(), found.score)


def gestures(results, picture):
    """gesture() of every hand in the results of solutions.hands.Hands, in their order."""
    return [gesture(landmarks, world, picture) for landmarks, world
            in zip(results.multi_hand_landmarks or [], results.multi_hand_world_landmarks or [])]


def head_pose(landmarks, picture):
    """Where a face's head is: HeadPose(matrix, yaw, pitch, roll), angles in degrees, 0 for a face that looks into the camera;
    matrix (4, 4), from the canonical face in centimetres to the camera. None for a face without extent."""
    found = _structs.HeadPose()
    if not lib.sl_head_pose_solve(byref(_face(landmarks)), *_size(picture), byref(found)):
        return None
    return HeadPose(np.array(found.matrix, np.float32).reshape(4, 4), found.yaw, found.pitch, found.roll)


def gaze(landmarks, picture, mode='both_eyes'):
    """Where a refined face looks: Gaze(direction, horizontal, vertical, yaw, pitch). None without irises.

    mode 'both_eyes': irises between the eye corners with the head's pose; 'classic': the two thresholds of
    google-mediapipe-gst.
    """
    if mode not in GAZE_MODES:
        raise ValueError('mode is %r; it takes %s' % (mode, ', '.join(GAZE_MODES)))
    found = _structs.Gaze()
    if not lib.sl_gaze_of(byref(_face(landmarks)), None, *_size(picture), GAZE_MODES.index(mode), byref(found)):
        return None
    return Gaze(lib.sl_gaze_direction_name(found.direction).decode(), found.horizontal, found.vertical, found.yaw, found.pitch)


def eyes(landmarks, picture):
    """How open a face's eyes and mouth are: Eyes(left_open, right_open, mouth_open), height by width. None without extent."""
    found = _structs.Eyes()
    if not lib.sl_eyes_of(byref(_face(landmarks)), *_size(picture), byref(found)):
        return None
    return Eyes(found.left_open, found.right_open, found.mouth_open)


def iris_distance_mm(landmarks, picture, eye=0, focal_px=None):
    """From the camera to an iris, in millimetres; 0.0 without irises. focal_px: the picture's width when not given."""
    width, height = _size(picture)
    return lib.sl_iris_distance_mm(byref(_face(landmarks)), eye, width, height, width if focal_px is None else focal_px)


def mood(landmarks, picture):
    """The mood rule of google-mediapipe-gst: Mood(name, score)."""
    found = lib.sl_mood_of(byref(_face(landmarks)), *_size(picture))
    return Mood(lib.sl_mood_name(found.kind).decode(), found.score)
