#!/usr/bin/env python3
"""The library exports what the public headers declare, and nothing else.  symbols.py ROOT LIBRARY"""
import re
import subprocess
import sys

from style import Report, code_only, files_below, read

# The name stands before its parameters; "(*" opens a declarator: const uint8_t (*sl_pairs(int *count))[2].
DECLARED = re.compile(r"\bSL_API\b[^;{}]*?\b(\w+)\s*(?:\((?!\s*\*)|;|\[)")


def declared(root):
    names = {}
    for path in files_below(root, "include", ends=".h"):
        text = re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*", "", code_only(read(root, path)), flags=re.MULTILINE)
        for name in DECLARED.findall(text):
            names[name] = path
    return names


def exported(library):
    listed = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True)
    return {line.split()[-1].split("@")[0] for line in listed.stdout.splitlines()}


def main():
    root, library = sys.argv[1:3]
    report = Report()
    wanted, found = declared(root), exported(library)
    report.point("public_names_are_sl_names",
                 [f"{wanted[name]}: {name}" for name in sorted(wanted) if not re.fullmatch(r"sl_[a-z0-9]\w*", name)])
    report.point("every_declared_function_is_exported",
                 [f"{wanted[name]}: {name} is declared but the library lacks it" for name in sorted(set(wanted) - found)])
    report.point("only_declared_names_are_exported",
                 [f"the library exports {name}, which no public header declares" for name in sorted(found - set(wanted))])
    report.end()


main()
