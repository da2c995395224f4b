#!/bin/sh
# Resident size from frame 1,000 to frame 100,000 with hands, to frame 10,000 with people who come and go, and over 1,000 lives of each
# analyser in Python; about three quarters of an hour. run.sh BUILD-FOLDER
set -e
build=$1
python3 "$(dirname "$0")/memory.py" "$build/sightline" "$build/tests/soak/to_ppm" .deps/media/fullcurl.jpg --frames 100000 --from 1000
python3 "$(dirname "$0")/memory.py" "$build/sightline" "$build/tests/soak/to_ppm" .deps/media/people/astronaut.png \
    --frames 10000 --from 1000 --analyser=--holistic=refine_face_landmarks --limit 300
python3 tests/python/run.py --once tests/python/leaks.py "$build/libsightline.so" 1000
