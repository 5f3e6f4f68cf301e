"""Measures `kashf serve` and writes the raw figures. See README.md; start it with ./run."""

import argparse
import csv
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "speed"))

from ground import TARGET, Ground  # noqa: E402
from server import Serving, load  # noqa: E402

ROOT = HERE.parent.parent
TOOL = TARGET / "bench-serve/load"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(TARGET / "release/kashf"))
    parser.add_argument("--motiva", default="", help=argparse.SUPPRESS)
    parser.add_argument("--data", help="a data directory [the load set, loaded anew]")
    parser.add_argument("--queries", help="distinct queries as CSV [made from the load set]")
    parser.add_argument("--work", default=str(TARGET / "bench-serve"))
    parser.add_argument("--count", type=int, default=100_000, help="distinct queries [100,000]")
    parser.add_argument("--seconds", type=float, default=10, help="of each measurement [10]")
    parser.add_argument("--connections", default="1,2,4,8,32", help="connections at a time [1,2,4,8,32]")
    parser.add_argument("--rates", default="0.5,0.8", help="shares of the highest rate at which latency is measured [0.5,0.8]")
    parser.add_argument("--peer-queries", type=int, default=300, help="queries for the Python peer [300]")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--out", help="JSON file for the raw figures")
    return parser.parse_args()


def properties(row):
    made = {"name": [row["name"]]}
    if row["birthDate"]:
        made["birthDate"] = [row["birthDate"]]
    if row["country"]:
        made["nationality" if row["schema"] == "Person" else "country"] = [row["country"]]
    return made


def bodies(rows, work, kind):
    """A body a line: a request with one query, as yente's clients send it, and as our own route takes it."""
    out = work / f"bodies-{kind}.jsonl"
    with open(out, "w", encoding="utf-8") as file:
        for row in rows:
            query = {"schema": row["schema"], "properties": properties(row)}
            body = {"queries": {"q": query}} if kind == "match" else {"id": row["id"], **query}
            file.write(json.dumps(body, ensure_ascii=False) + "\n")
    return out


def slices(file, count):
    """The file in so many parts: no body is sent twice."""
    lines = file.read_text(encoding="utf-8").splitlines()
    size = len(lines) // count
    for at in range(count):
        part = file.with_suffix(f".{at}")
        part.write_text("\n".join(lines[at * size : (at + 1) * size]) + "\n", encoding="utf-8")
        yield part


def measured(serving, path, part, connections, seconds, rate=None):
    before = serving.cpu_seconds()
    result = load(TOOL, serving.address, path, part, connections, seconds, rate)
    spent = serving.cpu_seconds() - before
    result |= {
        "path": path,
        "connections": connections,
        "server_cpu_ms_a_request": round(1000 * spent / max(1, result["requests"]), 3),
        "server_processors": round(spent / result["seconds"], 2),
        "memory_mib": serving.memory_mib(),
        "load_average": os.getloadavg()[0],
    }
    if rate:
        result["rate_asked"] = round(rate, 1)
    print(json.dumps(result), flush=True)
    return result


def engine(options, data, queries):
    """The engine without HTTP, same queries: what is left of it is the server's own cost."""
    done = subprocess.run(
        [options.binary, "--data", data, "bench", "--in", queries, "--queries", str(options.count), "--no-worst", "--no-pairs", "--json"],
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr.strip()[-300:]}


def serve(options, data, queries):
    work = pathlib.Path(options.work)
    with open(queries, encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))[: options.count]
    widths = [int(n) for n in options.connections.split(",")]
    shares = [float(n) for n in options.rates.split(",") if n]
    result = {"distinct_queries": len(rows), "closed": [], "at_rate": []}
    match = slices(bodies(rows, work, "match"), len(widths) + len(shares) + 1)
    own = bodies(rows, work, "own")
    with Serving(options.binary, data, "--quiet") as serving:
        warm = next(match)
        load(TOOL, serving.address, "/match/default", warm, 4, 2)
        result["memory_mib_warm"] = serving.memory_mib()
        for width in widths:
            result["closed"].append(measured(serving, "/match/default", next(match), width, options.seconds))
        best = max(result["closed"], key=lambda one: one["per_second"])
        for share in shares:
            rate = best["per_second"] * share
            result["at_rate"].append(measured(serving, "/match/default", next(match), 32, options.seconds, rate))
    with Serving(options.binary, data, "--quiet") as serving:
        result["own_route"] = measured(serving, "/v1/screen", own, 4, options.seconds)
        empty = own.with_suffix(".empty")
        empty.write_text("{}\n" * 400_000)
        result["nothing_to_screen"] = measured(serving, "/v1/nowhere", empty, 4, min(5, options.seconds))
    with Serving(options.binary, data) as serving:
        result["with_access_log"] = measured(serving, "/v1/screen", own, 4, options.seconds)
    return result


def peer(options, lists, queries):
    """yente needs Elasticsearch or OpenSearch, which are no packages of a registry and do not run here; what answers in
    it is nomenklatura's matcher, timed in process over its own index, without HTTP."""
    python = pathlib.Path(os.environ["KASHF_BENCH_VENV"]) / "bin/python"
    script = HERE.parent / "speed/speed_peers.py"
    done = subprocess.run(
        [python, script, "screening", lists, queries, str(options.peer_queries)], capture_output=True, text=True
    )
    if done.returncode:
        return {"failed": done.stderr.strip()[-300:]}
    return {**json.loads(done.stdout.splitlines()[-1]), "why_not_yente": " ".join(peer.__doc__.split())}


def main():
    options = arguments()
    pathlib.Path(options.work).mkdir(parents=True, exist_ok=True)
    ground = Ground(options)
    data = options.data or ground.loadset()
    queries = options.queries or ground.queries(options.count)
    result = {
        "at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "machine": {"system": platform.platform(), "processors": os.cpu_count(), "load_average": os.getloadavg()},
        "kashf": subprocess.run([options.binary, "--version"], capture_output=True, text=True).stdout.strip(),
        "command": "bench/serve/run " + " ".join(sys.argv[1:]),
        "serve": serve(options, data, queries),
        "engine": engine(options, data, queries),
    }
    if not options.no_peers:
        result["peer"] = peer(options, options.data and os.environ.get("KASHF_BENCH_PARTIES") or ground.parties(), queries)
    text = json.dumps(result, indent=1)
    if options.out:
        pathlib.Path(options.out).write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
