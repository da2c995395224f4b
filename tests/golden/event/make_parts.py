#!/usr/bin/env python3
"""Writes parts.ndjson beside itself, with Python's own json module: the events of tests/unit/event_parts.h; keep the two alike."""
import make


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
        found["eyes"] = {"left_open": number(read + 4), "right_open": number(read + 5), "mouth_open": number(read + 6)}
        found["distance_mm"] = 512.5
    return found


def detection(seed):
    box = numbers(5, seed)
    return {"score": box[4], "box": box[:4], "keypoints": points(6, 2, seed + 1)}


def hand(seed):
    return {"landmarks": points(21, 3, seed)}


def event(frame, **found):
    return {"v": 1, "stream": "cam0", "frame": frame, "pts_ms": frame * 40.0, "capture_ns": 1, "size": [640, 480], "dropped": 0,
            **found}


def events():
    faces = [face(468, 0, 11), face(478, 3, 13, 21)]
    faces[1]["landmarks"][0][0] = faces[1]["landmarks"][477][2] = 0.0  # not finite in the sample
    return [
        event(0, pose=body(1), faces=faces, detections=[detection(31), detection(33)], people=[{"pose": body(41)}]),
        event(1, pose=body(51), faces=[face(468, 0, 63, 61)], left_hand=hand(61), right_hand=hand(62)),
        event(2, people=[{"id": 1, "pose": body(71), "face": face(478, 0, 83), "right_hand": hand(82)},
                         {"id": 2, "pose": body(91), "left_hand": hand(101)}]),
        event(3),
    ]


def main():
    make.write("parts.ndjson", "".join(make.compact(one) + "\n" for one in events()))


if __name__ == "__main__":
    main()
