"""IBM snapml's GraphFeaturePreprocessor over a file of generate.py, one configuration a process.

The peer of this bench. It gives, for each payment, how many patterns of each size run through it: counts, not the payments
that form them. Only its `transform` is timed; its rows are made before. It is proprietary (PyPI, free to run): an anchor of
the bench, never a dependency.

    gfp.py FILE.bin --pattern cycle|scatter-gather|fan|degree|together --window SECONDS [--first N] [--limit SECONDS]

Prints one JSON line: edges a second of processor time and of the clock, worst batch, memory, counts by length, and how
many planted patterns the last payment of which shows a count of the right size (that is the most it can be asked).
"""

import argparse
import json
import resource
import sys
import time

import numpy as np

RECORD = np.dtype([("id", "<u4"), ("src", "<u4"), ("dst", "<u4"), ("ts", "<u4"), ("amount", "<f8")])
FEATURES = {
    "cycle": ["temp-cycle"],
    "scatter-gather": ["scatter-gather"],
    "fan": ["fan"],
    "degree": ["degree"],
    "together": ["fan", "degree", "scatter-gather", "temp-cycle"],
}
# In this order the columns of the answer stand; fan and degree have two blocks, in and out.
BLOCKS = (("fan", 2), ("degree", 2), ("scatter-gather", 1), ("temp-cycle", 1))
ALL = ("vertex_stats", "fan", "degree", "scatter-gather", "temp-cycle", "lc-cycle")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--pattern", choices=FEATURES, default="cycle")
    parser.add_argument("--window", type=int, default=86_400)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=8192)
    parser.add_argument("--first", type=int, default=0, help="only so many edges")
    parser.add_argument("--limit", type=float, default=120, help="ends after so many seconds of transform")
    parser.add_argument("--recall", action="store_true")
    return parser.parse_args()


def prepared(options):
    """The preprocessor with only the wanted features on, all with one window."""
    from snapml import GraphFeaturePreprocessor

    wide, long = list(range(2, 31)), list(range(2, 11))
    params = {name: name in FEATURES[options.pattern] for name in ALL}
    params |= {"num_threads": options.threads, "time_window": options.window, "vertex_stats_cols": [4]}
    params |= {f"{name}_tw": options.window for name in ALL}
    params |= {f"{name}_bins": wide for name in ("fan", "degree", "scatter-gather")}
    params |= {"temp-cycle_bins": long, "lc-cycle_bins": long, "lc-cycle_len": 10}
    preprocessor = GraphFeaturePreprocessor()
    preprocessor.set_params(params)
    return preprocessor, {"fan": 29, "degree": 29, "scatter-gather": 29, "temp-cycle": 9}


def closing(path):
    """Planted patterns of the kinds it knows, by the number of their last payment."""
    by_last = {}
    for line in open(path.replace(".bin", ".truth.jsonl"), encoding="utf-8"):
        pattern = json.loads(line)
        if pattern["pattern"] in ("cycle", "scatter-gather", "fan-in", "fan-out"):
            by_last.setdefault(max(pattern["edges"]), []).append(pattern)
    return by_last


def seen(pattern, row, blocks):
    """Whether the row of its last payment counts a pattern of at least its size."""
    kind, size = pattern["pattern"], pattern["n"]
    if kind == "cycle":
        return row[blocks["temp-cycle"]][size - 2] > 0
    if kind == "scatter-gather":
        return row[blocks["scatter-gather"]][size // 2 - 2 :].sum() > 0
    both = row[blocks["fan"]]
    half = both[:29] if kind == "fan-in" else both[29:]
    return half[min(size, 30) - 2 :].sum() > 0


def blocks_of(pattern, bins):
    """Which columns belong to which feature."""
    blocks, at = {}, 0
    for name, times in BLOCKS:
        if name in FEATURES[pattern]:
            blocks[name] = slice(at, at + bins[name] * times)
            at += bins[name] * times
    return blocks


def main():
    options = arguments()
    edges = np.memmap(options.file, dtype=RECORD, mode="r")
    count = min(options.first or len(edges), len(edges))
    preprocessor, bins = prepared(options)
    blocks = blocks_of(options.pattern, bins)
    needs = {"cycle": "temp-cycle", "scatter-gather": "scatter-gather", "fan-in": "fan", "fan-out": "fan"}
    planted = closing(options.file) if options.recall else {}
    found, due, counts = {}, {}, None
    clock = processor = worst = 0.0
    done = 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for start in range(0, count, options.batch):
        part = edges[start : min(count, start + options.batch)]
        columns = [part[name] for name in ("id", "src", "dst", "ts", "amount")]
        rows = np.column_stack(columns).astype(np.float64)
        clock_from, processor_from = time.perf_counter(), time.process_time()
        answer = preprocessor.transform(rows)
        took = time.perf_counter() - clock_from
        processor += time.process_time() - processor_from
        clock, worst, done = clock + took, max(worst, took), done + len(part)
        features = answer[:, 5:]
        sums = features.sum(0)
        counts = sums if counts is None else counts + sums
        for at, number in enumerate(part["id"]):
            for pattern in planted.get(int(number), ()) if planted else ():
                if needs[pattern["pattern"]] in blocks:
                    due[pattern["pattern"]] = due.get(pattern["pattern"], 0) + 1
                    hit = bool(seen(pattern, features[at], blocks))
                    found[pattern["pattern"]] = found.get(pattern["pattern"], 0) + hit
        if clock > options.limit:
            break
    record = {
        "peer": "snapml",
        "pattern": options.pattern,
        "window_s": options.window,
        "threads": options.threads,
        "batch": options.batch,
        "edges": done,
        "edges_of_file": len(edges),
        "processor_s": round(processor, 2),
        "edges_per_processor_s": round(done / processor),
        "clock_s": round(clock, 2),
        "worst_batch_s": round(worst, 3),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak_mib_before": before // 1024,
    }
    if "temp-cycle" in blocks:
        record["cycles_counted_by_length"] = [int(value) for value in counts[blocks["temp-cycle"]]]
    if due:
        record["counted"] = {kind: f"{found[kind]}/{due[kind]}" for kind in sorted(due)}
    json.dump(record, sys.stdout)
    print()


if __name__ == "__main__":
    main()
