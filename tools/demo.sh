#!/bin/bash
# The main job on real media: hands in a sample video, as events and as a video with the landmarks drawn in.
#
#   tools/demo.sh PROGRAM VIDEO
set -eu
program=$1
video=$2
mkdir -p out
rm -f out/demo.ndjson out/demo.mp4
"$program" run --hands --out out/demo.ndjson --out out/demo.mp4 "$video"
python3 - out/demo.ndjson <<'EOF'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as lines:
    events = [json.loads(line) for line in lines]
hands = [hand for event in events for hand in event.get("hands", [])]
print(f"{len(events)} frames, hands in {sum('hands' in event for event in events)} of them, {len(hands)} hands in all")
for side in sorted({hand["side"] for hand in hands}):
    scores = [hand["score"] for hand in hands if hand["side"] == side]
    print(f"  {side}: {len(scores)} times, score {min(scores):.2f} to {max(scores):.2f}")
EOF
echo 'events:                   out/demo.ndjson'
echo 'video with landmarks drawn: out/demo.mp4'
