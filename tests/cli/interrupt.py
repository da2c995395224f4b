#!/usr/bin/env python3
"""Signals: the first closes the outputs so that they can be read, the second ends at once; exit code 130.  interrupt.py PROGRAM"""
import array
import fcntl
import json
import os
import signal
import subprocess
import termios
import time

from cli import TIMEOUT_S, equal, video, holds, main, need_models, path, raw_frames, read, run, start

RAW = "raw:64x48:rgb24@25"
F_SETPIPE_SZ = 1031


def wait_for(what):
    """Look again until it holds; a test that hangs is ended by its harness."""
    for _ in range(TIMEOUT_S * 100):
        if what():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


def interrupted(number, *outputs, analysers=()):
    """A run that got 30 frames and waits for more gets the signal."""
    words = [*analysers, *(word for output in outputs for word in ("--out", output))]
    process = start("run", "-q", "--out", "a.ndjson", *words, RAW, stdin=subprocess.PIPE)
    process.stdin.write(raw_frames(30, 64, 48))
    process.stdin.flush()
    wait_for(lambda: os.path.exists(path("a.ndjson")) and read("a.ndjson").count("\n") == 30)
    process.send_signal(number)
    code = process.wait(timeout=TIMEOUT_S)
    process.stdin.close()
    said = process.stderr.read()
    process.stderr.close()
    process.stdout.close()
    return code, said


def test_an_interrupt_completes_the_outputs():
    need_models()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        equal(interrupted(number, "a.csv", "keypoints:a.json", analysers=["--hands"]), (130, b""))
        equal([json.loads(line)["frame"] for line in read("a.ndjson").splitlines()], list(range(30)))
        equal(len(json.loads(read("a.json"))), 30)
        equal(len(read("a.csv").splitlines()), 31)
        os.unlink(path("a.ndjson"))


def test_videos_of_an_interrupted_run_play():
    video()
    equal(interrupted(signal.SIGINT, "a.mp4", "a.mkv", "a.webm"), (130, b""))
    for name in ("a.mp4", "a.mkv", "a.webm"):
        result = run("run", "-q", path(name))
        equal((result.code, result.err, len(result.events())), (0, "", 30), name)


def test_the_summary_comes_after_an_interrupt():
    process = start("run", RAW, stdin=subprocess.PIPE)
    process.stdin.write(raw_frames(2, 64, 48))
    process.stdin.flush()
    for _ in range(2):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=TIMEOUT_S)
    equal((process.returncode, out), (130, b""))
    equal(err.splitlines()[1].split()[:2], [b"raw", b"2"])


def test_a_second_interrupt_ends_a_run_that_cannot_end():
    reader, writer = os.pipe()
    fcntl.fcntl(writer, F_SETPIPE_SZ, 4096)
    process = start("run", "-q", "raw:2x2:rgb24", stdin=subprocess.PIPE, stdout=writer)
    os.close(writer)
    process.stdin.write(bytes(12 * 200))
    process.stdin.flush()

    def full():
        waiting = array.array("i", [0])
        fcntl.ioctl(reader, termios.FIONREAD, waiting)
        return waiting[0] > 4096 - 110
    wait_for(full)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    equal(process.wait(timeout=TIMEOUT_S), 130)
    os.close(reader)
    process.stdin.close()
    process.stderr.close()


def test_an_ignored_interrupt_stays_ignored():
    process = start("run", "-q", "raw:2x2:rgb24", stdin=subprocess.PIPE,
                    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    process.stdin.write(bytes(12))
    process.stdin.flush()
    holds(process.stdout.readline(), "no event")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(bytes(12), timeout=TIMEOUT_S)
    equal((process.returncode, err), (0, b""))
    equal(out.count(b"\n"), 1)


def test_an_interrupt_while_a_source_opens_ends_at_once():
    video()
    os.mkfifo(path("clip.mkv"))
    process = start("run", "-q", "--out", "a.csv", path("clip.mkv"))
    wait_for(lambda: os.path.exists(f"/proc/{process.pid}/task") and len(os.listdir(f"/proc/{process.pid}/task")) > 1)
    process.send_signal(signal.SIGINT)
    equal(process.wait(timeout=TIMEOUT_S), 130)
    process.stdout.close()
    process.stderr.close()
    holds(not os.path.exists(path("a.csv")), "an output was made")


main()
