#!/usr/bin/env python3
"""Bad and odd input: a clear sentence, the right exit code, what came before is kept, no crash.  inputs.py PROGRAM"""
import os
import re
import shutil

from cli import (MODELS, Skip, equal, video, folder, grey_png, holds, main, need, need_models, path, png, raw_frames, refused, run, sample,
                 write)

MODEL_FILES = 13     # in the table of models, by name of the file
OPTIONAL_MODELS = 2  # of those, what set-up fetches only when asked


def test_a_missing_file_is_named():
    refused(run("run", "none.mp4"), 1, "none.mp4", "no such file")
    refused(run("run", "--hands", "folder/none.png"), 1, "folder/none.png", "no such file")


def test_a_text_file_named_mp4_is_no_video():
    need("run", "-q", write("p.png", png(8, 8)))
    video()
    refused(run("run", write("text.mp4", "hello\n" * 100)), 1, "text.mp4", "not a video or picture")


def test_empty_files_are_no_pictures():
    refused(run("run", write("zero.png", b"")), 1, "zero.png", "it is empty")
    refused(run("run", write("zero.mp4", b"")), 1, "zero.mp4", "it is empty")


def test_a_folder_is_no_source():
    os.mkdir(path("holiday"))
    refused(run("run", "holiday"), 1, "holiday", "folder")


def test_a_file_that_may_not_be_read_is_named():
    if os.geteuid() == 0:
        raise Skip("root may read everything")
    os.chmod(write("secret.png", png(8, 8)), 0)
    refused(run("run", "secret.png"), 1, "secret.png", "not permitted")


def test_a_camera_that_is_not_there_is_named():
    refused(run("run", "/dev/video99"), 1, "/dev/video99", "no such camera")


def test_an_address_where_nobody_answers_is_named():
    video()
    refused(run("run", "rtsp://127.0.0.1:9/none"), 1, "rtsp://127.0.0.1:9/none")


def test_forms_of_later_versions_say_so():
    refused(run("run", "vdo:cam0"), 1, "vdo:cam0", "has no vdo: sources")


def test_pictures_cut_short_are_refused_or_said_to_be_damaged():
    picture = png(64, 64)
    need("run", "-q", write("p.png", picture))
    for size in (8, 20, len(picture) // 2):
        result = run("run", "-q", write("cut.png", picture[:size]))
        holds(result.code == 1 or result.code == 0 and "damaged" in result.err, (size, result.code, result.err))
        holds("cut.png" in result.err, result.err)


def cut_video(ending):
    with open(video(f"video.{ending}", frames=50), "rb") as file:
        data = file.read()
    return run("run", "-q", write(f"cut.{ending}", data[:len(data) * 6 // 10]))


def test_a_video_without_its_index_is_no_video():
    refused(cut_video("mp4"), 1, "cut.mp4", "not a video or picture")


def test_a_video_without_its_end_gives_what_is_there_and_says_so():
    for ending in ("mkv", "webm"):
        result = cut_video(ending)
        equal(result.code, 1, result.err)
        holds(f"cut.{ending}: the picture ends after" in result.err and "of 2.0 seconds" in result.err, result.err)
        events = result.events()
        holds(10 < len(events) < 50, len(events))
        equal([event["frame"] for event in events], list(range(len(events))))


def test_a_video_with_broken_bytes_ends_without_a_crash():
    with open(video("video.mkv", frames=50), "rb") as file:
        data = bytearray(file.read())
    for at in range(len(data) // 3, len(data) * 2 // 3):
        data[at] ^= 0x5a if at % 7 == 0 else 0
    result = run("run", "-q", write("broken.mkv", bytes(data)))
    holds(result.code in (0, 1), (result.code, result.err))
    holds(result.code == 0 or "broken.mkv" in result.err, result.err)
    result.events()


def test_raw_frames_that_end_inside_one_keep_those_before():
    result = run("run", "-q", "raw:8x8:rgb24", stdin=bytes(192 * 3 + 10))
    refused(result, 1, "raw:8x8:rgb24", "inside frame 3")
    equal(len(result.events()), 3)


def test_a_source_that_ends_at_once_is_a_failure():
    refused(run("run", "-q", "raw:8x8:rgb24"), 1, "raw:8x8:rgb24", "empty")


def test_a_list_of_no_pictures_is_a_failure():
    refused(run("run", "-q", "images:none-*.png"), 1, "none-*.png")


def test_one_broken_source_hurts_no_other():
    need("run", "-q", write("p.png", png(8, 8)))
    result = run("run", "-q", "--out=-", path("p.png"), "raw:8x8:rgb24", stdin=bytes(192 * 3 + 10))
    refused(result, 1, "inside frame 3")
    streams = [event["stream"] for event in result.events()]
    equal((streams.count("p"), streams.count("raw")), (1, 3))


def hands_of(source, stdin=b""):
    result = run("run", "--hands", "-q", source, stdin=stdin)
    equal((result.code, result.err), (0, ""), source)
    return result.events()


def test_the_smallest_pictures_have_no_hands():
    need_models()
    for width, height in ((1, 1), (1, 7), (2, 1), (3, 5)):
        event, = hands_of(f"raw:{width}x{height}:rgb24", bytes(width * height * 3))
        equal((event["size"], "hands" in event), ([width, height], False))
    for pixels, size in (("i420", 9 + 4 + 4), ("nv12", 9 + 8), ("gray8", 9)):
        event, = hands_of(f"raw:3x3:{pixels}", bytes(size))
        equal(event["size"], [3, 3])
    need("run", "-q", write("p.png", png(8, 8)))
    event, = hands_of(write("one.png", png(1, 1)))
    equal(event["size"], [1, 1])


def test_a_large_picture_is_looked_at():
    need_models()
    need("run", "-q", write("p.png", png(8, 8)))
    event, = hands_of(write("large.png", grey_png(8000, 6000)))
    equal((event["size"], "hands" in event), ([8000, 6000], False))


def test_odd_sizes_go_through_every_output():
    need_models()
    video()
    for width, height in ((385, 289), (33, 31)):
        frames = raw_frames(3, width, height)
        result = run("run", "--hands", "-q", "--out=-", "--out", "odd.mp4", "--out", "odd.webm", f"raw:{width}x{height}:rgb24",
                     stdin=frames)
        equal((result.code, result.err), (0, ""))
        equal([event["size"] for event in result.events()], [[width, height]] * 3)
        for name in ("odd.mp4", "odd.webm"):
            equal(len(run("run", "-q", path(name)).events()), 3)


def model_folder():
    os.mkdir(path("models"))
    for name in os.listdir(MODELS):
        if name.endswith(".tflite"):
            shutil.copy(os.path.join(MODELS, name), path("models"))
    return path("models")


def test_models_are_listed_and_verified():
    need_models()
    for words in (["ls"], ["verify"], ["verify", "--model-dir", model_folder()]):
        result = run("model", *words)
        equal((result.code, result.err), (0, ""))
        rows = result.out.decode().splitlines()[1:-1]
        holds(all(row.endswith((" ok", " fetches it)")) for row in rows) and len(rows) == MODEL_FILES, rows)
        holds(sum(row.endswith(" ok") for row in rows) >= MODEL_FILES - OPTIONAL_MODELS, rows)
    refused(run("model"), 2, "model needs an action: ls or verify")
    refused(run("model", "burn"), 2, "model burn", "ls or verify")


def test_a_model_file_with_flipped_bytes_is_refused():
    need_models()
    name = os.path.join(model_folder(), "hand_landmark_full.tflite")
    with open(name, "r+b") as file:
        file.seek(100000)
        byte = file.read(1)[0]
        file.seek(100000)
        file.write(bytes([byte ^ 1]))
    result = run("run", "--hands", "--model-dir", "models", "--out", "a.csv", "raw:8x8:rgb24", stdin=bytes(192))
    refused(result, 1, "hand_landmark_full.tflite", "damaged", "sha256")
    holds(not os.path.exists(path("a.csv")), "an output was made for nothing")
    result = run("model", "verify", "--model-dir", "models")
    refused(result, 1, f"1 of {MODEL_FILES} models")
    holds(re.search(rb"^hand_landmark_full +5478917  damaged", result.out, re.MULTILINE), result.out)
    equal(run("model", "ls", "--model-dir", "models").code, 0)


def test_models_that_are_not_there_are_named():
    need_models()
    refused(run("run", "--hands", "--model-dir", "nowhere", "raw:8x8:rgb24", stdin=bytes(192)), 1, "nowhere")
    refused(run("model", "verify", "--model-dir", "nowhere"), 1, "nowhere")
    os.mkdir(path("empty"))
    refused(run("run", "--hands", "raw:8x8:rgb24", stdin=bytes(192), env={"SIGHTLINE_MODELS": path("empty")}), 1, "empty", ".tflite")
    refused(run("model", "verify", "--model-dir", "empty"), 1, f"{MODEL_FILES - OPTIONAL_MODELS} of {MODEL_FILES} models")


main()
