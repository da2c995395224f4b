#!/usr/bin/env python3
"""Reads what write_random wrote with Python's own json and csv, and compares every float32 bit.  check_random.py PROGRAM"""
import csv
import json
import os
import struct
import subprocess
import sys
import tempfile

POINTS = 21
STREAM = 'ab,"c"'


def bits(value):
    return struct.unpack("I", struct.pack("f", float(value)))[0]


def triples(numbers):
    return [numbers[i:i + 3] for i in range(0, len(numbers), 3)]


def truth(folder):
    """Per frame: the five numbers, and the hands as (side, score, landmarks, world) in bits."""
    with open(os.path.join(folder, "truth.txt"), encoding="utf-8") as file:
        for line in file:
            words = line.split()
            step = 2 + 6 * POINTS
            hands = []
            for at in range(5, len(words), step):
                numbers = [int(word, 16) for word in words[at + 1:at + step]]
                hands.append((words[at], numbers[0], triples(numbers[1:1 + 3 * POINTS]), triples(numbers[1 + 3 * POINTS:])))
            yield [int(word) for word in words[:5]], hands


def read_ndjson(folder):
    with open(os.path.join(folder, "random.ndjson"), encoding="utf-8") as file:
        for line in file:
            event = json.loads(line)
            assert event["v"] == 1 and event["stream"] == STREAM and event["size"] == [640, 480], line[:100]
            assert event.get("hands") != [], "an empty list instead of no key"
            hands = [(hand["side"], bits(hand["score"]), [list(map(bits, point)) for point in hand["landmarks"]],
                      [list(map(bits, point)) for point in hand["world"]]) for hand in event.get("hands", [])]
            cost = event.get("cost_ms", {"landmark": 0})["landmark"]
            yield [event["frame"], round(event["pts_ms"] * 1000), event["capture_ns"], event["dropped"], round(cost * 1000)], hands


def read_csv(folder):
    """As truth(), without capture, dropped and cost, which the table does not have."""
    frames = {}
    with open(os.path.join(folder, "random.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["stream"] == STREAM and None not in row and None not in row.values()
            front = [int(row["frame"]), round(float(row["pts_ms"]) * 1000)]
            hands = frames.setdefault(front[0], (front, []))[1]
            columns = [row[w + axis + str(p)] for w in ("", "w") for p in range(POINTS) for axis in "xyz"]
            if row["hand"] == "":
                assert not any(columns) and row["side"] == row["score"] == ""
                continue
            assert int(row["hand"]) == len(hands)
            numbers = list(map(bits, columns))
            hands.append((row["side"], bits(row["score"]), triples(numbers[:3 * POINTS]), triples(numbers[3 * POINTS:])))
    return list(frames.values())


def read_keypoints(folder):
    with open(os.path.join(folder, "random.json"), encoding="utf-8") as file:
        for element in json.load(file):
            assert set(element) == {"frame", "keypoints"}
            yield element["frame"], [[[bits(point[axis]) for axis in "xyz"] for point in hand] for hand in element["keypoints"]]


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        wanted = list(truth(folder))
        found = {
            "ndjson_gives_every_bit_back": (list(read_ndjson(folder)), wanted),
            "csv_gives_every_bit_back": (read_csv(folder), [(front[:2], hands) for front, hands in wanted]),
            "keypoints_give_every_bit_back": (list(read_keypoints(folder)),
                                              [(front[0], [hand[2] for hand in hands]) for front, hands in wanted]),
        }
    failed = 0
    for number, (name, (have, want)) in enumerate(found.items(), 1):
        good = len(want) > 100 and have == want
        failed += not good
        print("%sok %d - %s" % ("" if good else "not ", number, name))
    print("1..%d" % len(found))
    sys.exit(1 if failed else 0)


main()
