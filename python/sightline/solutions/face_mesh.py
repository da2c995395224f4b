"""Faces as meshes: 468 points each, with refinement 478 and both irises."""
from sightline import _structs
from sightline._analyser import Analyser
from sightline._results import results_class
from sightline.formats.landmark_pb2 import NormalizedLandmarkList
from sightline.solutions.face_mesh_connections import (
    FACEMESH_CONTOURS, FACEMESH_FACE_OVAL, FACEMESH_IRISES, FACEMESH_LEFT_EYE, FACEMESH_LEFT_EYEBROW, FACEMESH_LEFT_IRIS,
    FACEMESH_LIPS, FACEMESH_NOSE, FACEMESH_RIGHT_EYE, FACEMESH_RIGHT_EYEBROW, FACEMESH_RIGHT_IRIS, FACEMESH_TESSELATION)

FACEMESH_NUM_LANDMARKS = _structs.FACE_POINTS
FACEMESH_NUM_LANDMARKS_WITH_IRISES = _structs.FACE_POINTS_MAX

SolutionOutputs = results_class(__name__, ['multi_face_landmarks'])


def face_landmarks(face):
    """The list of one struct sl_face."""
    return NormalizedLandmarkList.from_arrays(face['image'][:face['points']])


class FaceMesh(Analyser):
    """Finds faces and follows them. Options, defaults and numbers of mp.solutions.face_mesh.FaceMesh.

    static_image_mode         True: search every picture anew, as for unrelated photos
    max_num_faces             1 to 16
    refine_landmarks          better eyes and lips, and irises: 478 points
    min_detection_confidence  0 to 1
    min_tracking_confidence   0 to 1; below it the face counts as lost

    Besides: engine ('tflite' exact, 'openvino' fast), precision ('f32', 'bf16' with openvino), threads, model_dir.
    """

    _noun, _struct, _cap = 'face_mesh', _structs.Face, _structs.FACES_MAX

    def __init__(self, static_image_mode=False, max_num_faces=1, refine_landmarks=False, min_detection_confidence=0.5,
                 min_tracking_confidence=0.5, **engine):
        super().__init__({
            'static_image_mode': bool(static_image_mode), 'max_num_faces': max_num_faces,
            'refine_landmarks': bool(refine_landmarks), 'min_detection_confidence': min_detection_confidence,
            'min_tracking_confidence': min_tracking_confidence}, **engine)

    def _results(self, count):
        faces = self._taken(count)
        return SolutionOutputs([face_landmarks(face) for face in faces] or None)


__all__ = ['FACEMESH_CONTOURS', 'FACEMESH_FACE_OVAL', 'FACEMESH_IRISES', 'FACEMESH_LEFT_EYE', 'FACEMESH_LEFT_EYEBROW',
           'FACEMESH_LEFT_IRIS', 'FACEMESH_LIPS', 'FACEMESH_NOSE', 'FACEMESH_NUM_LANDMARKS',
           'FACEMESH_NUM_LANDMARKS_WITH_IRISES', 'FACEMESH_RIGHT_EYE', 'FACEMESH_RIGHT_EYEBROW', 'FACEMESH_RIGHT_IRIS',
           'FACEMESH_TESSELATION', 'FaceMesh']
