"""Runs the parts of the tracing bench and writes the raw figures. See README.md; start it with ./run."""

import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys
import time

import hand_over
import recall
import speed
from ground import ROOT, SHARED, TARGET, Ground

PARTS = {
    "cycles": (speed.cycles, "temporal cycles with their payments, whole file; GFP beside"),
    "streaming": (speed.streaming, "payments as they come"),
    "together": (speed.together, "fan, degree, scatter-gather, cycles; GFP beside"),
    "channels": (speed.channels, "the ten best channels between two ends"),
    "owned": (speed.owned, "OFAC's closure over ten million links"),
    "taint": (speed.taint, "haircut, FIFO, poison"),
    "memory": (speed.memory, "resident memory on five million payments"),
    "evidence": (speed.evidence, "from a CSV file to findings, by the binary"),
    "recall": (recall.run, "planted patterns found, findings beside"),
    "spark": (hand_over.run, "the hand-over to Spark against Kashf's own run"),
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", default=",".join(PARTS), help="of " + ", ".join(PARTS))
    parser.add_argument("--binary", default=str(TARGET / "release/kashf"))
    parser.add_argument("--data", default=str(TARGET / "bench-trace"), help="place for graphs and findings; 1 GB")
    parser.add_argument("--out", help="JSON file; parts that it already holds and that are not run again are kept")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--peer-seconds", type=int, default=120, help="seconds that GFP gets for the five million [120]")
    parser.add_argument("--timeout", type=int, default=1800, help="seconds that one program may take [1800]")
    parser.add_argument("--quick", action="store_true", help="small graphs, to see that all of it works")
    return parser.parse_args()


def machine():
    processor = ""
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.machine()}"
    return {"system": system, "processor": processor, "cores": os.cpu_count(), "memory_gib": round(memory, 1)}


def main():
    options = arguments()
    ground = Ground(options)
    out = pathlib.Path(options.out) if options.out else None
    record = json.loads(out.read_text()) if out and out.exists() else {"parts": {}}
    record["machine"] = machine()
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT).stdout.strip()
    for name in options.parts.split(","):
        part, what = PARTS[name]
        if name == "recall" and not SHARED.is_dir():
            print("recall: SKIPPED: ../shared is absent", file=sys.stderr)
            continue
        print(f"{name}: {what}", flush=True)
        begun, load = time.monotonic(), os.getloadavg()[0]
        result = part(ground)
        record["parts"][name] = {
            "at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "commit": commit,
            # Figures of a machine that others use at the same time say less; this tells.
            "load_average_before": round(load, 1),
            "took_seconds": round(time.monotonic() - begun),
            "result": result,
        }
        if out:
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        else:
            print(json.dumps(result, indent=1))
    if out:
        print(f"written: {out}")


if __name__ == "__main__":
    main()
