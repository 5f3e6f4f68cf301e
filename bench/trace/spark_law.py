"""The law of the hand-over to Spark: no cycle is lost. Checked on many small random graphs in one run of the very job.

The graphs stand far apart in time and share no party, so that one DataFrame holds them all. Every cycle that a plain search
finds (simple, in the order of time within the slack, within the window) must lie in the slice in whose second window it
closes, whole and in one component. `--break` asks the job for a window that is too short, and must lose cycles: the
law can fail.
"""

import argparse
import json
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy/spark"))

WINDOW = 20
APART = 1_003
GRAPHS = 400


def graph(chance, number):
    """Edges (id, src, dst, time) of one graph; sparse ones and dense ones, with repeated pairs and repeated seconds."""
    parties = chance.randint(2, 9)
    span = chance.choice([15, 30, 60])
    begin = number * APART + chance.randint(0, WINDOW)
    edges = []
    for at in range(chance.randint(3, 26)):
        src, dst = (f"{number}-{chance.randrange(parties)}" for _ in range(2))
        edges.append((f"{number}.{at}", src, dst, begin + chance.randint(0, span)))
    return edges


def cycles(edges, window, slack):
    """All simple cycles as tuples of edges: in some rotation each edge is later than the one before, or up to `slack` earlier."""
    leaving = {}
    for edge in edges:
        leaving.setdefault(edge[1], []).append(edge)
    found = set()

    def walk(path, met):
        last = path[-1]
        for edge in leaving.get(last[2], ()):
            late = edge[3] > last[3] if slack == 0 else edge[3] >= last[3] - slack
            times = [one[3] for one in path] + [edge[3]]
            if not late or max(times) - min(times) > window:
                continue
            if edge[2] == path[0][1]:
                found.add(tuple(sorted(path + [edge])))
            elif edge[2] not in met:
                walk(path + [edge], met | {edge[2]})

    for edge in edges:
        if edge[1] != edge[2]:
            walk([edge], {edge[1], edge[2]})
    return found


def lost(all_cycles, rows):
    """Cycles that are not whole in the slice in which they close, or lie in several components there."""
    place = {(row["slice"], row["id"]): row["component"] for row in rows}
    missing = 0
    for cycle in all_cycles:
        slice_ = max(edge[3] for edge in cycle) // WINDOW - 1
        components = {place.get((slice_, edge[0])) for edge in cycle}
        missing += None in components or len(components) > 1
    return missing


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--graphs", type=int, default=GRAPHS)
    parser.add_argument("--break", dest="broken", action="store_true", help="must lose cycles")
    options = parser.parse_args()
    from candidates import candidates
    from session import session

    spark = session(partitions=2)
    chance = random.Random(options.seed)
    edges = [edge for number in range(options.graphs) for edge in graph(chance, number)]
    movements = spark.createDataFrame(edges, "id string, src string, dst string, time long")
    record = {"graphs": options.graphs, "edges": len(edges), "seed": options.seed}
    for slack in (0, 3):
        by_graph = {}
        for edge in edges:
            by_graph.setdefault(edge[0].split(".")[0], []).append(edge)
        due = set().union(*(cycles(of, WINDOW, slack) for of in by_graph.values()))
        window = WINDOW - 6 if options.broken else WINDOW
        found, counts = candidates(spark, movements, window, slack) if not options.broken else broken(spark, movements, window, slack)
        rows = found.collect()
        record[f"slack_{slack}"] = {
            "cycles": len(due),
            "lost": lost(due, rows),
            "rows_sliced": counts[0],
            "candidates": len(rows),
        }
    spark.stop()
    json.dump(record, sys.stdout)
    print()
    failed = any(record[key]["lost"] for key in ("slack_0", "slack_3"))
    sys.exit(int(failed != options.broken))


def broken(spark, movements, window, slack):
    """The job with the right slices, but neighbours looked for in too short a window."""
    from candidates import components_by_joins, kept, sliced, trimmed

    edges, counts = trimmed(kept(sliced(movements, WINDOW)), window, slack, 20)
    labels = components_by_joins(edges).withColumnRenamed("party", "src")
    return edges.join(labels, ["slice", "src"]).drop("row"), counts


if __name__ == "__main__":
    main()
