#!/usr/bin/env python3
"""Charts and tables of docs/performance.md from the raw figures of a run.

    python3 bench/speed/chart.py [bench/runs/2026-11-22-linux-x86_64-2cpu/speed.json] [--check]

Writes docs/charts/*.svg and what stands between `<!-- chart.py NAME -->` and `<!-- chart.py end -->`. The same figures
give the same bytes; `--check` writes nothing and fails when something would change.
"""

import argparse
import json
import pathlib
import sys

from svg import COLOURS, Panel, Picture, bars

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/performance.md"
CHARTS = ROOT / "docs/charts"
END = "<!-- chart.py end -->"
MIB = 2**20


def grouped(value) -> str:
    return f"{value:,.0f}"


def table(header, rows) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def millis(value) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:,.0f}"


class Figures:
    """The parts of a run; each gives text by name and charts by file, as far as it was run."""

    def __init__(self, record):
        self.parts = {name: part["result"] for name, part in record["parts"].items()}
        self.record = record
        self.texts: dict[str, str] = {}
        self.charts: dict[str, str] = {}

    def all(self):
        for name in ("goals", "runs", "pairs", "screening", "worst", "growth", "cold", "batch", "loss"):
            getattr(self, name)()

    def goals(self):
        """What issue 6 asked, with what the figures say; a line a goal whose part was run."""
        parts, rows = self.parts, []

        def goal(what, asked, value, reached):
            rows.append([what, asked, value, "reached" if reached else "not reached"])

        for row in parts.get("pairs", []):
            if row["row"] in ("name_bench", "UN"):
                ours = row["systems"][0]
                said = f"{grouped(ours['prepared'])} / {grouped(ours['raw'])}"
                reached = ours["prepared"] >= 1_000_000 and ours["raw"] >= 250_000
                goal(f"pairs a second, prepared / raw: {row['row']}", ">= 1,000,000 / 250,000", said, reached)
        for part, name, least, most in (("loadset", "load set", 8000, 1), ("million", "a million entities", 3000, 5)):
            if part in parts:
                run = parts[part]["one_thread"]
                said = f"{grouped(run['per_second'])}, p99 {millis(run['p99_ms'])} ms"
                reached = run["per_second"] >= least and run["p99_ms"] < most
                goal(f"screenings a second, one core: {name}", f">= {grouped(least)}, p99 < {most} ms", said, reached)
        for name in dict.fromkeys(one["list"] for one in parts.get("worst", [])):
            hardest = max((one for one in parts["worst"] if one["list"] == name), key=lambda one: one["p99_ms"])
            said = f"{millis(hardest['p99_ms'])} ms ({hardest['case']})"
            goal(f"hard cases, p99: {name}", "< 10 ms", said, hardest["p99_ms"] < 10)
        if "exponents" in parts.get("growth", {}):
            value = parts["growth"]["exponents"]["time a query (mean)"]
            goal("growth of the time a query", "clearly below linear", f"exponent {value:.2f}", value < 0.8)
        if "million" in parts:
            sizes, load = parts["million"]["sizes"], parts["million"]["load"]
            said = f"{sizes['index_bytes_a_name']} ({sizes['all_bytes_a_name']} with statements)"
            goal("bytes a name without statements", "<= 400", said, sizes["index_bytes_a_name"] <= 400)
            said = f"{load['seconds']:.0f} s, {grouped(load['peak_mib'])} MiB"
            goal("compile a million entities", "< 60 s, < 3 GB", said, load["seconds"] < 60 and load["peak_mib"] * MIB < 3e9)
        for one in parts.get("cold", []):
            if one["list"] != "load set":
                goal(f"first answer of a fresh process: {one['list']}", "< 100 ms", f"{one['median_ms']} ms", one["median_ms"] < 100)
        if "memory" in parts:
            value = parts["memory"]["resident_mib"]
            goal("memory while answering from the load set", "< 120 MB", f"{value:.0f} MiB", value * MIB < 120e6)
        batch = parts.get("batch", {})
        if "gain_of_threads" in batch:
            peak = max(one["peak_mib"] for one in batch["runs"] if not one.get("failed"))
            said = f"{peak:.0f} MiB, {batch['gain_of_threads']} times ({grouped(batch['rows'])} rows)"
            goal("a long file: memory, gain of two cores", "< 500 MB, >= 1.8", said, peak * MIB < 500e6 and batch["gain_of_threads"] >= 1.8)
        if "loss" in parts:
            counts = parts["loss"]["sums"]["all"]
            share = counts["lost"][0] / max(counts["due"][0], 1)
            goal("lost by retrieval", "<= 0.1 %", f"{counts['lost'][0]} of {grouped(counts['due'][0])} ({share:.2%})", share <= 0.001)
        if rows:
            self.texts["goals"] = table(["asked", "", "measured", ""], rows)

    def runs(self):
        machine = self.record["machine"]
        rows = []
        for name, part in self.record["parts"].items():
            rows.append([f"`{name}`", part["at"][:16].replace("T", " "), part["commit"], part["load_average_before"], part["took_seconds"]])
        head = f"Machine: {machine['system']}, {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB.\n\n"
        self.texts["runs"] = head + table(["part", "at (UTC)", "commit", "load average before", "seconds"], rows)

    def pairs(self):
        rows, drawn = [], []
        for row in self.parts.get("pairs", []):
            drawn.append((f"{row['row']}, {grouped(row['pairs'])} pairs",))
            for one in row["systems"]:
                cells = [grouped(one[key]) if key in one else "-" for key in ("prepared", "raw", "prepared_per_cpu_second", "raw_per_cpu_second", "distinct")]
                rows.append([row["row"], one["system"], *cells])
                ours = one["system"] == "kashf"
                name = one["system"].replace("nomenklatura ", "nomenkl. ")
                drawn.append((f"{name}, prepared", one["prepared"], COLOURS[0] if ours else "#9fb3c1"))
                drawn.append((f"{name}, raw", one["raw"], COLOURS[1] if ours else "#dcc6a8"))
        if rows:
            header = ["pairs", "system", "prepared, a second", "raw strings, a second", "prepared, a second of processor", "raw, a second of processor", "distinct pairs compared"]
            self.texts["pairs"] = table(header, rows)
            height = 100 + sum(22 if len(row) > 1 else 28 for row in drawn)
            picture = Picture(760, height, "Pairs of names a second, one core", "logarithmic; longer is faster")
            bars(picture, 20, 62, 720, drawn, "")
            self.charts["pairs"] = picture.svg()

    def screening(self):
        rows, drawn = [], []
        for part, name in (("loadset", "load set"), ("million", "a million entities")):
            found = self.parts.get(part)
            if not found:
                continue
            sizes = found["sizes"]
            lists = f"{name}: {grouped(sizes['screened'])} parties, {grouped(sizes['names'])} names"
            drawn.append((lists,))
            for key in ("one_thread", "threads"):
                run = found[key]
                threads = "one thread" if run["threads"] == 1 else f"{run['threads']} threads"
                candidates = run.get("compared_a_query", run.get("candidates_a_query", "-"))
                cells = [grouped(run["per_second"]), grouped(run["per_cpu_second"]) if "per_cpu_second" in run else "-", *(millis(run[f"{which}_ms"]) for which in ("median", "p99", "worst"))]
                rows.append([name, f"Kashf, {threads}", *cells, candidates, grouped(run["queries"]), run["partial"], grouped(run["with_match"])])
                drawn.append((f"Kashf, {threads}", run["per_second"], COLOURS[0]))
            for peer in found.get("peers", []):
                cells = [peer["per_second"], peer.get("per_cpu_second", "-"), "-", "-", "-", peer["candidates_a_query"], grouped(peer["queries"]), "-", grouped(peer["with_match"])]
                rows.append([name, peer["system"], *cells])
                drawn.append(("nomenklatura's index + LogicV2", peer["per_second"], "#9fb3c1"))
        if rows:
            header = ["list", "system", "a second", "a second of processor", "median ms", "p99 ms", "worst ms", "candidates scored a query", "queries", "`partial`", "with a match"]
            self.texts["screening"] = table(header, rows)
            height = 100 + sum(22 if len(row) > 1 else 28 for row in drawn)
            picture = Picture(760, height, "Screenings a second", "every query distinct, with birth date and country; logarithmic")
            bars(picture, 20, 62, 720, drawn, "/s")
            self.charts["screening"] = picture.svg()
        lines = []
        loadset, million = self.parts.get("loadset"), self.parts.get("million")
        if loadset and loadset.get("instructions_a_query"):
            lines.append(f"Instructions a query on the load set (callgrind): {grouped(loadset['instructions_a_query'])}.")
        if loadset:
            lines.append(f"Two threads gain {loadset['gain_of_threads']} on the load set" + (f", {million['gain_of_threads']} on the million." if million else "."))
        memory = self.parts.get("memory")
        if memory:
            lines.append(
                f"Memory while answering from the load set: {memory['resident_mib']:.0f} MiB, of which {memory['before_mib']:.0f} MiB are the program "
                f"and the queries and {memory['of_files_mib']:.0f} MiB pages of files; `kashf screen --in FILE` peaks at {memory['screen_in_file_peak_mib']:.0f} MiB."
            )
        if million:
            load = million["load"]
            lines.append(
                f"Loading the million (read, clean, compile, find every name again, publish): {load['seconds']:.0f} s, "
                f"{load['cpu_seconds']:.0f} s of processor, at most {grouped(load['peak_mib'])} MiB."
            )
        self.texts["around"] = "\n".join(f"- {line}" for line in lines)

    def worst(self):
        found = self.parts.get("worst", [])
        header = ["list", "case", "queries", "median ms", "p99 ms", "worst ms", "`partial`"]
        rows = [[one["list"], one["case"], one["queries"], *(millis(one[f"{key}_ms"]) for key in ("median", "p99", "worst")), one["partial"]] for one in found]
        if not rows:
            return
        self.texts["worst"] = table(header, rows)
        drawn, last = [], None
        for one in found:
            if one["list"] != last:
                last = one["list"]
                drawn.append((last,))
            drawn.append((one["case"], one["p99_ms"], COLOURS[0] if one["p99_ms"] <= 10 else COLOURS[1]))
        height = 110 + sum(22 if len(row) > 1 else 28 for row in drawn)
        picture = Picture(760, height, "Hard cases: 99 of 100 queries take no longer", "milliseconds, one thread; logarithmic; shorter is better")
        bars(picture, 20, 72, 720, drawn, "ms", mark=(10, "10 ms asked"))
        self.charts["worst"] = picture.svg()

    def growth(self):
        found = self.parts.get("growth")
        if not found:
            return
        rows = found["rows"]
        header = ["entities", "names", "screenings/s", "median ms", "p99 ms", "candidates scored", "loaded in s", "peak MiB loading", "snapshot MB", "index bytes a name", "all bytes a name", "MiB answering"]
        cells = []
        for row in rows:
            run, sizes = row["one_thread"], row["sizes"]
            cells.append(
                [grouped(row["entities"]), grouped(sizes["names"]), grouped(run["per_second"]), millis(run["median_ms"]), millis(run["p99_ms"])]
                + [run.get("compared_a_query", run.get("candidates_a_query", "-")), f"{row['load']['seconds']:.1f}", grouped(row["load"]["peak_mib"])]
                + [f"{sizes['bytes_in_all'] / 1e6:,.1f}", sizes["index_bytes_a_name"], sizes["all_bytes_a_name"], grouped(row["memory"]["resident_bytes"] / MIB)]
            )
        text = table(header, cells)
        if "exponents" in found:
            text += "\n\nFitted exponents b of *value = a x entities^b* (1 is linear):\n\n"
            text += table(["what", "b"], [[what, f"{value:.2f}"] for what, value in found["exponents"].items()])
        self.texts["growth"] = text
        for row in found.get("failed", []):
            load = row["load"]
            self.texts["growth"] += f"\n\n{grouped(row['entities'])} entities were not loaded: exit {load['failed']} at {grouped(load['peak_mib'])} MiB."
        xs = [row["entities"] for row in rows]
        picture = Picture(760, 590, "Growth of the list", "logarithmic axes; dashed: what grows with the list one to one; x: entities")
        exponents = found.get("exponents", {})
        said = lambda name: f", exponent {exponents[name]:.2f}" if name in exponents else ""
        panels = [
            ("Time a query, ms", [("median" + said("time a query (median)"), lambda row: row["one_thread"]["median_ms"]), ("p99" + said("p99"), lambda row: row["one_thread"]["p99_ms"])]),
            ("Time to load, s", [("seconds" + said("load time"), lambda row: row["load"]["seconds"])]),
            ("Snapshot, MB", [("in all" + said("snapshot"), lambda row: row["sizes"]["bytes_in_all"] / 1e6), ("index alone", lambda row: row["sizes"]["bytes"]["index"] / 1e6)]),
            ("Memory, MiB", [("answering" + said("memory of answering"), lambda row: row["memory"]["resident_bytes"] / MIB), ("loading" + said("memory of loading"), lambda row: row["load"]["peak_mib"])]),
        ]
        for number, (title, series) in enumerate(panels):
            x, y = 16 + 366 * (number % 2), 58 + 264 * (number // 2)
            values = [max(value(row), 1e-3) for _, value in series for row in rows]
            panel = Panel(picture, x, y, 360, 258, xs, values, title)
            first = (xs[0], max(series[0][1](rows[0]), 1e-3))
            panel.linear(first)
            # The higher of two lines has its figures above it.
            ends = [value(rows[-1]) for _, value in series]
            for at, (name, value) in enumerate(series):
                panel.series([(row["entities"], max(value(row), 1e-3)) for row in rows], name, COLOURS[at], ends[at] >= max(ends))
        self.charts["growth"] = picture.svg()

    def cold(self):
        rows = [[one["list"], one["median_ms"], one["worst_ms"], one["cpu_median_ms"], one["peak_mib"]] for one in self.parts.get("cold", [])]
        if rows:
            self.texts["cold"] = table(["list", "median ms", "worst ms", "processor ms", "peak MiB"], rows)

    def batch(self):
        found = self.parts.get("batch")
        if not found:
            return
        rows = [
            [one["input"], one["threads"], grouped(one["rows_a_second"]), f"{one['seconds']:.1f}", f"{one['cpu_seconds']:.1f}", one["peak_mib"]]
            for one in found["runs"]
            if not one.get("failed")
        ]
        text = table(["input", "threads", "rows a second", "seconds", "seconds of processor", "peak MiB"], rows)
        text = f"{grouped(found['rows'])} rows, {grouped(found['distinct'])} of them with distinct names.\n\n{text}"
        resumed = found.get("resumed", [])
        resumed = resumed if isinstance(resumed, list) else [resumed]
        for one in resumed:
            same = "the same bytes" if one["same_bytes"] else "NOT the same bytes"
            text += f"\n\nKilled {one['kills']} times and started again ({one.get('input', 'csv')}): {same}."
        if "gain_of_threads" in found:
            text += f"\n\nTwo threads gain {found['gain_of_threads']}"
            if "rounds" in found:
                turns = ", ".join(str(one["gain"]) for one in found["rounds"])
                text += f" ({grouped(found['gain_rows'])} rows in turns: {turns}), where two processes of a loop without memory gain {found['gain_of_a_loop']}"
            text += f"; their bytes are {'the same' if found['same_bytes'] else 'NOT the same'}."
        if "short_rows" in found:
            header = ["rows without a name", "rows a second", "peak MiB"]
            rows = [[grouped(one["rows"]), grouped(one["rows_a_second"]), one["peak_mib"]] for one in found["short_rows"]]
            text += "\n\n" + table(header, rows)
        self.texts["batch"] = text

    def loss(self):
        found = self.parts.get("loss")
        if not found:
            return
        rows = []
        for key, counts in sorted(found["sums"].items(), key=lambda item: (item[0] != "all", item[0])):
            cells = [key, grouped(counts["queries"])]
            for due, lost in zip(counts["due"], counts["lost"]):
                cells += [grouped(due), grouped(lost), f"{lost / due:.2%}" if due else "-"]
            rows.append(cells)
        header = ["queries", "number", "due at 0.700", "lost", "share", "due at 0.600", "lost", "share"]
        self.texts["loss"] = f"Each query was compared with {grouped(found['names'])} names.\n\n" + table(header, rows)


def filled(page: str, texts: dict[str, str]) -> str:
    for name, text in texts.items():
        begin = f"<!-- chart.py {name} -->"
        if begin not in page:
            raise SystemExit(f"{PAGE}: no mark {begin}")
        before, rest = page.split(begin, 1)
        _, after = rest.split(END, 1)
        page = f"{before}{begin}\n\n{text}\n\n{END}{after}"
    return page


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", nargs="?", default=str(ROOT / "bench/runs/2026-11-22-linux-x86_64-2cpu/speed.json"))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    figures = Figures(json.loads(pathlib.Path(options.figures).read_text(encoding="utf-8")))
    figures.all()
    wanted = {CHARTS / f"{name}.svg": chart for name, chart in figures.charts.items()}
    wanted[PAGE] = filled(PAGE.read_text(encoding="utf-8"), figures.texts)
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if options.check:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what the figures give", file=sys.stderr)
        return 1 if stale else 0
    CHARTS.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
        print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
