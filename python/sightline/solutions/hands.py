"""Hands: 21 points each, and which side they are."""
import enum

from sightline import _structs
from sightline._analyser import Analyser
from sightline._results import results_class
from sightline.formats._message import trusted
from sightline.formats.classification_pb2 import Classification, ClassificationList
from sightline.formats.landmark_pb2 import LandmarkList, NormalizedLandmarkList
from sightline.solutions.hands_connections import HAND_CONNECTIONS


class HandLandmark(enum.IntEnum):
    """The 21 points."""
    WRIST = 0
    THUMB_CMC = 1
    THUMB_MCP = 2
    THUMB_IP = 3
    THUMB_TIP = 4
    INDEX_FINGER_MCP = 5
    INDEX_FINGER_PIP = 6
    INDEX_FINGER_DIP = 7
    INDEX_FINGER_TIP = 8
    MIDDLE_FINGER_MCP = 9
    MIDDLE_FINGER_PIP = 10
    MIDDLE_FINGER_DIP = 11
    MIDDLE_FINGER_TIP = 12
    RING_FINGER_MCP = 13
    RING_FINGER_PIP = 14
    RING_FINGER_DIP = 15
    RING_FINGER_TIP = 16
    PINKY_MCP = 17
    PINKY_PIP = 18
    PINKY_DIP = 19
    PINKY_TIP = 20


SIDES = ('Left', 'Right')            # enum sl_side; of a mirrored picture

SolutionOutputs = results_class(__name__, ['multi_hand_landmarks', 'multi_hand_world_landmarks', 'multi_handedness'])


def _handedness(side, score):
    side = trusted(Classification, index=side, score=score, label=SIDES[side])
    return trusted(ClassificationList, classification=[side])


class Hands(Analyser):
    """Finds hands in pictures and follows them from one to the next. Options, defaults and numbers of mp.solutions.hands.Hands.

    static_image_mode         True: search every picture anew, as for unrelated photos
    max_num_hands             1 to 32
    model_complexity          0 lite, 1 full
    min_detection_confidence  0 to 1, of the palm detection
    min_tracking_confidence   0 to 1, of the landmarks; below it the hand counts as lost

    Besides: engine ('tflite' exact, 'openvino' fast), precision ('f32', 'bf16' with openvino), threads, model_dir, and
    limit_hands=True for never more than max_num_hands (mp.solutions may give more).
    """

    _noun, _struct, _cap = 'hands', _structs.Hand, _structs.HANDS_MAX

    def __init__(self, static_image_mode=False, max_num_hands=2, model_complexity=1, min_detection_confidence=0.5,
                 min_tracking_confidence=0.5, *, limit_hands=False, **engine):
        super().__init__({
            'static_image_mode': bool(static_image_mode), 'max_num_hands': max_num_hands,
            'model_complexity': model_complexity, 'min_detection_confidence': min_detection_confidence,
            'min_tracking_confidence': min_tracking_confidence, 'limit_hands': bool(limit_hands)}, **engine)

    def _results(self, count):
        if not count:
            return SolutionOutputs(None, None, None)
        found = self._taken(count)
        return SolutionOutputs([NormalizedLandmarkList.from_arrays(points) for points in found['image']],
                               [LandmarkList.from_arrays(points) for points in found['world']],
                               [_handedness(*hand) for hand in zip(found['side'].tolist(), found['score'].tolist())])


__all__ = ['HAND_CONNECTIONS', 'HandLandmark', 'Hands']
