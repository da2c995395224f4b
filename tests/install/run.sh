#!/bin/bash
# Install to a prefix of our own, as a packager would, and use what is there as a stranger would: the program without any
# environment from another folder, the library through pkg-config, every example compiled, the first one run.
set -eu
cd "$(dirname "$0")/../.."
source=$PWD
prefix=$PWD/build-check-prefix

refuse() {
    echo "install: $1" >&2
    exit 1
}

rm -rf "$prefix"
make --no-print-directory install PREFIX="$prefix" BUILD=build-check

pc=$(find "$prefix" -name sightline.pc)
[ -n "$pc" ] || refuse "sightline.pc is not in $prefix"
export PKG_CONFIG_PATH=${pc%/*}
[ "$(pkg-config --modversion sightline)" = "$(sed -n 's/^#define SL_VERSION "\(.*\)"/\1/p' include/sightline/version.h)" ] ||
    refuse "pkg-config and include/sightline/version.h name different versions"
library_folder=$(pkg-config --variable=libdir sightline)

for header in include/sightline/*.h; do
    [ -f "$prefix/$header" ] || refuse "$header was not installed"
done

work=$(mktemp -d)
trap 'rm -rf "$work" "$prefix"' EXIT
cat >"$work/version.c" <<'EOF'
#include <sightline/sightline.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    printf("sightline %s\n", sl_version());
    return strcmp(sl_version(), SL_VERSION) != 0;
}
EOF
for example in "$work/version.c" examples/*.c; do
    [ -f "$example" ] || continue
    name=$(basename "$example" .c)
    # shellcheck disable=SC2046
    "${CC:-cc}" -std=c11 -Wall -Wextra -Werror "$example" $(pkg-config --cflags --libs sightline) -lm \
        -Wl,-rpath,"$library_folder" -o "$work/$name"
    echo "compiled $name"
done
cd "$work"
env -i ./version
env -i "$prefix/bin/sightline" --version
