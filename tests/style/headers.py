#!/usr/bin/env python3
"""Each public header compiles alone, as C11 and as C++, without a warning.  headers.py ROOT"""
import shutil
import subprocess
import sys

from style import Report, files_below

COMPILERS = [("gcc", "c", "c11"), ("clang", "c", "c11"), ("g++", "c++", "c++17"), ("clang++", "c++", "c++17")]


def faults_of(root, header, compiler, language, standard):
    source = f"#include <{header}>\n#include <{header}>\nint main(void) {{ return 0; }}\n"
    done = subprocess.run([compiler, "-x", language, f"-std={standard}", "-fsyntax-only", "-Wall", "-Wextra", "-Werror",
                           "-pedantic", f"-I{root}/include", "-"], input=source, capture_output=True, text=True)
    return done.stderr.splitlines()[:5] if done.returncode else []


def main():
    root, report = sys.argv[1], Report()
    headers = [path.removeprefix("include/") for path in files_below(root, "include", ends=".h")]
    for compiler, language, standard in COMPILERS:
        name = f"each_header_compiles_alone_{compiler}_{standard}"
        if not shutil.which(compiler):
            report.skip(name, f"{compiler} is not here")
            continue
        report.point(name, [fault for header in headers for fault in faults_of(root, header, compiler, language, standard)])
    report.end()


main()
