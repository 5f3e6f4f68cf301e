"""Pairs of names a second, one core: Kashf, nomenklatura's LogicV2 and libmotiva's logic-v1 over the same pairs."""

import csv
import json
import random

import measure
from names import SHARED

SEED = 826
BENCH = SHARED / "data/names/nomenklatura_name_bench_cases.csv"
UN = "un_sc_sanctions"


def name_bench():
    with open(BENCH, encoding="utf-8") as file:
        return [(row["schema"], row["name1"], row["name2"]) for row in csv.DictReader(file)]


def un_pairs(parties, count):
    """Distinct pairs of names of the UN list: a quarter of one entry, half of two entries that share a word (near
    misses), a quarter of two entries that were drawn by chance."""
    chance = random.Random(SEED)
    entries = []
    with open(parties, encoding="utf-8") as lines:
        for line in lines:
            entity = json.loads(line)
            properties = entity["properties"]
            names = [*properties.get("name", []), *properties.get("alias", []), *properties.get("weakAlias", [])]
            if UN in entity.get("datasets", []) and names:
                schema = "Person" if entity["schema"] == "Person" else "Organization"
                entries.append((schema, list(dict.fromkeys(names))))
    by_word: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, (schema, names) in enumerate(entries):
        for name in names:
            for word in set(name.lower().split()):
                if len(word) > 2:
                    by_word.setdefault((schema, word), []).append((number, name))
    shared = [bearers for _, bearers in sorted(by_word.items()) if len({number for number, _ in bearers}) > 1]
    several = [entry for entry in entries if len(entry[1]) > 1]
    pairs, seen = [], set()
    kinds = ("same", "near", "near", "chance")
    tries = 0
    while len(pairs) < count and tries < count * 20:
        tries += 1
        kind = kinds[len(pairs) % 4]
        if kind == "same":
            schema, names = chance.choice(several)
            a, b = chance.sample(names, 2)
        elif kind == "near":
            # Pairs of one word would soon be used up: a word is drawn, then two of its bearers.
            (one, a), (two, b) = chance.choices(chance.choice(shared), k=2)
            schema = entries[one][0]
            if one == two:
                continue
        else:
            (schema, names), (other, others) = chance.sample(entries, 2)
            if schema != other:
                continue
            a, b = chance.choice(names), chance.choice(others)
        if a != b and (a, b) not in seen:
            seen.add((a, b))
            pairs.append((schema, a, b))
        elif kind == "same":
            # The aliases of one entry are few; what is missing of them is drawn by chance.
            kinds = ("chance", "near", "near", "chance") if tries > count * 10 else kinds
    chance.shuffle(pairs)
    return pairs


def write(path, pairs):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["schema", "name1", "name2"])
        writer.writerows(pairs)


def run(ground):
    seconds = ground.options.seconds
    results = []
    bench = name_bench()
    sets = (
        ("name_bench", bench),
        ("name_bench: no people", [pair for pair in bench if pair[0] != "Person"]),
        ("UN", un_pairs(ground.parties(), ground.options.pairs)),
    )
    for row, pairs in sets:
        file = ground.work / f"pairs-{row.split()[0].strip(':')}-{len(pairs)}.csv"
        write(file, pairs)
        ours = measure.last_json(
            measure.run([ground.examples / "pair_speed", file, max(1, round(seconds))], threads=1, codes=(0,))
        )
        found = [
            {
                "system": "kashf",
                "prepared": ours["prepared_per_second"],
                "raw": ours["raw_per_second"],
                "prepared_per_cpu_second": ours["prepared_per_cpu_second"],
                "raw_per_cpu_second": ours["raw_per_cpu_second"],
                "distinct": ours["prepared_pairs"],
            }
        ]
        if not ground.options.no_peers:
            limit = str(min(seconds, 5))
            motiva = measure.last_json(measure.run([ground.motiva, "speed", file, limit], threads=1, codes=(0,)))
            found.append(motiva | {"distinct": motiva["pairs"]})
            peers = [ground.python, measure.HERE / "speed_peers.py", "pairs", file, limit]
            found += [json.loads(line) for line in measure.run(peers, threads=1, codes=(0,)).stdout.splitlines()]
        for one in found:
            cpu = f"  of processor {one['prepared_per_cpu_second']:,} / {one['raw_per_cpu_second']:,}" if "prepared_per_cpu_second" in one else ""
            print(f"  {row:22} {one['system']:36} prepared {one['prepared']:>10,.0f}/s  raw {one['raw']:>10,.0f}/s{cpu}", flush=True)
        results.append({"row": row, "pairs": len(pairs), "systems": found})
    return results
