#!/usr/bin/env python3
"""A long list: real parties first, then invented ones, as FollowTheMoney JSON lines.

    python3 bench/speed/noise.py --lists ENTITIES.ftm.json --count 1000000 --out big.ftm.json

The real parties come in a shuffled order, so that the first N lines of a long list are a list of N parties: lists of several
lengths are beginnings of one file (`head -n N`). An invented party has three names on average: other spellings, other
order, the own script where it is known. Needs ../shared; the file does not belong into the repository.
"""

import argparse
import json
import pathlib
import random

from names import Invented, Pools

SEED = 61
COMPANIES, VESSELS = 0.2, 0.03
# How many names a party has; 3.0 on average.
NAMES = (1, 2, 3, 4, 5, 6, 7)
NAME_SHARES = (0.17, 0.2, 0.2, 0.17, 0.12, 0.08, 0.06)


def person(invented: Invented, chance: random.Random, wanted: int):
    culture, parts = invented.person()
    names = [invented.latin(culture, parts)]
    own = invented.native(culture, parts)
    if own:
        names.insert(chance.random() < 0.5, own)
    tries = 0
    while len(names) < wanted and tries < wanted * 3:
        tries += 1
        form = chance.random()
        if form < 0.4:
            names.append(invented.latin(culture, parts))
        elif form < 0.6:
            # Another name of the same person: a part is changed.
            other = [*parts[:-1], invented.pools.family[culture].draw(chance)]
            names.append(invented.latin(culture, other))
        elif form < 0.8 and len(parts) > 2:
            names.append(invented.latin(culture, parts[: len(parts) - 2] + parts[-1:]))
        elif form < 0.9:
            words = names[0].split()
            names.append(" ".join([words[-1] + ",", *words[:-1]]) if len(words) > 1 else invented.latin(culture, parts))
        else:
            other = [invented.pools.given[culture].draw(chance), *parts[1:]]
            names.append(invented.latin(culture, other))
    properties = {"birthDate": [invented.date()], "nationality": [chance.choice(invented.countries[culture])]}
    return "Person", names[: max(wanted, 1)], properties


def company(invented: Invented, chance: random.Random, wanted: int):
    name, country = invented.company()
    names = [name]
    words = name.split()
    if wanted > 1 and len(words) > 2:
        names.append(" ".join(words[:-1]))
    if wanted > 2:
        names.append("".join(word[0] for word in words if word[0].isalpha()))
    while len(names) < wanted:
        names.append(invented.company()[0])
    return "Company", names[:wanted], {"country": [country]}


def vessel(invented: Invented, chance: random.Random, wanted: int):
    name, flag = invented.vessel()
    names = [name, *(invented.vessel()[0] for _ in range(wanted - 1))]
    return "Vessel", names, {"flag": [flag]}


def invent(count: int, seed: int = SEED):
    chance = random.Random(seed)
    invented = Invented(Pools(), chance)
    for number in range(count):
        wanted = chance.choices(NAMES, NAME_SHARES)[0]
        draw = chance.random()
        make = company if draw < COMPANIES else vessel if draw < COMPANIES + VESSELS else person
        schema, names, properties = make(invented, chance, wanted)
        names = list(dict.fromkeys(names))
        properties = {"name": names[:1], **({"alias": names[1:]} if len(names) > 1 else {}), **properties}
        yield {"id": f"noise-{number}", "schema": schema, "properties": properties, "datasets": ["noise"]}


def write(file, lists, count: int, seed: int = SEED):
    """The list to an open file: the real parties of the file `lists`, when there is one, then invented ones."""
    real = pathlib.Path(lists).read_text(encoding="utf-8").splitlines() if lists else []
    random.Random(seed).shuffle(real)
    real = real[:count]
    for line in real:
        file.write(line + "\n")
    for entity in invent(count - len(real), seed):
        file.write(json.dumps(entity, ensure_ascii=False, separators=(",", ":")) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", help="real parties that come first, FollowTheMoney JSON lines")
    parser.add_argument("--count", type=int, required=True, help="parties in all")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    with open(options.out, "w", encoding="utf-8") as file:
        write(file, options.lists, options.count, options.seed)


if __name__ == "__main__":
    main()
