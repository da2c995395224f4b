#!/usr/bin/env python3
"""What must not be in the repository: media, models, hosts that set-up talks to, paths of one machine.  repository.py ROOT"""
import os
import re
import sys

from style import Report, tracked_files

LIMIT_BYTES = 512 * 1024
FETCHED = (".tflite", ".onnx", ".whl", ".tgz", ".zip", ".so", ".a", ".o", ".mp4", ".mkv", ".webm", ".gif", ".jpg", ".jpeg")
HOST = re.compile(r"\b[a-z]+://(?!localhost|127\.|\[::1\])[a-z0-9-]+(\.[a-z0-9-]+)+")
SETUP = ("tools/", ".ci/", "Makefile", "meson.build", "meson_options.txt", "tests/clean-root/")
MACHINE_PATH = re.compile(r"(?<![\w.*])/(root|home/\w+|Users/\w+|work|tmp/\w+)/")
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")
LINE_WIDTH = 140


def text_of(root, path):
    """The file's text, or None for bytes that are no text."""
    with open(os.path.join(root, path), "rb") as file:
        data = file.read()
    try:
        return None if b"\0" in data else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def line_faults(texts, pattern, wanted=lambda path: True):
    return [f"{path}:{number}: {line.strip()[:100]}" for path, text in texts.items() if wanted(path)
            for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def link_faults(root, texts):
    """Links between our pages lead somewhere."""
    return [f"{path}: {target} is not there" for path, text in texts.items() if path.endswith(".md")
            for target in LINK.findall(text)
            if not os.path.exists(os.path.join(root, os.path.dirname(path), target))]


def main():
    root, report = sys.argv[1], Report()
    paths = tracked_files(root)
    if paths is None:
        report.skip("the_repository_is_clean", "this is not a git checkout")
        report.end()
    texts = {path: text for path in paths if (text := text_of(root, path)) is not None}
    report.point("nothing_fetched_is_committed",
                 [path for path in paths if path.endswith(FETCHED) and not path.startswith("doc/")])
    report.point(f"no_file_is_larger_than_{LIMIT_BYTES // 1024}_kib",
                 [path for path in paths if os.path.getsize(os.path.join(root, path)) > LIMIT_BYTES])
    report.point("set_up_names_no_host", line_faults(texts, HOST, lambda path: path.startswith(SETUP)))
    report.point("no_path_of_one_machine", line_faults(texts, MACHINE_PATH))
    report.point("nothing_is_left_for_later",
                 line_faults(texts, UNFINISHED, lambda path: path.endswith((".c", ".h", ".sh")) or path.startswith("doc/")))
    report.point("lines_end_cleanly",
                 [path for path, text in texts.items()
                  if re.search(r"[ \t\r]\n", text) and not path.startswith("tests/fuzz/") or text and text[-1] != "\n"
                  and path.endswith((".c", ".h", ".py", ".sh", ".md", "meson.build", ".txt"))])
    report.point(f"no_line_of_code_is_wider_than_{LINE_WIDTH}",
                 line_faults(texts, re.compile(f".{{{LINE_WIDTH + 1}}}"), lambda path: path.endswith((".c", ".h", ".py", ".sh"))))
    report.point("links_between_pages_lead_somewhere", link_faults(root, texts))
    report.end()


main()
