#!/bin/bash
# Prepare a Debian 12 machine: tools/setup.sh [--cpu aarch64] GROUP...
#
#   build          compilers, libraries, engines and models
#   exact-engine   TFLite alone: what a build for another CPU needs
#   media          sample media
#   test           what the tests need besides, with NumPy for the Pythons that are here
#   parity         MediaPipe itself, and packages built on it, in Python environments of their own (x86-64 only)
#   pose           the lite and heavy pose models
#   people         pictures of people, for the tests
#
# Nothing is installed outside .deps/ but Debian packages. A run that finds everything in place does nothing, offline too.
set -eu
cd "$(dirname "$0")/.."
deps=$PWD/.deps
cpu=$(uname -m)
packages= parts= parity= pythons=

refuse() {
    echo "set-up: $1" >&2
    exit 1
}

if [ "${1-}" = --cpu ]; then
    cpu=${2:?set-up: --cpu takes x86_64 or aarch64}
    shift 2
fi
tflite=tflite
[ "$cpu" != x86_64 ] || tflite="tflite tflite-newer"
[ $# -gt 0 ] || refuse "say what to set up: build, exact-engine, media, test, parity, pose, people"

for group in "$@"; do
    case $group in
        build) parts="$parts $tflite openvino models" ;;
        exact-engine) parts="$parts $tflite" ;;
        media) parts="$parts media" ;;
        pose) parts="$parts pose" ;;
        people) parts="$parts people film" ;;
        parity) parity=yes ;;
        test) pythons=yes ;;
        *) refuse "'$group' is not one of build, exact-engine, media, test, parity, pose, people" ;;
    esac
done

# The packages of the asked groups that this machine lacks.
missing_packages() {
    local wanted=() group package command row
    while read -r row package command; do
        for group in "$@"; do
            [ "$row" = "$group" ] || continue
            [ -n "$command" ] && command -v "$command" >/dev/null || wanted+=("$package")
        done
    done <tools/debian.txt
    [ ${#wanted[@]} -gt 0 ] || return 0
    comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) \
        <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

# Run one command as root, by sudo where we are not.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

install_packages() {
    local log=$deps/apt.log
    echo "set-up: installing Debian packages: $*"
    if [ "$(id -u)" != 0 ] && ! { command -v sudo >/dev/null && sudo -v 2>"$log"; }; then
        refuse "no root and no sudo to install them with; have root run: apt-get install --no-install-recommends $*"
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >"$log" 2>&1 || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "$@" >>"$log" 2>&1 && return
    tail -n 15 "$log" >&2
    refuse "apt-get could not install the packages above (whole story in .deps/apt.log); look at the network and run this again"
}

mkdir -p "$deps"
exec 9>"$deps/lock"
flock -n 9 || { echo "set-up: waiting for another set-up in this folder"; flock 9; }

if command -v dpkg-query >/dev/null; then
    mapfile -t packages < <(missing_packages "$@")
    if [ ${#packages[@]} -gt 0 ]; then
        install_packages "${packages[@]}"
        touch "$deps/changed"
    fi
elif ! command -v meson >/dev/null || ! command -v python3 >/dev/null; then
    refuse "this is not Debian; install by hand what tools/debian.txt names, then run this again"
fi

[ -z "$parts" ] || python3 tools/fetch.py --dir "$deps" --cpu "$cpu" $parts
if [ -n "$parity" ]; then
    tools/setup-parity.sh
    tools/setup-pose-format.sh
    tools/setup-published.sh
fi
[ -z "$pythons" ] || tools/setup-pythons.sh
