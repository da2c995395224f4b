"""The C functions of libsightline, as Python calls them. A library that means other structs is refused when it is opened."""
import errno
from ctypes import POINTER, c_char_p, c_double, c_float, c_int, c_int32, c_size_t, c_uint8, c_uint16, c_void_p

from sightline import _library, _structs

# Public functions by what they take and give. Pointers to structs are void pointers here: ctypes then takes addresses of
# numpy arrays and byref() alike, without a cast for each call.
PAIR_U8, PAIR_U16 = POINTER(c_uint8 * 2), POINTER(c_uint16 * 2)
_POINT = [c_int32, c_int32]
_LINE = [c_void_p] + 2 * _POINT + [c_char_p, c_int32]
FUNCTIONS = {
    'sl_version': (c_char_p, []),
    'sl_abi_size': (c_size_t, [c_char_p]),
    'sl_engine_name': (c_char_p, [c_int]),
    'sl_error_text': (c_char_p, [c_int]),
    'sl_hand_connections': (PAIR_U8, [c_void_p]),
    'sl_pose_connections': (PAIR_U8, [c_void_p]),
    'sl_face_connections': (PAIR_U16, [c_int, c_void_p]),
    'sl_hands_process': (c_int, [c_void_p, c_void_p, c_void_p, c_int, c_void_p]),
    'sl_face_mesh_process': (c_int, [c_void_p, c_void_p, c_void_p, c_int, c_void_p]),
    'sl_face_detection_process': (c_int, [c_void_p, c_void_p, c_void_p, c_int, c_void_p]),
    'sl_holistic_process': (c_int, [c_void_p, c_void_p, c_void_p, c_int, c_void_p]),
    'sl_pose_process': (c_int, [c_void_p, c_void_p, c_void_p, c_void_p]),
    'sl_pose_mask': (c_void_p, [c_void_p, c_void_p, c_void_p]),
    'sl_holistic_mask': (c_void_p, [c_void_p, c_int, c_void_p, c_void_p]),
    'sl_gesture_of': (_structs.Gesture, [c_void_p, c_int32, c_int32]),
    'sl_gesture_name': (c_char_p, [c_int]),
    'sl_head_pose_solve': (c_int, [c_void_p, c_int32, c_int32, c_void_p]),
    'sl_gaze_of': (c_int, [c_void_p, c_void_p, c_int32, c_int32, c_int, c_void_p]),
    'sl_gaze_direction_name': (c_char_p, [c_int]),
    'sl_eyes_of': (c_int, [c_void_p, c_int32, c_int32, c_void_p]),
    'sl_iris_distance_mm': (c_float, [c_void_p, c_int, c_int32, c_int32, c_float]),
    'sl_mood_of': (_structs.Mood, [c_void_p, c_int32, c_int32]),
    'sl_mood_name': (c_char_p, [c_int]),
    'sl_ring_reader_opts_default': (_structs.RingReaderOpts, []),
    'sl_ring_attach': (c_int, [c_void_p, c_char_p, c_void_p, c_void_p]),
    'sl_ring_take': (c_int, [c_void_p, c_void_p, c_int, c_void_p]),
    'sl_ring_release': (None, [c_void_p, c_void_p]),
    'sl_ring_take_batch': (c_int, [c_void_p, c_void_p, c_int, c_void_p]),
    'sl_ring_batch_frame': (c_int, [c_void_p, c_int, c_void_p]),
    'sl_ring_release_batch': (None, [c_void_p, c_void_p]),
    'sl_ring_fd': (c_int, [c_void_p]),
    'sl_ring_reader_stat': (None, [c_void_p, c_void_p]),
    'sl_ring_detach': (None, [c_void_p]),
    'sl_ring_list': (c_int, [c_char_p, c_void_p, c_int, c_void_p]),
    'sl_draw_line': (c_int, _LINE),
    'sl_draw_arrow': (c_int, _LINE + [c_double]),
    'sl_draw_circle': (c_int, [c_void_p] + _POINT + [c_int32, c_char_p, c_int32]),
    'sl_draw_rectangle': (c_int, _LINE),
}
OPTIONS = {
    'hands': _structs.HandsOpts, 'pose': _structs.PoseOpts, 'face_detection': _structs.FaceDetectionOpts,
    'face_mesh': _structs.FaceMeshOpts, 'holistic': _structs.HolisticOpts,
}
for _noun, _opts in OPTIONS.items():
    FUNCTIONS['sl_%s_opts_default' % _noun] = (_opts, [])
    FUNCTIONS['sl_%s_create' % _noun] = (c_int, [c_void_p, c_void_p, c_void_p])
    FUNCTIONS['sl_%s_destroy' % _noun] = (None, [c_void_p])
    if _noun != 'face_detection':
        FUNCTIONS['sl_%s_reset' % _noun] = (None, [c_void_p])

# What a negative result becomes; anything else is a RuntimeError, as from mp.solutions.
EXCEPTIONS = {errno.EINVAL: ValueError, errno.ENOENT: FileNotFoundError, errno.ENOMEM: MemoryError, errno.EACCES: PermissionError,
              errno.ENOBUFS: BufferError, errno.ETIMEDOUT: TimeoutError}


class Library:
    """The functions as attributes, each bound when it is first used."""

    def __init__(self, opened):
        self._opened = opened

    def __getattr__(self, name):
        function = self._opened[name]        # an object of our own, not the one that other users of the library share
        function.restype, function.argtypes = FUNCTIONS[name]
        setattr(self, name, function)
        return function


def differing_structs(library):
    """(name, bytes here, bytes there) of each struct that the two sides see differently."""
    sizes = {name: (_structs.sizeof(struct), library.sl_abi_size(name.encode()))
             for name, struct in _structs.NAMES.items()}
    return [(name, ours, theirs) for name, (ours, theirs) in sizes.items() if ours != theirs]


def checked(opened):
    library = Library(opened)
    place = getattr(opened, '_name', 'libsightline.so')
    try:
        differing = differing_structs(library)
    except AttributeError:
        raise ImportError('sightline: %s is not a libsightline, or one from before this package; install both from one '
                          'release' % place) from None
    if differing:
        name, ours, theirs = differing[0]
        raise ImportError('sightline: %s is of release %s, in which struct %s has %d bytes; this package expects %d; install '
                          'both from one release' % (place, library.sl_version().decode(), name, theirs, ours))
    return library


def failure(code, why):
    """The exception for a negative result."""
    text = why.text.decode('utf-8', 'replace') or lib.sl_error_text(code).decode()
    return EXCEPTIONS.get(-code, RuntimeError)(text)


lib = checked(_library.load())
