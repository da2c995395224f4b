#!/usr/bin/env python3
"""Writes parts.* beside itself, with Python's own json and csv modules.

The events are those of tests/unit/event_parts.h; keep the two alike.
"""
import csv
import os

import make

COLUMNS = "stream,frame,pts_ms,analyser,number,id,part,side,score,point,x,y,z,visibility,wx,wy,wz,width,height".split(",")


def numbers(count, seed):
    return [make.short(make.f32(make.f32((seed * 613 + i) * 37 % 1999 - 400) / make.f32(1511))) for i in range(count)]


def number(seed):
    return numbers(1, seed)[0]


def points(count, width, seed):
    flat = numbers(count * width, seed)
    return [flat[i:i + width] for i in range(0, len(flat), width)]


def body(seed):
    seen = numbers(33, seed + 2)
    return {"score": number(seed + 4),
            "landmarks": [point + [v] for point, v in zip(points(33, 3, seed), seen)],
            "world": [point + [v] for point, v in zip(points(33, 3, seed + 1), seen)]}


def face(count, ident, seed, read=None):
    found = {"id": ident} if ident else {}
    found.update(score=number(seed + 1), landmarks=points(count, 3, seed))
    if read:
        found["matrix"] = numbers(16, read)
        found["head"] = {"yaw": number(read + 1), "pitch": number(read + 2), "roll": number(read + 3)}
        found["gaze"] = {"direction": "left" if read % 2 else "up", "horizontal": number(read + 7), "vertical": number(read + 8),
                         "yaw": number(read + 9), "pitch": number(read + 10)}
        found["mood"] = {"name": "surprised", "score": 75.0}
        found["eyes"] = {"left_open": number(read + 4), "right_open": number(read + 5), "mouth_open": number(read + 6)}
        found["distance_mm"] = 512.5
    return found


def detection(seed):
    box = numbers(5, seed)
    return {"score": box[4], "box": box[:4], "keypoints": points(6, 2, seed + 1)}


def hand(seed, gesture=None, score=0):
    found = {"landmarks": points(21, 3, seed)}
    if gesture:
        found["gesture"] = {"name": gesture, "score": score}
    return found


def event(frame, **found):
    return {"v": 1, "stream": "cam0", "frame": frame, "pts_ms": frame * 40.0, "capture_ns": 1, "size": [640, 480], "dropped": 0,
            **found}


def events():
    faces = [face(468, 0, 11), face(478, 3, 13, 21)]
    faces[1]["landmarks"][0][0] = faces[1]["landmarks"][477][2] = 0.0  # not finite in the sample
    return [
        event(0, pose=body(1), faces=faces, detections=[detection(31), detection(33)], people=[{"pose": body(41)}]),
        event(1, pose=body(51), faces=[face(468, 0, 63, 62)], left_hand=hand(61, "ILoveYou", 0.75),
              right_hand=hand(62, "None", 0.5)),
        event(2, people=[{"id": 1, "pose": body(71), "face": face(478, 0, 83), "right_hand": hand(82)},
                         {"id": 2, "pose": body(91), "left_hand": hand(101, "Thumb_Up", 1.0)}]),
        event(3),
    ]


def point_rows(front, image, world=None):
    """Points of two, three or four numbers."""
    for at, point in enumerate(image):
        row = dict(front, point=at, **dict(zip(("x", "y", "z", "visibility"), point)))
        if world:
            row.update(zip(("wx", "wy", "wz"), world[at]))
        yield row


def person_rows(person, number, found):
    front = {"analyser": "holistic", "number": number, "id": person.get("id", found)}
    body = person["pose"]
    yield from point_rows(dict(front, part="pose", score=body["score"]), body["landmarks"], body["world"])
    if "face" in person:
        yield from point_rows(dict(front, part="face", score=person["face"]["score"]), person["face"]["landmarks"])
    for part in ("left_hand", "right_hand"):
        if part in person:
            yield from point_rows(dict(front, part=part), person[part]["landmarks"])


def rows(one):
    people = one.get("people", [])
    if "left_hand" in one:  # one person, shown as the frame's own
        people = [dict(one, face=one["faces"][0])]
        one = {}
    if "pose" in one:
        body = one["pose"]
        yield from point_rows({"analyser": "pose", "number": 0, "part": "pose", "score": body["score"]},
                              body["landmarks"], body["world"])
    for number, found in enumerate(one.get("faces", [])):
        front = {"analyser": "face_mesh", "number": number, "id": found.get("id", ""), "part": "face", "score": found["score"]}
        yield from point_rows(front, found["landmarks"])
    for number, found in enumerate(one.get("detections", [])):
        front = {"analyser": "face_detection", "number": number, "part": "box", "score": found["score"]}
        yield dict(front, **dict(zip(("x", "y", "width", "height"), found["box"])))
        yield from point_rows(front, found["keypoints"])
    for number, person in enumerate(people):
        yield from person_rows(person, number, 1 if people is not one.get("people") else "")


def hands_of(one):
    for person in one.get("people", [one]):
        for part in ("left_hand", "right_hand"):
            if part in person:
                yield [dict(zip("xyz", point)) for point in person[part]["landmarks"]]


def main():
    make.write("parts.ndjson", "".join(make.compact(one) + "\n" for one in events()))
    elements = [{"frame": one["frame"], "keypoints": list(hands_of(one))} for one in events()]
    make.write("parts.json", "[" + ",\n".join(map(make.compact, elements)) + "\n]\n")
    with open(os.path.join(make.HERE, "parts.csv"), "w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        table.writeheader()
        for one in events():
            front = {name: one[name] for name in COLUMNS[:3]}
            table.writerows(dict(row, **front) for row in list(rows(one)) or [{}])


if __name__ == "__main__":
    main()
