#!/usr/bin/env python3
"""Shared frames in Python: arrays without a copy that stay as they are, ends and restarts of the publisher.

    rings.py LIBRARY PROGRAM
"""
import gc
import os
import select
import subprocess
import sys
import tempfile
import threading
import time

import harness
from harness import MEDIA, Skip, equal, holds, raises

LIBRARY, PROGRAM = sys.argv[1:3]
os.environ['SIGHTLINE_LIBRARY'] = LIBRARY
try:
    import numpy as np
except ImportError as missing:
    harness.skip_all('no numpy for Python %s (%s)' % (sys.version.split()[0], missing))
import sightline  # noqa: E402

FOLDER = tempfile.mkdtemp(prefix='sl-rings-')
os.environ['SIGHTLINE_RUNTIME_DIR'] = FOLDER
WIDTH, HEIGHT, COUNT = 37, 11, 24


def picture(number):
    """Every pixel tells the frame's number and its own place."""
    plane = np.arange(HEIGHT * WIDTH * 3, dtype=np.uint32).reshape(HEIGHT, WIDTH, 3)
    return ((plane * 7 + number * 31) % 251).astype(np.uint8)


class Share:
    """`sightline share NAME=raw:...`, fed by us."""

    def __init__(self, name, *flags):
        self.process = subprocess.Popen([PROGRAM, 'share', '-q', '--fast', *flags, '%s=raw:%dx%d:bgr24@30' % (name, WIDTH, HEIGHT)],
                                        stdin=subprocess.PIPE)

    def feed(self, *numbers):
        for number in numbers:
            self.process.stdin.write(picture(number).tobytes())
        self.process.stdin.flush()

    def end(self):
        self.process.stdin.close()
        equal(self.process.wait(), 0, 'exit code of share')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def opened(name, **options):
    """The first frame makes the ring, so it takes a moment."""
    end = time.monotonic() + 10
    while True:
        try:
            return sightline.open(name, **options)
        except FileNotFoundError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)


def test_every_frame_comes_whole_and_in_order():
    with Share('every') as share:
        share.feed(0)
        with opened('every', every=True) as ring:
            feeder = threading.Thread(target=lambda: (share.feed(*range(1, COUNT)), share.end()))
            feeder.start()
            seen = [(frame.number, frame.dropped, np.array_equal(frame.array, picture(frame.number))) for frame in ring]
            feeder.join()
    first = seen[0][0]
    equal(seen, [(k, 0, True) for k in range(first, COUNT)])
    holds(first <= 1, 'began at frame %d' % first)


def test_arrays_are_read_only_views_that_stay():
    with Share('stay') as share:
        share.feed(0)
        with opened('stay') as ring:
            frame = ring.take(5)
            array, number = frame.array, frame.number
            del frame
            holds(not array.flags.writeable and not array.flags.owndata, 'a view that cannot be written')
            raises(ValueError, lambda: array.__setitem__(0, 1), 'read-only')
            share.feed(*range(1, COUNT))
            while ring.take(0.2) is not None:
                pass
            holds(np.array_equal(array, picture(number)), 'the array stayed as it was')
            ring.close()
            gc.collect()
            holds(np.array_equal(array, picture(number)), 'also when the ring is closed')


def test_a_reader_that_keeps_too_many_is_told():
    with Share('many') as share:
        share.feed(0)
        with opened('many', every=True) as ring:
            share.feed(*range(1, 8))
            kept = []
            message = raises(BufferError, lambda: [kept.append(ring.take(5).array) for _ in range(8)], 'holds as many frames')
            holds(kept, message)
            kept.clear()
            holds(ring.take(5) is not None, 'and goes on after letting go')


def test_the_end_of_the_publisher_ends_the_loop():
    with Share('end') as share:
        share.feed(0)
        with opened('end') as ring:
            ring.take(5)
            share.end()
            equal(list(ring), [])
            raises(EOFError, ring.take, 'has ended')
            equal(ring.read(), (False, None))
    raises(FileNotFoundError, lambda: sightline.open('end'), "nobody shares frames as 'end'")


def test_a_restarted_publisher_is_followed():
    with sightline.open('again', reattach=True) as ring:
        equal(ring.take(0.05), None)
        for life in range(2):
            with Share('again') as share:
                share.feed(life)
                frame = ring.take(10)
                holds(frame is not None and np.array_equal(frame.array, picture(life)), 'life %d' % life)
                share.process.kill()
                share.process.wait()
            del frame


def test_names_are_listed_and_counted():
    with Share('b') as one, Share('a') as other:
        one.feed(0)
        other.feed(0)
        with opened('a') as first, opened('b'):
            equal(sightline.rings(), ['a', 'b'])
            stat = first.stat
            equal((stat['name'], stat['pixels'], stat['width_px'], stat['height_px']), ('a', 'bgr24', WIDTH, HEIGHT))


def test_event_loops_can_wait_for_it():
    with Share('loop') as share:
        share.feed(0)
        with opened('loop') as ring:
            ring.fileno()
            while ring.take(0) is not None:
                pass
            equal(select.select([ring], [], [], 0)[0], [], 'nothing to take')
            share.feed(1)
            equal(select.select([ring], [], [], 5)[0], [ring], 'something to take')
            holds(ring.take(0) is not None, 'and it is there')


def test_a_forked_child_opens_its_own():
    with Share('fork') as share:
        share.feed(0)
        with opened('fork') as ring:
            frame = ring.take(5)
            child = os.fork()
            if child == 0:
                try:
                    raises(RuntimeError, ring.take, 'opened by the parent')
                    with sightline.open('fork') as own:
                        holds(np.array_equal(own.take(5).array, picture(0)), 'the child sees the frame')
                    del frame, own
                    gc.collect()
                    os._exit(0)
                except BaseException:
                    os._exit(1)
            equal(os.waitpid(child, 0)[1], 0, 'status of the child')
            share.feed(*range(1, COUNT))
            holds(np.array_equal(frame.array, picture(0)), "the child gave back nothing of the parent's")


def test_opencv_takes_the_arrays():
    try:
        import cv2
    except ImportError as missing:
        raise Skip('no OpenCV for this Python (%s)' % missing) from None
    with Share('cv') as share:
        share.feed(3)
        with opened('cv') as ring:
            good, array = ring.read()
            holds(good and np.array_equal(cv2.flip(array, 1), picture(3)[:, ::-1]), 'flipped')


if __name__ == '__main__':
    try:
        harness.run(globals())
    finally:
        for name in os.listdir(FOLDER):
            os.unlink(os.path.join(FOLDER, name))
        os.rmdir(FOLDER)
