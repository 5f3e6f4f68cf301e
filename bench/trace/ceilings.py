"""What can be found at all, proven from the labelled edges themselves: no search comes into it.

For each planted pattern the facts that bound any finder, by class:

- `joined`: its edges form one connected group. A BIPARTITE of IBM is a set of edges of which no two share an account, a STACK
  a set of chains of two that share none: as a group it can be told from other payments by nothing that is in the graph.
- `strict`: a cycle whose edges rise in time, strictly, in some rotation.
- `width`: distinct accounts on the wide side of a fan, middles of a scatter-gather with both legs; below `--min-width` it is not
  one by the definition that is asked for.
- `in_order`: wide enough, and: a scatter-gather in which each middle received before it gave; a gather-scatter that gathered (at all) before it scattered.
- `alone`: wide enough, and no other payment of the file touches the hub in the same direction while the pattern's widest window could hold it.
  Where one does, it looks the same as the planted ones by who, whom and when: an exact list cannot be told from a list with that payment.
"""

import collections
import json

FANS = ("fan-in", "fan-out")


def read(stem):
    """Edges by id as (src, dst, time), and the patterns."""
    import numpy as np

    from generate import RECORD

    records = np.fromfile(f"{stem}.bin", RECORD)
    edges = list(zip(records["src"].tolist(), records["dst"].tolist(), records["ts"].tolist()))
    with open(f"{stem}.truth.jsonl", encoding="utf-8") as file:
        return edges, [json.loads(line) for line in file]


def groups(edges):
    """How many connected groups edges form."""
    leader = {}

    def find(party):
        while leader.setdefault(party, party) != party:
            leader[party] = leader[leader[party]]
            party = leader[party]
        return party

    for src, dst, _ in edges:
        leader[find(src)] = find(dst)
    return len({find(party) for party in leader})


def strict_cycle(edges):
    """Whether the edges are a closed ring that rises strictly in time from some edge on."""
    by_giver = {src: (src, dst, time) for src, dst, time in edges}
    if len(by_giver) != len(edges):
        return False
    edge = min(edges, key=lambda one: one[2])
    for _ in range(len(edges) - 1):
        after = by_giver.get(edge[1])
        if after is None or after[2] <= edge[2]:
            return False
        edge = after
    return edge[1] == min(edges, key=lambda one: one[2])[0]


def slack_needed(edges):
    """By how many seconds a payment of the ring is earlier than the one before it, at most, in the best rotation; 0 where time rises."""
    by_giver = {src: (src, dst, time) for src, dst, time in edges}
    ring = [edges[0]]
    while len(ring) < len(edges):
        ring.append(by_giver[ring[-1][1]])
    back = [before[2] - after[2] for before, after in zip(ring, ring[1:] + ring[:1])]
    # The step that closes the ring may go back as far as it likes: that one is the largest.
    back.remove(max(back))
    return max(0, *back)


def hub(pattern, edges):
    """The narrow side of a fan (account, whether it gives), or the centre of a gather-scatter."""
    end = 0 if pattern == "fan-out" else 1
    return collections.Counter(edge[end] for edge in edges).most_common(1)[0][0]


def width(pattern, edges):
    """Distinct accounts of the wide side; for scatter-gather the middles with both legs, for gather-scatter the smaller side."""
    if pattern in FANS:
        far = 1 if pattern == "fan-out" else 0
        return len({edge[far] for edge in edges})
    if pattern == "scatter-gather":
        source = collections.Counter(edge[0] for edge in edges).most_common(1)[0][0]
        sink = collections.Counter(edge[1] for edge in edges).most_common(1)[0][0]
        first = {dst: time for src, dst, time in edges if src == source}
        return len({src for src, dst, _ in edges if dst == sink and src in first})
    centre = hub(pattern, edges)
    return min(len({src for src, dst, _ in edges if dst == centre}), len({dst for src, dst, _ in edges if src == centre}))


def in_order(pattern, edges):
    """Whether money could have passed: each middle (the centre) received before it gave."""
    if pattern == "scatter-gather":
        source = collections.Counter(edge[0] for edge in edges).most_common(1)[0][0]
        sink = collections.Counter(edge[1] for edge in edges).most_common(1)[0][0]
        first = {dst: time for src, dst, time in edges if src == source}
        return all(first[src] < time for src, dst, time in edges if dst == sink and src in first)
    centre = hub(pattern, edges)
    into = [time for _, dst, time in edges if dst == centre]
    out = [time for src, _, time in edges if src == centre]
    return bool(into) and bool(out) and max(into) < min(out)


def alone(pattern, edges, touching, window):
    """Whether nothing else touches the hub in the fan's direction within a window that holds the pattern."""
    centre, last, first = hub(pattern, edges), max(edge[2] for edge in edges), min(edge[2] for edge in edges)
    near = [time for time in touching.get((centre, pattern == "fan-out"), ()) if last - window <= time <= first + window]
    return len(near) == len(edges)


def bounds(stem, window, min_width):
    """By class: how many patterns, and how many fulfil each of the conditions that bound a finder."""
    edges, patterns = read(stem)
    touching = collections.defaultdict(list)
    for src, dst, time in edges:
        touching[src, True].append(time)
        touching[dst, False].append(time)
    classes = {}
    for pattern in patterns:
        kind, of = pattern["pattern"], [edges[edge] for edge in pattern["edges"]]
        counts = classes.setdefault(kind, collections.Counter())
        counts["planted"] += 1
        counts["joined"] += groups(of) == 1
        counts["within_window"] += pattern["t1"] - pattern["t0"] <= window
        if kind == "cycle":
            counts["strict"] += strict_cycle(of)
            counts["slack_needed_s"] = max(counts["slack_needed_s"], slack_needed(of))
            counts["hops"] = max(counts["hops"], len(of))
        if kind in (*FANS, "scatter-gather", "gather-scatter"):
            counts["wide_enough"] += width(kind, of) >= min_width
        if kind in ("scatter-gather", "gather-scatter"):
            counts["in_order"] += width(kind, of) >= min_width and in_order(kind, of)
        if kind in FANS:
            counts["alone"] += width(kind, of) >= min_width and alone(kind, of, touching, window)
        if kind in ("bipartite", "stack"):
            # How many of the pattern's groups are single edges or chains of two: nothing to be seen by.
            counts["groups"] += groups(of)
            counts["edges"] += len(of)
    return {kind: dict(sorted(counts.items())) for kind, counts in sorted(classes.items())}


if __name__ == "__main__":
    import sys

    print(json.dumps(bounds(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])), indent=1))
