"""Labelled graphs of ../shared as one form: OUT.csv (id,src,dst,time,amount,currency), OUT.bin (generate.py's), OUT.truth.jsonl.

**ibm**: the 370 laundering attempts of IBM AMLworld HI-Small, planted into an AMLSim graph, because AMLworld's own
background could not be had. What was done to them:

- *Accounts.* Each of IBM's 3,170 accounts (bank and number) becomes one of AMLSim's 20,000 (drawn once, without
  replacement): an account that is in several attempts stays one account, and has an ordinary life beside.
- *Times.* Each attempt is moved by whole days, so that it begins on a day drawn between the first and the last on which it
  still fits into AMLSim's 99. Its own order and its distances in time, in minutes, stay.
- *Amounts.* As paid, in the currency in which they were paid.
- *Background.* AMLSim's steps are days: a payment gets a second of its day, drawn. AMLSim's amounts are taken as US dollars. Its own
  planted fan-ins stay in it, and are not counted as truth.

**gentex**: AMLGentex's three banks. Its steps stay as they are (a second here is a step there); payments without currency.

The same numbers come out each time (seed 9).
"""

import csv
import datetime
import gzip
import json
import pathlib
import random

import numpy as np

from generate import RECORD

SEED = 9
DAY = 86_400
BEGIN = int(datetime.datetime(2022, 9, 1, tzinfo=datetime.timezone.utc).timestamp())
BACKGROUND = "20K_fanin200"
CURRENCIES = {
    "Australian Dollar": "AUD", "Bitcoin": "XBT", "Brazil Real": "BRL", "Canadian Dollar": "CAD", "Euro": "EUR",
    "Mexican Peso": "MXN", "Ruble": "RUB", "Rupee": "INR", "Saudi Riyal": "SAR", "Shekel": "ILS", "Swiss Franc": "CHF",
    "UK Pound": "GBP", "US Dollar": "USD", "Yen": "JPY", "Yuan": "CNY",
}  # fmt: skip
# AMLGentex's `modelType`, read off the members of `alert_models` (57 of 70 patterns have exactly the accounts listed there).
MODELS = {
    "1": "fan-out", "2": "fan-in", "3": "cycle", "4": "bipartite", "5": "stack", "7": "scatter-gather", "8": "gather-scatter",
}  # fmt: skip


def rows_of(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def attempts(path):
    """IBM's blocks: (kind, [(seconds since 1970, from, to, amount, currency)])."""
    kind, edges = None, []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in map(str.strip, file):
            if line.startswith("BEGIN"):
                kind, edges = line.split(" - ")[1].split(":")[0].strip().lower(), []
            elif line.startswith("END"):
                yield kind, edges
            elif line:
                when, bank, account, to_bank, to_account, _, _, paid, currency, _, _ = line.split(",")
                at = datetime.datetime.strptime(when, "%Y/%m/%d %H:%M").replace(tzinfo=datetime.timezone.utc)
                edges.append((int(at.timestamp()), f"{bank}:{account}", f"{to_bank}:{to_account}", paid, CURRENCIES[currency]))


def ibm(shared):
    """Edges (time, src, dst, amount, currency, attempt or None) and the kinds of the attempts."""
    chance = random.Random(SEED)
    folder = shared / "data/transactions"
    edges, last = [], 0
    for row in rows_of(folder / f"amlsim/{BACKGROUND}.transactions.csv.gz"):
        day = int(row["time"]) - 1
        last = max(last, day)
        edges.append((BEGIN + day * DAY + chance.randrange(DAY), row["sourceNodeId"], row["targetNodeId"], row["value"], "USD", None))
    nodes = sorted(int(row["nodeid"]) for row in rows_of(folder / f"amlsim/{BACKGROUND}.nodes.csv.gz"))
    found = list(attempts(folder / "ibm-amlworld/HI-Small_Patterns.txt.gz"))
    names = sorted({name for _, of in found for edge in of for name in edge[1:3]})
    account = dict(zip(names, map(str, chance.sample(nodes, len(names)))))
    for number, (_, of) in enumerate(found):
        first, final = min(edge[0] for edge in of), max(edge[0] for edge in of)
        days = (final - first) // DAY + 1
        begins = BEGIN + chance.randint(0, last - days) * DAY
        shift = begins - first // DAY * DAY
        edges += [(time + shift, account[src], account[dst], amount, currency, number) for time, src, dst, amount, currency in of]
    return edges, [kind for kind, _ in found]


def gentex(shared):
    """The same for AMLGentex."""
    edges, kinds, numbers = [], [], {}
    for row in rows_of(shared / "data/transactions/amlgentex-3banks/tx_log.csv.gz"):
        number = None
        if row["isSAR"] == "1":
            if row["patternID"] not in numbers:
                numbers[row["patternID"]] = len(numbers)
                kinds.append(MODELS[row["modelType"]])
            number = numbers[row["patternID"]]
        edges.append((int(row["step"]), row["nameOrig"], row["nameDest"], row["amount"], "", number))
    return edges, kinds


def write(out, edges, kinds):
    """Writes the three files; ids are the places in the order of time."""
    out = pathlib.Path(out)
    edges = sorted(edges, key=lambda edge: (edge[0], int(edge[1]), int(edge[2]), edge[3], edge[4]))
    with open(f"{out}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "src", "dst", "time", "amount", "currency"))
        writer.writerows((number, src, dst, time, amount, currency) for number, (time, src, dst, amount, currency, _) in enumerate(edges))
    start = edges[0][0]
    records = [(number, int(src), int(dst), time - start, float(amount)) for number, (time, src, dst, amount, _, _) in enumerate(edges)]
    np.array(records, dtype=RECORD).tofile(f"{out}.bin")
    members = {}
    for number, edge in enumerate(edges):
        if edge[5] is not None:
            members.setdefault(edge[5], []).append(number)
    with open(f"{out}.truth.jsonl", "w", encoding="utf-8") as file:
        for number in sorted(members):
            of = members[number]
            accounts = sorted({int(end) for edge in of for end in edges[edge][1:3]})
            line = {"pattern": kinds[number], "id": number, "n": len(of), "edges": of, "accounts": accounts}
            file.write(json.dumps(line | {"t0": edges[of[0]][0], "t1": edges[of[-1]][0]}) + "\n")


def build(name, out, shared):
    """Makes the files of one of the graphs."""
    edges, kinds = {"ibm": ibm, "gentex": gentex}[name](shared)
    write(out, edges, kinds)
