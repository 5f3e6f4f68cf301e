"""A process measured: seconds, seconds of processor, peak memory. And what a data directory holds."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent


@dataclass
class Ran:
    """What a process took. Memory is the kernel's peak resident set (ru_maxrss)."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    code: int
    stdout: str
    stderr: str


def run(command, threads=None, keep=True, codes=(0, 3), kill_after=None, env=None) -> Ran:
    """Runs to the end, or kills after so many seconds; `codes` are those that mean success."""
    whole = {**os.environ, "NO_COLOR": "1", **(env or {})}
    if threads:
        whole["RAYON_NUM_THREADS"] = str(threads)
    launcher = [sys.executable, "-S", "-E", pathlib.Path(__file__).with_name("launcher.py")]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.NamedTemporaryFile("r") as result:
        after = "-" if kill_after is None else str(kill_after)
        started = [str(part) for part in (*launcher, result.name, after, *command)]
        subprocess.run(started, env=whole, stdout=out if keep else subprocess.DEVNULL, stderr=err, check=True)
        seconds, cpu, peak, code = json.load(result)
        out.seek(0)
        err.seek(0)
        stdout, stderr = out.read().decode(), err.read().decode()
        ran = Ran(round(seconds, 4), round(cpu, 3), round(peak, 1), code, stdout, stderr)
    if kill_after is None and ran.code not in codes:
        raise SystemExit(f"{' '.join(map(str, command))}: exit {ran.code}\n{ran.stderr[-3000:]}")
    return ran


def last_json(ran: Ran):
    return json.loads(ran.stdout.strip().splitlines()[-1])


def live(data: pathlib.Path) -> dict:
    """The manifest of the live snapshot."""
    snapshot = (data / "CURRENT").read_text().split()[0]
    return json.loads((data / "snapshots" / f"{snapshot}.json").read_text())


def sizes(data: pathlib.Path) -> dict:
    """Bytes of the live segments by kind of table, with counts and bytes a name."""
    names = entities = screened = 0
    by_kind = {"index": 0, "statements": 0, "other": 0}
    tables: dict[str, int] = {}
    for segment in live(data)["segments"]:
        counts = segment["counts"]
        names += counts.get("names", 0)
        entities += counts.get("entities", 0)
        screened += counts.get("screened", 0)
        for name, file in segment["files"].items():
            kind = {"ix": "index", "st": "statements"}.get(name.split("_")[0], "other")
            by_kind[kind] += file["bytes"]
            tables[name] = tables.get(name, 0) + file["bytes"]
    total = sum(by_kind.values())
    return {
        "names": names,
        "entities": entities,
        "screened": screened,
        "bytes": by_kind,
        "bytes_in_all": total,
        "index_bytes_a_name": round(by_kind["index"] / max(names, 1), 1),
        "all_bytes_a_name": round(total / max(names, 1), 1),
        "tables": dict(sorted(tables.items())),
    }


def instructions(command, threads=1) -> int | None:
    """Instructions of a process by callgrind; None where valgrind is absent. They repeat where seconds do not."""
    with tempfile.NamedTemporaryFile() as out:
        tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", *map(str, command)]
        ran = run(tool, threads=threads, keep=False, codes=(0, 3, 127))
    for line in ran.stderr.splitlines():
        if "Collected" in line:
            return int(line.split(":")[1].split()[0])
    return None
