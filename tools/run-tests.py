#!/usr/bin/env python3
"""Run the suites and the build checks, and count single tests.

    tools/run-tests.py [--build build] [--suite NAME]...     meson's suites, then the build checks
    tools/run-tests.py --sanitize                            the suites in instrumented builds

A test program that prints TAP counts once per test point, any other program once. The output of what failed is shown.
The last line is `N passed, N failed` or `N passed, N failed, N skipped`, alone.
"""
import argparse
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
POINT = re.compile(r"^(not )?ok\b(?:\s+\d+)?\s*-?\s*([^#]*)(#\s*(SKIP|TODO)\S*\s*(.*))?$", re.IGNORECASE)
SHOWN_LINES = 60


class Count:
    """Single tests that passed, failed and were skipped; the latter two by name."""

    def __init__(self):
        self.passed, self.failed, self.skipped = 0, [], []

    def line(self):
        text = f"{self.passed} passed, {len(self.failed)} failed"
        return text + (f", {len(self.skipped)} skipped" if self.skipped else "")


def count_program(count, name, result, output):
    """Add one program's tests. A program that fails without a failed test point (a crash, a time-out) counts as one."""
    failed_before, points = len(count.failed), 0
    for line in output.splitlines():
        point = POINT.match(line)
        if not point:
            continue
        points += 1
        title = f"{name}: {point.group(2).strip()}"
        kind = (point.group(4) or "").upper()
        if kind == "SKIP":
            count.skipped.append(f"{title} ({point.group(5).strip()})")
        elif point.group(1) and kind != "TODO":
            count.failed.append(title)
        else:
            count.passed += 1
    good = result in ("OK", "EXPECTEDFAIL", "SKIP")
    if not good and len(count.failed) == failed_before:
        count.failed.append(f"{name}: {result.lower()}")
    elif good and not points:
        if result == "SKIP":
            reason = re.search(r"1\.\.0\s*#\s*SKIP\s*(.*)", output, re.IGNORECASE)
            count.skipped.append(f"{name} ({reason.group(1) if reason else 'skipped'})")
        else:
            count.passed += 1
    return good


def show(output, most=SHOWN_LINES):
    lines = output.rstrip().splitlines()
    if len(lines) > most:
        print(f"    ... {len(lines) - most} lines before")
    for line in lines[-most:]:
        print("    " + line)


def failed_points(output):
    """The failed test points with the comments around them; everything when there is none."""
    lines = output.splitlines()
    wanted = set()
    for number, line in enumerate(lines):
        if not line.startswith("not ok"):
            continue
        wanted.add(number)
        for step in (-1, 1):
            near = number + step
            while 0 <= near < len(lines) and not POINT.match(lines[near]) and not lines[near].startswith("1.."):
                wanted.add(near)
                near += step
    return "\n".join(lines[number] for number in sorted(wanted)) or output


def run_suites(count, build, label="", suites=(), without=(), env=None, slower=1):
    """meson's tests of one build folder, reported one line a program."""
    log = os.path.join(ROOT, build, "meson-logs", "testlog.json")
    if os.path.exists(log):
        os.unlink(log)
    command = ["meson", "test", "-C", build, "--no-rebuild"]
    command += [f"--suite={suite}" for suite in suites] + [f"--no-suite={suite}" for suite in without]
    command.append(f"--timeout-multiplier={slower}")
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(env or {})}, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.communicate()[0]
    if not os.path.exists(log):
        count.failed.append(f"{label}meson test in {build}")
        show(said)
        return
    programs = 0
    with open(log, encoding="utf-8") as records:
        for record in map(json.loads, records):
            programs += 1
            name, result = label + record["name"].split(" / ")[-1], record["result"]
            output = record.get("stdout") or ""
            before = (count.passed, len(count.failed), len(count.skipped))
            good = count_program(count, name, result, output)
            after = (count.passed, len(count.failed), len(count.skipped))
            found = ", ".join(f"{b - a} {word}" for a, b, word in zip(before, after, ("passed", "failed", "skipped")) if b > a)
            print(f"{'ok  ' if good else 'FAIL'} {name}: {found} ({record['duration']:.1f} s)", flush=True)
            if not good:
                show(failed_points(output))
                show(record.get("stderr") or "", 15)
    if not programs:
        count.failed.append(f"{label}no test program ran in {build}")
        show(said)


def skip(count, name, reason):
    count.skipped.append(f"{name} ({reason})")
    print(f"skip {name}: {reason}", flush=True)


def run_check(count, name, command, skip_status=77):
    """A check that is a command: exit 0 is a pass, 77 a skip whose reason is the last line it printed."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    took = time.monotonic() - began
    last = (done.stdout.strip().splitlines() or [""])[-1]
    if done.returncode == skip_status:
        skip(count, name, last)
    elif done.returncode:
        count.failed.append(name)
        print(f"FAIL {name} ({took:.1f} s)", flush=True)
        show(done.stdout)
    else:
        count.passed += 1
        print(f"ok   {name} ({took:.1f} s)", flush=True)
    return done.returncode == 0


def configured(build, arguments, compiler=None):
    """Commands that configure a build folder, unless it is, and build it."""
    env = [f"{name}={value}" for name, value in (compiler or {}).items()]
    setup = ["env", *env, "meson", "setup", build, *arguments]
    ready = os.path.exists(os.path.join(ROOT, build, "build.ninja"))
    fresh = ready and os.path.getmtime(os.path.join(ROOT, build, "build.ninja")) >= newest_dependency()
    text = " ".join(shlex.quote(word) for word in setup + (["--reconfigure"] if ready else []))
    return ["sh", "-c", ("" if fresh else f"{text} && ") + f"ninja -C {shlex.quote(build)}"]


def newest_dependency():
    changed = os.path.join(ROOT, ".deps", "changed")
    return os.path.getmtime(changed) if os.path.exists(changed) else 0


WERROR = ["-Dwerror=true", "-Dwarning_level=2"]
MINIMAL = ["-Dauto_features=disabled"]
GCC, CLANG = {"CC": "gcc"}, {"CC": "clang"}


def build_checks(count):
    """Builds that users make and we do not: two compilers, nothing optional, another CPU, an installed library."""
    for compiler, name in ((GCC, "gcc"), (CLANG, "clang")):
        for options, size in (([], "full"), (MINIMAL, "minimal")):
            label = f"{name} builds the {size} program without a warning"
            if not shutil.which(name):
                skip(count, label, f"{name} is not here")
                continue
            build = f"build-{name}-{size}"
            good = run_check(count, label, configured(build, WERROR + options, compiler))
            if good and options:
                run_suites(count, build, label=f"{build}/", suites=["unit", "kernel"])
    cross_check(count)
    run_check(count, "an installed library serves a program found by pkg-config", ["tests/install/run.sh"])


def cross_check(count):
    label, build = "the core builds for aarch64 without a warning", "build-aarch64"
    if platform.machine() == "aarch64":
        return skip(count, label, "this machine is one")
    if not shutil.which("aarch64-linux-gnu-gcc"):
        return skip(count, label, "aarch64-linux-gnu-gcc is not here")
    qemu = shutil.which("qemu-aarch64")
    arguments = ["--cross-file=tools/cross/aarch64-linux-gnu.ini", *WERROR, *MINIMAL, "-Dtflite=enabled",
                 f"-Ddeps_dir={os.path.join(ROOT, '.deps', 'aarch64')}"]
    if qemu:
        arguments.append("--cross-file=tools/cross/qemu-aarch64.ini")
    if not run_check(count, label, configured(build, arguments)):
        return None
    if not qemu:
        return skip(count, "kernels on aarch64", "qemu-aarch64 is not here")
    return run_suites(count, build, label="aarch64/", suites=["unit", "kernel"], slower=10)


def sanitized_suites(count):
    """Every suite that runs our own program, under ASan and UBSan; what has threads, under TSan. Not python: its interpreter is
    not instrumented, and so cannot load a library that is."""
    options = {"ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1",
               "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
               "LSAN_OPTIONS": f"suppressions={ROOT}/tests/sanitize/leaks.txt:print_suppressions=0",
               "TSAN_OPTIONS": f"halt_on_error=1:suppressions={ROOT}/tests/sanitize/races.txt",
               "TBB_ENABLE_SANITIZERS": "1"}  # else it opens libraries in a way that ASan refuses
    for build, sanitize, wanted, without in (
            ("build-asan", "address,undefined", [], ["style", "setup", "parity", "soak", "stress", "python"]),
            ("build-tsan", "thread", ["unit"], [])):
        good = run_check(count, f"a build with -fsanitize={sanitize}",
                         configured(build, [f"-Db_sanitize={sanitize}", "-Db_lundef=false"], GCC))
        if good:
            run_suites(count, build, label=f"{build}/", suites=wanted, without=without, env=options, slower=10)


def finish(count):
    if count.skipped:
        print("\nskipped:")
        for name in count.skipped:
            print("    " + name)
    if count.failed:
        print("\nfailed:")
        for name in count.failed:
            print("    " + name)
    print()
    print(count.line())
    return 1 if count.failed else 0


def main():
    parser = argparse.ArgumentParser(description="Run the suites and the build checks.")
    parser.add_argument("--build", default="build")
    parser.add_argument("--suite", action="append", default=[], help="only this suite of meson's, and no build checks")
    parser.add_argument("--sanitize", action="store_true", help="the suites in instrumented builds instead")
    options = parser.parse_args()
    count = Count()
    if options.sanitize:
        sanitized_suites(count)
    else:
        run_suites(count, options.build, suites=options.suite, without=[] if options.suite else ["slow"])
        if not options.suite:
            build_checks(count)
    return finish(count)


if __name__ == "__main__":
    sys.exit(main())
