#!/usr/bin/env python3
"""The main job, measured: load UN + OFAC, first answer of a fresh process, warm queries, known names.

    python3 bench/main-job/run.py                 # builds the release binary, prints a table
    python3 bench/main-job/run.py --no-build --out bench/runs

Needs ../shared (or KASHF_SHARED) and nothing but Python's standard library. Raw results go to
OUT/DATE-MACHINE/main-job.json. They hold counts, times and memory: no name of a listed person is
printed or written. Memory is the kernel's peak resident set of the process (ru_maxrss).
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
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("KASHF_SHARED", ROOT.parent / "shared"))
UN = SHARED / "data/sanctions/un/UN_consolidated.2026-02-27.xml.gz"
OFAC = [SHARED / f"data/sanctions/ofac/{part}.2021-07.csv.gz" for part in ("sdn", "alt", "add")]
PERSONS = SHARED / "data/names/rigour_persons.txt.gz"
PAIRS = SHARED / "data/names/nomenklatura_name_bench_cases.csv"
COLD_RUNS = 21
WARM_QUERIES = 4000


def run(arguments, env, stdout=subprocess.DEVNULL):
    """Wall seconds, peak MiB, exit code, stderr and CPU seconds of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, env=env, stdout=stdout, stderr=subprocess.PIPE)
    stderr = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return wall, usage.ru_maxrss / 1024, process.returncode, stderr.decode(), usage.ru_utime + usage.ru_stime


def must(result, codes=(0,)):
    if result[2] not in codes:
        sys.exit(f"exit code {result[2]}\n{result[3]}")
    return result


def original_names():
    """(record id, name in Arabic letters) of the UN list, read independently of Kashf."""
    with gzip.open(UN) as file:
        root = ElementTree.parse(file).getroot()
    for record in root.iter():
        if record.tag in ("INDIVIDUAL", "ENTITY"):
            name = (record.findtext("NAME_ORIGINAL_SCRIPT") or "").strip()
            if any("\u0600" <= letter <= "\u06ff" for letter in name):
                yield "un-" + record.findtext("DATAID").strip(), name


def own_entry_first(kashf, env, folder):
    """How many Arabic original names, alone, find their own entry first or level with the same name."""
    wanted = list(original_names())
    rows = folder / "originals.csv"
    with open(rows, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name"])
        writer.writerows(wanted)
    out = folder / "originals.jsonl"
    must(run([kashf, "screen", "--in", rows, "--out", out, "--limit", "10", "--dataset", "un"], env), (0, 3))
    first = level = matched = 0
    with open(out, encoding="utf-8") as file:
        for line in file:
            answer = json.loads(line)
            ranks = [found["id"] for found in answer["matches"]]
            if answer["id"] not in ranks:
                continue
            own = answer["matches"][ranks.index(answer["id"])]
            matched += own["match"]
            first += ranks[0] == answer["id"]
            level += own["score"] == answer["matches"][0]["score"]
    return {"names": len(wanted), "own_first": first, "own_first_or_level": level, "own_is_match": matched}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-build", action="store_true", help="measure the binary that is there")
    parser.add_argument("--out", default=str(ROOT / "bench/runs"))
    options = parser.parse_args()
    if not UN.exists():
        sys.exit("SKIPPED: ../shared is absent (set KASHF_SHARED)")
    if not options.no_build:
        subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "kashf-cli"], cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    kashf = str(target / "release/kashf")
    results = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        env = {**os.environ, "KASHF_DATA": str(folder / "data"), "NO_COLOR": "1"}
        files = [part for path in [UN, *OFAC] for part in ("--file", str(path))]

        wall, memory, _, _, cpu = must(run([kashf, "load", "un", "us_sdn", *files], env))
        results["load UN 2026-02 + OFAC 2021-07"] = {"seconds": round(wall, 3), "cpu_seconds": round(cpu, 3), "peak_mib": round(memory, 1), "goal": "< 5 s, < 300 MB"}

        lists = subprocess.run([kashf, "lists", "--json"], env=env, capture_output=True, check=True).stdout
        for line in lists.splitlines():
            listed = json.loads(line)
            vessels = listed["by_schema"].get("Vessel", 0)
            results[f"records of {listed['dataset']}"] = {"records": listed["records"], "entities": listed["entities"], "vessels": vessels}

        cold = []
        for _ in range(COLD_RUNS):
            cold.append(must(run([kashf, "screen", "Nadir Exampleman al-Mithali"], env)))
        walls = sorted(result[0] for result in cold)
        cpus = sorted(result[4] for result in cold)
        results["cold `kashf screen NAME`"] = {
            "median_ms": round(walls[len(walls) // 2] * 1000, 1),
            "worst_ms": round(walls[-1] * 1000, 1),
            "cpu_median_ms": round(cpus[len(cpus) // 2] * 1000, 1),
            "peak_mib": round(max(result[1] for result in cold), 1),
            "goal": "< 150 ms, < 100 MB",
        }

        with gzip.open(PERSONS, "rt", encoding="utf-8") as file:
            # A line is one name in many scripts, `form, form ... => QID`: a query is one of its forms.
            lines = [line.split("=>")[0].split(",") for line in file if "=>" in line]
        chance = random.Random(20151123)
        chance.shuffle(lines)
        names = list(dict.fromkeys(chance.choice(forms).strip() for forms in lines))
        for label, count in (("few", 1), ("many", WARM_QUERIES)):
            with open(folder / f"{label}.jsonl", "w", encoding="utf-8") as file:
                for name in names[:count]:
                    file.write(json.dumps({"schema": "Person", "name": name}) + "\n")
        one = {**env, "RAYON_NUM_THREADS": "1"}
        few = [must(run([kashf, "screen", "--in", folder / "few.jsonl"], one), (0, 3)) for _ in range(5)]
        base, base_cpu = min(result[0] for result in few), min(result[4] for result in few)
        many = must(run([kashf, "screen", "--in", folder / "many.jsonl"], one), (0, 3))
        all_cores = must(run([kashf, "screen", "--in", folder / "many.jsonl"], env), (0, 3))
        results["warm query, one thread"] = {
            "ms": round((many[0] - base) * 1000 / (WARM_QUERIES - 1), 3),
            "cpu_ms": round((many[4] - base_cpu) * 1000 / (WARM_QUERIES - 1), 3),
            "peak_mib": round(many[1], 1),
            "goal": "< 1 ms",
        }
        results["batch, all cores"] = {"records_per_second": round(WARM_QUERIES / all_cores[0]), "cpu_seconds": round(all_cores[4], 3), "peak_mib": round(all_cores[1], 1)}

        results["Arabic originals, alone"] = {**own_entry_first(kashf, env, folder), "goal": "all first or level"}

        wall, memory, _, stderr, _ = must(run([kashf, "pairs", PAIRS], env))
        results["pairs, nomenklatura bench"] = {"seconds": round(wall, 3), "summary": " ".join(stderr.split())}

    width = max(len(name) for name in results)
    for name, values in results.items():
        print(f"{name:<{width}}  " + "  ".join(f"{key} {value}" for key, value in values.items()))
    revision = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    machine = f"{platform.system()}-{platform.machine()}-{os.cpu_count()}cpu".lower()
    day = datetime.date.today().isoformat()
    place = pathlib.Path(options.out) / f"{day}-{machine}"
    place.mkdir(parents=True, exist_ok=True)
    # Wall times on a machine that others use say little; the load average tells, CPU times hold.
    load = [round(value, 1) for value in os.getloadavg()]
    record = {"date": day, "machine": machine, "revision": revision, "load_average": load, "command": "python3 bench/main-job/run.py", "results": results}
    (place / "main-job.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"written: {place / 'main-job.json'}")


if __name__ == "__main__":
    main()
