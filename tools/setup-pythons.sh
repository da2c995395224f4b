#!/bin/bash
# Give NumPy to every Python from 3.9 to 3.14 that this machine has, in environments of their own below .deps/pythons.
#
# The package's tests run on each (tests/python/run.py), and skip by name those that are not here. Nothing but NumPy is
# fetched; a Python for which that fails is left out.
set -eu
cd "$(dirname "$0")/.."
folder=$PWD/.deps/pythons
log=$PWD/.deps/pythons.log
wanted=$(sha256sum tools/numpy-requirements.txt)

# Interpreters on the path, and those that pyenv keeps beside it.
find_python() {
    local python
    for python in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python3; do
        "$python" -c "import sys, venv, ensurepip; sys.exit('%d.%d' % sys.version_info[:2] != '$1')" 2>/dev/null || continue
        echo "$python"
        return
    done
}

[ "$(uname -m)" = x86_64 ] || exit 0
mkdir -p "$folder"
for version in 3.9 3.10 3.11 3.12 3.13 3.14; do
    place=$folder/$version
    [ "$(cat "$place/stamp" 2>/dev/null)" != "$wanted" ] || continue
    python=$(find_python "$version")
    [ -n "$python" ] || continue
    echo "set-up: installing NumPy for Python $version into .deps/pythons/$version"
    rm -rf "$place"
    if { "$python" -m venv "$place" && "$place/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
        --only-binary=:all: --require-hashes -r tools/numpy-requirements.txt; } >"$log" 2>&1; then
        echo "$wanted" >"$place/stamp"
    else
        rm -rf "$place"
        echo "set-up: no NumPy for Python $version ($(tail -n 1 "$log")); its tests will be skipped"
    fi
done
