#!/bin/bash
# Install the Python package pose-format into .deps/pose-format, from the exact files that tools/pose-format-requirements.txt names.
#
# It stands beside the Python of the parity tests (tools/setup-parity.sh), which alone uses it; where that one is missing, so is this.
set -eu
cd "$(dirname "$0")/.."
folder=$PWD/.deps/pose-format
python=$PWD/.deps/parity/venv/bin/python
log=$PWD/.deps/pose-format.log
wanted=$(sha256sum tools/pose-format-requirements.txt)

[ "$(cat "$folder/stamp" 2>/dev/null)" != "$wanted" ] || exit 0
[ -x "$python" ] || exit 0

echo "set-up: installing pose-format for the tests into .deps/pose-format"
rm -rf "$folder"
if ! "$python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
    --find-links .deps/cache --target "$folder" -r tools/pose-format-requirements.txt >"$log" 2>&1; then
    rm -rf "$folder"
    echo "set-up: pip could not install tools/pose-format-requirements.txt ($(tail -n 1 "$log"));" \
        "look at the network and run this again" >&2
    exit 1
fi
echo "$wanted" >"$folder/stamp"
