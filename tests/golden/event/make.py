#!/usr/bin/env python3
"""Writes the goldens of the event forms beside itself, with Python's own json and csv modules.

The three events are those of sample_event() in tests/unit/event_sample.h; keep the two alike. Equality is byte by byte.
"""
import csv
import json
import os
import struct

HERE = os.path.dirname(os.path.abspath(__file__))
POINTS = 21


def f32(value):
    """The float32 nearest to value."""
    return struct.unpack("f", struct.pack("f", value))[0]


def short(value):
    """A Python float whose repr is the shortest decimal that reads back as the float32 `value`."""
    for digits in range(1, 10):
        text = "%.*g" % (digits, value)
        if f32(float(text)) == value:
            return float(text)


def value(event, hand, index, world):
    if event == 2 and hand == 1 and index in (0, 1, 2):
        return 0.0  # not finite in the sample
    return short(f32(f32(((event * 131 + hand * 63 + index) * 37 + world * 11) % 1000 - 100) / f32(999)))


def hand(event, number):
    def points(world):
        return [[value(event, number, 3 * p + axis, world) for axis in range(3)] for p in range(POINTS)]
    found = {"id": 7} if number else {}  # the first came without one
    found.update(side="Right" if number else "Left", score=short(f32(f32(90 + number) / f32(97))))
    found.update(landmarks=points(0), world=points(1))
    if number:
        found["gesture"] = {"name": "Victory", "score": 0.9}
    return found


def events():
    first = {"v": 1, "stream": "cam0", "frame": 0, "pts_ms": 0.0, "capture_ns": 1, "size": [640, 480], "dropped": 0,
             "cost_ms": {"landmark": 12.0}}
    second = {"v": 1, "stream": "cam0", "frame": 1, "pts_ms": 33.333, "capture_ns": 123456789012345, "size": [640, 480],
              "dropped": 0, "hands": [hand(1, 0)], "cost_ms": {"landmark": 7.1}}
    third = {"v": 1, "stream": "a \"b\", \\ \x01\n\t\u00e9\U0001f590\ufffd\ufffd/", "frame": 18446744073709551615,
             "pts_ms": -400.5, "capture_ns": -9223372036854775808, "size": [16384, 1], "dropped": 4294967295,
             "hands": [hand(2, 0), hand(2, 1)]}
    return [first, second, third]


def write(name, text):
    with open(os.path.join(HERE, name), "w", encoding="utf-8", newline="") as file:
        file.write(text)


def compact(thing):
    return json.dumps(thing, separators=(",", ":"), ensure_ascii=False)


def rows(event):
    front = [event["stream"], event["frame"], event["pts_ms"]]
    found = event.get("hands", [])
    for number, one in enumerate(found):
        yield front + [number, one["side"], one["score"]] + sum(one["landmarks"] + one["world"], [])
    if not found:
        yield front + [""] * (3 + 6 * POINTS)


def main():
    write("three.ndjson", "".join(compact(event) + "\n" for event in events()))
    elements = [{"frame": event["frame"],
                 "keypoints": [[dict(zip("xyz", point)) for point in one["landmarks"]] for one in event.get("hands", [])]}
                for event in events()]
    write("three.json", "[" + ",\n".join(map(compact, elements)) + "\n]\n")
    with open(os.path.join(HERE, "three.csv"), "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        names = [w + axis + str(p) for w in ("", "w") for p in range(POINTS) for axis in "xyz"]
        table.writerow(["stream", "frame", "pts_ms", "hand", "side", "score"] + names)
        for event in events():
            table.writerows(rows(event))


if __name__ == "__main__":
    main()
