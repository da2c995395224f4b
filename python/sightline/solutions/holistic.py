"""Whole people: body, both hands and face."""
from collections import namedtuple

from sightline import _structs
from sightline._analyser import Analyser
from sightline._results import results_class
from sightline.formats.landmark_pb2 import NormalizedLandmarkList
from sightline.solutions.face_mesh import face_landmarks
from sightline.solutions.face_mesh_connections import FACEMESH_CONTOURS, FACEMESH_TESSELATION
from sightline.solutions.hands import HandLandmark
from sightline.solutions.hands_connections import HAND_CONNECTIONS
from sightline.solutions.pose import PoseLandmark, body_landmarks
from sightline.solutions.pose_connections import POSE_CONNECTIONS

FIELDS = ['pose_landmarks', 'pose_world_landmarks', 'left_hand_landmarks', 'right_hand_landmarks', 'face_landmarks',
          'segmentation_mask']

SolutionOutputs = results_class(__name__, FIELDS)
Person = namedtuple('Person', ['id'] + FIELDS)


class Holistic(Analyser):
    """Finds a person's body, hands and face, and follows them. Options, defaults and numbers of mp.solutions.holistic.Holistic.

    static_image_mode         True: search every picture for the body anew; hands and face go on being followed, as there
    model_complexity          of the body: 0 lite, 1 full, 2 heavy
    smooth_landmarks          of the body, over time; nothing in static_image_mode
    enable_segmentation       also give segmentation_mask, float32 (height, width), 0 to 1
    smooth_segmentation       accepted; without effect, as in mp.solutions
    refine_face_landmarks     478 points of the face instead of 468
    min_detection_confidence  of the body, 0 to 1
    min_tracking_confidence   of the body, 0 to 1; below it the body counts as lost

    Besides: max_people, 1 to 8; then the result's `people` holds a Person for each, those followed longest first, and the
    result's own fields are those of the first. engine ('tflite' exact, 'openvino' fast), precision ('f32', 'bf16' with
    openvino), threads, model_dir; static_parts=True: with static_image_mode hands and face are searched anew, too;
    segmentation_ratio and reset_smoothing as in Pose.
    """

    _noun, _struct, _cap = 'holistic', _structs.Person, _structs.PEOPLE_MAX

    def __init__(self, static_image_mode=False, model_complexity=1, smooth_landmarks=True, enable_segmentation=False,
                 smooth_segmentation=True, refine_face_landmarks=False, min_detection_confidence=0.5,
                 min_tracking_confidence=0.5, *, max_people=1, static_parts=False, segmentation_ratio=0.0,
                 reset_smoothing=False, **engine):
        super().__init__({
            'static_image_mode': bool(static_image_mode), 'model_complexity': model_complexity,
            'smooth_landmarks': bool(smooth_landmarks), 'enable_segmentation': bool(enable_segmentation),
            'smooth_segmentation': bool(smooth_segmentation), 'refine_face_landmarks': bool(refine_face_landmarks),
            'min_detection_confidence': min_detection_confidence, 'min_tracking_confidence': min_tracking_confidence,
            'max_people': max_people, 'static_parts': bool(static_parts), 'segmentation_ratio': segmentation_ratio,
            'reset_smoothing': bool(reset_smoothing)}, **engine)

    def _results(self, count):
        found = self._taken(count)
        people = [self._person(place, person) for place, person in enumerate(found)]
        results = SolutionOutputs(*(people[0][1:] if people else [None] * len(FIELDS)))
        results.people = people
        return results

    def _person(self, place, person):
        def hand(side):
            return NormalizedLandmarkList.from_arrays(person[side + '_hand']) if person['has_%s_hand' % side] else None
        return Person(int(person['id']), *body_landmarks(person['body']), hand('left'), hand('right'),
                      face_landmarks(person['face']) if person['has_face'] else None, self._mask(place))


__all__ = ['FACEMESH_CONTOURS', 'FACEMESH_TESSELATION', 'HAND_CONNECTIONS', 'HandLandmark', 'Holistic', 'POSE_CONNECTIONS',
           'PoseLandmark']
