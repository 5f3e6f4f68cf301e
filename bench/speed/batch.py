"""A long file of customers: CSV and Parquet, memory, killed and resumed; one thread and two; rows that cost nothing."""

import hashlib
import os
import subprocess
import sys
import time

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
        one = screened(ground, data, source, form, 2, count)
        found["runs"].append(one)
        if one.get("failed"):
            continue
        print(f"  {form:8} 2 threads: {one['rows_a_second']:,} rows/s, {one['seconds']} s, at most {one['peak_mib']} MiB", flush=True)
    csv = found["runs"][0]
    if not csv.get("failed"):
        # The answers of a Parquet file are those of its rows as CSV, and are written in the same form.
        found["same_answers"] = all(one.get("sha256") == csv["sha256"] for one in found["runs"])
        found["resumed"] = [resumed(ground, data, source, form, one) for (form, source), one in zip(inputs, found["runs"])]
        print(f"  same answers: {found['same_answers']}; killed and resumed: {found['resumed']}", flush=True)
    found |= gain(ground, data)
    found["short_rows"] = [short_rows(ground, data, rows) for rows in ground.options.batch_short]
    for left in ground.work.glob("batch-out*"):
        left.unlink()
    return found


def screened(ground, data, source, form, threads, count):
    out = ground.work / f"batch-out-{form}-{threads}.jsonl"
    out.unlink(missing_ok=True)
    ran = measure.run([ground.kashf, "--data", data, "screen", "--in", source, "--out", out], threads=threads, codes=(0, 2, 3))
    if ran.code == 2:
        print(f"  {form} is not read: {ran.stderr.strip().splitlines()[-1][:120]}")
        return {"input": form, "threads": threads, "failed": True}
    return {
        "input": form,
        "threads": threads,
        "seconds": ran.seconds,
        "cpu_seconds": ran.cpu_seconds,
        "rows_a_second": round(count / ran.seconds),
        "peak_mib": ran.peak_mib,
        "out_bytes": out.stat().st_size,
        "sha256": digest(out),
    }


def gain(ground, data):
    """One thread and two in turns, so that both meet the same neighbours; and what two of anything gain here at most."""
    count = ground.options.batch_gain_rows
    file = rows_file(ground, count)
    rounds = []
    for _ in range(ground.options.batch_rounds):
        one, two = (screened(ground, data, file, "gain", threads, count) for threads in (1, 2))
        loop = [counting(1), counting(2)]
        rounds.append(
            {
                "seconds": [one["seconds"], two["seconds"]],
                "cpu_seconds": [one["cpu_seconds"], two["cpu_seconds"]],
                "gain": round(one["seconds"] / two["seconds"], 3),
                "same_bytes": one["sha256"] == two["sha256"],
                "loop_gain": round(2 * loop[0] / loop[1], 3),
            }
        )
        print(f"  {rounds[-1]}", flush=True)
    middle = lambda key: sorted(one[key] for one in rounds)[len(rounds) // 2]
    found = {
        "gain_rows": count,
        "rounds": rounds,
        "gain_of_threads": middle("gain"),
        "gain_of_a_loop": middle("loop_gain"),
        "same_bytes": all(one["same_bytes"] for one in rounds),
    }
    print(f"  two threads gain {found['gain_of_threads']}, two processes of a bare loop {found['gain_of_a_loop']} (median of {len(rounds)})")
    return found


def counting(processes):
    """Seconds that so many processes take side by side, each for the same loop that touches no memory."""
    code = "n = 0\nfor i in range(30_000_000): n += i & 3"
    begun = time.perf_counter()
    running = [subprocess.Popen([sys.executable, "-S", "-E", "-c", code]) for _ in range(processes)]
    for one in running:
        one.wait()
    return time.perf_counter() - begun


def short_rows(ground, data, count):
    """Rows without a name: nothing is compared, so that what grows with the rows shows, and in little time."""
    file = ground.work / f"batch-short-{count}.csv"
    with open(file, "w", encoding="utf-8") as rows:
        rows.write("id,name,birthDate\n")
        rows.writelines(f"{number},,1970-01-01\n" for number in range(count))
    found = {"rows": count} | screened(ground, data, file, "short", 2, count)
    file.unlink()
    print(f"  {count:,} rows without a name: {found['rows_a_second']:,} rows/s, at most {found['peak_mib']} MiB", flush=True)
    return found


def resumed(ground, data, file, form, whole):
    """Killed after a third and after two thirds of the time; then to the end."""
    out = ground.work / "batch-out-killed.jsonl"
    command = [ground.kashf, "--data", data, "screen", "--in", file, "--out", out]
    for _ in range(2):
        measure.run(command, threads=2, keep=False, kill_after=whole["seconds"] / 3)
    ran = measure.run(command, threads=2, keep=False)
    went_on = [line for line in ran.stderr.splitlines() if "went on after" in line]
    same = os.path.exists(out) and digest(out) == whole["sha256"]
    out.unlink(missing_ok=True)
    return {"input": form, "kills": 2, "went_on": went_on[-1].strip() if went_on else None, "last_seconds": ran.seconds, "same_bytes": same}


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
