"""The hand check: 200 merges of the load set, drawn by a hash of their ids, and what a reader found (`hand.tsv`)."""

import hashlib
import pathlib

SAMPLE = 200
FILE = pathlib.Path(__file__).with_name("hand.tsv")


def verdicts():
    """(a, b) to `same`, `different` or `unsure`."""
    rows = [line.rstrip("\n").split("\t") for line in open(FILE) if not line.startswith("#")]
    return {(a, b): verdict for a, b, verdict in rows}


def sample(pairs):
    merges = [pair for pair, (outcome, _) in pairs.items() if outcome == "same"]
    return sorted(merges, key=lambda pair: hashlib.sha256(f"hand:{pair[0]}:{pair[1]}".encode()).hexdigest())[:SAMPLE]


def measure(pairs):
    """How the sample fares; pairs that were merged when the file was written and no longer are stand apart."""
    read = verdicts()
    drawn = sample(pairs)
    merged = [pair for pair, verdict in read.items() if pairs.get(pair, ("", 0))[0] == "same"]
    return {
        "drawn": len(drawn),
        "read": sum(pair in read for pair in drawn),
        "wrong": sum(read[pair] == "different" for pair in merged),
        "unsure": sum(read[pair] == "unsure" for pair in merged),
        "all_read": len(merged),
        "no_longer_merged": len(read) - len(merged),
    }


def show(pairs, entities):
    """Prints the drawn pairs without a verdict, for a reader."""
    read = verdicts()
    for a, b in (pair for pair in sample(pairs) if pair not in read):
        print(f"{a}\t{b}\t?")
        for entity in (entities[a], entities[b]):
            values = entity["properties"]
            keys = ("name", "alias", "birthDate", "nationality", "country", "birthPlace", "passportNumber", "address")
            shown = {key: values[key][:6] for key in keys if key in values}
            print(f"    {entity['schema']}: {shown}")
