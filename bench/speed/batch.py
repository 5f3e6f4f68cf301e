"""A long file of customers: one thread and two, CSV and Parquet, memory, killed and resumed."""

import hashlib
import os

import measure


def rows_file(ground, count):
    """So many rows; the names of a shorter file come again with other ids and dates when more are wanted than are made."""
    out = ground.work / f"batch-{count}.csv"
    if out.exists():
        return out
    distinct = min(count, ground.options.batch_distinct)
    source = ground.queries(distinct, hits=0.02)
    lines = source.read_text(encoding="utf-8").splitlines()
    header, lines = lines[0], lines[1:]
    with open(out, "w", encoding="utf-8") as file:
        file.write(header + "\n")
        for number in range(count):
            round_, at = divmod(number, len(lines))
            line = lines[at]
            file.write(f"{round_}-{line}\n" if round_ else line + "\n")
    return out


def digest(path):
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def run(ground):
    count = ground.options.batch_rows
    file = rows_file(ground, count)
    data = ground.loadset()
    found = {"rows": count, "distinct": min(count, ground.options.batch_distinct), "runs": []}
    inputs = [("csv", file)]
    parquet = to_parquet(ground, file)
    if parquet:
        inputs.append(("parquet", parquet))
    for form, source in inputs:
        for threads in (1, 2):
            out = ground.work / f"batch-out-{threads}.{'jsonl' if form == 'csv' else 'parquet'}"
            out.unlink(missing_ok=True)
            ran = measure.run([ground.kashf, "--data", data, "screen", "--in", source, "--out", out], threads=threads, codes=(0, 2, 3))
            if ran.code == 2:
                print(f"  {form} is not read: {ran.stderr.strip().splitlines()[-1][:120]}")
                found["runs"].append({"input": form, "threads": threads, "failed": True})
                break
            one = {
                "input": form,
                "threads": threads,
                "seconds": ran.seconds,
                "cpu_seconds": ran.cpu_seconds,
                "rows_a_second": round(count / ran.seconds),
                "peak_mib": ran.peak_mib,
                "out_bytes": out.stat().st_size,
                "sha256": digest(out),
            }
            found["runs"].append(one)
            print(f"  {form:8} {threads} thread(s): {one['rows_a_second']:,} rows/s, {ran.seconds} s, at most {ran.peak_mib} MiB", flush=True)
    done = [one for one in found["runs"] if one["input"] == "csv" and not one.get("failed")]
    if len(done) == 2:
        found["gain_of_threads"] = round(done[0]["seconds"] / done[1]["seconds"], 2)
        found["same_bytes"] = done[0]["sha256"] == done[1]["sha256"]
        found["resumed"] = resumed(ground, data, file, done[1])
        print(f"  two threads gain {found['gain_of_threads']}; same bytes: {found['same_bytes']}; killed and resumed: {found['resumed']}")
    for left in ground.work.glob("batch-out*"):
        left.unlink()
    return found


def resumed(ground, data, file, whole):
    """Killed after a third and after two thirds of the time; then to the end."""
    out = ground.work / "batch-out-killed.jsonl"
    command = [ground.kashf, "--data", data, "screen", "--in", file, "--out", out]
    for _ in range(2):
        measure.run(command, threads=2, keep=False, kill_after=whole["seconds"] / 3)
    ran = measure.run(command, threads=2, keep=False)
    went_on = [line for line in ran.stderr.splitlines() if "went on after" in line]
    return {
        "kills": 2,
        "went_on": bool(went_on),
        "last_seconds": ran.seconds,
        "same_bytes": os.path.exists(out) and digest(out) == whole["sha256"],
    }


def to_parquet(ground, file):
    """The same rows as Parquet, through DuckDB of the peers' environment; None without it."""
    out = file.with_suffix(".parquet")
    if ground.options.no_peers or out.exists():
        return out if out.exists() else None
    code = (
        "import duckdb,sys; duckdb.sql(\"COPY (SELECT * FROM read_csv('%s', all_varchar=true)) TO '%s' (FORMAT parquet)\""
        " % (sys.argv[1], sys.argv[2]))"
    )
    try:
        measure.run([ground.python, "-c", code, file, out], codes=(0,))
    except (SystemExit, FileNotFoundError):
        return None
    return out
