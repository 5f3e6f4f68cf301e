#!/usr/bin/env python3
"""Tables of docs/tracing-speed.md and docs/spark.md from the raw figures of a run.

    python3 bench/trace/chart.py [bench/runs/2026-11-23-linux-x86_64-2cpu/trace.json] [--check]

Writes what stands between `<!-- chart.py NAME -->` and `<!-- chart.py end -->`. The same figures give the same bytes; `--check`
writes nothing and fails when something would change.
"""

import argparse
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = (ROOT / "docs/tracing-speed.md", ROOT / "docs/spark.md")
RUN = ROOT / "bench/runs/2026-11-23-linux-x86_64-2cpu/trace.json"
CLASSES = ("cycle", "chain", "fan-in", "fan-out", "scatter-gather", "gather-scatter", "bipartite", "stack", "random")


def grouped(value):
    return f"{value:,.0f}" if value is not None else ""


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def rate(lines, key="edges_per_second"):
    """The rate of the first record that has one."""
    for line in lines if isinstance(lines, list) else [lines]:
        if line and line.get(key):
            return line[key]
    return None


class Tables:
    """A table by name, as far as its part was run."""

    def __init__(self, record):
        self.record = record
        self.parts = {name: part["result"] for name, part in record["parts"].items()}

    def all(self):
        made = {"runs": self.runs()}
        for name, needs in (("peer", "cycles"), ("recall", "recall"), ("bounds", "recall"), ("unplanted", "recall"), ("spark", "spark")):
            if needs in self.parts:
                made[name] = getattr(self, name)()
        return made

    def peer(self):
        """Rates beside GFP."""
        rows, asked = [], []
        cycles = self.parts["cycles"]
        goals = {
            "a, one day": 2_000_000,
            "b, one day": 600_000,
            "a, seven days, first 156,000": 100_000,
            "c, one day, capped": 50_000,
        }
        peers = {"c, one day, capped": "gfp c, one day, first 131,000"}
        for name, goal in goals.items():
            asked.append((f"cycles: {name}", goal, rate(cycles.get(name)), cycles.get(peers.get(name, f"gfp {name}"), [])))
        together = self.parts.get("together", {})
        asked.append(("fan, degree, scatter-gather, cycles: a, one day", 400_000, rate(together.get("a, four together")), together.get("gfp a, four", [])))
        streaming = self.parts.get("streaming", {})
        as_they_come = {"a, cycles": 1_000_000, "b, cycles": 300_000, "c, cycles, capped": 50_000, "a, default typologies": 200_000}
        for name, goal in as_they_come.items():
            peer = cycles.get(f"gfp {name[0]}, one day", []) if "cycles" in name else together.get("gfp a, four", [])
            asked.append((f"as they come: {name}, one day", goal, rate(streaming.get(name)), peer))
        for what, goal, ours, peer in asked:
            theirs = rate(peer, "edges_per_processor_s")
            times = f"{ours / theirs:.0f} times" if ours and theirs else ""
            verdict = "" if not ours else "reached" if ours >= goal else "not reached"
            rows.append([what, grouped(theirs), f">= {grouped(goal)}", grouped(ours), times, verdict])
        return table(["payments a second of processor time", "GFP", "asked", "Kashf", "", ""], rows)

    def recall(self):
        """Planted patterns found, a line a class and graph."""
        rows = []
        for graph, result in self.parts["recall"].items():
            for kind in CLASSES:
                counts = result.get("classes", {}).get(kind)
                if counts:
                    share = f"{counts['edges_covered'] / counts['edges']:.0%}" if "edges" in counts else ""
                    # What an example of crates/trace counted has the first words only.
                    rest = 0 if "edges" in counts else ""
                    cells = [counts.get(word, rest) for word in ("planted", "exact", "contained", "in part", "missed", "any_typology")]
                    rows.append([graph, kind, *cells, share])
        header = ["graph", "planted", "patterns", "exact", "contained", "in part", "missed", "whole in a finding of any typology", "payments covered"]
        return table(header, rows)

    def bounds(self):
        """What the labelled payments themselves allow."""
        rows = []
        for graph, result in self.parts["recall"].items():
            if "slack" in graph:
                continue
            for kind in CLASSES:
                counts = result["bounds"].get(kind)
                if counts:
                    words = ("joined", "strict", "wide_enough", "in_order", "alone", "groups", "edges")
                    rows.append([graph, kind, counts["planted"], *(counts.get(word, "") for word in words)])
        header = ["graph", "class", "patterns", "one connected group", "strictly in time", "wide enough", "in order", "hub alone", "groups", "payments"]
        return table(header, rows)

    def unplanted(self):
        """Findings beside the planted ones."""
        rows = []
        for graph, result in self.parts["recall"].items():
            for kind, counts in result.get("findings", {}).items():
                cells = [grouped(counts.get(word, 0)) for word in ("planted", "touching", "unplanted")]
                rows.append([graph, kind, *cells, counts["unplanted_per_1000_payments"], grouped(counts.get("capped", 0))])
        if not rows:
            return "Not in this run."
        return table(["graph", "typology", "planted", "touching", "unplanted", "unplanted per 1,000 payments", "capped"], rows)

    def spark(self):
        """The hand-over."""
        result = self.parts["spark"]
        left, law = result["rows_left"], result["law"]
        strict, loose = law["slack_0"], law["slack_3"]
        rows = [
            ["movements, in two slices each", grouped(left[0])],
            ["left after each round", ", ".join(map(grouped, left[1:]))],
            ["components; payments of the largest", f"{grouped(result['components'])}; {grouped(result['largest_component_rows'])}"],
            ["Spark, two cores, 4 GB, with its start", f"{result['spark_s']:.0f} s"],
            ["Kashf over all slices, a process each", f"{result['kashf_slices_s']:.1f} s of processor time"],
            ["Kashf over the whole file", f"{result['whole']['processor_s']:.1f} s of processor time"],
            ["findings by the hand-over, over the whole file", f"{grouped(result['by_hand_over'])}, {grouped(result['findings'])}"],
            ["equal", "yes, line by line" if result["equal"] else "**no**"],
            ["the law: cycles of random graphs, lost", f"{grouped(strict['cycles'])}, {strict['lost']}; with slack {grouped(loose['cycles'])}, {loose['lost']}"],
        ]
        return table(["a million payments (graph `a`), cycles of one day", ""], rows)

    def runs(self):
        """When each part was run, on which commit, beside what load."""
        rows = []
        for name, part in self.record["parts"].items():
            at = part["at"][:16].replace("T", " ")
            rows.append([f"`{name}`", at, part["commit"], part["load_average_before"], part["took_seconds"]])
        return table(["part", "at (UTC)", "commit", "load average before", "seconds"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", nargs="?", type=pathlib.Path, default=RUN)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    tables = Tables(json.loads(options.run.read_text(encoding="utf-8"))).all()
    stale = False
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        after = before
        for name, text in tables.items():
            block = re.compile(rf"(<!-- chart\.py {name} -->\n).*?(<!-- chart\.py end -->)", re.DOTALL)
            after = block.sub(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", after)
        stale |= after != before
        if after != before and not options.check:
            page.write_text(after, encoding="utf-8")
    if options.check and stale:
        sys.exit("tables are not those of the run: python3 bench/trace/chart.py")


if __name__ == "__main__":
    main()
