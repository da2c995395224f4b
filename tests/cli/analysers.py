#!/usr/bin/env python3
"""Each analyser by its flag: what it writes, what it implies, its keys, and several on one frame.  analysers.py PROGRAM"""
import json
import math
import os
import struct

from cli import MODELS, Skip, equal, holds, main, need, need_models, path, raw_frames, read, refused, run, sample, write
from shapes import check_event

RAW = "raw:32x24:rgb24@25"
ANALYSED = {"hands", "pose", "faces", "detections", "people", "left_hand", "right_hand"}


def need_file(name):
    if not os.path.exists(os.path.join(MODELS, name)):
        raise Skip(f"no {name}; make setup fetches it")


def photo():
    need_models()
    need_file("pose_landmark_full.tflite")
    return sample("people/astronaut.png")


def clip():
    photo()
    name = sample("people/carphone.mp4")
    need("run", "-q", "--limit=1", name)
    return name


def events(*words):
    result = run("run", "-q", *words)
    equal(result.code, 0, result.err)
    found = result.events()
    for event in found:
        check_event(event)
    return found


def parts(event):
    return {name: value for name, value in event.items() if name not in ("capture_ns", "cost_ms")}


def test_each_analyser_writes_its_own_key():
    picture, hand = photo(), sample("fullcurl.jpg")
    for flag, key, source in (("--hands", "hands", hand), ("--pose", "pose", picture), ("--face-mesh", "faces", picture),
                              ("--face-detection", "detections", picture)):
        event, = events(flag, source)
        equal(ANALYSED & set(event), {key}, flag)
    person, = events("--holistic", picture)
    holds({"pose", "faces"} <= ANALYSED & set(person) <= {"pose", "faces", "left_hand", "right_hand"}, sorted(person))
    equal(len(events("--face_mesh", picture)[0]["faces"]), 1)


def test_keys_reach_their_analyser():
    picture = photo()
    full, lite = events("--pose", picture)[0], None
    equal(parts(events("--pose=model_complexity=1,smooth_landmarks=no,enable_segmentation", picture)[0])["pose"], full["pose"])
    if os.path.exists(os.path.join(MODELS, "pose_landmark_lite.tflite")):
        lite = events("--pose=model_complexity=0", picture)[0]
        holds(lite["pose"] != full["pose"], "lite and full models gave the same")
    equal("pose" in events("--pose=min_detection_confidence=1", picture)[0], False)
    equal(len(events("--face-mesh=refine_landmarks", picture)[0]["faces"][0]["landmarks"]), 478)
    equal("faces" in events("--face-mesh=min_detection_confidence=1", picture)[0], False)
    equal("detections" in events("--face-detection=min_detection_confidence=1", picture)[0], True)
    equal("detections" in events("--face-detection=min_detection_confidence=1,use_min_detection_confidence", picture)[0], False)
    equal(len(events("--holistic=refine_face_landmarks", picture)[0]["faces"][0]["landmarks"]), 478)
    equal(ANALYSED & set(events("--holistic=max_people=2", picture)[0]), {"people"})
    equal(ANALYSED & set(events("--holistic=min_detection_confidence=1", picture)[0]), set())
    near, far = (events(f"--face-detection=model_selection={n}", picture)[0]["detections"] for n in (0, 1))
    holds(near != far, "both ranges gave the same")


def test_files_and_environment_name_the_same_keys():
    picture = photo()
    config = write("c.conf", "face_mesh.refine_landmarks = true\n")
    equal(len(events("--config", config, "--face-mesh", picture)[0]["faces"][0]["landmarks"]), 478)
    result = run("run", "-q", "--face-mesh", picture, env={"SIGHTLINE_FACE_MESH_REFINE_LANDMARKS": "1"})
    equal(len(result.events()[0]["faces"][0]["landmarks"]), 478)
    result = run("run", "-q", "--face-mesh=refine_landmarks=0", picture, env={"SIGHTLINE_FACE_MESH_REFINE_LANDMARKS": "1"})
    equal(len(result.events()[0]["faces"][0]["landmarks"]), 468)


def test_keys_alone_ask_for_no_analyser():
    equal("pose" in run("run", "-q", "--config", write("c.conf", "pose.model_complexity = 2\n"), RAW,
                        stdin=raw_frames(1)).events()[0], False)


def test_wrong_keys_and_ranges_are_named():
    for words, said in (
            (["--pose=model_complexity=3"], ["--pose", "model_complexity is 3", "0 to 2"]),
            (["--pose=segmentation_ratio=1.01"], ["segmentation_ratio is 1.01", "0 to 1"]),
            (["--pose=smooth_landmark"], ["--pose", "did you mean smooth_landmarks?"]),
            (["--pose=smooth_landmarks=perhaps"], ['"perhaps"', "true or false"]),
            (["--face-mesh=max_num_faces=17"], ["--face-mesh", "max_num_faces is 17", "1 to 16"]),
            (["--face-mesh=max_num_faces=0"], ["max_num_faces is 0"]),
            (["--face-mesh=max_num_hands=1"], ["--face-mesh", "unknown key max_num_hands"]),
            (["--face-detection=model_selection=2"], ["--face-detection", "model_selection is 2", "0 to 1"]),
            (["--holistic=max_people=9"], ["--holistic", "max_people is 9", "1 to 8"]),
            (["--holistic=refine_face_landmark"], ["--holistic", "did you mean refine_face_landmarks?"]),
            (["--holistic=static_parts=2"], ['static_parts is "2"', "true or false"]),
            (["--gaze=mode=both"], ["--gaze", '"both"', "both-eyes or classic"]),
            (["--gaze=focal_px=-1"], ["focal_px is -1", "0 to"]),
            (["--mood=happy"], ["--mood takes no value"]),
            (["--head-pose=1"], ["--head-pose takes no value"]),
            (["--gestures=yes"], ["--gestures takes no value"]),
            (["--gesture"], ["did you mean --gestures?"]),
            (["--facemesh"], ["did you mean --face-mesh?"]),
            (["--posse"], ["did you mean --pose?"])):
        refused(run("run", *words, "x"), 2, *said)
    for line in ("face-mesh.max_num_faces = 17", "face_mesh.max_num_faces = 17"):
        refused(run("run", "--config", write("c.conf", line + "\n"), "x"), 2, "c.conf:1:", "17", "1 to 16")
    refused(run("run", "--config", write("c.conf", "gestures.x = 1\n"), "x"), 2, "c.conf:1:", "unknown key gestures.x")


def test_gestures_bring_hands():
    need_models()
    source = sample("fullcurl.jpg")
    event, = events("--gestures", source)
    same, = events("--hands", "--gestures", source)
    equal(parts(event), parts(same))
    hand, = event["hands"]
    plain, = events("--hands", source)[0]["hands"]
    equal({name: value for name, value in hand.items() if name != "gesture"}, plain)


def test_the_pose_of_heads_brings_a_face_mesh():
    picture = photo()
    event, = events("--head-pose", picture)
    face, = event["faces"]
    holds(all(abs(face["head"][angle]) < 45 for angle in ("yaw", "pitch", "roll")), face["head"])
    equal({name: value for name, value in face.items() if name not in ("matrix", "head")}, events("--face-mesh", picture)[0]["faces"][0])


def test_gaze_brings_a_refined_face_mesh():
    picture = photo()
    face, = events("--gaze", picture)[0]["faces"]
    holds({"gaze", "eyes", "distance_mm"} <= set(face) and "mood" not in face and "head" not in face, sorted(face))
    equal(face["landmarks"], events("--face-mesh=refine_landmarks", picture)[0]["faces"][0]["landmarks"])
    equal(events("--gaze", "--face-mesh", picture)[0]["faces"], [face])
    same, = events("--gaze", "--head-pose", picture)[0]["faces"]
    equal(same["gaze"], face["gaze"])
    double, = events("--gaze=focal_px=1024", picture)[0]["faces"]
    irises = [[512 * value - 256 for value in face["landmarks"][i][:2]] for i in (468, 473)]
    ratios = [math.hypot(1024, *iris) / math.hypot(512, *iris) for iris in irises] # by Pythagoras: the way to the iris in the picture
    holds(any(abs(double["distance_mm"] / face["distance_mm"] - ratio) < 1e-5 for ratio in ratios), (double["distance_mm"], face, ratios))
    classic, = events("--gaze=mode=classic", picture)[0]["faces"]
    equal((classic["gaze"]["yaw"], classic["gaze"]["pitch"], classic["landmarks"]), (0, 0, face["landmarks"]))
    person, = events("--gaze", "--holistic", picture)
    equal(len(person["faces"][0]["landmarks"]), 478)
    holds("gaze" in person["faces"][0], sorted(person["faces"][0]))


def test_mood_brings_a_plain_face_mesh():
    picture = photo()
    face, = events("--mood", picture)[0]["faces"]
    equal({name: value for name, value in face.items() if name != "mood"}, events("--face-mesh", picture)[0]["faces"][0])
    holds("mood" in face, sorted(face))


def test_holistic_serves_what_reads_hands_and_faces():
    source = clip()
    plain = [parts(event) for event in events("--holistic", "--limit=3", source)]
    found = [parts(event) for event in events("--holistic", "--gestures", "--head-pose", "--limit=3", source)]
    for event, read_event in zip(plain, found):
        equal(set(read_event), set(event))
        holds("head" in read_event["faces"][0], read_event["faces"][0].keys())
        for side in ("left_hand", "right_hand"):
            equal("gesture" in read_event.get(side, {}), side in read_event)


def test_holistic_beside_others_stands_in_people():
    picture = photo()
    both, = events("--holistic", "--pose", picture)
    alone, = events("--holistic", picture)
    equal(both["pose"], events("--pose", picture)[0]["pose"])
    person, = both["people"]
    equal((person["pose"], [person["face"]]), (alone["pose"], alone["faces"]))


def test_keypoints_of_holistic_are_those_of_its_hands():
    result = run("run", "-q", "--holistic", "--out=-", "--out", "keypoints:a.json", "--limit=3", clip())
    equal((result.code, result.err), (0, ""))
    for event, frame in zip(result.events(), json.loads(read("a.json"))):
        equal([[dict(zip("xyz", point)) for point in event[side]["landmarks"]] for side in ("left_hand", "right_hand") if side in event],
              frame["keypoints"])


def test_verbose_names_what_runs():
    need_models()
    said = run("run", "-v", "-q", "--gestures", "--face-mesh", sample("fullcurl.jpg")).err
    holds("info: run: analysers: hands, face-mesh, gestures\n" in said and "refined" not in said, said)
    for flags, refined in (["--gaze"], True), (["--gaze", "--face-mesh"], True), (["--gaze", "--face-mesh=refine_landmarks"], False):
        said = run("run", "-v", "-q", *flags, sample("fullcurl.jpg")).err
        equal(("info: run: analysers: face-mesh, gaze\n" in said, "face landmarks are refined" in said), (True, refined), said)


def test_several_analysers_write_what_each_writes_alone():
    source = clip()
    flags = ["--hands", "--pose", "--face-mesh", "--face-detection"]
    people = [event["people"] for event in events("--holistic", *flags, "--limit=4", source)]
    equal(people, [event["people"] for event in events("--holistic", *flags, "--threads=3", "--limit=4", source)])
    alone = [events(flag, "--limit=8", source) for flag in flags]
    expected = [parts({name: value for event in frame for name, value in event.items()}) for frame in zip(*alone)]
    for threads in (1, 2, 5):
        found = [parts(event) for event in events(*flags, "--threads", str(threads), "--limit=8", source)]
        equal(found, expected, f"with {threads} threads")
    holds(all("pose" in event and "faces" in event for event in expected), "the clip shows a man")


def test_legacy_times_reach_the_filters():
    source = clip()
    own, legacy = (events("--pose", "--pts", pts, "--limit=4", source) for pts in ("source", "legacy"))
    equal(own[0]["pose"], legacy[0]["pose"])
    equal([event["pts_ms"] for event in legacy], [33.333, 66.666, 99.999, 133.332])
    holds(own[3]["pose"] != legacy[3]["pose"], "smoothing by other times gave the same")


def test_the_summary_tells_of_each_analyser():
    lines = run("run", "--pose", "--face-mesh", "--hands", "--out", "a.ndjson", photo()).err.splitlines()
    equal([line.rsplit(",", 1)[0] for line in lines[2:]],
          ["  pose: 1 frames with bodies", f"  hands: {'hands' in json.loads(read('a.ndjson')):d} frames with hands",
           "  face-mesh: 1 frames with faces"])


def test_landmarks_files_want_landmarks():
    refused(run("run", "--pose", "--out", "keypoints:a.json", RAW), 2, "keypoints:a.json", "--hands or --holistic")
    refused(run("run", "--face-detection", "--out", "keypoints:a.json", RAW), 2, "keypoints:a.json")


def test_a_pose_file_takes_an_analyser_of_landmarks():
    for flags in ([], ["--face-detection"]):
        refused(run("run", *flags, "--out", "a.pose", RAW), 2, "--out a.pose", "--holistic, --pose, --face-mesh or --hands")
    need_models()
    equal(run("run", "-q", "--pose", "--face-mesh=refine_landmarks", "--hands=max_num_hands=5", "--out", "a.pose", RAW,
              stdin=raw_frames(3)).code, 0)
    with open(path("a.pose"), "rb") as file:
        data = file.read()
    holds(b"FACE_LANDMARKS" in data and b"POSE_WORLD_LANDMARKS" in data, data[:200])
    frames, people = struct.unpack("<IH", data[-6 - 3 * 3 * (33 + 478 + 42 + 33) * 16:][:6])
    equal((frames, people), (3, 3))


def test_a_video_is_written_with_all_that_was_found():
    source = clip()
    flags = ["--hands", "--pose", "--face-mesh", "--face-detection", "--holistic", "--gaze", "--mood", "--head-pose", "--gestures"]
    need("run", "-q", "--limit=1", "--out", path("p.mkv"), source)
    equal(run("run", "-q", *flags, "--limit=5", "--out", "a.mkv", "--out", "a.csv", "--out", "a.ndjson", "--out", "a.pose", "--out",
              "keypoints:a.json", source).code, 0)
    equal(len(run("run", "-q", path("a.mkv")).events()), 5)
    for line in read("a.ndjson").splitlines():
        check_event(json.loads(line))
    equal((len(read("a.ndjson").splitlines()), len(json.loads(read("a.json")))), (5, 5))
    plain = run("run", "-q", "--limit=5", "--out", "b.mkv", source)
    equal(plain.code, 0, plain.err)
    holds(os.path.getsize(path("a.mkv")) != os.path.getsize(path("b.mkv")), "nothing was painted")


main()
