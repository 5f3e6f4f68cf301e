"""Two versions of OFAC's SDN list as two lists, with numbers of their own: the publisher's numbers say who is one party.

`whole`: both versions, so that nearly everybody is on both. `nobody`: of each version the half of its entries that the
other version is without, so that nobody is on both and every merge is of two entries which the publisher numbers twice.
"""

import gzip
import hashlib
import re

VERSIONS = ("2019-01", "2021-07")
PARTS = ("whole", "nobody")
# Added to the numbers of the older version.
SHIFT = 1_000_000


def half(number):
    return hashlib.sha256(f"half:{number}".encode()).digest()[0] & 1


def write(shared, version, part, scratch):
    """The three files of one version."""
    files = []
    old = version == VERSIONS[0]
    for table in ("sdn", "alt", "add"):
        source = shared / f"data/sanctions/ofac/{table}.{version}.csv.gz"
        lines = gzip.decompress(source.read_bytes()).decode("latin1").splitlines(keepends=True)
        kept = []
        for line in lines:
            number = re.match(r"\d+(?=,)", line)
            if number and part == "nobody" and half(number[0]) != (not old):
                continue
            if number and old:
                line = f"{int(number[0]) + SHIFT}{line[number.end():]}"
            kept.append(line)
        target = scratch / f"{table}.csv"
        target.write_text("".join(kept), encoding="latin1")
        files.append(target)
    return files


def entry(id):
    """The publisher's number, and what hangs on it (a wallet)."""
    number, _, rest = id.removeprefix("us-sdn-").partition("-")
    return int(number) % SHIFT, rest


def measure(found):
    across = {p: o for p, (o, _) in found["pairs"].items() if found["lists"][p[0]] != found["lists"][p[1]]}
    merges = [pair for pair, outcome in across.items() if outcome == "same"]
    right = sum(entry(a) == entry(b) for a, b in merges)
    one = sum(entry(a) == entry(b) for a, b in across)
    return {
        "merged": len(merges),
        "right": right,
        "wrong": len(merges) - right,
        "looks": sum(outcome == "look" for outcome in across.values()),
        "one_party_among_candidates": one,
        "wrong_pairs": sorted("\t".join(pair) for pair in merges if entry(pair[0]) != entry(pair[1])),
    }
