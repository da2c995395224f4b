#!/bin/sh
# Resident size from frame 1,000 to frame 100,000; about a quarter of an hour. run.sh BUILD-FOLDER
set -e
build=$1
exec python3 "$(dirname "$0")/memory.py" "$build/sightline" "$build/tests/soak/to_ppm" .deps/media/fullcurl.jpg --frames 100000 --from 1000
