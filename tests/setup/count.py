#!/usr/bin/env python3
"""How `make test` counts: every test point once, and nothing that failed is lost.  count.py ROOT"""
import importlib.util
import os
import sys

sys.path.insert(0, os.path.join(sys.argv[1], "tests", "style"))
from style import Report  # noqa: E402

# name, meson's result, what the program printed, the line expected
CASES = [
    ("test_points_count_singly", "OK", "ok 1 - a\nok 2 - b\n1..2\n", "2 passed, 0 failed"),
    ("a_failed_point_is_one_failure", "FAIL", "ok 1 - a\nnot ok 2 - b\n1..2\n", "1 passed, 1 failed"),
    ("a_skipped_point_is_no_pass", "OK", "ok 1 - a # SKIP no camera\nok 2 - b\n1..2\n", "1 passed, 0 failed, 1 skipped"),
    ("a_skipped_program_counts_once", "SKIP", "1..0 # SKIP no engine\n", "0 passed, 0 failed, 1 skipped"),
    ("a_crash_after_good_points_is_a_failure", "ERROR", "ok 1 - a\n", "1 passed, 1 failed"),
    ("a_crash_after_a_bad_point_is_counted_once", "ERROR", "not ok 1 - a\n", "0 passed, 1 failed"),
    ("a_time_out_is_a_failure", "TIMEOUT", "", "0 passed, 1 failed"),
    ("a_program_without_points_counts_once", "OK", "hello\n", "1 passed, 0 failed"),
    ("a_plain_program_that_fails_counts_once", "FAIL", "no\n", "0 passed, 1 failed"),
    ("words_that_begin_with_ok_are_no_points", "OK", "okay then\nok 1 - a\n1..1\n", "1 passed, 0 failed"),
]


def main():
    spec = importlib.util.spec_from_file_location("run_tests", os.path.join(sys.argv[1], "tools", "run-tests.py"))
    run_tests = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run_tests)
    report = Report()
    for name, result, output, expected in CASES:
        count = run_tests.Count()
        run_tests.count_program(count, "program", result, output)
        report.point(name, [] if count.line() == expected else [f"expected {expected}", f"found {count.line()}"])
    report.end()


main()
