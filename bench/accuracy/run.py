"""Runs the rows for every system and writes a table and the raw figures. See README.md; start it with ./run."""

import argparse
import datetime
import json
import pathlib
import platform
import subprocess
import sys
import time

import data
import rows
from kashf import Kashf
from task import measures, pair_measures

WORDS = ("arabic", "russian", "hebrew", "chinese", "katakana", "korean")


def retrieval_rows():
    """Name of the row, how to make its task."""
    yield "un: Arabic to Latin, 730", "dev", lambda: rows.un(0)
    yield "un: Arabic to Latin, 8,730", "dev", lambda: rows.un(8000)
    yield "un: Latin to an Arabic-only list", "dev", lambda: rows.un(0, reverse=True)
    # The Australian copy has a name a row that nothing groups, the British one no Arabic script.
    for which in ("eu",):
        yield f"{which}: Arabic to Latin", "report", lambda which=which: rows.derived(which)
    for kind, report in (("report", True), ("dev", False)):
        yield "full names: Arabic to Latin", kind, lambda report=report: rows.full_names(True, report)
        yield "full names: Latin to Arabic", kind, lambda report=report: rows.full_names(False, report)
        yield "Latin variants", kind, lambda report=report: rows.variants(report)
        for name in WORDS:
            yield f"words: {name}", kind, lambda name=name, report=report: rows.words(name, report)


def run_retrieval(systems, wanted, results):
    for name, kind, make in retrieval_rows():
        if not wanted(name, kind):
            continue
        task = make()
        if not task.queries:
            print(f"{name} ({kind}): no queries", flush=True)
            continue
        print(f"{name} ({kind}): {len(task.queries)} queries, {len(task.candidates)} entries", flush=True)
        for system in systems:
            begun = time.monotonic()
            # A matcher at a quarter of a millisecond a pair gets fewer queries of the long rows.
            part = task
            if system.name.startswith("logic") and len(task.queries) > 300:
                part = type(task)(task.candidates, task.queries[:300])
            found = measures(part, system.rank(part), system.threshold)
            found.update(row=name, kind=kind, system=system.name, seconds=round(time.monotonic() - begun, 1))
            results.append(found)
            accepted = f"accepted {found['accepted']:.3f} wrong/query {found['wrong_per_query']:.4f}" if "accepted" in found else ""
            print(
                f"  {system.name:32} first {found['first']:.3f} ten {found['ten']:.3f} "
                f"at 0.01 {found['accepted_at_0.01']:.3f} {accepted}  {found['seconds']} s",
                flush=True,
            )


def run_pairs(systems, wanted, results):
    for name, make in (("name_bench", rows.name_bench), ("confusable pairs", rows.confusable)):
        if not wanted(name, "dev"):
            continue
        pairs, labels, qualities = make()
        print(f"{name} (dev): {len(pairs)} pairs", flush=True)
        for system in systems:
            scores = system.pairs(pairs)
            found = pair_measures(scores, labels, system.threshold)
            if qualities and system.threshold:
                strong = [
                    (score >= system.threshold) == label
                    for score, label, quality in zip(scores, labels, qualities)
                    if quality == "STRONG"
                ]
                found["strong"] = sum(strong) / len(strong)
            found.update(row=name, kind="dev", system=system.name)
            results.append(found)
            print(f"  {system.name:32} " + " ".join(f"{k} {v:.3f}" for k, v in found.items() if isinstance(v, float)))


def run_perturbations(systems, wanted, results):
    for kind, report in (("report", True), ("dev", False)):
        if not wanted("perturbations", kind):
            continue
        pairs, families, classes = rows.perturbations(report)
        print(f"perturbations ({kind}): {len(pairs)} pairs", flush=True)
        for system in systems:
            if system.threshold is None:
                continue
            part = range(len(pairs))
            scores = system.pairs(pairs)
            accepted = [score >= system.threshold for score in scores]
            share = lambda of: round(sum(accepted[i] for i in part if of(i)) / max(1, sum(1 for i in part if of(i))), 4)
            found = {family: share(lambda i: families[i] == family) for family in sorted(set(families))}
            found["classes"] = {
                f"{family}: {one}": share(lambda i: (families[i], classes[i]) == (family, one))
                for family, one in sorted(set(zip(families, classes)))
            }
            found.update(row="perturbations", kind=kind, system=system.name, pairs=len(pairs))
            results.append(found)
            print(f"  {system.name:32} " + " ".join(f"{k} {v:.3f}" for k, v in found.items() if isinstance(v, float)))
            if system.name == "kashf":
                for one, value in found["classes"].items():
                    print(f"      {one:40} {value:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", default=str(data.ROOT / "target/release/kashf"))
    parser.add_argument("--rows", default="", help="only rows whose name holds this (commas between several)")
    parser.add_argument("--kind", choices=("dev", "report"), help="only rows of this kind")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-innocents", action="store_true", help="leave out the full load set")
    parser.add_argument("--no-matchers", action="store_true", help="leave out logic-v2 and logic-v1, which take long")
    parser.add_argument("--out", help="write the raw figures here")
    options = parser.parse_args()
    if not data.SHARED.is_dir():
        print("SKIPPED: ../shared is absent", file=sys.stderr)
        return
    parts = [part for part in options.rows.split(",") if part]
    wanted = lambda name, kind: (not parts or any(part in name for part in parts)) and options.kind in (None, kind)

    systems = [Kashf(options.binary)]
    if not options.no_peers:
        from peers import Matcher, strings

        systems += strings()
        if not options.no_matchers:
            systems += [Matcher("logic-v2"), Matcher("logic-v1")]
    # Whoever compares pairs only.
    pairwise = list(systems)
    if not options.no_peers:
        from peers import Motiva

        if Motiva.binary.exists():
            pairwise.append(Motiva())
        else:
            print(f"SKIPPED libmotiva: {Motiva.binary} is absent (bench/speed/motiva builds it)", file=sys.stderr)
    results = []
    run_pairs(pairwise, wanted, results)
    run_perturbations(pairwise, wanted, results)
    run_retrieval(systems, wanted, results)
    for kind in ("report", "dev"):
        if wanted("innocents", kind) and not options.no_innocents:
            import innocents

            innocents.run(systems, results, kind == "report")
    if options.out:
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
        raw = {
            "date": datetime.date.today().isoformat(),
            "commit": commit,
            "machine": f"{platform.system()} {platform.machine()}",
            "results": results,
        }
        pathlib.Path(options.out).write_text(json.dumps(raw, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
