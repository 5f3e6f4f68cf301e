"""Prints the raw figures of a run as Markdown tables: `python table.py ../runs/DATE-MACHINE/accuracy.json`."""

import json
import sys


def main():
    raw = json.load(open(sys.argv[1], encoding="utf-8"))
    results = raw["results"]
    print(f"Run of {raw['date']}, commit {raw['commit']}.\n")
    ranked = [r for r in results if "first" in r]
    print("| row | kind | system | first | in ten | accepted at 0.70 | wrong a query | accepted at 0.01 wrong |")
    print("|---|---|---|---|---|---|---|---|")
    for key in dict.fromkeys((r["row"], r["kind"]) for r in ranked):
        of = [r for r in ranked if (r["row"], r["kind"]) == key]
        ours = [r for r in of if r["system"] == "kashf"]
        strings = [r for r in of if "accepted" not in r]
        # Of the string measures the best one in first place.
        best = sorted(strings, key=lambda r: -r["first"])[:1]
        others = [r for r in of if r not in ours and r not in strings]
        for r in ours + best + others:
            accepted = f"{r['accepted']:.3f} | {r['wrong_per_query']:.4f}" if "accepted" in r else "- | -"
            print(
                f"| {key[0]} | {key[1]} | {r['system']} | {r['first']:.3f} | {r['ten']:.3f} | {accepted} | "
                f"{r['accepted_at_0.01']:.3f} |"
            )
    print("\n| row | kind | system | F1 at 0.70 | STRONG | area under the curve | recall at 5 % false |")
    print("|---|---|---|---|---|---|---|")
    for r in results:
        if "auc" in r:
            f1 = f"{r['f1']:.3f}" if "f1" in r else f"best {r['best_f1']:.3f}"
            strong = f"{r['strong']:.3f}" if "strong" in r else "-"
            print(f"| {r['row']} | {r['kind']} | {r['system']} | {f1} | {strong} | {r['auc']:.3f} | {r['recall_at_5']:.3f} |")
    print("\n| row | kind | system | benign | adversarial | degraded | near misses accepted |")
    print("|---|---|---|---|---|---|---|")
    for r in results:
        if r["row"] == "perturbations":
            print(
                f"| {r['row']} | {r['kind']} | {r['system']} | {r['benign']:.3f} | {r['adversarial']:.3f} | "
                f"{r['degraded']:.3f} | {r['negative']:.3f} |"
            )
    alarms = [r for r in results if "origin" in r]
    systems = list(dict.fromkeys(r["system"] for r in alarms))
    print(f"\n| origin | question | kind | people | {' | '.join(systems)} |")
    print("|---|---|---|---|" + "---|" * len(systems))
    for key in dict.fromkeys((r["origin"], r["row"], r["kind"]) for r in alarms):
        of = {r["system"]: r for r in alarms if (r["origin"], r["row"], r["kind"]) == key}
        people = next(iter(of.values()))["people"]
        rates = " | ".join(f"{of[s]['per_1000']:.1f}" if s in of else "-" for s in systems)
        print(f"| {key[0]} | {key[1].removeprefix('innocents, ')} | {key[2]} | {people} | {rates} |")


if __name__ == "__main__":
    main()
