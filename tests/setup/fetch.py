#!/usr/bin/env python3
"""What set-up does when fetching goes well and when it does not, with a client of our own in npm's place.  fetch.py ROOT"""
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile

sys.path.insert(0, os.path.join(sys.argv[1], "tests", "style"))
from style import Report  # noqa: E402

FAKE_NPM = """#!/bin/sh
# npm pack --loglevel=error --ignore-scripts --pack-destination=DIR REQUEST
echo called >>"$FAKE_NPM_CALLS"
[ -z "$FAKE_NPM_FAILS" ] || { echo "no route to the registry" >&2; exit 1; }
cp "$FAKE_NPM_ARCHIVE" "${4#--pack-destination=}/thing-1.tgz"
"""


class Place:
    """A folder with a client, an archive, a table, and set-up's own folder."""

    def __init__(self, where, members):
        self.where = where
        self.deps = os.path.join(where, "deps")
        self.archive = os.path.join(where, "thing.tgz")
        self.calls = os.path.join(where, "calls")
        with tarfile.open(self.archive, "w:gz") as archive:
            for name, data in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        with open(self.archive, "rb") as file:
            self.sha256 = hashlib.sha256(file.read()).hexdigest()
        os.mkdir(os.path.join(where, "bin"))
        with open(os.path.join(where, "bin", "npm"), "w", encoding="utf-8") as file:
            file.write(FAKE_NPM)
        os.chmod(os.path.join(where, "bin", "npm"), 0o755)
        self.write_table(self.sha256)

    def write_table(self, sha256, more=""):
        with open(os.path.join(self.where, "table"), "w", encoding="utf-8") as file:
            file.write(f"archive thing any npm thing@1 - thing-1.tgz {sha256}\n"
                       f"take thing any pack*/models/*.bin models\ntake thing any pack*/lib/*.so lib strip=pack/lib/\n{more}")

    def command(self, *arguments):
        return [sys.executable, os.path.join(sys.argv[1], "tools", "fetch.py"), "--dir", self.deps,
                "--table", os.path.join(self.where, "table"), *arguments]

    def env(self, fails):
        return {**os.environ, "PATH": os.path.join(self.where, "bin") + ":" + os.environ["PATH"],
                "FAKE_NPM_ARCHIVE": self.archive, "FAKE_NPM_CALLS": self.calls, "FAKE_NPM_FAILS": "yes" if fails else ""}

    def run(self, *arguments, fails=False):
        return subprocess.run(self.command(*(arguments or ("thing",))), env=self.env(fails), capture_output=True, text=True)

    def call_count(self):
        if not os.path.exists(self.calls):
            return 0
        with open(self.calls, encoding="utf-8") as file:
            return len(file.readlines())

    def files(self):
        """Everything below deps but the cache, with its bytes."""
        found = {}
        for where, folders, names in os.walk(self.deps):
            if "cache" in folders:
                folders.remove("cache")
            for name in names:
                with open(os.path.join(where, name), "rb") as file:
                    found[os.path.relpath(os.path.join(where, name), self.deps)] = file.read()
        return found


GOOD = {"pack/models/a.bin": b"a" * 1000, "pack/models/deep/b.bin": b"b", "pack/lib/x/l.so": b"elf", "pack/other.txt": b"?"}


def expect(faults, what, found, expected):
    if found != expected:
        faults.append(f"{what}: expected {expected!r}, found {found!r}")


def expect_refusal(faults, place, done, part_of_sentence):
    expect(faults, "exit status", done.returncode, 1)
    expect(faults, "lines on standard error", len(done.stderr.splitlines()), 1)
    if part_of_sentence not in done.stderr:
        faults.append(f"expected ...{part_of_sentence}..., found {done.stderr!r}")
    expect(faults, "files in place", sorted(place.files()), [])


def wanted_members_land_by_the_table(place, faults):
    done = place.run()
    expect(faults, "exit status", (done.returncode, done.stderr), (0, ""))
    found = place.files()
    expect(faults, "files", sorted(found), ["changed", "lib/x/l.so", "models/a.bin", "models/b.bin", "stamps/thing"])
    expect(faults, "bytes", found.get("models/a.bin"), GOOD["pack/models/a.bin"])


def a_second_run_asks_no_client_and_says_nothing(place, faults):
    place.run()
    done = place.run(fails=True)
    expect(faults, "second run", (done.returncode, done.stdout, done.stderr), (0, "", ""))
    expect(faults, "calls of the client", place.call_count(), 1)


def a_lost_file_comes_back_without_a_network(place, faults):
    place.run()
    os.unlink(os.path.join(place.deps, "models", "a.bin"))
    with open(os.path.join(place.deps, "models", "b.bin"), "w", encoding="utf-8") as file:
        file.write("cut sho")
    expect(faults, "exit status", place.run(fails=True).returncode, 0)
    expect(faults, "calls of the client", place.call_count(), 1)
    expect(faults, "bytes", place.files()["models/b.bin"], b"b")


def a_failed_download_leaves_nothing(place, faults):
    expect_refusal(faults, place, place.run(fails=True), "npm could not fetch thing@1 (no route to the registry)")
    expect(faults, "exit status once the network is back", place.run().returncode, 0)


def a_wrong_hash_leaves_nothing(place, faults):
    place.write_table("0" * 64)
    expect_refusal(faults, place, place.run(), f"thing@1 has sha256 {place.sha256}, expected {'0' * 64}")
    expect(faults, "archives kept", os.listdir(os.path.join(place.deps, "cache")), [])


def a_damaged_cache_is_fetched_again(place, faults):
    place.run()
    with open(os.path.join(place.deps, "cache", "thing-1.tgz"), "ab") as file:
        file.write(b"x")
    os.unlink(os.path.join(place.deps, "stamps", "thing"))
    expect(faults, "exit status", place.run().returncode, 0)
    expect(faults, "calls of the client", place.call_count(), 2)


def a_changed_table_removes_what_it_no_longer_takes(place, faults):
    place.run()
    with open(os.path.join(place.where, "table"), "w", encoding="utf-8") as file:
        file.write(f"archive thing any npm thing@1 - thing-1.tgz {place.sha256}\ntake thing any */a.bin models\n")
    expect(faults, "exit status", place.run(fails=True).returncode, 0)
    expect(faults, "files", sorted(place.files()), ["changed", "models/a.bin", "stamps/thing"])


def a_member_lands_under_the_name_that_its_rule_gives(place, faults):
    with open(os.path.join(place.where, "table"), "w", encoding="utf-8") as file:
        file.write(f"archive thing any npm thing@1 - thing-1.tgz {place.sha256}\ntake thing any */a.bin other as=first.bin\n")
    expect(faults, "exit status", place.run().returncode, 0)
    expect(faults, "bytes", place.files().get("other/first.bin"), GOOD["pack/models/a.bin"])


def a_rule_that_takes_nothing_is_refused(place, faults):
    place.write_table(place.sha256, "take thing any nothing/* lib\n")
    expect_refusal(faults, place, place.run(), "holds nothing like nothing/*")


def a_member_that_would_leave_its_folder_is_refused(_, faults):
    with tempfile.TemporaryDirectory() as where:
        evil = Place(where, {**GOOD, "pack/lib/../../../evil.so": b"!"})
        expect_refusal(faults, evil, evil.run(), "which would leave its folder")


def another_cpu_has_a_folder_of_its_own(place, faults):
    other = "aarch64" if os.uname().machine == "x86_64" else "x86_64"
    expect(faults, "exit status", place.run("--cpu", other, "thing").returncode, 0)
    expect(faults, "files", sorted(path for path in place.files() if path != "changed"),
           [f"{other}/lib/x/l.so", f"{other}/models/a.bin", f"{other}/models/b.bin", f"{other}/stamps/thing"])


def an_unknown_part_is_named(place, faults):
    done = place.run("thign")
    expect_refusal(faults, place, done, "no part 'thign'")


TESTS = [wanted_members_land_by_the_table, a_second_run_asks_no_client_and_says_nothing,
         a_lost_file_comes_back_without_a_network, a_failed_download_leaves_nothing, a_wrong_hash_leaves_nothing,
         a_damaged_cache_is_fetched_again, a_changed_table_removes_what_it_no_longer_takes,
         a_member_lands_under_the_name_that_its_rule_gives, a_rule_that_takes_nothing_is_refused,
         a_member_that_would_leave_its_folder_is_refused,
         another_cpu_has_a_folder_of_its_own, an_unknown_part_is_named]


def main():
    report = Report()
    for test in TESTS:
        faults = []
        with tempfile.TemporaryDirectory() as where:
            test(Place(where, GOOD), faults)
        report.point(test.__name__, faults)
    report.end()


main()
