"""Runs the parts of the speed bench and writes the raw figures. See README.md; start it with ./run."""

import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys
import time

import batch
import loss
import pairs
import screening
from ground import TARGET, Ground
from names import ROOT, SHARED

PARTS = {
    "pairs": (pairs.run, "pairs of names a second, peers beside"),
    "loadset": (screening.loadset, "screenings a second against the load set"),
    "million": (screening.million, "a million entities: loading, size, screenings a second"),
    "worst": (screening.worst, "hard cases, on the load set and on the million when it is loaded"),
    "growth": (screening.growth, "lists of several lengths"),
    "cold": (screening.cold, "the first answer of a fresh process"),
    "memory": (screening.memory, "resident memory while answering"),
    "batch": (batch.run, "a long file, one thread and two, killed and resumed"),
    "loss": (loss.run, "what retrieval loses against comparing every name"),
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    number = lambda name, value, help_: parser.add_argument(name, type=int, default=value, help=f"{help_} [{value:,}]")
    parser.add_argument("--parts", default=",".join(PARTS), help="of " + ", ".join(PARTS))
    parser.add_argument("--binary", default=str(TARGET / "release/kashf"))
    parser.add_argument("--motiva", default=str(ROOT / "target/bench-motiva/release/kashf-bench-motiva"))
    parser.add_argument("--work", default=str(TARGET / "bench-speed"), help="place for long lists; several GB for 4 million")
    parser.add_argument("--out", help="JSON file; parts that it already holds and that are not run again are kept")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-build", action="store_true")
    number("--seconds", 10, "seconds that one measurement takes, at most")
    number("--queries", 100_000, "distinct queries")
    number("--pairs", 100_000, "distinct pairs of the UN list")
    number("--peer-queries", 500, "queries for the Python peer")
    number("--instruction-queries", 200, "queries under callgrind, 0 for none")
    number("--million", 1_000_000, "entities of the long list")
    parser.add_argument("--sizes", default="10000,100000,1000000,4000000", help="lengths for the growth")
    number("--growth-queries", 20_000, "distinct queries of the growth")
    number("--batch-rows", 1_000_000, "rows of the long file")
    number("--batch-gain-rows", 20_000, "rows of the runs with one thread and with two")
    number("--batch-rounds", 3, "such runs in turns")
    parser.add_argument("--batch-short", default="50000,200000,1000000", help="files of rows without a name")
    number("--batch-distinct", 1_000_000, "of them with distinct names")
    number("--loss-queries", 1000, "queries compared with every name")
    number("--loss-seconds", 600, "no longer than")
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that all of it works")
    options = parser.parse_args()
    if options.quick:
        options.seconds, options.queries, options.pairs, options.peer_queries = 1, 2000, 2000, 20
        options.million, options.sizes, options.growth_queries = 40_000, "10000,40000", 1000
        options.batch_rows, options.loss_queries, options.instruction_queries = 5000, 40, 5
        options.batch_gain_rows, options.batch_rounds, options.batch_short = 1000, 1, "1000,10000"
    options.sizes = [int(size) for size in options.sizes.split(",")]
    options.batch_short = [int(rows) for rows in options.batch_short.split(",") if rows]
    return options


def main():
    options = arguments()
    if not (SHARED / "data/names").is_dir():
        print("SKIPPED: ../shared is absent", file=sys.stderr)
        return
    ground = Ground(options)
    git = lambda *rest: subprocess.run(["git", *rest], capture_output=True, text=True, cwd=ROOT).stdout.strip()
    out = pathlib.Path(options.out) if options.out else None
    record = json.loads(out.read_text()) if out and out.exists() else {"parts": {}}
    record["machine"] = machine()
    for name in options.parts.split(","):
        part, what = PARTS[name]
        print(f"{name}: {what}", flush=True)
        begun = time.monotonic()
        load = os.getloadavg()[0]
        result = part(ground)
        record["parts"][name] = {
            "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "commit": git("rev-parse", "--short", "HEAD"),
            # Figures of a machine that others use at the same time say less; this tells.
            "load_average_before": round(load, 1),
            "took_seconds": round(time.monotonic() - begun),
            "result": result,
        }
        if out:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if out:
        print(f"written: {out}")


def machine() -> dict:
    processor = ""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor,
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
    }


if __name__ == "__main__":
    main()
