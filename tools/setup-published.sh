#!/bin/bash
# Install the packages of tools/published-requirements.txt into .deps/published/packages, for the tests that run them unchanged.
#
# They stand beside the Python of the parity tests (tools/setup-parity.sh), which alone uses them; where that one is missing,
# so are these.
set -eu
cd "$(dirname "$0")/.."
folder=$PWD/.deps/published
python=$PWD/.deps/parity/venv/bin/python
log=$PWD/.deps/published.log
wanted=$(sha256sum tools/published-requirements.txt tools/published-build-requirements.txt)

[ "$(cat "$folder/stamp" 2>/dev/null)" != "$wanted" ] || exit 0
[ -x "$python" ] || exit 0

install() {
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --find-links .deps/cache "$@"
}

echo "set-up: installing cvzone and controlnet-aux for the tests into .deps/published"
rm -rf "$folder"
if ! { install --only-binary=:all: --target "$folder/build" -r tools/published-build-requirements.txt &&
    PYTHONPATH=$folder/build install --no-build-isolation --target "$folder/packages" -r tools/published-requirements.txt
} >"$log" 2>&1; then
    rm -rf "$folder"
    echo "set-up: pip could not install tools/published-requirements.txt ($(tail -n 1 "$log"));" \
        "look at the network and run this again" >&2
    exit 1
fi
rm -rf "$folder/build"
echo "$wanted" >"$folder/stamp"
