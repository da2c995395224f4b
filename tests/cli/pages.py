#!/usr/bin/env python3
"""Committed pages are what the program prints, and every option stands in them.  pages.py PROGRAM"""
import os
import re

from cli import SOURCE, equal, holds, main, run, write


def committed(name):
    with open(os.path.join(SOURCE, name), encoding="utf-8") as file:
        return file.read()


def same(name, *words):
    result = run(*words)
    equal(result.code, 0)
    if result.out.decode() != committed(name):
        raise AssertionError(f"{name} is not what 'sightline {' '.join(words)}' prints; write it anew")


def test_the_man_page_of_the_program_is_what_it_prints():
    same("doc/sightline.1", "help", "--man")


def test_the_man_page_of_run_is_what_it_prints():
    same("doc/sightline-run.1", "help", "--man", "run")


def test_the_man_page_of_model_is_what_it_prints():
    same("doc/sightline-model.1", "help", "--man", "model")


def test_the_man_pages_of_shared_frames_are_what_it_prints():
    same("doc/sightline-share.1", "help", "--man", "share")
    same("doc/sightline-ring.1", "help", "--man", "ring")


def test_the_sample_configuration_is_what_it_prints():
    same("etc/sightline.conf", "help", "--sample-config")


def test_the_help_of_run_is_the_golden_one():
    same("tests/cli/help-run.txt", "help", "run")


def test_every_key_of_the_sample_is_accepted_with_its_default():
    lines = re.findall(r"^#(\w+\.\w+ = .*)$", committed("etc/sightline.conf"), re.MULTILINE)
    holds(len(lines) >= 15, lines)
    for line in lines:
        if line.endswith(("= DIR", "= WxH")):
            continue
        config = write("sample.conf", line + "\n")
        result = run("run", "-q", "--config", config, "--limit=1", "raw:2x2:gray8", stdin=bytes(4))
        equal(result.code, 0, line + result.err)


def test_every_key_stands_in_help_and_man_page():
    keys = re.findall(r"^#(\w+)\.(\w+) = ", committed("etc/sightline.conf"), re.MULTILINE)
    pages = {name: (run("help", name).out.decode(), committed(f"doc/sightline-{name}.1").replace("\\-", "-")) for name in ("run", "share")}
    for table, key in keys:
        page, man = pages["share" if table == "share" else "run"]
        shown = "--" + key.replace("_", "-") if table in ("run", "engine", "share") else key
        holds(re.search(rf"^  {shown}\b", page, re.MULTILINE), f"{shown} is not in the help")
        holds(f"\\fB{shown}" in man, f"{shown} is not in the man page")
        holds(f"\\fB{table}.{key}\\fR" in man, f"{table}.{key} is not in the man page")


def test_lines_of_help_fit_a_terminal():
    for words in (["help"], ["help", "run"], ["help", "model"], ["help", "share"], ["help", "ring"]):
        for line in run(*words).out.decode().splitlines():
            holds(len(line) <= 80, line)


main()
