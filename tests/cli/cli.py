"""What the tests of the program share: running it, making small media by hand, and a report in TAP."""
import inspect
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import traceback
import zlib

PROGRAM = os.path.abspath(sys.argv[1])
SOURCE = os.environ.get("SIGHTLINE_TEST_SOURCE", os.getcwd())
MEDIA = os.environ.get("SIGHTLINE_TEST_MEDIA", os.path.join(SOURCE, ".deps", "media"))
MODELS = os.environ.get("SIGHTLINE_MODELS", os.path.join(SOURCE, ".deps", "models"))
PLACES = ("SIGHTLINE_MODELS", "SIGHTLINE_TFLITE", "SIGHTLINE_OPENVINO")
TIMEOUT_S = 120


class Skip(Exception):
    """What this machine or this build lacks."""


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def events(self):
        return [json.loads(line) for line in self.out.decode("utf-8").splitlines()]


def environment(**extra):
    """Where things lie, and no configuration of the person who runs the tests."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SIGHTLINE_") or name in PLACES}
    env.update(XDG_CONFIG_HOME=os.path.join(folder(), "config"), LC_ALL="C.UTF-8")
    env.update(extra)
    return env


def start(*arguments, env=None, **options):
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": folder(), **options}
    return subprocess.Popen([PROGRAM, *arguments], env=environment(**(env or {})), **options)


def run(*arguments, stdin=b"", env=None, **options):
    """Run to the end. A program that hangs fails the test."""
    process = start(*arguments, env=env, stdin=subprocess.PIPE, **options)
    try:
        out, err = process.communicate(stdin, timeout=TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise AssertionError(f"{' '.join(arguments)} did not end")
    return Result(process.returncode, out or b"", (err or b"").decode("utf-8", "replace"))


_folder = None


def folder():
    """An empty folder for the running test."""
    global _folder
    if _folder is None:
        _folder = tempfile.mkdtemp(prefix="sightline-cli-")
    return _folder


def path(name):
    return os.path.join(folder(), name)


def write(name, data):
    with open(path(name), "wb" if isinstance(data, bytes) else "w") as file:
        file.write(data)
    return path(name)


def read(name):
    with open(path(name), encoding="utf-8") as file:
        return file.read()


def sample(name):
    found = os.path.join(MEDIA, name)
    if not os.path.exists(found):
        raise Skip(f"no {name}; make setup fetches it")
    return found


def need_models():
    if not os.path.exists(os.path.join(MODELS, "hand_landmark_full.tflite")):
        raise Skip("no models; make setup fetches them")
    result = run("run", "--hands", "-q", "raw:8x8:rgb24", stdin=bytes(192))
    if result.code == 1 and "this build has no" in result.err:
        raise Skip(result.err.strip())


def need(*arguments, lacks=("this build of Sightline has no", "plug-in that is not installed")):
    """Skip when a run says that this build or machine lacks what it takes."""
    result = run(*arguments)
    if result.code and any(words in result.err for words in lacks):
        raise Skip(result.err.strip().splitlines()[0])


# ---- media made by hand ----

def png(width, height, pixel=lambda x, y: (x * 7 % 256, y * 5 % 256, (x + y) % 256)):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes(value for x in range(width) for value in pixel(x, y)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def grey_png(width, height):
    """One shade, quickly, however large."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress((b"\0" + b"\x80" * width) * height, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def raw_frames(count, width=32, height=24):
    return b"".join(bytes((n * 3 + i) % 256 for i in range(width * height * 3)) for n in range(count))


def video(name="video.mkv", frames=20, width=64, height=48):
    """A video written by the program itself from raw frames."""
    need("run", "-q", "--out", path(name), f"raw:{width}x{height}:rgb24@25", lacks=("this build of Sightline has no", "plug-in that is"))
    result = run("run", "-q", "--out", path(name), f"raw:{width}x{height}:rgb24@25", stdin=raw_frames(frames, width, height))
    equal(result.code, 0, result.err)
    return path(name)


# ---- expectations ----

def equal(found, expected, about=""):
    if found != expected:
        raise AssertionError(f"expected {expected!r}, found {found!r}{': ' if about else ''}{about}")


def holds(condition, about):
    if not condition:
        raise AssertionError(about)


def refused(result, code, *parts):
    """That exit code, one sentence with these parts on standard error, and nothing that looks like a crash."""
    equal(result.code, code, result.err)
    lines = result.err.splitlines()
    holds(lines and lines[0].startswith("sightline: "), f"no sentence: {result.err!r}")
    for part in parts:
        holds(part in lines[0], f"expected ...{part}..., found {lines[0]!r}")
    if code == 2:
        holds(lines[1:] and lines[1].startswith("Try 'sightline help"), f"no hint: {result.err!r}")
        equal(len(lines), 2, result.err)
        equal(result.out, b"")


def main():
    """Run every test_ function of the calling file, in its order; one name as second argument runs that one alone."""
    global _folder
    caller = inspect.currentframe().f_back.f_globals
    tests = [(name[5:], value) for name, value in caller.items() if name.startswith("test_") and callable(value)]
    only, failed, number = (sys.argv[2] if len(sys.argv) > 2 else None), 0, 0
    for name, test in tests:
        if only and only != name:
            continue
        number += 1
        try:
            test()
            print(f"ok {number} - {name}", flush=True)
        except Skip as reason:
            print(f"ok {number} - {name} # SKIP {reason}", flush=True)
        except Exception as error:
            failed += 1
            where = traceback.extract_tb(error.__traceback__)
            line = [frame.lineno for frame in where if frame.filename == caller["__file__"]]
            for text in f"{type(error).__name__} in line {line[-1] if line else '?'}: {error}".splitlines():
                print(f"# {text}")
            print(f"not ok {number} - {name}", flush=True)
        if _folder:
            shutil.rmtree(_folder, ignore_errors=True)
            _folder = None
    print(f"1..{number}")
    sys.exit(1 if failed else 0)
