"""The human-judged pairs, the part of them that nothing is tuned on, and what a run makes of them."""

import csv
import hashlib


def read(shared):
    """(un id, us id, judgement) of every pair in the file."""
    path = shared / "data/sanctions/xlist/un2020_ofac2021_pairs.csv"
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return [("un-" + r["un_dataid"], "us-sdn-" + r["ofac_uid"], r["judgement"]) for r in rows]


def held_back(a, b):
    """A third, by a hash of the ids: points and thresholds were set on the other two."""
    key = f"xref:{a.removeprefix('un-')}:{b.removeprefix('us-sdn-')}"
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 3 == 0


def parts(pairs):
    """Named parts of the judged pairs."""
    yield "tuned", [p for p in pairs if not held_back(*p[:2])]
    yield "held_back", [p for p in pairs if held_back(*p[:2])]
    yield "all", pairs


def measure(judged, found):
    """`found` maps (a, b) to True where a pair is merged and False where it is a candidate only."""
    row = {}
    for name, part in parts(judged):
        same = [(a, b) for a, b, judgement in part if judgement == "positive"]
        other = [(a, b) for a, b, judgement in part if judgement == "negative"]
        candidates = sum(pair in found for pair in same)
        merged = sum(found.get(pair, False) for pair in same)
        row[name] = {
            "same": len(same),
            "candidates": candidates,
            "candidate_recall": round(candidates / max(1, len(same)), 4),
            "merged": merged,
            "merged_share": round(merged / max(1, len(same)), 4),
            "different": len(other),
            "wrongly_merged": sum(found.get(pair, False) for pair in other),
        }
    return row


def doubled(merges, list_of):
    """Merges of an entry that is merged with two entries of one other list: a publisher keeps those apart."""
    partners = {}
    for a, b in merges:
        for own, other in ((a, b), (b, a)):
            partners.setdefault((own, list_of(other)), set()).add(other)
    return sum(len(found) > 1 for found in partners.values())
