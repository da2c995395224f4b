"""The shape of an event as doc/outputs.md tells it, written from that page and not from the program."""
import math

from cli import equal, holds

FRAME_KEYS = {"v", "stream", "frame", "pts_ms", "capture_ns", "size", "dropped"}
GESTURES = {"None", "Closed_Fist", "Open_Palm", "Pointing_Up", "Thumb_Down", "Thumb_Up", "Victory", "ILoveYou"}
DIRECTIONS = {"center", "left", "right", "up", "down"}
MOODS = {"neutral": 50, "happy": 100, "angry": 10, "surprised": 75, "sad": 25}


def number(value, low=-math.inf, high=math.inf):
    holds(type(value) in (int, float) and math.isfinite(value) and low <= value <= high, f"{value!r} is not in {low}..{high}")


def keys(part, must, may=()):
    holds(set(must) <= set(part) <= set(must) | set(may),
          f"expected the keys {sorted(must)} and perhaps {sorted(may)}, found {sorted(part)}")


def points(found, counts, size):
    holds(len(found) in counts, f"{len(found)} points; expected {counts}")
    for point in found:
        equal(len(point), size)
        for value in point:
            number(value)


def gesture(part):
    keys(part, {"name", "score"})
    holds(part["name"] in GESTURES, part)
    number(part["score"], 0, 1)


def hand(part):
    keys(part, {"id", "side", "score", "landmarks", "world"}, {"gesture"})
    number(part["id"], 1)
    holds(part["side"] in ("Left", "Right"), part["side"])
    number(part["score"], 0.5, 1)
    points(part["landmarks"], [21], 3)
    points(part["world"], [21], 3)
    gesture(part.get("gesture", {"name": "None", "score": 0}))


def hand_of_person(part):
    keys(part, {"landmarks"}, {"gesture"})
    points(part["landmarks"], [21], 3)
    gesture(part.get("gesture", {"name": "None", "score": 0}))


def body(part):
    keys(part, {"score", "landmarks", "world"})
    number(part["score"], 0, 1)
    for name in ("landmarks", "world"):
        points(part[name], [33], 4)
        for point in part[name]:
            number(point[3], 0, 1)


def head(part):
    equal(len(part["matrix"]), 16)
    for value in part["matrix"]:
        number(value)
    equal(part["matrix"][12:], [0, 0, 0, 1])
    keys(part["head"], {"yaw", "pitch", "roll"})
    for value in part["head"].values():
        number(value, -180, 180)


def gaze(part):
    keys(part, {"direction", "horizontal", "vertical", "yaw", "pitch"})
    holds(part["direction"] in DIRECTIONS, part)
    for name in ("horizontal", "vertical", "yaw", "pitch"):
        number(part[name])


def face(part):
    keys(part, {"id", "score", "landmarks"}, {"matrix", "head", "gaze", "mood", "eyes", "distance_mm"})
    number(part["id"], 1)
    number(part["score"], 0, 1)
    points(part["landmarks"], [468, 478], 3)
    equal("matrix" in part, "head" in part)
    if "matrix" in part:
        head(part)
    if "gaze" in part:
        equal(len(part["landmarks"]), 478)
        gaze(part["gaze"])
    if "mood" in part:
        equal(part["mood"], {"name": part["mood"]["name"], "score": MOODS[part["mood"]["name"]]})
    for value in part.get("eyes", {"left_open": 0, "right_open": 0, "mouth_open": 0}).values():
        number(value, 0)
    number(part.get("distance_mm", 1), 0)


def detection(part):
    keys(part, {"score", "box", "keypoints"})
    number(part["score"], 0, 1)
    equal(len(part["box"]), 4)
    for value in part["box"]:
        number(value)
    points(part["keypoints"], [6], 2)


def person(part):
    keys(part, {"id", "pose"}, {"face", "left_hand", "right_hand"})
    number(part["id"], 1)
    check_parts(part)


PARTS = {"pose": body, "face": face, "left_hand": hand_of_person, "right_hand": hand_of_person}
LISTS = {"hands": hand, "faces": face, "detections": detection, "people": person}


def check_parts(part):
    for name, check in PARTS.items():
        if name in part:
            check(part[name])
    for name, check in LISTS.items():
        holds(part.get(name, [None]), f"{name} is an empty list")
        for item in part.get(name, []):
            check(item)


def check_event(event):
    """Nothing is missing, nothing is there that the page does not tell of, and each number is in its range."""
    keys(event, FRAME_KEYS, {"hands", "pose", "faces", "detections", "people", "left_hand", "right_hand", "cost_ms"})
    equal(event["v"], 1)
    number(event["frame"], 0)
    number(event["dropped"], 0)
    for value in event["size"]:
        number(value, 1, 16384)
    check_parts(event)
    if "cost_ms" in event:
        keys(event["cost_ms"], {"landmark"})
        number(event["cost_ms"]["landmark"], 0)
