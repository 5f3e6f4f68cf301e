"""Alarms on innocent people by origin of name, against the full load set of bench/lists.toml.

Who is asked: people of Wikidata by country (dev half), and names made of common given names and surnames (origins.tsv,
and the US census). Someone whose words are exactly those of a listed name is taken out: of Wikidata's people these are
mostly the listed themselves. Nothing here says what a person is; the running program infers no origin.
"""

import csv
import json
import os
import random
import subprocess
import tempfile

from anyascii import anyascii

import data
from cut import is_reporting
from kashf import write
from task import Party, Task

PER_ORIGIN = int(os.environ.get("KASHF_BENCH_PEOPLE", "1000"))

COUNTRIES = {
    "Egypt": {"EG"},
    "Maghreb": {"DZ", "MA", "TN", "LY"},
    "Levant": {"LB", "SY", "JO", "PS"},
    "Iraq": {"IQ"},
    "Gulf": {"SA", "AE", "KW", "QA", "BH", "OM", "YE"},
    "Iran": {"IR"},
    "Pakistan": {"PK"},
    "Afghanistan": {"AF"},
    "Sudan, Somalia, Mauritania": {"SD", "SO", "MR", "DJ", "KM"},
}
# What a person of that origin says of the country, for the second question.
CODES = {
    "Egypt": "eg", "Maghreb": "dz", "Levant": "lb", "Iraq": "iq", "Gulf": "sa", "Iran": "ir", "Pakistan": "pk",
    "Afghanistan": "af", "Sudan, Somalia, Mauritania": "sd", "Turkey": "tr", "West Africa": "sn", "Europe": "fr",
    "Russia": "ru", "Russia in Cyrillic": "ru", "China": "cn", "China in Chinese": "cn", "United States": "us",
}


def words(name: str) -> tuple[str, ...]:
    return tuple(sorted(anyascii(name).lower().replace("-", " ").split()))


def people(report: bool, listed: set) -> dict[str, list[str]]:
    chance = random.Random(29 if report else 23)
    found: dict[str, list[str]] = {}
    rows = data.full_names()
    for origin, countries in COUNTRIES.items():
        names = sorted({latin for key, latin, country in rows if country in countries and is_reporting(key) == report})
        found[origin] = names
    made: dict[str, tuple[list[str], list[str]]] = {}
    with open(data.ROOT / "bench/accuracy/origins.tsv", encoding="utf-8") as file:
        for origin, given, surnames in csv.reader((line for line in file if not line.startswith("#")), delimiter="\t"):
            made[origin] = (given.split(), surnames.split())
    census = csv.DictReader(data.text("names/us_census_2010_surnames.csv.gz").splitlines())
    common = [(next(iter(row.values())).title(), int(list(row.values())[2])) for row in census]
    common = common[:20_000]
    for origin, (given, surnames) in made.items():
        names = set()
        room = PER_ORIGIN * 2 if origin == "United States" else len(given) * len(surnames)
        while len(names) < min(PER_ORIGIN * 1.2, room * 0.5):
            if origin == "United States":
                surname = chance.choices([s for s, _ in common], [c for _, c in common])[0]
            else:
                surname = chance.choice(surnames)
            first = chance.choice(given)
            glue = "" if origin == "China in Chinese" else " "
            names.add(f"{surname}{glue}{first}" if origin.startswith("China") else f"{first} {surname}")
        found[origin] = sorted(names)
    kept = {}
    for origin, names in found.items():
        names = [name for name in names if words(name) not in listed]
        kept[origin] = chance.sample(names, min(PER_ORIGIN, len(names)))
    return kept


def run(systems, results, report: bool = True):
    """Loads the full set with the systems' binary, asks everybody, counts alarms at the default thresholds."""
    kashf = next(system for system in systems if system.name == "kashf")
    with tempfile.TemporaryDirectory() as folder:
        loader = [
            "python3", str(data.ROOT / "bench/lists/run.py"), "--binary", kashf.binary, "--data", f"{folder}/data"
        ]
        subprocess.run(loader, check=True, capture_output=True)
        export = [str(data.ROOT / "target/release/examples/export"), f"{folder}/data"]
        lines = subprocess.run(export, check=True, capture_output=True, text=True).stdout.splitlines()
        entities = [json.loads(line) for line in lines]
        listed = {words(name) for e in entities for prop in ("name", "alias") for name in e["properties"].get(prop, [])}
        groups = people(report, listed)
        for facts in (False, True):
            chance = random.Random(31)
            queries = []
            for origin, names in groups.items():
                for name in names:
                    more = {"birthDate": [str(chance.randint(1950, 2005))], "nationality": [CODES[origin]]}
                    # A name alone, and with what a customer's file has besides.
                    queries.append(Party(f"i-{len(queries)}", [name], more=more if facts else {}, group=origin))
            for system in systems:
                if system.name == "kashf":
                    alarms = kashf_alarms(system, folder, queries)
                elif system.name.startswith("logic-v2"):
                    alarms = matcher_alarms(system, entities, queries)
                else:
                    continue
                tell(system.name, facts, report, queries, alarms, results)


def kashf_alarms(system, folder, queries) -> list[int]:
    write(f"{folder}/people.jsonl", ((q.id, q.schema, q.properties()) for q in queries))
    out = f"{folder}/people.out.jsonl"
    command = [system.binary, "--data", f"{folder}/data", "screen", "--in", f"{folder}/people.jsonl", "--out", out]
    subprocess.run(command, check=True, capture_output=True)
    with open(out, encoding="utf-8") as lines:
        return [sum(m["match"] for m in json.loads(line)["matches"]) for line in lines]


def matcher_alarms(system, entities, queries) -> list[int]:
    """logic-v2 over the hundred nearest entries of two string measures: what it would be given, and more."""
    task = Task([], queries)
    made = {}
    for entity in entities:
        names = [n for prop in ("name", "alias", "weakAlias", "previousName") for n in entity["properties"].get(prop, [])]
        if names:
            properties = entity["properties"]
            more = {k: v for k, v in properties.items() if k not in ("name", "topics") and k in SHOWN}
            made[entity["id"]] = entity
            task.candidates.append(
                Party(entity["id"], properties.get("name", names[:1]), schema=entity["schema"], more=more)
            )
    ranked = system.rank(task)
    return [sum(score >= system.threshold for _, score in found) for found in ranked]


SHOWN = {"alias", "weakAlias", "previousName", "birthDate", "nationality", "country", "gender", "citizenship"}


def tell(name, facts, report, queries, alarms, results):
    what = "with birth year and country" if facts else "names only"
    print(f"innocents, {what} ({'report' if report else 'dev'}), {name}: people with an alarm per 1,000")
    for origin in dict.fromkeys(query.group for query in queries):
        of = [count > 0 for query, count in zip(queries, alarms) if query.group == origin]
        rate = 1000 * sum(of) / len(of)
        results.append({
            "row": f"innocents, {what}", "kind": "report" if report else "dev", "system": name,
            "origin": origin, "people": len(of), "per_1000": rate,
        })
        print(f"    {origin:28} {rate:7.1f}   of {len(of)}")
