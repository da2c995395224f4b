#!/usr/bin/env python3
"""Includes obey src/layers.txt, and foreign headers stay behind their door.  layers.py ROOT"""
import os
import re
import sys
import tempfile

from style import Report, files_below, read

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)

# What any module may include: C11, POSIX, Linux, glibc.
SYSTEM_FOLDERS = ("sys/", "linux/", "arpa/", "netinet/")
SYSTEM = set("""assert.h complex.h ctype.h dirent.h dlfcn.h endian.h errno.h fcntl.h fenv.h float.h fnmatch.h ftw.h getopt.h
glob.h inttypes.h libgen.h limits.h link.h locale.h malloc.h math.h poll.h pthread.h sched.h semaphore.h setjmp.h signal.h spawn.h
stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h strings.h termios.h
threads.h time.h unistd.h wchar.h""".split())

# Foreign headers, and the files that may include them.
DOORS = [
    (r"(gst/|glib|gio/|gobject/)", r"src/media/"),
    (r"tensorflow/", r"src/infer/[^/]+\.c$"),
    (r"openvino/", r"src/infer/[^/]+\.c$"),
    (r"(jpeglib|jerror|turbojpeg|png|gif_lib)\.h$", r"src/media/[^/]+\.c$"),
    (r"(immintrin|x86intrin|cpuid|arm_neon)\.h$", r"src/(kernel/|base/sha256\.c)"),
]


def read_grants(root):
    """{module: the modules it may include}, in the file's order; '*' stands for all before it."""
    grants = {}
    for line in read(root, "src/layers.txt").splitlines():
        line = line.split("#")[0].strip()
        if line:
            module, _, granted = line.partition(":")
            grants[module.strip()] = list(grants) if granted.strip() == "*" else granted.split()
    return grants


def grant_faults(grants):
    """A module may only be granted what stands before it, so that no two include each other."""
    seen, faults = set(), []
    for module, granted in grants.items():
        faults += [f"src/layers.txt: {module} is granted {other}, which does not stand before it"
                   for other in granted if other not in seen]
        seen.add(module)
    return faults


def include_faults(root, grants):
    faults = []
    for path in files_below(root, "src", ends=(".c", ".h")):
        module = path.split("/")[1]
        if module not in grants:
            faults.append(f"{path}: src/layers.txt does not name the module {module}")
            continue
        for kind, header in INCLUDE.findall(read(root, path)):
            if kind == "<" or header.startswith("sightline/"):
                continue
            other = header.split("/")[0]
            if "/" not in header or other == "..":
                faults.append(f'{path}: write "{module}/{os.path.basename(header)}", not "{header}"')
            elif other != module and other not in grants[module]:
                faults.append(f"{path}: {module} may not include {other} ({header})")
    return faults


def door_faults(root):
    faults = []
    for path in files_below(root, "src", "include", ends=(".c", ".h")):
        for kind, header in INCLUDE.findall(read(root, path)):
            if kind == '"' or header.startswith(("sightline/", *SYSTEM_FOLDERS)) or header in SYSTEM:
                continue
            doors = [door for pattern, door in DOORS if re.match(pattern, header)]
            if not doors:
                faults.append(f"{path}: <{header}> has no door in tests/style/layers.py")
            elif not any(re.match(door, path) for door in doors):
                faults.append(f"{path}: <{header}> belongs behind {' or '.join(doors)}")
    return faults


def client_faults(root):
    """Examples are written as any user would write them."""
    faults = []
    for path in files_below(root, "examples", ends=(".c", ".h")):
        for kind, header in INCLUDE.findall(read(root, path)):
            if kind == '"' or not (header.startswith(("sightline/", *SYSTEM_FOLDERS)) or header in SYSTEM):
                faults.append(f"{path}: {header} is not the public API")
    return faults


def broken_tree_faults():
    """What the rules above say of a tree that breaks each of them once."""
    files = {
        "src/layers.txt": "base:\nring: base\nmedia: base ring\ncli: *\n",
        "src/base/a.c": '#include "ring/ring.h"\n#include <errno.h>\n',
        "src/base/b.c": '#include "a.h"\n',
        "src/ring/c.c": "#include <gst/gst.h>\n#include <sightline/ring.h>\n",
        "src/media/d.c": "#include <gst/gst.h>\n#include \"ring/ring.h\"\n",
        "src/media/e.c": "#include <strange.h>\n",
        "src/odd/f.c": "",
        "src/cli/g.c": '#include "media/media.h"\n#include "base/error.h"\n',
        "examples/h.c": '#include "base/error.h"\n',
    }
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
            with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                file.write(text)
        grants = read_grants(root)
        return include_faults(root, grants) + door_faults(root) + client_faults(root)


EXPECTED = [
    "src/base/a.c: base may not include ring (ring/ring.h)",
    'src/base/b.c: write "base/a.h", not "a.h"',
    "src/odd/f.c: src/layers.txt does not name the module odd",
    "src/media/e.c: <strange.h> has no door in tests/style/layers.py",
    "src/ring/c.c: <gst/gst.h> belongs behind src/media/",
    "examples/h.c: base/error.h is not the public API",
]


def main():
    root, report = sys.argv[1], Report()
    grants = read_grants(root)
    report.point("a_module_is_granted_only_what_stands_before_it", grant_faults(grants))
    report.point("includes_obey_layers_txt", include_faults(root, grants))
    report.point("foreign_headers_stay_behind_their_door", door_faults(root))
    report.point("examples_see_the_public_api_only", client_faults(root))
    found = broken_tree_faults()
    report.point("each_forbidden_include_is_caught",
                 [] if found == EXPECTED else [f"expected {EXPECTED}", f"found {found}"])
    report.point("a_circle_of_grants_is_caught",
                 [] if grant_faults({"a": ["b"], "b": []}) else ["a granted b before b stands: not caught"])
    report.end()


main()
