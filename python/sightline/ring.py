"""Shared frames, as numpy arrays without a copy: what `sightline share` publishes."""
import errno
import os
import time
from ctypes import addressof, byref, c_char, c_void_p

import numpy as np

from sightline import _ffi, _structs
from sightline._ffi import lib

# enum sl_pixels: name and values a pixel; those without lie in planes.
PIXELS = {1: ('rgb24', 3), 2: ('bgr24', 3), 3: ('rgba32', 4), 4: ('gray8', 1), 5: ('i420', None), 6: ('nv12', None)}
NEWEST, EVERY = 0, 1              # enum sl_ring_policy
NAME_BYTES = 64
NAMES_MAX = 256
LOOK_MS = 100                     # how soon Ctrl-C is heard while waiting


class _Reader:
    """The library's reader. The ring and everything taken from it keep it; with the last of them it ends."""

    def __init__(self, name, opts):
        self.handle, self.pid = None, os.getpid()
        why, handle = _structs.Error(), c_void_p()
        code = lib.sl_ring_attach(byref(handle), name, byref(opts), byref(why))
        if code < 0:
            raise _ffi.failure(code, why)
        self.handle = handle

    def __del__(self):
        if self.handle is not None and self.pid == os.getpid():      # a forked child ends nothing of its parent's
            lib.sl_ring_detach(byref(self.handle))


class _Loan:
    """One slot of a ring in this process's hands. The arrays over it keep it; with the last of them it goes back."""

    def __init__(self, reader, taken, give_back):
        self._reader, self._taken, self._give_back = reader, taken, give_back

    def __del__(self):
        if self._reader.pid == os.getpid():
            self._give_back(self._reader.handle, byref(self._taken))

    def view(self, address, shape, strides):
        """A read-only array over memory of the slot."""
        return np.asarray(_Memory(self, address, shape, strides))


class _Memory:
    """What numpy asks for the memory, and keeps alive as the array's base."""

    def __init__(self, loan, address, shape, strides):
        self._loan = loan
        self.__array_interface__ = {'data': (address, True), 'shape': shape, 'strides': strides, 'typestr': '|u1', 'version': 3}


class Frame:
    """
    One shared picture.

    `array`: read-only uint8, no copy: (height, width, 3) in the ring's order of colours (BGR as `sightline share` gives them by
    default), (height, width, 4), or (height, width) for grey; `planes` for I420 and NV12. It stays as it is for as long as
    anybody has it; then the slot goes back. A reader may have few slots at a time: copy what you keep.
    """

    def __init__(self, loan, frame, sequence):
        self._loan, self._frame, self.sequence = loan, frame, sequence
        self.number, self.dropped = frame.number, frame.dropped
        self.pts_ns, self.capture_ns = frame.pts_ns, frame.capture_ns
        self.width, self.height, self.pixels = frame.width_px, frame.height_px, PIXELS[frame.pixels][0]

    def _plane(self, index):
        if self._loan is None:
            raise ValueError('frame %d was let go' % self.number)
        height, width, channels = self.height, self.width, PIXELS[self._frame.pixels][1]
        if channels is None and index:
            height, width = (height + 1) // 2, (width + 1) // 2 * (2 if self.pixels == 'nv12' else 1)
        stride = self._frame.stride_bytes[index]
        shape, strides = ((height, width, channels), (stride, channels, 1)) if (channels or 1) > 1 else ((height, width), (stride, 1))
        return self._loan.view(self._frame.plane[index], shape, strides)

    @property
    def planes(self):
        """All planes: one, or Y, U, V of I420, or Y and UV of NV12."""
        return tuple(self._plane(index) for index in range(3) if self._frame.plane[index])

    @property
    def array(self):
        if PIXELS[self._frame.pixels][1] is None:
            raise ValueError('a frame of %s has planes, not one array; frame.planes has them, and sightline share '
                             '--format bgr24 shares arrays' % self.pixels)
        return self._plane(0)

    def release(self):
        """Let go of the slot; arrays over it keep it for as long as they live."""
        self._loan = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.release()

    def __repr__(self):
        return '<frame %d, %dx%d %s>' % (self.number, self.width, self.height, self.pixels)


class Batch:
    """
    Frames that lie one after another: `array` is read-only uint8 (size, height, width, 3), no copy, of which the first `valid` are
    frames (all but in the last batch of a stream). `frames` has each with its times.
    """

    def __init__(self, loan, taken, frames):
        self._loan, self._taken, self._frames = loan, taken, frames
        self.valid, self.size, self.sequence, self.dropped = taken.count, taken.size, taken.sequence, taken.dropped

    @property
    def frames(self):
        return [Frame(self._loan, frame, self.sequence + k) for k, frame in enumerate(self._frames)]

    @property
    def array(self):
        if self._loan is None:
            raise ValueError('the batch was let go')
        first = self._frames[0]
        channels, stride = PIXELS[first.pixels][1], first.stride_bytes[0]
        if channels is None:
            raise ValueError('frames of %s have planes, not one array' % PIXELS[first.pixels][0])
        shape = (self.size, first.height_px, first.width_px) + ((channels,) if channels > 1 else ())
        strides = (self._taken.frame_bytes, stride, channels) + ((1,) if channels > 1 else ())
        return self._loan.view(self._taken.pixels, shape, strides)

    def release(self):
        """Let go of the slots; arrays over them keep them for as long as they live."""
        self._loan = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.release()

    def __len__(self):
        return self.valid


class Ring:
    """
    The frames of a name, newest first or every one: sightline.open(name).

    every     False: the newest frame wins, and frame.dropped tells how many were skipped; True: each frame in order, the publisher
              waits a little; who falls behind goes on with the oldest that is there, and frame.dropped tells how many are lost
    reattach  True: when the publisher ends, wait for the next one of that name (and at first, for the first one)
    spin_us   how long to look before going to sleep
    group     each frame goes to one member of the group only
    Raises FileNotFoundError when nobody shares that name, PermissionError when its frames are not for this user. One thread at a
    time takes; frames may be let go on any. After a fork the child opens its own.
    """

    def __init__(self, name, every=False, reattach=False, spin_us=0, group=None, runtime_dir=None):
        self._reader, self._lost, self.name = None, 0, name
        opts = lib.sl_ring_reader_opts_default()
        opts.policy, opts.reattach, opts.spin_us = EVERY if every else NEWEST, int(bool(reattach)), int(spin_us)
        opts.group = None if group is None else group.encode()
        opts.runtime_dir = None if runtime_dir is None else os.fsencode(runtime_dir)
        self._reader = _Reader(str(name).encode(), opts)

    def _open(self):
        if self._reader is None:
            raise ValueError('the ring %s is closed' % self.name)
        if self._reader.pid != os.getpid():
            raise RuntimeError('the ring %s was opened by the parent of this process; open it here' % self.name)
        return self._reader

    def _take(self, take, taken, timeout):
        """1 and the slot filled in; 0 none within the time; None the publisher ended."""
        reader = self._open()
        why, end = _structs.Error(), None if timeout is None else time.monotonic() + timeout
        while True:
            left_ms = LOOK_MS if end is None else min(LOOK_MS, max(0, int((end - time.monotonic()) * 1000 + 0.999)))
            code = take(reader.handle, byref(taken), left_ms, byref(why))
            if code == -errno.ESTALE:
                self._lost += taken.dropped if isinstance(taken, _structs.RingBatch) else taken.frame.dropped
            elif code == -errno.EPIPE:
                return None
            elif code < 0:
                raise _ffi.failure(code, why)
            elif code or (end is not None and time.monotonic() >= end):
                return code

    def take(self, timeout=None):
        """
        The next frame; None when none came within the time (seconds; None: however long it takes). EOFError when the
        publisher has ended.
        """
        taken = _structs.RingFrame()
        code = self._take(lib.sl_ring_take, taken, timeout)
        if code is None:
            raise EOFError('the publisher of %s has ended' % self.name)
        if not code:
            return None
        frame = Frame(_Loan(self._reader, taken, lib.sl_ring_release), taken.frame, taken.sequence)
        frame.dropped, self._lost = frame.dropped + self._lost, 0
        return frame

    def take_batch(self, timeout=None):
        """As take(), a batch; of as many frames as the publisher puts together (sightline share --batch)."""
        taken = _structs.RingBatch()
        code = self._take(lib.sl_ring_take_batch, taken, timeout)
        if code is None:
            raise EOFError('the publisher of %s has ended' % self.name)
        if not code:
            return None
        loan, frames = _Loan(self._reader, taken, lib.sl_ring_release_batch), []
        for index in range(taken.count):
            frame = _structs.Frame()
            code = lib.sl_ring_batch_frame(byref(taken), index, byref(frame))
            if code < 0:
                raise _ffi.failure(code, _structs.Error())
            frames.append(frame)
        batch = Batch(loan, taken, frames)
        batch.dropped, self._lost = batch.dropped + self._lost, 0
        return batch

    def __iter__(self):
        """Frames until the publisher ends (with reattach: without end)."""
        while True:
            try:
                frame = self.take()
            except EOFError:
                return
            yield frame
            del frame                                # else the one before would be held while the next is waited for

    def batches(self, size=None):
        """Batches until the publisher ends. `size` is checked against what the publisher puts together."""
        while True:
            try:
                batch = self.take_batch()
            except EOFError:
                return
            if size is not None and batch.size != size:
                raise ValueError('%s has batches of %d frames, not %d; the publisher decides (sightline share --batch)'
                                 % (self.name, batch.size, size))
            yield batch
            del batch

    def read(self):
        """As cv2.VideoCapture.read(): (True, array), or (False, None) at the end."""
        try:
            return True, self.take().array
        except EOFError:
            return False, None

    def fileno(self):
        """A descriptor for select, poll and event loops: readable when there may be something to take."""
        return lib.sl_ring_fd(self._open().handle)

    @property
    def stat(self):
        """Counters: a dictionary with format, size, published, dropped, readers and so on."""
        stat = _structs.RingStat()
        lib.sl_ring_reader_stat(self._open().handle, byref(stat))
        values = {name: getattr(stat, name) for name, _ in stat._fields_}
        return {**values, 'name': stat.name.decode(), 'pixels': PIXELS.get(stat.pixels, ('none',))[0]}

    def close(self):
        """Take no more. What was taken stays good for as long as anybody has it."""
        self._reader = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def rings(runtime_dir=None):
    """The names that are shared now."""
    names, why = (c_char * NAME_BYTES * NAMES_MAX)(), _structs.Error()
    count = lib.sl_ring_list(None if runtime_dir is None else os.fsencode(runtime_dir), addressof(names), NAMES_MAX, byref(why))
    if count < 0:
        raise _ffi.failure(count, why)
    return [names[k].value.decode() for k in range(min(count, NAMES_MAX))]
