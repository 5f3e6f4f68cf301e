#!/usr/bin/env python3
"""kill -9 at points spread over a load of two real lists at once: one whole version answers, always.

    python3 bench/gate/kill.py --kills 200
    python3 bench/gate/kill.py --kills 20 --binary target/debug/kashf --out result.json

A data directory holds UN 2025-04 and OFAC SDN 2019-01. One load takes it to UN 2026-02 and OFAC SDN
2021-07. Its duration is measured first. Then half of the kills are spread evenly over all of it, and
half over its last part, from the moment it begins to write a segment until it has swapped (most of a
load is reading): one random time in each of N equal parts, seeded. The spread goes a tenth beyond the
measured end, because the machine may be busy. After each kill, on the directory as it was left:

- `screen` (entries of the old lists only, of the new only, of both) and `lists` say byte for byte what
  they say of the old snapshot or of the new one, and never something else or a mixture;
- `verify` finds no damage;
- the same load, run again, succeeds (so the lock is free), and what answers then is the new snapshot;
- `verify` finds nothing at all, not even leftovers.

Exit code 1 when any of this fails. Needs ../shared (or KASHF_SHARED); without it, it says so and ends
with 0. Python's standard library only. Names of listed persons stay in the scratch directory, which is
removed. Kills end the process, not the machine: what the page cache holds survives them. Power cuts are
modelled in crates/store/tests/store/power.rs.
"""
import argparse
import csv
import datetime
import gzip
import json
import os
import pathlib
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("KASHF_SHARED", ROOT.parent / "shared"))
LISTS = SHARED / "data/sanctions"
OFAC = ("sdn", "alt", "add")
OLD = [LISTS / "un/UN.2025-04-19.xml.gz"] + [LISTS / f"ofac/{part}.2019-01.csv.gz" for part in OFAC]
NEW = [LISTS / "un/UN_consolidated.2026-02-27.xml.gz"] + [LISTS / f"ofac/{part}.2021-07.csv.gz" for part in OFAC]
PROBES = 12  # names of each kind: old only, new only, both; of each list
MEASURED = 7  # loads that are not killed
BEYOND = 1.1  # kills are spread over so much of the measured duration
UNFINISHED = ".tmp-"


class Kashf:
    """The binary, on one data directory."""

    def __init__(self, binary, folder, data):
        self.binary, self.folder, self.data = binary, folder, data
        self.env = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder)}

    def command(self, *arguments):
        return [str(self.binary), "--data", str(self.data), *map(str, arguments)]

    def start(self, *arguments):
        null = subprocess.DEVNULL
        return subprocess.Popen(self.command(*arguments), env=self.env, stdin=null, stdout=null, stderr=null)

    def run(self, *arguments):
        """Exit code, output and messages."""
        ran = subprocess.run(self.command(*arguments), env=self.env, stdin=subprocess.DEVNULL, capture_output=True)
        return ran.returncode, ran.stdout, ran.stderr.decode(errors="replace")

    def must(self, *arguments):
        code, output, messages = self.run(*arguments)
        if code != 0:
            sys.exit(f"kashf {arguments[0]} ended with {code}:\n{output.decode(errors='replace')}{messages}")
        return output

    def says(self, probes):
        """All that is compared: what every probe finds, and which lists are live; and the exit codes."""
        screened = self.run("screen", "--in", probes, "--format", "jsonl")
        listed = self.run("lists", "--json")
        lists = [json.loads(line) for line in listed[1].splitlines()]
        for entry in lists:
            # Clock times of the load; all else must be the same.
            entry.pop("loaded_at", None)
            entry.pop("last_refusal", None)
        return screened[0], screened[1], listed[0], lists


def names_of(paths):
    """Names by record of the UN's XML and of OFAC's CSV, read independently of Kashf."""
    xml = gzip.open(paths[0], "rt", encoding="utf-8").read()
    un = {}
    for record in re.split(r"<(?=INDIVIDUAL>|ENTITY>)", xml)[1:]:
        number = re.search(r"<DATAID>(\d+)</DATAID>", record)
        parts = re.findall(r"<(?:FIRST|SECOND|THIRD|FOURTH)_NAME>([^<]+)<", record)
        if number and parts:
            un[number[1]] = " ".join(part.strip() for part in parts)
    with gzip.open(paths[1], "rt", encoding="utf-8", errors="replace", newline="") as file:
        ofac = {row[0]: row[1] for row in csv.reader(file) if len(row) > 2}
    return [un, ofac]


def write_probes(path, chance):
    """A CSV file of names that tell the versions apart."""
    rows = []
    for old, new in zip(names_of(OLD), names_of(NEW)):
        for kind in (old.keys() - new.keys(), new.keys() - old.keys(), old.keys() & new.keys()):
            for key in chance.sample(sorted(kind), min(PROBES, len(kind))):
                rows.append({**old, **new}[key])
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name"])
        writer.writerows(enumerate(rows))
    return len(rows)


def fresh(template, data):
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(template, data)


def reached(data, template, live):
    """How far the killed load had got, by what it left on disk."""
    if live == "new":
        return "after the swap"
    names = [name for _, folders, files in os.walk(data) for name in folders + files]
    if any(name.startswith(UNFINISHED) for name in names):
        return "while writing a file or segment"

    def more(folder):
        return {path.name for path in (data / folder).iterdir()} - {path.name for path in (template / folder).iterdir()}

    if more("snapshots"):
        return "between manifest and swap"
    return "between segments and manifest" if more("segments") else "before the first segment"


def wait_for_writing(data, template, process):
    """Returns when the process has begun to write its first segment."""
    before = set(os.listdir(template / "segments"))
    while process.poll() is None and set(os.listdir(data / "segments")) <= before:
        time.sleep(0.0002)


def check(kashf, probes, load, references, template):
    """Which version answers after a kill, how far the load had got, and what is wrong."""
    wrong = []
    said = kashf.says(probes)
    live = next((name for name, reference in references.items() if said == reference), "mixed")
    if live == "mixed":
        wrong.append(f"the answers are those of neither version (exit codes {said[0]} and {said[2]})")
    where = reached(kashf.data, template, live)
    code, output, messages = kashf.run("verify")
    if code != 0:
        wrong.append(f"verify: {output.decode(errors='replace')}{messages}")
    code, _, messages = kashf.run(*load)
    if code != 0:
        wrong.append(f"the next load ended with {code}: {messages}")
    if kashf.says(probes) != references["new"]:
        wrong.append("after the next load, the new version does not answer")
    code, output, messages = kashf.run("verify")
    if code != 0 or len(output.splitlines()) != 1:
        wrong.append(f"verify after the next load: {output.decode(errors='replace')}{messages}")
    return live, where, wrong


def machine():
    cpu = platform.processor()
    try:
        found = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text())
        cpu = found[1] if found else cpu
    except OSError:
        pass
    return {"system": platform.system(), "release": platform.release(), "machine": platform.machine(),
            "cpu": cpu, "cpus": os.cpu_count()}


def commit():
    git = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True)
    return git.stdout.strip() or None


def prepare(kashf, template, chance):
    """The directory with the old lists, the load, and what is said before and after it."""
    probes = kashf.folder / "probes.csv"
    count = write_probes(probes, chance)
    kashf.must("load", *OLD)
    shutil.copytree(kashf.data, template)
    references = {"old": kashf.says(probes)}
    load = ["load", *NEW]
    if kashf.run(*load)[0] != 0:
        # Two years of removals may be more than the gate takes without a word from a human.
        load += ["--accept", "bench/gate/kill.py"]
        fresh(template, kashf.data)
        kashf.must(*load)
    references["new"] = kashf.says(probes)
    old, new = (references[name] for name in ("old", "new"))
    different = sum(a != b for a, b in zip(matches(old), matches(new)))
    for one, other in zip(old[3], new[3]):
        if one["version"] == other["version"]:
            sys.exit(f"{one['dataset']} did not change: the load does not step from old to new")
    if old[0] != 0 or new[0] != 0 or len(old[3]) != 2 or different < PROBES:
        sys.exit(f"only {different} of {count} probes tell the versions apart")
    return probes, load, references, count, different


def matches(said):
    return [json.loads(line)["matches"] for line in said[1].splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "target/release/kashf")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--dir", help="where the scratch directory is made")
    parser.add_argument("--out", type=pathlib.Path, help="file for the results, as JSON")
    arguments = parser.parse_args()
    missing = [str(path) for path in OLD + NEW if not path.exists()]
    if missing:
        print(f"SKIPPED: ../shared is absent: no {missing[0]}", file=sys.stderr)
        return 0
    if not arguments.binary.exists():
        sys.exit(f"no {arguments.binary}: run `cargo build --release`, or name another with --binary")

    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(dir=arguments.dir) as folder:
        folder = pathlib.Path(folder)
        template = folder / "template"
        kashf = Kashf(arguments.binary.resolve(), folder, folder / "data")
        probes, load, references, count, different = prepare(kashf, template, chance)
        times = {"load": [], "writing": []}
        for _ in range(MEASURED):
            fresh(template, kashf.data)
            begin = time.perf_counter()
            process = kashf.start(*load)
            wait_for_writing(kashf.data, template, process)
            writing = time.perf_counter()
            if process.wait() != 0:
                sys.exit("the load fails where it succeeded before")
            end = time.perf_counter()
            times["load"].append(end - begin)
            times["writing"].append(end - writing)
        durations = {part: statistics.median(measured) for part, measured in times.items()}
        for part, seconds in durations.items():
            print(f"{part}: {seconds:.3f} s (median of {MEASURED})")
        print(f"{different} of {count} probes tell the versions apart")

        lives, places, violations, ended = {"old": 0, "new": 0, "mixed": 0}, {}, [], 0
        for kill in range(arguments.kills):
            fresh(template, kashf.data)
            part = list(durations)[kill % 2]
            at = (kill + chance.random()) / arguments.kills * durations[part] * BEYOND
            process = kashf.start(*load)
            if part == "writing":
                wait_for_writing(kashf.data, template, process)
            time.sleep(at)
            ended += process.poll() is not None
            process.kill()
            process.wait()
            live, where, wrong = check(kashf, probes, load, references, template)
            lives[live] += 1
            places[where] = places.get(where, 0) + 1
            violations += [f"kill {kill} ({part}, {at:.4f} s): {problem}" for problem in wrong]
            for problem in wrong:
                print(f"VIOLATION kill {kill} ({part}, {at:.4f} s): {problem}", file=sys.stderr)
            if (kill + 1) % 25 == 0:
                print(f"{kill + 1} of {arguments.kills} kills", file=sys.stderr)

    rows = [("kills", arguments.kills), ("old version answers", lives["old"]), ("new version answers", lives["new"]),
            ("mixed or no answer", lives["mixed"]), ("load had ended by itself", ended),
            *sorted((f"killed {where}", n) for where, n in places.items()), ("violations", len(violations))]
    width = max(len(name) for name, _ in rows)
    print("\n".join(f"{name:<{width}}  {n:>5}" for name, n in rows))
    if arguments.out:
        version = subprocess.run([arguments.binary.resolve(), "--version"], capture_output=True, text=True)
        result = {
            "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "machine": machine(), "commit": commit(), "binary": version.stdout.strip(), "seed": arguments.seed,
            "step": {"from": [path.name for path in OLD], "to": [path.name for path in NEW],
                     "accepted": "--accept" in load},
            "seconds": {part: [round(second, 4) for second in measured] for part, measured in times.items()},
            "probes": count,
            "probes_that_tell_apart": different, "kills": arguments.kills, "answers": lives,
            "load_had_ended": ended, "places": places, "violations": violations,
        }
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps(result, indent=1) + "\n")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
