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
for page in doc/*.1; do
    [ -f "$prefix/share/man/man1/$(basename "$page")" ] || refuse "$page was not installed"
done
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

# The Python package finds the library of its prefix, and brings nothing else.
package=$(find "$prefix" -path '*/sightline/__init__.py')
[ -n "$package" ] || refuse "the Python package was not installed"
[ -z "$(find "$prefix" -name __pycache__)" ] || refuse "compiled Python files were installed"
packages=${package%/sightline/__init__.py}
numpy_python=
for python in python3 /usr/bin/python3; do
    "$python" -c 'import numpy' 2>/dev/null && numpy_python=$(command -v "$python") && break
done
if [ -n "$numpy_python" ]; then
    env -i PYTHONPATH="$packages" PYTHONDONTWRITEBYTECODE=1 "$numpy_python" -c \
        'import sightline; print("python sightline", sightline.__version__)'
fi

# Engines and models come from the prefix: no environment, no other folder. Then the example and the program agree.
printf 'P6 64 48 255\n' >grey.ppm
head -c $((64 * 48 * 3)) /dev/zero | tr '\0' '\200' >>grey.ppm
[ "$(env -i ./hands <grey.ppm)" = "picture 0: 0 hands" ] || refuse "the example found something in a grey picture"
[ "$(tail -c $((64 * 48 * 3)) grey.ppm | env -i ./pose 64 48 30)" = "picture 0: no body" ] ||
    refuse "the example found a body in a grey picture"
[ "$(env -i ./face_mesh <grey.ppm)" = "picture 0: 0 faces" ] || refuse "the example found a face in a grey picture"
[ "$(tail -c $((64 * 48 * 3)) grey.ppm | env -i ./holistic 64 48 30)" = "picture 0: 0 people" ] ||
    refuse "the example found somebody in a grey picture"
python=$source/.deps/parity/venv/bin/python
if [ -x "$python" ] && [ -f "$source/.deps/media/nocurl.jpg" ]; then
    "$python" - "$source/.deps/media/nocurl.jpg" hand <<'EOF'
import sys
from PIL import Image

picture = Image.open(sys.argv[1]).convert("RGB")
picture.save(sys.argv[2] + ".ppm")
with open(sys.argv[2] + ".rgb", "wb") as file:
    file.write(picture.tobytes())
with open(sys.argv[2] + ".size", "w", encoding="ascii") as file:
    file.write(f"{picture.width}x{picture.height}")
EOF
    example=$(env -i ./hands <hand.ppm | sed -n 's/.*index finger at //p')
    env -i "$prefix/bin/sightline" run -q --hands "raw:$(cat hand.size):rgb24@30" <hand.rgb >hand.ndjson
    program=$(python3 - hand.ndjson <<'EOF'
import json
import struct
import sys

with open(sys.argv[1], encoding="utf-8") as events:
    x, y, _ = json.loads(next(events))["hands"][0]["landmarks"][8]
print("%.9g %.9g" % struct.unpack("2f", struct.pack("2f", x, y)))
EOF
    )
    [ -n "$example" ] && [ "$example" = "$program" ] || refuse "the example found '$example', the program '$program'"
    echo "the example and the program agree: $example"
    package=$(env -i PYTHONPATH="$packages" PYTHONDONTWRITEBYTECODE=1 "$python" - hand.size hand.rgb <<'EOF'
import sys

import numpy as np
from sightline import solutions

width, height = map(int, open(sys.argv[1], encoding="ascii").read().split("x"))
picture = np.fromfile(sys.argv[2], np.uint8).reshape(height, width, 3)
with solutions.hands.Hands() as hands:
    tip = hands.process(picture).multi_hand_landmarks[0].landmark[8]
print("%.9g %.9g" % (tip.x, tip.y))
EOF
    )
    [ "$package" = "$example" ] || refuse "the example found '$example', the Python package '$package'"
    echo "the Python package agrees"
fi
