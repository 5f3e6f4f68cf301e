"""The hand-over to Spark, from end to end, against Kashf's own run over the whole file: equal findings, and what it costs.

1. `kashf trace export`: the layout of docs/spark.md.
2. `deploy/spark/candidates.py` on a local Spark (two cores, 4 GB).
3. Kashf on the candidates of each slice; of its findings those are kept that close in the slice's second window.
4. All of them together, in the order of time, against Kashf over the whole file.

Compared is each whole line but for where its rows stand (`file`, `line` in the evidence): the slices are other files.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import time

from ground import DAY, HERE, ROOT


def line_of(finding):
    """A finding without the places of its rows."""
    for hop in finding.get("evidence", ()):
        if isinstance(hop, dict):
            for key in ("file", "line"):
                hop.pop(key, None)
    return json.dumps(finding, sort_keys=True, ensure_ascii=False)


def findings(path, keep=lambda finding: True):
    with open(path, encoding="utf-8") as file:
        return [finding for finding in map(json.loads, file) if keep(finding)]


def columns(time):
    return f"src=src,dst=dst,time={time},amount=amount,id=id"


def search(ground, source, out, window, hops, time="time"):
    """One run of `kashf trace cycles`."""
    arguments = ["trace", "cycles", "--no-lists", "--threads", 1, "--in", source, "--columns", columns(time)]
    return ground.kashf(*arguments, "--window", f"{window}s", "--max-hops", hops, "--out", out, out=out)


def spark(ground, source, out, window):
    """The job, as a user starts it."""
    submit = pathlib.Path(sys.executable).with_name("spark-submit")
    command = [submit, "--master", "local[2]", "--driver-memory", "4g", "--conf", "spark.ui.enabled=false"]
    command += ["--conf", "spark.sql.shuffle.partitions=4", "--conf", f"spark.local.dir={ground.data / 'spark-local'}"]
    command += [ROOT / "deploy/spark/candidates.py", "--in", source, "--out", out, "--window", window]
    from session import environment

    begun = time.monotonic()
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=environment(), check=True)
    rounds = next(line for line in done.stdout.splitlines() if line.startswith("rows left"))
    return {"spark_s": round(time.monotonic() - begun, 1), "rows_left": [int(word) for word in rounds.split(":")[1].split()]}


def merged(ground, out, window, hops, work):
    """Findings of all slices, those of each that close in its second window; and the processor seconds of Kashf."""
    import pyarrow.parquet as pq

    found, seconds, largest, components = [], 0.0, 0, 0
    for folder in sorted(out.glob("slice=*"), key=lambda path: int(path.name[6:])):
        number = int(folder.name[6:])
        table = pq.ParquetDataset(list(folder.glob("*.parquet"))).read(["component"])
        sizes = table.column("component").value_counts().field("counts").to_pylist()
        components, largest = components + len(sizes), max(largest, *sizes)
        part = work / f"{folder.name}.jsonl"
        record = search(ground, folder, part, window, hops)
        if record["exit"] not in (0, 3):
            raise SystemExit(f"{record['command']}: {record.get('said')}")
        seconds += record["processor_s"]
        closes = range((number + 1) * window, (number + 2) * window)
        found += findings(part, lambda finding: finding["end"] in closes)
    return found, {"kashf_slices_s": round(seconds, 2), "components": components, "largest_component_rows": largest}


def run(ground):
    """The part."""
    window, hops = DAY, 10
    ledger = ground.graph("a", "csv").with_suffix(".csv")
    work = ground.data / "hand-over"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    whole = search(ground, ledger, work / "whole.jsonl", window, hops, "ts")
    export = ["trace", "export", "--no-lists", "--in", ledger, "--columns", columns("ts"), "--out", work / "movements"]
    record = {"whole": whole, "export": ground.kashf(*export)}
    record |= spark(ground, work / "movements", work / "candidates", window)
    found, costs = merged(ground, work / "candidates", window, hops, work)
    ours = sorted(line_of(finding) for finding in findings(work / "whole.jsonl"))
    theirs = sorted(line_of(finding) for finding in found)
    law = subprocess.run([sys.executable, HERE / "spark_law.py"], capture_output=True, text=True)
    return record | costs | {
        "findings": len(ours),
        "by_hand_over": len(theirs),
        "equal": ours == theirs,
        "law": json.loads(law.stdout or "{}") | {"exit": law.returncode},
    }
