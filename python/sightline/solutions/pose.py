"""A body: 33 points, and which pixels are its own."""
import enum

from sightline import _structs
from sightline._analyser import Analyser
from sightline._results import results_class
from sightline.formats.landmark_pb2 import LandmarkList, NormalizedLandmarkList
from sightline.solutions.pose_connections import POSE_CONNECTIONS


class PoseLandmark(enum.IntEnum):
    """The 33 points; left and right are the person's own."""
    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


SolutionOutputs = results_class(__name__, ['pose_landmarks', 'pose_world_landmarks', 'segmentation_mask'])


def body_landmarks(body):
    """Both lists of one struct sl_body: in the picture and in the world. Presence is left out, as mp.solutions leaves it."""
    return (NormalizedLandmarkList.from_arrays(body['image'], body['visibility']),
            LandmarkList.from_arrays(body['world'], body['visibility']))


class Pose(Analyser):
    """Finds the most prominent body and follows it. Options, defaults and numbers of mp.solutions.pose.Pose.

    static_image_mode         True: search every picture anew, as for unrelated photos
    model_complexity          0 lite, 1 full, 2 heavy
    smooth_landmarks          over time; nothing in static_image_mode
    enable_segmentation       also give segmentation_mask, float32 (height, width), 0 to 1
    smooth_segmentation       accepted; without effect, as in mp.solutions
    min_detection_confidence  0 to 1
    min_tracking_confidence   0 to 1; below it the body counts as lost

    Besides: engine ('tflite' exact, 'openvino' fast), precision ('f32', 'bf16' with openvino), threads, model_dir;
    segmentation_ratio, 0 to 1: how much of the mask before stays where the new one is unsure; reset_smoothing=True: a lost
    body clears all filters.
    """

    _noun, _struct = 'pose', _structs.Body

    def __init__(self, static_image_mode=False, model_complexity=1, smooth_landmarks=True, enable_segmentation=False,
                 smooth_segmentation=True, min_detection_confidence=0.5, min_tracking_confidence=0.5, *,
                 segmentation_ratio=0.0, reset_smoothing=False, **engine):
        super().__init__({
            'static_image_mode': bool(static_image_mode), 'model_complexity': model_complexity,
            'smooth_landmarks': bool(smooth_landmarks), 'enable_segmentation': bool(enable_segmentation),
            'smooth_segmentation': bool(smooth_segmentation), 'segmentation_ratio': segmentation_ratio,
            'reset_smoothing': bool(reset_smoothing), 'min_detection_confidence': min_detection_confidence,
            'min_tracking_confidence': min_tracking_confidence}, **engine)

    def _results(self, count):
        if not count:
            return SolutionOutputs(None, None, None)
        return SolutionOutputs(*body_landmarks(self._taken(1)[0]), self._mask())


__all__ = ['POSE_CONNECTIONS', 'Pose', 'PoseLandmark']
