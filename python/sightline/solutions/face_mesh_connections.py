"""Pairs of points of the face mesh that are drawn as lines, from the library, in the order of mediapipe v0.10.21."""
from ctypes import byref, c_int

from sightline._ffi import lib

# enum sl_face_lines
_LIPS, _LEFT_EYE, _LEFT_EYEBROW, _LEFT_IRIS, _RIGHT_EYE, _RIGHT_EYEBROW, _RIGHT_IRIS, _FACE_OVAL, _NOSE = range(9)
_TESSELATION = 11


def _lines(which):
    count = c_int()
    pairs = lib.sl_face_connections(which, byref(count))
    return frozenset([tuple(pairs[k]) for k in range(count.value)])


FACEMESH_LIPS = _lines(_LIPS)
FACEMESH_LEFT_EYE = _lines(_LEFT_EYE)
FACEMESH_LEFT_IRIS = _lines(_LEFT_IRIS)
FACEMESH_LEFT_EYEBROW = _lines(_LEFT_EYEBROW)
FACEMESH_RIGHT_EYE = _lines(_RIGHT_EYE)
FACEMESH_RIGHT_EYEBROW = _lines(_RIGHT_EYEBROW)
FACEMESH_RIGHT_IRIS = _lines(_RIGHT_IRIS)
FACEMESH_FACE_OVAL = _lines(_FACE_OVAL)
FACEMESH_NOSE = _lines(_NOSE)
FACEMESH_CONTOURS = frozenset().union(FACEMESH_LIPS, FACEMESH_LEFT_EYE, FACEMESH_LEFT_EYEBROW, FACEMESH_RIGHT_EYE,
                                      FACEMESH_RIGHT_EYEBROW, FACEMESH_FACE_OVAL)
FACEMESH_IRISES = frozenset().union(FACEMESH_LEFT_IRIS, FACEMESH_RIGHT_IRIS)
FACEMESH_TESSELATION = _lines(_TESSELATION)
