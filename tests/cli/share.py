#!/usr/bin/env python3
"""Frames shared by one process and read by others.  share.py PROGRAM"""
import os
import re
import signal
import subprocess
import time

import cli
from cli import TIMEOUT_S, Skip, equal, holds, main, path, png, raw_frames, read, refused, write

WIDTH, HEIGHT = 32, 24
RAW = f"raw:{WIDTH}x{HEIGHT}:rgb24@50"
HAS_GST = []


def place():
    """Names of this test alone."""
    return {"SIGHTLINE_RUNTIME_DIR": path("names")}


def run(*words, **options):
    return cli.run(*words, env=place(), **options)


def start(*words, **options):
    return cli.start(*words, env=place(), **options)


def need_gst():
    if not HAS_GST:
        result = run("run", "-q", "gst:videotestsrc num-buffers=1 ! video/x-raw,format=RGB,width=16,height=16")
        HAS_GST.append("" if result.code == 0 else result.err)
    if HAS_GST[0]:
        raise Skip(HAS_GST[0].splitlines()[0])


def wait_for(what):
    """Look again until it holds; a test that hangs is ended by its harness."""
    for _ in range(600):
        found = what()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it never came")


def is_listed(name):
    return os.path.exists(os.path.join(path("names"), name + ".ring"))


def end(process, number=signal.SIGINT):
    """Its exit code and what it said."""
    if number and process.poll() is None:
        process.send_signal(number)
    out, err = process.communicate(timeout=TIMEOUT_S)
    return process.returncode, (err or b"").decode()


def publish(*words, name="a", frames=0):
    """A publisher of raw frames, which stays until it is told to end."""
    process = start("share", *words, f"{name}={RAW}", stdin=subprocess.PIPE)
    if frames:
        process.stdin.write(raw_frames(frames, WIDTH, HEIGHT))
        process.stdin.flush()
        wait_for(lambda: is_listed(name))
    return process


def publish_whole(count, *words):
    """A publisher of so many raw frames, then the end; it waits for one reader."""
    write("frames.raw", raw_frames(count, WIDTH, HEIGHT))
    with open(path("frames.raw"), "rb") as file:
        share = start("share", "--fast", "--readers=1", *words, f"a={RAW}", stdin=file)
    wait_for(lambda: is_listed("a"))
    return share


def stat(name):
    result = run("ring", "stat", name)
    equal(result.code, 0, result.err)
    return dict(re.split(r"\s{2,}| (?=\d)", line, maxsplit=1) for line in result.out.decode().splitlines())


def test_a_reader_of_every_frame_sees_every_frame_of_a_file_at_full_speed():
    share = publish_whole(300)
    result = run("run", "-q", "--every-frame", "ring:a")
    equal((result.code, result.err), (0, ""))
    equal([event["frame"] for event in result.events()], list(range(300)))
    equal({event.get("dropped", 0) for event in result.events()}, {0})
    equal([round(event["pts_ms"]) for event in result.events()[:3]], [0, 20, 40])
    code, said = end(share, None)
    equal((code, said), (0, "a: 300 frames shared, 0 without a free slot, 0 lost by the source\n"))
    holds(not is_listed("a"), "the name stays")


def test_pixels_come_through_in_each_packed_format():
    for words in ((), ("--format=rgb24",), ("--format", "source")):
        share = publish_whole(5, "-q", *words)
        os.makedirs(path("to"), exist_ok=True)
        result = run("ring", "dump", "a", "-n", "5", "--to", path("to"))
        equal(result.code, 0, result.err)
        equal(result.out.decode().splitlines(), [path(f"to/a-{n:06}.ppm") for n in range(5)])
        for n in range(5):
            with open(path(f"to/a-{n:06}.ppm"), "rb") as file:
                holds(file.read() == b"P6\n32 24\n255\n" + raw_frames(5)[n * 2304:][:2304], f"frame {n} of {words}")
        equal(end(share, None), (0, ""))


def test_the_newest_frame_wins_by_default():
    share = publish(frames=3)
    result = run("run", "-q", "--limit=1", "ring:a")
    equal((result.code, len(result.events())), (0, 1))
    equal(end(share)[0], 130)


def test_several_readers_and_several_sources_in_one_process():
    pictures = write("1.png", png(WIDTH, HEIGHT))
    cli.need("run", "-q", pictures)
    share = start("share", "--fast", "--readers=2", f"one=images:{pictures}", f"two={pictures}")
    wait_for(lambda: is_listed("one") and is_listed("two"))
    readers = [start("run", "-q", "--every-frame", f"ring:{name}") for name in ("one", "two", "one", "two")]
    for reader in readers:
        out, err = reader.communicate(timeout=TIMEOUT_S)
        equal((reader.returncode, err, out.count(b"\n")), (0, b"", 1))
    code, said = end(share, None)
    equal(code, 0)
    equal(sorted(line.split(",")[0] for line in said.splitlines()), ["one: 1 frames shared", "two: 1 frames shared"])


def test_ls_and_stat_tell_what_is_shared():
    equal(run("ring", "ls").out.count(b"\n"), 1)
    share = publish("--slots=5", "--format=rgb24", frames=4)
    lines = run("ring", "ls").out.decode().splitlines()
    equal(lines[1].split()[:3], ["a", "rgb24", "32x24"])
    facts = stat("a")
    equal((facts["format"], facts["size"], facts["publisher"], facts["slots"]), ("rgb24", "32x24", str(share.pid), "5 in batches of 1"))
    equal(facts["frames"], "4")
    equal(facts["bytes copied"], str(4 * WIDTH * HEIGHT * 3))
    end(share)
    equal(run("ring", "ls").out.count(b"\n"), 1)


def test_a_conversion_is_no_copy():
    share = publish("--format=bgr24", frames=4)
    equal(stat("a")["bytes copied"], "0")
    end(share)


def test_a_taken_name_is_refused_and_its_readers_stay():
    share = publish(frames=1)
    result = run("share", "-q", f"a={RAW}", stdin=raw_frames(1))
    refused(result, 1, "'a'")
    equal(run("run", "-q", "--limit=1", "ring:a").code, 0)
    equal(end(share)[0], 130)


def test_unknown_names_are_told():
    refused(run("run", "-q", "ring:nobody"), 1, "nobody shares frames as 'nobody'")
    refused(run("ring", "stat", "nobody"), 1, "'nobody'")
    refused(run("ring", "dump", "nobody"), 1, "'nobody'")
    refused(run("run", "-q", "ring:../x"), 2, "is no name for shared frames")


def test_an_interrupt_ends_with_a_summary_and_the_readers_end_too():
    share = publish(frames=2)
    reader = start("run", "-q", "ring:a")
    holds(reader.stdout.readline(), "no event")
    code, said = end(share)
    equal((code, said), (130, "a: 2 frames shared, 0 without a free slot, 0 lost by the source\n"))
    equal(end(reader, None), (0, ""))


def test_a_killed_publisher_is_noticed_and_its_name_can_be_taken():
    share = publish(frames=2)
    reader = start("run", "-q", "ring:a")
    holds(reader.stdout.readline(), "no event")
    end(share, signal.SIGKILL)
    equal(end(reader, None), (0, ""))
    equal(run("ring", "ls").out.count(b"\n"), 1)
    again = publish(frames=1)
    equal(end(again)[0], 130)


def test_a_killed_reader_costs_the_others_nothing():
    share = publish("--slots=3", frames=1)
    readers = [start("run", "-q", "ring:a") for _ in range(2)]
    for reader in readers:
        holds(reader.stdout.readline(), "no event")
    end(readers[0], signal.SIGKILL)
    share.stdin.write(raw_frames(20, WIDTH, HEIGHT))
    share.stdin.flush()
    holds(readers[1].stdout.readline(), "no event")
    wait_for(lambda: stat("a")["frames"] == "21")
    code, said = end(share)
    equal((code, said.split(",")[1]), (130, " 0 without a free slot"))
    end(readers[1], None)


def test_a_source_that_fails_is_told_and_the_others_go_on():
    write("short.raw", raw_frames(1) + b"x")
    cli.need("run", "-q", write("1.png", png(8, 8)))
    with open(path("short.raw"), "rb") as file:
        share = start("share", f"good={path('1.png')}", f"bad={RAW}", stdin=file)
        code, said = end(share, None)
    equal(code, 1)
    holds("standard input ends inside frame 1" in said and "good: 1 frames shared" in said, said)


def test_wrong_words_are_refused():
    refused(run("share"), 2, "nothing to share", "NAME=SOURCE")
    refused(run("share", "x.mp4"), 2, "x.mp4", "expected NAME=SOURCE")
    refused(run("share", "a=x.mp4", "a=y.mp4"), 2, "two sources are named a")
    refused(run("share", "--format=yuv9", "a=x"), 2, "--format", "yuv9", "bgr24")
    for size in ("big", "0x4", "4x", "4x4x", "99999x1"):
        refused(run("share", "--size", size, "a=x"), 2, f'--size is "{size}"', "WxH")
    refused(run("share", "--fps=-1", "a=x"), 2, "--fps")
    refused(run("share", "--framebuffer", "a=x", "b=y"), 2, "--framebuffer takes one source, but 2 are given")
    refused(run("share", "--config", write("c.conf", "share.slot = 3\n"), "a=x"), 2, ":1: ", "share.slot")
    refused(run("ring"), 2, "ring needs an action")
    refused(run("ring", "stat"), 2, "expected ls, stat NAME")
    refused(run("ring", "ls", "-n", "3"), 2, "expected ls, stat NAME")
    refused(run("ring", "dump", "a", "-n", "0"), 2, '-n is "0"')


def test_settings_come_from_the_file_too():
    config = write("c.conf", "share.quiet = true\nshare.format = source\nhands.max_num_hands = 1\n")
    share = publish("--config", config, frames=1)
    equal(stat("a")["format"], "rgb24")
    equal(end(share), (130, ""))


def test_what_cannot_be_had_is_one_sentence():
    refused(run("share", "--size=8x8", f"a={RAW}"), 1, RAW, "own size and rate")
    refused(run("share", "--fps=5", f"a=images:{write('1.png', png(8, 8))}"), 1, "images:", "own size and rate")
    refused(run("share", "--format=nv12", f"a={RAW}", stdin=raw_frames(1)), 1, "rgb24", "cannot be shared as nv12", "bgr24, rgb24")


def test_sources_of_gstreamer_come_in_any_format_size_and_rate():
    need_gst()
    source = "gst:videotestsrc num-buffers=40 ! video/x-raw,format=I420,width=64,height=48,framerate=20/1"
    for name in ("bgr24", "rgb24", "nv12", "i420", "rgba32", "gray8", "source"):
        share = start("share", "-q", "--format", name, "--size=33x17", "--fps=10", "--fast", "--readers=1", f"a={source}")
        wait_for(lambda: is_listed("a"))
        result = run("run", "-q", "--every-frame", "ring:a")
        times = [round(event["pts_ms"]) for event in result.events()]
        holds(abs(len(times) - 20) <= 1 and times[:3] == [0, 100, 200], f"{name}: {times}")
        equal(end(share, None), (0, ""))


def test_the_size_and_format_asked_for_are_those_of_the_ring():
    need_gst()
    share = start("share", "-q", "--format=nv12", "--size=33x17", "a=gst:videotestsrc is-live=true")
    wait_for(lambda: is_listed("a"))
    facts = stat("a")
    equal((facts["format"], facts["size"]), ("nv12", "33x17"))
    equal(end(share), (130, ""))


def dumped(source, frames, *words):
    """The pixels of all frames of a source, as others see them, and the bytes that were copied."""
    share = start("share", "-q", "--fast", "--readers=1", "--slots=64", *words, f"a={source}")
    wait_for(lambda: is_listed("a"))
    result = run("ring", "dump", "a", "-n", str(frames), "--to", cli.folder())
    equal((result.code, len(result.out.splitlines())), (0, frames), result.err)
    found = []
    for name in result.out.decode().splitlines():
        with open(name, "rb") as file:
            found.append(file.read())
    equal(end(share, None), (0, ""))
    return found


def test_frames_made_in_slots_have_the_pixels_of_others():
    need_gst()
    for form in ("I420", "NV12", "GRAY8", "RGBA", "RGB"):
        for width, height in ((33, 17), (64, 48)):
            source = f"gst:videotestsrc num-buffers=40 pattern=ball ! video/x-raw,format={form},width={width},height={height}"
            in_slots, converted = dumped(source, 40, "--format=source"), dumped(source, 40)
            holds(in_slots == converted, f"{form} {width}x{height} differs")
            equal(len(set(converted)) > 20, True, "the ball does not move")


def test_what_is_made_in_the_slot_is_not_copied():
    need_gst()
    for words, source in (((), "format=BGR,width=33,height=17"), (("--format=source",), "format=NV12,width=33,height=17"),
                          (("--format=gray8", "--size=20x10"), "format=I420,width=64,height=48")):
        share = start("share", "-q", *words, f"a=gst:videotestsrc is-live=true ! video/x-raw,{source}")
        wait_for(lambda: is_listed("a"))
        wait_for(lambda: int(stat("a")["frames"]) > 5)
        equal(stat("a")["bytes copied"], "0", words)
        equal(end(share), (130, ""))


def test_what_keeps_its_frames_is_copied():
    need_gst()
    share = start("share", "-q", "--format=source", "a=gst:videotestsrc is-live=true ! video/x-raw,format=GRAY8,width=40,height=10 ! queue")
    wait_for(lambda: is_listed("a"))
    wait_for(lambda: int(stat("a")["frames"]) > 5)
    facts = stat("a")
    holds(int(facts["bytes copied"]) >= 5 * 400, facts)
    equal(end(share), (130, ""))


def test_pictures_are_scaled_too():
    need_gst()
    share = start("share", "-q", "--readers=1", "--size=20x10", f"a={write('1.png', png(40, 40))}")
    wait_for(lambda: is_listed("a"))
    result = run("ring", "dump", "a", "--to", cli.folder())
    equal(result.code, 0, result.err)
    with open(path("a-000000.ppm"), "rb") as file:
        equal(file.read(13), b"P6\n20 10\n255\n")
    end(share, None)


def test_a_live_source_that_ends_is_opened_again():
    need_gst()
    share = start("share", "-v", "a=gst:videotestsrc is-live=true num-buffers=3 ! video/x-raw,width=16,height=16")
    wait_for(lambda: is_listed("a"))
    result = run("run", "-q", "--limit=6", "ring:a")
    equal((result.code, len(result.events())), (0, 6))
    times = [event["pts_ms"] for event in result.events()]
    holds(times == sorted(times), f"time goes back: {times}")
    code, said = end(share)
    equal(code, 130)
    holds("ended; trying again" in said and "frames come again" in said, said)
    holds(int(re.search(r"opened again (\d+) times", said).group(1)) >= 1, said)


def test_without_retry_it_is_not():
    need_gst()
    code, said = end(start("share", "--retry=false", "a=gst:videotestsrc is-live=true num-buffers=3"), None)
    equal((code, said.split(",")[0]), (0, "a: 3 frames shared"))


def test_a_live_source_that_stalls_is_opened_again():
    need_gst()
    silent = "gst:udpsrc port=0 ! video/x-raw,format=RGB,width=16,height=16,framerate=1/1"
    share = start("share", "--stall-s=1", f"a={silent}")
    line = share.stderr.readline().decode()
    holds("no frame for 1 s; trying again" in line, line)
    equal(end(share)[0], 130)


def test_a_stream_of_another_publisher_is_followed_through_its_death():
    first = publish(frames=2)
    relay = start("share", "-q", "b=ring:a")
    wait_for(lambda: is_listed("b"))
    reader = start("run", "-q", "ring:b")
    holds(reader.stdout.readline(), "no event")
    end(first, signal.SIGKILL)
    second = publish(frames=2)
    holds(reader.stdout.readline(), "no event after it came back")
    end(second)
    end(relay)
    equal(end(reader, None), (0, ""))


main()
