"""Faces as boxes with six key points."""
import enum

from sightline import _structs
from sightline._analyser import Analyser
from sightline._results import results_class
from sightline.formats.detection_pb2 import Detection
from sightline.formats.location_data_pb2 import LocationData


class FaceKeyPoint(enum.IntEnum):
    """The six points; left and right are the person's own."""
    RIGHT_EYE = 0
    LEFT_EYE = 1
    NOSE_TIP = 2
    MOUTH_CENTER = 3
    RIGHT_EAR_TRAGION = 4
    LEFT_EAR_TRAGION = 5


SolutionOutputs = results_class(__name__, ['detections'])


def get_key_point(detection, key_point_enum):
    """One of the six points of a detection: x and y in parts of the picture. None without a detection."""
    if not detection or not detection.location_data:
        return None
    return detection.location_data.relative_keypoints[key_point_enum]


def _detection(score, box, points):
    message = Detection(label_id=[0], score=[score])
    location = message.location_data
    location.format = LocationData.RELATIVE_BOUNDING_BOX
    for name, value in zip(('xmin', 'ymin', 'width', 'height'), box):
        setattr(location.relative_bounding_box, name, value)
    for x, y in points:
        location.relative_keypoints.add(x=x, y=y)
    return message


class FaceDetection(Analyser):
    """Finds faces, each picture for itself. Options, defaults and numbers of mp.solutions.face_detection.FaceDetection.

    min_detection_confidence  accepted; mp.solutions itself ignores it and takes 0.5 (short range) and 0.6 (full range), and
                              so does this one, unless use_min_detection_confidence=True says that it counts
    model_selection           1: full range, to 5 metres; anything else: short range, to 2 metres

    Besides: engine ('tflite' exact, 'openvino' fast), precision ('f32', 'bf16' with openvino), threads, model_dir.
    """

    _noun, _struct, _cap = 'face_detection', _structs.Detection, _structs.DETECTIONS_MAX

    def __init__(self, min_detection_confidence=0.5, model_selection=0, *, use_min_detection_confidence=False, **engine):
        super().__init__({
            'min_detection_confidence': min_detection_confidence, 'model_selection': int(model_selection == 1),
            'use_min_detection_confidence': bool(use_min_detection_confidence)}, **engine)

    def _results(self, count):
        found = self._found[:count]
        rows = zip(found['score'].tolist(), found['box'].tolist(), found['point'].tolist())
        return SolutionOutputs([_detection(*row) for row in rows] or None)


__all__ = ['FaceDetection', 'FaceKeyPoint', 'get_key_point']
