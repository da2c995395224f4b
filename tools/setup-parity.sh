#!/bin/bash
# Install MediaPipe into .deps/parity/venv, from the exact files that tools/parity-requirements.txt names.
#
# Where it does not exist (another CPU, no Python 3.11) this says so and leaves: the tests that compare with it skip.
# The stamp is written last, so an interrupted installation starts anew.
set -eu
cd "$(dirname "$0")/.."
parity=$PWD/.deps/parity
stamp=$parity/stamp
wanted=$(sha256sum tools/parity-requirements.txt)

# MediaPipe looks for the models that its wheel lacks in its own folder, and fetches them from elsewhere when they are not there.
lend_models() {
    local folder
    for folder in "$parity"/venv/lib/python3*/site-packages/mediapipe/modules/pose_landmark; do
        for model in lite heavy; do
            [ -f ".deps/models/pose_landmark_$model.tflite" ] && [ ! -e "$folder/pose_landmark_$model.tflite" ] || continue
            cp ".deps/models/pose_landmark_$model.tflite" "$folder/"
        done
    done
}

if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && [ -x "$parity/venv/bin/python" ]; then
    lend_models
    exit 0
fi

leave() {
    echo "set-up: $1; tests that compare with MediaPipe itself will be skipped"
    exit 0
}

# A Python 3.11 that can make environments, or nothing.
find_python() {
    local python
    for python in python3.11 python3 /usr/bin/python3; do
        "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || continue
        echo "$python"
        return
    done
}

[ "$(uname -m)" = x86_64 ] || leave "mediapipe 0.10.21 was built for x86-64 only"
python=$(find_python)
[ -n "$python" ] || leave "mediapipe 0.10.21 needs Python 3.11, which is not here"

echo "set-up: installing mediapipe==0.10.21 for the parity tests into .deps/parity/venv"
rm -rf "$parity"
mkdir -p "$parity"
log=$PWD/.deps/parity.log
if ! { "$python" -m venv "$parity/venv" &&
    "$parity/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
        --require-hashes --find-links .deps/cache -r tools/parity-requirements.txt; } >"$log" 2>&1; then
    rm -rf "$parity"
    echo "set-up: pip could not install tools/parity-requirements.txt ($(tail -n 1 "$log"));" \
        "look at the network and run this again" >&2
    exit 1
fi
lend_models
echo "$wanted" >"$stamp"
touch .deps/changed
