"""Development rows at several thresholds, as a table: target/bench-venv/bin/python bench/accuracy/curve.py [BINARY]"""

import sys

import data
import rows
from kashf import Kashf
from task import f1, measures

THRESHOLDS = (0.60, 0.65, 0.68, 0.70, 0.72, 0.75, 0.80, 0.85, 0.90)


def main():
    kashf = Kashf(sys.argv[1] if len(sys.argv) > 1 else str(data.ROOT / "target/release/kashf"))
    pairs, families, _ = rows.perturbations(False)
    altered = kashf.pairs(pairs)
    bench, labels, _ = rows.name_bench()
    benched = kashf.pairs(bench)
    task = rows.un(0)
    ranked = kashf.rank(task)
    print("| score | benign | adversarial | degraded | near misses | UN accepted | UN wrong a query | name_bench F1 |")
    print("|---|---|---|---|---|---|---|---|")
    for threshold in THRESHOLDS:
        cells = []
        for family in ("benign", "adversarial", "degraded", "negative"):
            of = [score >= threshold for score, other in zip(altered, families) if other == family]
            cells.append(f"{sum(of) / len(of):.3f}")
        found = measures(task, ranked, threshold)
        cells += [f"{found['accepted']:.3f}", f"{found['wrong_per_query']:.4f}", f"{f1(benched, labels, threshold):.3f}"]
        print(f"| {threshold:.2f} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
