#!/usr/bin/env python3
"""Distinct queries for the speed bench: listed names (half of them with a slip) and invented ones, in mixed scripts, of
people, companies and ships, with a birth date and a country.

    python3 bench/speed/queries.py --lists ENTITIES.ftm.json --count 20000 --out queries.csv

ENTITIES comes from `cargo run --release -p kashf --example export -- DATA`. The same seed and lists give the same file. The
class of a query is the beginning of its id: `hit-plain-`, `hit-letter-lost-` ..., `miss-`. Needs ../shared.
"""

import argparse
import csv
import json
import random

from names import CULTURES, Invented, Pools, slip

SEED = 6
# Shares of the misses.
COMPANIES, VESSELS = 0.14, 0.03
COLUMNS = ["id", "schema", "name", "birthDate", "country"]


def listed(path):
    """Parties of the lists: (schema, names, birth dates, countries)."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            entity = json.loads(line)
            properties = entity["properties"]
            names = [*properties.get("name", []), *properties.get("alias", [])]
            if names:
                countries = properties.get("nationality") or properties.get("country") or []
                yield entity["schema"], names, properties.get("birthDate", []), countries


def hit(parties, invented, chance):
    schema, names, dates, countries = chance.choice(parties)
    name, kind = chance.choice(names), "plain"
    if chance.random() < 0.5:
        kind, name = slip(name, chance)
    person = schema in ("Person", "LegalEntity")
    date = dates[0] if dates and chance.random() < 0.6 else invented.date()
    country = countries[0] if countries and chance.random() < 0.7 else "de"
    return f"hit-{kind}", schema, name, date if person else "", country


def miss(invented, chance):
    draw = chance.random()
    if draw < COMPANIES:
        name, country = invented.company()
        return "miss", "Company", name, "", country
    if draw < COMPANIES + VESSELS:
        name, country = invented.vessel()
        return "miss", "Vessel", name, "", country
    culture, parts = invented.person()
    own = None
    if chance.random() < CULTURES[culture][2]:
        own = invented.native(culture, parts)
    name = own or invented.latin(culture, parts)
    return "miss", "Person", name, invented.date(), chance.choice(invented.countries[culture])


def generate(parties, pools, count, hits, seed=SEED):
    """Rows of distinct names."""
    chance = random.Random(seed)
    invented = Invented(pools, chance)
    seen = set()
    while len(seen) < count:
        made = hit(parties, invented, chance) if chance.random() < hits else miss(invented, chance)
        kind, schema, name, *rest = made
        if name not in seen:
            seen.add(name)
            yield f"{kind}-{len(seen)}", schema, name, *rest


def write(out, rows):
    """Rows with their header to a file."""
    with open(out, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", required=True, help="parties of the lists, FollowTheMoney JSON lines")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--hits", type=float, default=0.2, help="share of listed names")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    parties = list(listed(options.lists))
    write(options.out, generate(parties, Pools(), options.count, options.hits, options.seed))


if __name__ == "__main__":
    main()
