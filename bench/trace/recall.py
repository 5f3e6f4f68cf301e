"""What of the planted patterns is found, and what is found beside: findings of `kashf trace ... --out F.jsonl` against truth.

A planted pattern is **exact** when one finding of its typology has exactly its payments, **contained** when one has them all and
others beside, **in part** when findings of its typology hold some of them, else **missed**. `any_typology` says how many are
exact or contained in a finding of whatever typology.

A finding is **planted** when it is exact or contains a pattern of its typology, **touching** when it shares payments with
any planted pattern, else **unplanted**: chance rings and ordinary fans of the background, which are true by the
definition that was asked for and false for whoever looks for laundering. They are given per 1,000 payments.
"""

import argparse
import collections
import json

import ceilings
from ground import DAY

# Three days: the least slack that lets all of IBM's cycles be found is 212,460 seconds.
SLACK = 3 * DAY
# Graph: window, slacks, fewest accounts on the wide side, most hops. The windows are the longest span of the planted patterns, rounded up to
# days (AMLGentex: steps): they are known here, as they are not in life.
GRAPHS = {
    "generated": (DAY, (0,), 3, 10),
    # Twelve hops and, in five cycles, a payment up to SLACK earlier than the one before it: `ceilings.py` says so.
    "ibm": (18 * DAY, (0, SLACK), 2, 12),
    "gentex": (40, (0,), 2, 10),
}


class Score:
    """Counts of one graph, finding by finding."""

    def __init__(self, patterns):
        self.patterns = patterns
        self.sizes = [len(pattern["edges"]) for pattern in patterns]
        self.of_edge = collections.defaultdict(list)
        for number, pattern in enumerate(patterns):
            for edge in pattern["edges"]:
                self.of_edge[edge].append(number)
        self.best = ["missed"] * len(patterns)
        self.any = [False] * len(patterns)
        self.covered = [set() for _ in patterns]
        self.findings = collections.defaultdict(collections.Counter)

    def add(self, finding):
        edges = set(finding["edges"])
        shared = collections.Counter(number for edge in edges for number in self.of_edge.get(edge, ()))
        kind, verdict = finding["typology"], "touching" if shared else "unplanted"
        for number, count in shared.items():
            whole = count == self.sizes[number]
            self.any[number] |= whole
            if self.patterns[number]["pattern"] != kind:
                continue
            self.covered[number] |= edges & set(self.patterns[number]["edges"])
            if whole:
                verdict = "planted"
                exact = len(edges) == self.sizes[number]
                self.best[number] = "exact" if exact or self.best[number] == "exact" else "contained"
        self.findings[kind][verdict] += 1
        self.findings[kind]["capped"] += bool(finding.get("capped"))

    def report(self, payments):
        classes = {}
        for number, pattern in enumerate(self.patterns):
            counts = classes.setdefault(pattern["pattern"], collections.Counter())
            verdict = self.best[number]
            counts["planted"] += 1
            counts["in part" if verdict == "missed" and self.covered[number] else verdict] += 1
            counts["any_typology"] += self.any[number]
            counts["edges"] += self.sizes[number]
            counts["edges_covered"] += len(self.covered[number])
        found = {}
        for kind, counts in sorted(self.findings.items()):
            found[kind] = dict(counts) | {"unplanted_per_1000_payments": round(counts["unplanted"] / payments * 1000, 3)}
        return {"payments": payments, "classes": {kind: dict(counts) for kind, counts in sorted(classes.items())}, "findings": found}


def judge(stem, findings):
    """The report of a file of findings against OUT.truth.jsonl."""
    edges, patterns = ceilings.read(stem)
    score = Score(patterns)
    with open(findings, encoding="utf-8") as file:
        for line in file:
            score.add(json.loads(line))
    return score.report(len(edges))


def command(stem, window, slack, width, hops, out):
    """The arguments of kashf: all typologies in one run."""
    time = "time" if stem.name in ("ibm", "gentex") else "ts"
    columns = f"src=src,dst=dst,time={time},amount=amount,id=id" + (",currency=currency" if stem.name == "ibm" else "")
    arguments = ["trace", "patterns", "--no-lists", "--in", f"{stem}.csv", "--columns", columns, "--out", out]
    return [*arguments, "--window", f"{window}s", "--min-width", width, "--max-hops", hops, "--slack", f"{slack}s"]


def run(ground):
    """The part: each graph once strictly, IBM's once with an hour of slack, too."""
    result = {}
    generated = ground.graph("a", "csv").with_suffix("")
    for name, (window, slacks, width, hops) in GRAPHS.items():
        stem = generated if name == "generated" else ground.labelled(name)
        for slack in slacks:
            key = f"{name}, slack {slack} s" if slack else name
            out = ground.data / f"findings-{name}-{slack}.jsonl"
            record = ground.kashf(*command(stem, window, slack, width, hops, out), out=out)
            record["bounds"] = ceilings.bounds(stem, window, width)
            if record["exit"] in (0, 3):
                record |= judge(stem, out)
            result[key] = record
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stem", help="graph, without .bin and .truth.jsonl")
    parser.add_argument("findings", help="JSON Lines of kashf trace")
    options = parser.parse_args()
    print(json.dumps(judge(options.stem, options.findings), indent=1))


if __name__ == "__main__":
    main()
