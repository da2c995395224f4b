#!/usr/bin/env python3
"""What a run writes: each form, several outputs, several sources, pace, times, limits.  outputs.py PROGRAM"""
import csv
import fcntl
import json
import os
import pty
import re
import resource
import struct
import subprocess
import termios

from cli import (Skip, environment, equal, video, folder, holds, main, need, need_models, path, png, raw_frames, read, refused, run,
                 sample, start, write, PROGRAM, TIMEOUT_S)

RAW = "raw:32x24:rgb24@25"


def test_events_go_to_standard_output_one_line_a_frame():
    result = run("run", "-q", RAW, stdin=raw_frames(5))
    equal((result.code, result.err), (0, ""))
    events = result.events()
    equal([event["frame"] for event in events], [0, 1, 2, 3, 4])
    equal([event["pts_ms"] for event in events], [0.0, 40.0, 80.0, 120.0, 160.0])
    for event in events:
        equal((event["v"], event["stream"], event["size"], event["dropped"]), (1, "raw", [32, 24], 0))
        holds("hands" not in event and "cost_ms" not in event, event)
    times = [event["capture_ns"] for event in events]
    holds(times == sorted(times) and times[0] > 0, times)


def test_all_text_outputs_at_once_tell_the_same():
    need_models()
    photo = sample("fullcurl.jpg")
    result = run("run", "--hands", "-q", "--out", "a.ndjson", "--out=-", "--out", "a.csv", "--out=keypoints:a.json", photo)
    equal((result.code, result.err), (0, ""))
    event, = result.events()
    equal(json.loads(read("a.ndjson")), event)
    hand, = event["hands"]
    equal((hand["side"], len(hand["landmarks"]), len(hand["world"])), ("Right", 21, 21))
    row, = csv.DictReader(read("a.csv").splitlines())
    equal((row["stream"], row["side"], float(row["x8"])), ("fullcurl", "Right", hand["landmarks"][8][0]))
    equal(json.loads(read("a.json")), [{"frame": 0, "keypoints": [[dict(zip("xyz", point)) for point in hand["landmarks"]]]}])


def test_hands_options_reach_the_analyser():
    need_models()
    photo = sample("fullcurl.jpg")
    plain = run("run", "-q", "--hands", photo).events()[0]
    same = run("run", "-q", "--hands=max_num_hands=2,model_complexity=1,static_image_mode=false", photo).events()[0]
    equal(same["hands"], plain["hands"])
    lite = run("run", "-q", "--hands=model_complexity=0", photo).events()[0]
    holds(lite["hands"] != plain["hands"], "lite and full models gave the same")
    strict = run("run", "-q", "--hands=min_detection_confidence=1", photo).events()[0]
    holds("hands" not in strict, strict)


def test_two_threads_change_no_bit():
    need_models()
    clip = sample("fingers-lq.gif")
    need("run", "-q", "--limit=1", clip)
    found = [[event.get("hands") for event in run("run", "-q", "--hands", "--threads", n, clip).events()] for n in ("1", "2")]
    equal(len(found[0]), 43)
    equal(found[0], found[1])


def test_a_video_is_written_and_read_again():
    for ending in ("mkv", "mp4", "webm"):
        name = video(f"video.{ending}", frames=12)
        result = run("run", "-q", name)
        equal(result.code, 0, result.err)
        equal([(event["frame"], event["size"]) for event in result.events()], [(n, [64, 48]) for n in range(12)])
        equal([round(event["pts_ms"]) for event in result.events()], [40 * n for n in range(12)])


def test_a_demo_video_has_as_many_frames_as_its_source():
    need_models()
    clip = sample("fingers-lq.gif")
    video()
    result = run("run", "--hands", "-q", "--out", "a.mp4", "--out", "a.ndjson", clip)
    equal(result.code, 0, result.err)
    equal(len(read("a.ndjson").splitlines()), 43)
    equal(len(run("run", "-q", path("a.mp4")).events()), 43)


def test_several_sources_share_text_outputs_and_have_videos_of_their_own():
    need_models()
    need("run", "-q", write("p.png", png(8, 8)))
    pictures = [write(name, png(8 + n, 8)) for n, name in enumerate(("one.png", "two.png"))]
    os.mkdir(path("sub"))
    pictures.append(write("sub/one.png", png(10, 8)))
    result = run("run", "-q", "--hands", "--out", "-", "--out", "all.csv", "--out", "keypoints:{stream}.json", *pictures,
                 "mine=" + pictures[0])
    equal((result.code, result.err), (0, ""))
    found = {event["stream"]: event["size"] for event in result.events()}
    equal(found, {"one": [8, 8], "two": [9, 8], "one-2": [10, 8], "mine": [8, 8]})
    equal(sorted(row["stream"] for row in csv.DictReader(read("all.csv").splitlines())), ["mine", "one", "one-2", "two"])
    for stream in found:
        equal(json.loads(read(stream + ".json")), [{"frame": 0, "keypoints": []}])


def test_a_file_whose_name_has_an_equals_sign_is_a_source():
    need("run", "-q", write("p.png", png(8, 8)))
    write("a=b.png", png(8, 8))
    equal(run("run", "-q", "a=b.png").events()[0]["stream"], "a_b")


def test_a_limit_takes_so_many_frames_and_leaves_the_rest():
    result = run("run", "-q", "--limit=3", RAW, stdin=raw_frames(3) + b"rubbish")
    equal((result.code, result.err, len(result.events())), (0, "", 3))


def test_legacy_times_are_those_that_mp_solutions_simulates():
    events = run("run", "-q", "--pts", "legacy", RAW, stdin=raw_frames(4)).events()
    equal([event["pts_ms"] for event in events], [33.333, 66.666, 99.999, 133.332])


def test_every_frame_drops_none_and_latest_counts_what_it_dropped():
    frames = 2000
    events = run("run", "-q", "--every-frame", "raw:8x8:gray8", stdin=bytes(64 * frames)).events()
    equal([event["frame"] for event in events], list(range(frames)))
    equal(sum(event["dropped"] for event in events), 0)
    events = run("run", "-q", "--latest", "raw:8x8:gray8", stdin=bytes(64 * frames)).events()
    equal(events[-1]["frame"], frames - 1)
    equal(len(events) + sum(event["dropped"] for event in events), frames)
    for before, event in zip(events, events[1:]):
        equal(event["frame"], before["frame"] + 1 + event["dropped"])


def test_a_list_of_pictures_comes_in_name_order_one_frame_each():
    need("run", "-q", write("p.png", png(8, 8)))
    for n in (3, 1, 2):
        write(f"list-{n}.png", png(8, 8 + n))
    result = run("run", "-q", "images:" + path("list-*.png") + "@2")
    equal(result.code, 0, result.err)
    equal([(event["size"], event["pts_ms"]) for event in result.events()], [([8, 9], 0.0), ([8, 10], 500.0), ([8, 11], 1000.0)])


def test_a_pipeline_is_a_source():
    line = "gst:videotestsrc num-buffers=3 ! video/x-raw,width=40,height=30,framerate=10/1"
    need("run", "-q", line)
    result = run("run", "-q", "--every-frame", line)
    equal(result.code, 0, result.err)
    equal([event["size"] for event in result.events()], [[40, 30]] * 3)


def test_the_summary_has_a_row_for_each_stream():
    result = run("run", "one=" + RAW, stdin=raw_frames(5))
    head, row = result.err.splitlines()
    equal(head.split()[:4], ["stream", "frames", "dropped", "fps"])
    equal(row.split()[:3], ["one", "5", "0"])
    equal(len(head), len(row))
    equal(run("run", "-q", RAW, stdin=raw_frames(5)).err, "")


def test_the_summary_tells_of_each_analyser():
    need_models()
    head, row, hands = run("run", "--hands", sample("fullcurl.jpg")).err.splitlines()
    holds("landmark ms" in head and len(head) == len(row), head + row)
    holds(re.fullmatch(r"  hands: 1 frames with hands, [0-9]+\.[0-9]{2} ms", hands), hands)


def test_verbose_says_what_runs():
    result = run("run", "-v", "-q", "--threads=2", "mine=" + RAW, stdin=raw_frames(1))
    equal(result.err.splitlines(), ["sightline: info: run: engine tflite, f32, threads per source: 2",
                                    f"sightline: info: run: stream mine: {RAW}"])


def test_a_reader_that_goes_ends_the_run_quietly_and_other_outputs_are_whole():
    need_models()
    process = start("run", "-q", "--hands", "--out=-", "--out", "a.ndjson", "--out=keypoints:a.json", RAW, stdin=subprocess.PIPE)
    process.stdin.write(raw_frames(1))
    process.stdin.flush()
    holds(process.stdout.readline().endswith(b"}\n"), "no first event")
    process.stdout.close()
    try:
        process.stdin.write(raw_frames(50))
        process.stdin.close()
    except BrokenPipeError:
        pass
    equal(process.wait(timeout=TIMEOUT_S), 0)
    equal(process.stderr.read(), b"")
    process.stderr.close()
    holds(len([json.loads(line) for line in read("a.ndjson").splitlines()]) >= 2, read("a.ndjson"))
    json.loads(read("a.json"))


def test_a_full_disk_is_a_failure_and_the_other_output_has_all_that_was_computed():
    os.symlink("/dev/full", path("full.ndjson"))
    result = run("run", "-q", "--out", "a.ndjson", "--out", "full.ndjson", "--out", "b.ndjson", RAW, stdin=raw_frames(9))
    refused(result, 1, "full.ndjson", "no space left")
    equal(len(result.err.splitlines()), 1)
    equal(read("a.ndjson"), read("b.ndjson"))
    equal(json.loads(read("a.ndjson"))["frame"], 0)
    os.symlink("/dev/full", path("full.csv"))
    refused(run("run", "-q", "--out", "full.csv", RAW, stdin=raw_frames(9)), 1, "full.csv", "no space left")


def test_a_file_that_may_not_grow_keeps_whole_records():
    size = 4096
    need_models()
    process = subprocess.run([PROGRAM, "run", "-q", "--hands", "--out", "a.ndjson", "--out", "keypoints:a.json", RAW],
                             input=raw_frames(100), env=environment(), cwd=folder(), stderr=subprocess.PIPE, timeout=TIMEOUT_S,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    equal(process.returncode, 1)
    holds(b"may not grow" in process.stderr, process.stderr)
    events = [json.loads(line) for line in read("a.ndjson").splitlines()]
    holds(20 < len(events) < 100, len(events))
    equal([event["frame"] for event in events], list(range(len(events))))
    equal([event["frame"] for event in json.loads(read("a.json"))], list(range(len(events) + 1)))


def test_an_output_that_cannot_be_made_fails_before_any_frame():
    refused(run("run", "-q", "--out", "none/a.csv", RAW, stdin=raw_frames(2)), 1, "none/a.csv", "folder")
    os.mkdir(path("a.csv"))
    refused(run("run", "-q", "--out", "a.csv", RAW, stdin=raw_frames(2)), 1, "a.csv", "folder")


def test_a_source_that_is_not_there_empties_no_output():
    write("a.csv", "precious")
    refused(run("run", "--out", "a.csv", "none.mp4"), 1, "none.mp4")
    equal(read("a.csv"), "precious")


def run_in_terminal(*words, stdin, columns=60):
    """Standard error is a terminal, standard output a pipe."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with open(write("frames.raw", stdin), "rb") as frames:
        process = start(*words, stdin=frames, stderr=theirs)
    os.close(theirs)
    process.stdout.read()
    process.stdout.close()
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:
        pass
    os.close(ours)
    equal(process.wait(timeout=TIMEOUT_S), 0)
    return said.decode()


def test_a_bar_is_drawn_on_a_terminal_and_cleared_for_the_summary():
    said = run_in_terminal("run", RAW, stdin=raw_frames(20))
    lines = said.split("\r")
    bars = [line for line in lines if "frames" in line and "[" in line and "dropped" not in line]
    holds(bars and "20/20 frames" in bars[-1] and "fps" in bars[-1], said)
    for bar in bars:
        holds(len(re.sub(r"\033\[K", "", bar)) < 60, bar)
    holds("\r\033[Kstream" in said, said)
    equal(run_in_terminal("run", "-q", RAW, stdin=raw_frames(20)), "")


main()
