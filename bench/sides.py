"""The two sides of a comparison: one analyser of ours through the package's structs, one of mp.solutions. Both get RGB in memory."""
import ctypes
import os
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENGINES, PRECISIONS = {'tflite': 0, 'openvino': 1}, {'f32': 0, 'bf16': 1}
PIXELS_RGB24 = 1
STEP_NS = 33333000                                  # what mp.solutions lets pass between two frames


def open_library(build):
    os.environ['SIGHTLINE_LIBRARY'] = os.path.abspath(os.path.join(build, 'libsightline.so'))
    sys.path.insert(0, os.path.join(ROOT, 'python'))


class Sightline:
    """sl_NOUN_process() through ctypes, about two microseconds more than from C."""

    def __init__(self, noun, options, engine, precision, threads):
        from sightline import _structs
        from sightline._ffi import lib
        results = {'hands': (_structs.Hand, 64), 'pose': (_structs.Body, 1), 'face_mesh': (_structs.Face, 32),
                   'face_detection': (_structs.Detection, 256), 'holistic': (_structs.Person, 8)}
        struct, cap = results[noun]
        opts = getattr(lib, 'sl_%s_opts_default' % noun)()
        for name, value in options.items():
            setattr(opts, name, value)
        opts.engine.engine, opts.engine.precision = ENGINES[engine], PRECISIONS[precision]
        opts.engine.threads = threads
        self.lib, self.noun, self.now_ns = lib, noun, 0
        self.frame_init = ctypes.CDLL(os.environ['SIGHTLINE_LIBRARY']).sl_frame_init
        self.handle, self.why, self.frame = ctypes.c_void_p(), _structs.Error(), _structs.Frame()
        self.found = (struct * cap)()
        if getattr(lib, 'sl_%s_create' % noun)(ctypes.byref(self.handle), ctypes.byref(opts), ctypes.byref(self.why)) < 0:
            raise RuntimeError(self.why.text.decode())
        self.call = getattr(lib, 'sl_%s_process' % noun)
        self.arguments = [self.handle, ctypes.byref(self.frame), ctypes.addressof(self.found)]
        self.arguments += ([] if noun == 'pose' else [cap]) + [ctypes.byref(self.why)]

    def describe(self, pixels, kind, width, height):
        self.frame_init(ctypes.byref(self.frame), kind, width, height, pixels.ctypes.data_as(ctypes.c_void_p), 0, None)
        self.now_ns += STEP_NS
        self.frame.pts_ns = self.now_ns

    def process_plane(self, pixels, kind, width, height):
        """Pixels of any kind that lie in one block."""
        self.describe(pixels, kind, width, height)
        return self.call(*self.arguments)

    def process(self, picture):
        self.describe(picture, PIXELS_RGB24, picture.shape[1], picture.shape[0])
        start = time.perf_counter_ns()
        count = self.call(*self.arguments)
        return (time.perf_counter_ns() - start) / 1e6, count > 0

    def close(self):
        getattr(self.lib, 'sl_%s_destroy' % self.noun)(ctypes.byref(self.handle))


class Peer:
    """process() of mp.solutions."""

    CLASSES = {'hands': 'Hands', 'pose': 'Pose', 'face_mesh': 'FaceMesh', 'face_detection': 'FaceDetection',
               'holistic': 'Holistic'}

    def __init__(self, noun, options):
        import mediapipe as mp
        self.analyser = getattr(getattr(mp.solutions, noun), self.CLASSES[noun])(
            **{name: bool(value) if name.startswith(('refine', 'enable')) else value for name, value in options.items()})

    def process(self, picture):
        start = time.perf_counter_ns()
        found = self.analyser.process(picture)
        return (time.perf_counter_ns() - start) / 1e6, any(getattr(found, name) is not None for name in found._fields)

    def close(self):
        self.analyser.close()
