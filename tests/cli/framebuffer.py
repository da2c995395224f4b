#!/usr/bin/env python3
"""
Readers of Raspberry.Ninja's --framebuffer, written as that project documents them, on what `share --framebuffer` writes.
framebuffer.py PROGRAM
"""
import os
import signal
import socket
import subprocess
import time
from multiprocessing import resource_tracker, shared_memory

import cli
from cli import TIMEOUT_S, Skip, equal, holds, main, path, refused, write

try:
    import numpy
except ImportError:
    numpy = None

NAME = "psm_raspininja_streamid"
FILE = "/dev/shm/" + NAME
DOCUMENTED_BYTES = 1280 * 720 * 3 + 5  # what older readers map


def need():
    if numpy is None:
        raise Skip("no numpy")
    if os.path.exists(FILE):
        raise Skip(f"{FILE} is in use")


def picture(n, width, height):
    """RGB bytes that differ from frame to frame, from row to row and from channel to channel."""
    x, y = numpy.meshgrid(numpy.arange(width), numpy.arange(height))
    return numpy.stack([(x + n) % 256, (y * 3 + n) % 256, (x * y + 7 * n) % 256], axis=2).astype(numpy.uint8)


def start(width, height, *words):
    return cli.start("share", "--framebuffer", *words, f"a=raw:{width}x{height}:rgb24@50", stdin=subprocess.PIPE,
                     env={"SIGHTLINE_RUNTIME_DIR": path("names")})


def send(process, frame):
    process.stdin.write(frame.tobytes())
    process.stdin.flush()


def end(process, number=signal.SIGINT):
    if process.poll() is None:
        process.send_signal(number)
    out, err = process.communicate(timeout=TIMEOUT_S)
    return process.returncode, err.decode()


def attach():
    """As the documents have it, with the line that keeps Python from removing what is not its own."""
    for _ in range(600):
        try:
            memory = shared_memory.SharedMemory(name=NAME)
        except (FileNotFoundError, ValueError):
            time.sleep(0.05)
            continue
        resource_tracker.unregister(memory._name, "shared_memory")
        return memory
    raise AssertionError("there is no framebuffer")


def look(memory):
    """The documented arithmetic: width, height, counter, picture."""
    data = numpy.ndarray((memory.size,), dtype=numpy.uint8, buffer=memory.buf).copy()
    head = [int(value) for value in data[:5]]
    width, height = head[0] * 255 + head[1], head[2] * 255 + head[3]
    return width, height, head[4], data[5:5 + width * height * 3].reshape((height, width, 3)) if width else None


def poll(memory, last):
    """The next picture, by its counter."""
    for _ in range(6000):
        width, height, counter, frame = look(memory)
        if width and counter != last:
            return width, height, counter, frame
        time.sleep(0.005)
    raise AssertionError("the counter stays")


def check(found, n, width, height, about=""):
    equal(found[:2], (width, height), about)
    holds(numpy.array_equal(found[3], picture(n, width, height)[:, :, ::-1]), f"frame {n} of {width}x{height} {about}")


def test_a_polling_reader_gets_pictures_of_every_width():
    need()
    for width, height, head in ((390, 219, "018700db00"), (293, 165, "012600a500"), (1, 1, "0001000100"), (641, 3, "0283000300"),
                                (640, 360, "0282016900"), (1280, 720, "050502d200"), (1920, 1080, "0787043c00")):
        process = start(width, height, "-q")
        memory = attach()
        equal(memory.size, 6220805)
        counter = -1
        for n in range(3):
            send(process, picture(n, width, height))
            found = poll(memory, counter)
            time.sleep(0.05)  # the header is written last, its bytes one after the other
            found = look(memory)
            counter = found[2]
            equal(counter, n)
            check(found, n, width, height)
        equal(bytes(memory.buf[:4]).hex(), head[:8])
        memory.close()
        equal(end(process), (130, ""))
        holds(not os.path.exists(FILE), "it stays behind")


def test_the_counter_goes_round_at_255():
    need()
    process = start(4, 2, "-q", "--fast")
    memory = attach()
    for n in range(258):
        send(process, picture(n, 4, 2))
        equal(poll(memory, (n - 1) % 255 if n else -1)[2], n % 255)
    memory.close()
    end(process)


def test_a_reader_that_waits_for_datagrams_gets_one_for_each_picture():
    need()
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        listener.bind(("127.0.0.1", 12345))
    except OSError as error:
        raise Skip(f"UDP port 12345: {error}")
    listener.settimeout(TIMEOUT_S)
    process = start(33, 7, "-q")
    memory = attach()
    for n in range(20):
        send(process, picture(n, 33, 7))
        equal(listener.recv(1024), b"update")
        found = look(memory)
        equal(found[2], n)
        check(found, n, 33, 7)
    listener.close()
    memory.close()
    end(process)


def test_a_reader_that_maps_what_the_documents_say_can():
    need()
    process = start(16, 16, "-q")
    memory = attach()
    holds(memory.size >= DOCUMENTED_BYTES, memory.size)
    memory.close()
    end(process)


def test_it_is_made_again_when_a_reader_removes_it():
    need()
    process = start(20, 10, "-q")
    memory = attach()
    send(process, picture(0, 20, 10))
    poll(memory, -1)
    memory.close()
    os.unlink(FILE)
    send(process, picture(1, 20, 10))
    memory = attach()
    check(poll(memory, -1), 1, 20, 10)
    memory.close()
    equal(end(process), (130, ""))


def test_what_a_killed_publisher_left_is_taken_over_and_its_readers_go_on():
    need()
    process = start(20, 10, "-q")
    memory = attach()
    for n in range(3):
        send(process, picture(n, 20, 10))
        poll(memory, n - 1)
    end(process, signal.SIGKILL)
    holds(os.path.exists(FILE), "nothing was left")
    process = start(30, 10, "-q")
    send(process, picture(5, 30, 10))
    found = poll(memory, 2)
    time.sleep(0.05)
    found = look(memory)
    equal(found[2], 3)
    check(found, 5, 30, 10)
    memory.close()
    equal(end(process), (130, ""))


def test_a_larger_one_of_an_older_publisher_keeps_its_size():
    need()
    with open(FILE, "wb") as file:
        file.truncate(8294400)
    process = start(20, 10, "-q")
    send(process, picture(0, 20, 10))
    memory = attach()
    check(poll(memory, -1), 0, 20, 10)
    equal(memory.size, 8294400)
    memory.close()
    end(process)


def test_more_than_1080p_is_refused_with_what_helps():
    need()
    process = start(1921, 1081)
    send(process, picture(0, 1921, 1081))
    process.stdin.close()
    process.stdin = None
    code, said = end(process, 0)
    equal(code, 1)
    holds("1921x1081 does not fit the framebuffer" in said and "--size" in said, said)
    holds(not os.path.exists(FILE), "it stays behind")


def test_a_second_publisher_is_refused():
    need()
    process = start(8, 8, "-q")
    memory = attach()
    refused(cli.run("share", "--framebuffer", "b=raw:8x8:rgb24", env={"SIGHTLINE_RUNTIME_DIR": path("names")}), 1,
            "another sightline writes it")
    memory.close()
    end(process)


main()
