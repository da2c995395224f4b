"""What the style tests share: the list of files, C text without comments, and a report in TAP."""
import os
import re
import subprocess
import sys


class Report:
    """Test points: a name that says what holds, and the sentences that say where it does not."""

    def __init__(self):
        self.number, self.failed = 0, 0

    def point(self, name, faults):
        self.number += 1
        for fault in faults:
            print(f"# {fault}")
        self.failed += bool(faults)
        print(f"{'not ok' if faults else 'ok'} {self.number} - {name}", flush=True)

    def skip(self, name, reason):
        self.number += 1
        print(f"ok {self.number} - {name} # SKIP {reason}", flush=True)

    def end(self):
        print(f"1..{self.number}")
        sys.exit(1 if self.failed else 0)


def files_below(root, *folders, ends):
    """Paths relative to root, in name order."""
    found = []
    for folder in folders:
        for where, _, names in os.walk(os.path.join(root, folder)):
            found += [os.path.relpath(os.path.join(where, name), root) for name in names if name.endswith(ends)]
    return sorted(found)


def tracked_files(root):
    """What the repository holds; None outside a checkout."""
    try:
        listed = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return sorted(path for path in listed.stdout.decode().split("\0") if path and os.path.isfile(os.path.join(root, path)))


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def code_only(text):
    """C text with comments and literals blanked out, every line where it was."""
    return TOKEN.sub(lambda token: re.sub(r"[^\n]", " ", token.group()), text)
