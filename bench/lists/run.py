#!/usr/bin/env python3
"""Loads the pinned lists of bench/lists.toml through the gate: counts, seconds, memory.

    python3 bench/lists/run.py [--binary target/release/kashf] [--out FILE] [--data DIR]

Needs ../shared (or KASHF_SHARED) and a release build. Exit code 1 when a count is not the pinned one.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--binary", default=str(ROOT / "target/release/kashf"))
    arguments.add_argument("--out")
    arguments.add_argument("--data", help="keep the data directory here")
    options = arguments.parse_args()
    shared = pathlib.Path(os.environ.get("KASHF_SHARED", ROOT.parent / "shared"))
    folder = shared / "data/sanctions"
    if not folder.exists():
        print("SKIPPED: ../shared is absent", file=sys.stderr)
        return 0
    pinned = tomllib.loads((ROOT / "bench/lists.toml").read_text())["list"]
    with tempfile.TemporaryDirectory() as scratch:
        data = options.data or scratch + "/data"
        return load(options, pinned, folder, data)


def load(options, pinned, folder, data) -> int:
    begun = time.monotonic()
    wrong = 0
    for one in pinned:
        command = [options.binary, "--data", data, "load", one["dataset"]]
        for file in one["files"]:
            command += ["--file", str(folder / file)]
        if "mapping" in one:
            command += ["--mapping", str(ROOT / one["mapping"])]
        ran = subprocess.run(command, capture_output=True, text=True)
        if ran.returncode != 0:
            print(ran.stderr, file=sys.stderr)
            wrong += 1
    seconds = time.monotonic() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    ran = subprocess.run([options.binary, "--data", data, "lists", "--json"], capture_output=True, text=True)
    lists = [json.loads(line) for line in ran.stdout.splitlines()]
    print(f"{'dataset':28} {'records':>8} {'entities':>9} {'names':>8}")
    total = [0, 0, 0]
    for one in lists:
        counts = [one["records"], one["entities"], sum(one["names_by_script"].values())]
        total = [a + b for a, b in zip(total, counts)]
        print(f"{one['dataset']:28} {counts[0]:8} {counts[1]:9} {counts[2]:8}")
    print(f"{'in all':28} {total[0]:8} {total[1]:9} {total[2]:8}")
    print(f"loaded in {seconds:.1f} s, at most {peak:.0f} MiB in one load")
    for one in pinned:
        name = one.get("name", one["dataset"])
        held = next((l for l in lists if l["dataset"] == name or alias(l["dataset"]) == name), None)
        if held is None or held["records"] != one["records"]:
            print(f"{name}: {held and held['records']} records instead of {one['records']}", file=sys.stderr)
            wrong += 1
    if options.out:
        result = {"lists": lists, "seconds": round(seconds, 2), "peak_mib": round(peak), "wrong": wrong}
        pathlib.Path(options.out).write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    return 1 if wrong else 0


def alias(dataset: str) -> str:
    """The short name of a known dataset, as DESIGN section 5 has them."""
    return {
        "un_sc_sanctions": "un",
        "us_ofac_sdn": "us_sdn",
        "us_ofac_cons": "us_cons",
        "eu_fsf": "eu",
        "gb_fcdo_sanctions": "uk",
        "ca_dfatd_sema_sanctions": "ca",
        "au_dfat_sanctions": "au",
        "ch_seco_sanctions": "ch",
    }.get(dataset, dataset)


if __name__ == "__main__":
    sys.exit(main())
