"""Screenings a second: the load set, a million entities, hard cases, growth over lists of several lengths, the first
answer of a fresh process, memory while answering."""

import json
import math
import shutil

import measure

COLD_RUNS = 15


def bench(ground, data, queries, seconds=None, extra=()):
    """`kashf bench` over a file of queries."""
    command = [ground.kashf, "--data", data, "bench", "--in", queries, "--json"]
    command += ["--seconds", str(seconds or ground.options.seconds), "--queries", "1000000", *extra]
    return measure.last_json(measure.run(command, codes=(0,)))


def short(timing) -> dict:
    """The figures of a run that tables show, times in milliseconds."""
    found = {key: timing[key] for key in ("threads", "queries", "cut", "per_second", "partial", "not_screened", "with_match")}
    for key in ("median", "p99", "worst"):
        found[f"{key}_ms"] = round(timing[f"{key}_ns"] / 1e6, 3)
    if timing.get("cpu_ns"):
        found["per_cpu_second"] = round(timing["queries"] * 1e9 / timing["cpu_ns"])
    for key in ("candidates", "compared"):
        if key in timing:
            found[f"{key}_a_query"] = round(timing[key] / max(timing["queries"], 1), 1)
    return found


def say(what, found):
    print(
        f"  {what:44} {found['per_second']:>7,}/s ({found.get('per_cpu_second', 0):,} of processor)  median {found['median_ms']:.3f} ms  p99 {found['p99_ms']:.3f} ms  "
        f"worst {found['worst_ms']:.1f} ms  of {found['queries']:,}, partial {found['partial']}",
        flush=True,
    )


def both(ground, data, queries):
    report = bench(ground, data, queries, extra=["--no-pairs", "--no-worst"])
    found = {"one_thread": short(report["one_thread"]), "threads": short(report["threads"])}
    say("one thread", found["one_thread"])
    say(f"{found['threads']['threads']} threads", found["threads"])
    found["gain_of_threads"] = round(found["threads"]["per_second"] / max(found["one_thread"]["per_second"], 1), 2)
    found["open_ms"] = round(report["open_ns"] / 1e6, 2)
    found["memory"] = report["memory"]
    return found


def instructions(ground, data, queries):
    """Instructions a query: a run with many queries less a run with one."""
    many = ground.options.instruction_queries
    if not many:
        return None
    lines = queries.read_text(encoding="utf-8").splitlines()
    counts = []
    for count in (1, many + 1):
        part = ground.work / f"callgrind-{count}.csv"
        part.write_text("\n".join(lines[: count + 1]) + "\n", encoding="utf-8")
        counts.append(measure.instructions([ground.kashf, "--data", data, "screen", "--in", part, "--format", "jsonl"]))
    if None in counts:
        return None
    return round((counts[1] - counts[0]) / many)


def loadset(ground):
    data, queries = ground.loadset(), ground.queries(ground.options.queries)
    found = both(ground, data, queries) | {"sizes": measure.sizes(data)}
    found["instructions_a_query"] = instructions(ground, data, queries)
    print(f"  instructions a query: {found['instructions_a_query']}")
    if not ground.options.no_peers:
        command = [ground.python, measure.HERE / "speed_peers.py", "screening", ground.parties(), queries, ground.options.peer_queries]
        peer = measure.last_json(measure.run(command, threads=1, codes=(0,)))
        found["peers"] = [peer]
        print(f"  {peer['system']:34} {peer['per_second']:>7,}/s  {peer['candidates_a_query']} candidates a query")
    return found


def loading(ran) -> dict:
    if ran.code:
        print(f"  not loaded: exit {ran.code} after {ran.seconds} s at {ran.peak_mib} MiB: {ran.stderr.strip()[-200:]}", flush=True)
        return {"failed": ran.code, "seconds": ran.seconds, "peak_mib": ran.peak_mib}
    found = {"seconds": ran.seconds, "cpu_seconds": ran.cpu_seconds, "peak_mib": ran.peak_mib}
    print(f"  loaded in {ran.seconds} s ({ran.cpu_seconds} s of processor), at most {ran.peak_mib} MiB", flush=True)
    return found


def million(ground):
    count = ground.options.million
    data, ran = ground.load_long(count)
    found = {"entities": count, "load": loading(ran)}
    if ran.code:
        raise SystemExit("the million was not loaded")
    found["sizes"] = measure.sizes(data)
    sizes = found["sizes"]
    print(f"  {sizes['names']:,} names; {sizes['index_bytes_a_name']} bytes a name in the index, {sizes['all_bytes_a_name']} in all")
    queries = ground.queries(ground.options.queries, among=ground.options.sizes[0])
    return found | both(ground, data, queries)


def worst(ground):
    """On the load set and on the million."""
    found = []
    lists = [("load set", ground.loadset())]
    if long := ground.long_loaded(ground.options.million):
        lists.append((f"{ground.options.million:,} entities", long))
    few = ground.queries(1000)
    for name, data in lists:
        report = bench(ground, data, few, extra=["--no-pairs"])
        for case in report["worst_cases"]:
            one = {"list": name, "case": case["case"]} | short(case["timing"])
            say(f"{name}: {case['case']}", one)
            found.append(one)
    return found


def growth(ground):
    """Lists of several lengths with the same queries, whose listed names stand on the shortest of them."""
    sizes = ground.options.sizes
    queries = ground.queries(ground.options.growth_queries, among=sizes[0])
    rows, failed = [], []
    for count in sizes:
        print(f"  {count:,} entities", flush=True)
        kept = ground.work / f"data-{count}"
        data, ran = ground.load_long(count)
        row = {"entities": count, "load": loading(ran)}
        if ran.code:
            failed.append(row)
            continue
        row["sizes"] = measure.sizes(data)
        row |= both(ground, data, queries)
        rows.append(row)
        if count != ground.options.million:
            shutil.rmtree(kept, ignore_errors=True)
    found = {"rows": rows, "failed": failed}
    if len(rows) > 1:
        found["exponents"] = {
            "time a query (mean)": exponent(rows, lambda row: 1 / row["one_thread"]["per_second"]),
            "time a query (median)": exponent(rows, lambda row: row["one_thread"]["median_ms"]),
            "p99": exponent(rows, lambda row: row["one_thread"]["p99_ms"]),
            "load time": exponent(rows, lambda row: row["load"]["seconds"]),
            "snapshot": exponent(rows, lambda row: row["sizes"]["bytes_in_all"]),
            "memory of loading": exponent(rows, lambda row: row["load"]["peak_mib"]),
            "memory of answering": exponent(rows, lambda row: row["memory"]["resident_bytes"]),
        }
        print(f"  exponents: {json.dumps(found['exponents'])}")
    return found


def exponent(rows, value) -> float:
    """The exponent b of value = a * entities^b, by least squares on logarithms."""
    points = [(math.log(row["entities"]), math.log(max(value(row), 1e-9))) for row in rows]
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return round(sum((x - mean_x) * (y - mean_y) for x, y in points) / spread, 3)


def cold(ground):
    """A fresh process from its start to its end with one answer; the files are in the page cache."""
    found = []
    lists = [("load set", ground.loadset())]
    if long := ground.long_loaded(ground.options.million):
        lists.append((f"{ground.options.million:,} entities", long))
    for name, data in lists:
        ran = []
        for _ in range(COLD_RUNS + 1):
            ran.append(measure.run([ground.kashf, "--data", data, "screen", "Nadir Exampleman al-Mithali"], keep=False))
        seconds = sorted(one.seconds for one in ran[1:])
        cpu = sorted(one.cpu_seconds for one in ran[1:])
        one = {
            "list": name,
            "median_ms": round(seconds[len(seconds) // 2] * 1000, 1),
            "worst_ms": round(seconds[-1] * 1000, 1),
            "cpu_median_ms": round(cpu[len(cpu) // 2] * 1000, 1),
            "peak_mib": max(one.peak_mib for one in ran),
        }
        print(f"  {name}: {one['median_ms']} ms to the first answer (worst {one['worst_ms']}), {one['peak_mib']} MiB", flush=True)
        found.append(one)
    return found


def memory(ground):
    """Resident memory of a process that answers from the load set, and how much of it was there before."""
    queries = ground.queries(ground.options.queries)
    report = bench(ground, ground.loadset(), queries, extra=["--no-pairs", "--no-worst", "--threads", "1"])
    ran = measure.run([ground.kashf, "--data", ground.loadset(), "screen", "--in", queries, "--format", "jsonl"], keep=False)
    found = {key: round(value / 2**20, 1) for key, value in report["memory"].items()}
    found = {key.replace("_bytes", "_mib"): value for key, value in found.items()} | {"screen_in_file_peak_mib": ran.peak_mib}
    print("  " + "  ".join(f"{key} {value}" for key, value in found.items()))
    return found
