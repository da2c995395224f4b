#!/usr/bin/env python3
"""Functions we do not call, and how long functions and files have become.  source.py ROOT"""
import re
import sys

from style import Report, code_only, files_below, read

BANNED = {
    "sprintf": "snprintf", "vsprintf": "vsnprintf", "strcpy": "snprintf or memcpy", "strcat": "snprintf",
    "strncpy": "snprintf or memcpy", "strncat": "snprintf", "gets": "fgets", "strtok": "strchr", "atoi": "strtol",
    "atol": "strtol", "atof": "strtod", "alloca": "the object's scratch", "system": "posix_spawn", "tmpnam": "mkstemp",
    "mktemp": "mkstemp",
}
CALL = re.compile(r"(?<![\w.>])(" + "|".join(BANNED) + r")\s*\(")
FUNCTION_LINES, FILE_LINES = 120, 800
TEST_FUNCTION_LINES = 200
NAME = re.compile(r"(\w+)\s*\(")


def banned_calls(root):
    for path in files_below(root, "src", "include", "examples", "tests", "bench", ends=(".c", ".h")):
        for number, line in enumerate(code_only(read(root, path)).splitlines(), 1):
            for name in CALL.findall(line):
                yield f"{path}:{number}: {name}; take {BANNED[name]}"


def functions(text):
    """(name, first line, number of lines) of each function whose braces stand in the first column."""
    lines = code_only(text).splitlines()
    for number, line in enumerate(lines):
        if not line.startswith("{"):
            continue
        head = number
        while head > 0 and lines[head - 1].strip() and not lines[head - 1].startswith(("}", "#")):
            head -= 1
        name = NAME.search(" ".join(lines[head:number]))
        end = next((i for i in range(number, len(lines)) if lines[i].startswith("}")), None)
        if name and end is not None:
            yield name.group(1), head + 1, end - head + 1


def longest_functions(root, *folders):
    found = [(count, path, line, name) for path in files_below(root, *folders, ends=".c")
             for name, line, count in functions(read(root, path))]
    return sorted(found, reverse=True)


def main():
    root, report = sys.argv[1], Report()
    report.point("no_banned_function_is_called", list(banned_calls(root)))
    longest = longest_functions(root, "src")
    print("# the ten longest functions, for people to judge:")
    for count, path, line, name in longest[:10]:
        print(f"#   {count:4} lines  {path}:{line} {name}")
    report.point(f"no_function_is_longer_than_{FUNCTION_LINES}_lines",
                 [f"{path}:{line}: {name} has {count} lines" for count, path, line, name in longest if count > FUNCTION_LINES])
    report.point(f"no_test_function_is_longer_than_{TEST_FUNCTION_LINES}_lines",
                 [f"{path}:{line}: {name} has {count} lines"
                  for count, path, line, name in longest_functions(root, "tests") if count > TEST_FUNCTION_LINES])
    sizes = {path: read(root, path).count("\n") for path in files_below(root, "src", "include", "tests", ends=(".c", ".h"))}
    report.point(f"no_file_is_longer_than_{FILE_LINES}_lines",
                 [f"{path} has {count} lines" for path, count in sizes.items() if count > FILE_LINES])
    sample = "static int big(int a)\n{\n    if (a) {\n        strcpy(x, \"atoi(\");\n    }\n}\n\nint\nsmall(void)\n{\n}\n"
    found = list(functions(sample)), CALL.findall(code_only(sample))
    expected = [("big", 1, 6), ("small", 8, 4)], ["strcpy"]
    report.point("lengths_and_calls_are_read_rightly",
                 [] if found == expected else [f"expected {expected}", f"found {found}"])
    report.end()


main()
