"""What all analysers share: options, the object in the library, its life, and one call per picture."""
import operator
import os
import threading
from ctypes import byref, c_float, c_int32, c_void_p, memmove

import numpy as np

from sightline import _ffi, _picture, _structs
from sightline._ffi import lib

# mp.solutions tells its graphs that 33,333 microseconds pass from one picture to the next, whatever the clock says.
STEP_NS = 33333 * 1000
PRECISIONS = ('f32', 'bf16')
INT32_MAX = (1 << 31) - 1


def engine_number(name):
    """enum sl_engine by name, as the library itself calls them."""
    names, number = [], 0
    while (one := lib.sl_engine_name(number).decode()) != 'none':
        names.append(one)
        number += 1
    if name not in names:
        raise ValueError('engine is %r; it takes %s' % (name, ', '.join(known for known in names if known != 'fake')))
    return names.index(name)


def precision_number(name):
    if name not in PRECISIONS:
        raise ValueError('precision is %r; it takes %s' % (name, ', '.join(PRECISIONS)))
    return PRECISIONS.index(name)


def whole(name, value):
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError('%s is %r; it takes a whole number' % (name, value)) from None
    if abs(number) > INT32_MAX:
        raise ValueError('%s is %d, which is out of range' % (name, number))
    return number


def real(name, value):
    try:
        return c_float(value)
    except TypeError:
        raise TypeError('%s is %r; it takes a real number' % (name, value)) from None


def fill_options(opts, values):
    """Values into the struct by name, checked by the field's type; ranges are the library's business."""
    kinds = dict(type(opts)._fields_)
    for name, value in values.items():
        setattr(opts, name, real(name, value) if kinds[name] is c_float else whole(name, value))


def fill_engine(opts, engine, precision, threads, model_dir):
    opts.engine, opts.precision = engine_number(engine), precision_number(precision)
    opts.threads = whole('threads', threads)
    opts.model_dir = None if model_dir is None else os.fsencode(model_dir)


class Analyser:
    """One analyser of the library. A subclass names it, its result struct and how many of those may come."""

    _noun = None
    _struct = None
    _cap = 1

    def __init__(self, values, engine='tflite', precision='f32', threads=1, model_dir=None):
        self._handle = None
        self._lock = threading.Lock()
        self._pictures = 0
        self._frame, self._why = _structs.Frame(), _structs.Error()
        self._found = np.zeros(self._cap, np.dtype(self._struct))
        opts = getattr(lib, 'sl_%s_opts_default' % self._noun)()
        fill_options(opts, values)
        fill_engine(opts.engine, engine, precision, threads, model_dir)
        handle = c_void_p()
        code = getattr(lib, 'sl_%s_create' % self._noun)(byref(handle), byref(opts), byref(self._why))
        if code < 0:
            raise _ffi.failure(code, self._why)
        self._destroy = getattr(lib, 'sl_%s_destroy' % self._noun)
        self._call = getattr(lib, 'sl_%s_process' % self._noun)
        found = self._found.ctypes.data
        self._arguments = [handle, byref(self._frame), found] + ([] if self._noun == 'pose' else [self._cap])
        self._arguments.append(byref(self._why))
        self._handle = handle

    def process(self, image):
        """Look at one picture: RGB, uint8 (height, width, 3)."""
        with self._lock:
            self._pictures += 1                  # time passes even when the picture is refused, as in mp.solutions
            if self._handle is None:
                raise ValueError('this %s is closed' % type(self).__name__)
            kept = _picture.fill(self._frame, image)
            self._frame.pts_ns = self._pictures * STEP_NS
            count = self._call(*self._arguments)
            del kept
            if count < 0:
                raise _ffi.failure(count, self._why)
            return self._results(count)

    def _results(self, count):
        raise NotImplementedError

    def _taken(self, count):
        """The first results, in memory of their own: by way of bytes, because numpy copies structs field by field."""
        return np.frombuffer(self._found[:count].tobytes(), self._found.dtype)

    def _mask(self, *place):
        """The body's mask as float32 (height, width), or None."""
        width, height = c_int32(), c_int32()
        address = getattr(lib, 'sl_%s_mask' % self._noun)(self._handle, *place, byref(width), byref(height))
        if not address:
            return None
        mask = np.empty((height.value, width.value), np.float32)
        memmove(mask.ctypes.data, address, mask.nbytes)
        return mask

    def reset(self):
        """Forget what was seen: the next picture is searched as if it were the first."""
        with self._lock:
            if self._handle is not None and self._noun != 'face_detection':
                getattr(lib, 'sl_%s_reset' % self._noun)(self._handle)

    def close(self):
        """Free the models. What was found before stays valid."""
        with self._lock:
            if self._handle is None:
                raise ValueError('this %s is closed already' % type(self).__name__)
            self._free()

    def _free(self):
        handle, self._handle = self._handle, None
        self._arguments = None
        self._destroy(byref(handle))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        if getattr(self, '_handle', None) is not None:
            self._free()
