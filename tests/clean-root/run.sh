#!/bin/bash
# `make demo` on a machine that never saw the project: a new Debian 12 root with git and make, a clone of HEAD, a clean
# environment. Then the same once more without a network. Needs root and debootstrap; takes minutes and about 3 GB.
#
#   tests/clean-root/run.sh [TARGET]...      make targets to run in the root; default: demo
#
# The mirror, proxies and certificates are this machine's own, read when this runs. KEEP=1 leaves the root in place.
set -eu
cd "$(dirname "$0")/../.."
targets=${*:-demo}
limit_s=2400

refuse() {
    echo "clean-root: $1" >&2
    exit 1
}

[ "$(id -u)" = 0 ] || refuse "making a root needs root; run it through sudo"
command -v debootstrap >/dev/null || refuse "debootstrap was not found; install Debian's debootstrap"

top=$(mktemp -d "${TMPDIR:-/tmp}/sightline-clean-root-XXXXXX")
root=$top/root

leave() {
    local status=$?
    for mount in dev/pts dev proc; do
        ! mountpoint -q "$root/$mount" || umount -l "$root/$mount"
    done
    if [ "${KEEP-}" = 1 ]; then
        echo "clean-root: kept in $top"
    elif ! mountpoint -q "$root/dev" && ! mountpoint -q "$root/proc"; then
        rm -rf "$top"
    fi
    exit $status
}
trap leave EXIT
trap 'exit 130' INT TERM

# How this machine reaches Debian, the registries and their certificates.
copy_network_configuration() {
    local file
    for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/npmrc "$HOME/.npmrc" "$HOME/.pip/pip.conf" \
        "$HOME/.config/pip/pip.conf" /etc/ssl/certs/ca-certificates.crt; do
        [ -f "$file" ] || continue
        local place=$root/${file#/}
        case $file in "$HOME"/*) place=$root/root/${file#"$HOME"/} ;; esac
        mkdir -p "$(dirname "$place")"
        cp -L "$file" "$place"
    done
    cp -L /etc/apt/sources.list "$root/etc/apt/" 2>/dev/null || rm -f "$root/etc/apt/sources.list"
    cp -L /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources "$root/etc/apt/sources.list.d/" 2>/dev/null || true
    cp -rL /usr/share/keyrings/. "$root/usr/share/keyrings/"
    [ ! -d /etc/apt/keyrings ] || cp -rL /etc/apt/keyrings "$root/etc/apt/"
    apt-config dump Acquire >"$root/etc/apt/apt.conf.d/90this-machine"
}

# Run a command in the root with a clean environment: nothing but how to reach the network.
in_root() {
    local kept=() name
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY NODE_EXTRA_CA_CERTS SSL_CERT_FILE \
        PIP_CERT PIP_INDEX_URL PIP_DEFAULT_TIMEOUT REQUESTS_CA_BUNDLE; do
        [ -z "${!name-}" ] || kept+=("$name=${!name}")
    done
    timeout "$limit_s" "${wrapper[@]}" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        LANG=C.UTF-8 TERM=dumb CI=true "${kept[@]}" chroot "$root" /bin/bash -c "cd /srv/sightline && $1"
}
wrapper=()

used_mb() {
    du -sxm --exclude="$root/proc" --exclude="$root/dev" "$root" | cut -f1
}

mirror=$(apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' | sed -n 's/^bookworm //p' | head -n 1)
[ -n "$mirror" ] || refuse "this machine's apt sources name no mirror of Debian bookworm"

echo "clean-root: making a Debian 12 root in $root"
debootstrap --variant=minbase --include=git,make,ca-certificates bookworm "$root" "$mirror" >"$top/debootstrap.log" 2>&1 || {
    tail -n 5 "$top/debootstrap.log" >&2
    refuse "debootstrap failed"
}
copy_network_configuration
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/throw-away" # the root lives for minutes: no waiting for the disk
git clone -q --no-local . "$root/srv/sightline"
mount -t proc proc "$root/proc"
mount --bind --make-private /dev "$root/dev"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"

before_mb=$(used_mb)
for target in $targets; do
    began=$SECONDS
    in_root "make $target" || refuse "make $target failed in a clean root"
    echo "clean-root: make $target took $((SECONDS - began)) s; $(($(used_mb) - before_mb)) MB on the disk came with set-up so far"
done

if [[ " $targets " == *" demo "* ]]; then
    [ -s "$root/srv/sightline/out/demo.ndjson" ] || refuse "out/demo.ndjson is not there"
    [ -s "$root/srv/sightline/out/demo.mp4" ] || refuse "out/demo.mp4 is not there"
    began=$SECONDS
    wrapper=(unshare --net)
    in_root "rm -rf .deps/models .deps/stamps/models && make clean demo" || refuse "make demo failed without a network"
    [ -s "$root/srv/sightline/out/demo.mp4" ] || refuse "out/demo.mp4 is not there after the second run"
    echo "clean-root: again without a network, from a clean build: $((SECONDS - began)) s"
fi
