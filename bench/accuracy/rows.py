"""The rows of the bench: which names against which list. `dev` rows may be read; `report` rows may not (see cut.py)."""

import csv
import io
import random
from collections import defaultdict

import data
from cut import is_reporting
from task import Party, Task

# Countries whose people Wikidata writes in Arabic script, without those of Europe and America.
EAST = set("AE AF BH DJ DZ EG IQ IR JO KM KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN YE".split())


def un(distractors: int, reverse: bool = False) -> Task:
    """UN persons' Arabic primary names against all primary Latin names, among so many more."""
    persons = data.un_persons()
    candidates = [Party(id_, [latin]) for id_, latin, _ in persons]
    names = sorted({latin for key, latin, country in data.full_names() if country in EAST and not is_reporting(key)})
    others = random.Random(5).sample(names, min(distractors, len(names)))
    candidates += [Party(f"wd-{number}", [name]) for number, name in enumerate(others)]
    queries = [Party(f"q-{id_}", [native], truth=id_) for id_, _, native in persons if native]
    if reverse:
        # A list that has nothing but the Arabic names; whoever has none is a query without an entry.
        listed = [Party(id_, [native]) for id_, _, native in persons if native]
        queries = [Party(f"q-{id_}", [latin], truth=id_ if native else None) for id_, latin, native in persons if native]
        return Task(listed, queries)
    return Task(candidates, queries)


def derived(which: str) -> Task:
    """Names in Arabic script of a derived copy against the Latin names of all its entries."""
    candidates, queries = [], []
    for id_, names in data.derived(which):
        latin = [name for name in names if data.script(name) == "LATIN"]
        native = [name for name in names if data.script(name) == "ARABIC"]
        if latin:
            # The copies do not tell persons from others by a field that can be trusted.
            candidates.append(Party(id_, latin, schema="LegalEntity"))
            queries += [
                Party(f"{id_}-{number}", [name], schema="LegalEntity", truth=id_) for number, name in enumerate(native)
            ]
    return Task(candidates, queries)


def full_names(to_latin: bool, report: bool, count: int = 1000, size: int = 20_000) -> Task:
    """Full names across scripts. Entries are people, an Arabic key each with its Latin forms."""
    people = defaultdict(list)
    for key, latin, _ in data.full_names():
        if latin not in people[key]:
            people[key].append(latin)
    chance = random.Random(11)
    asked = sorted(key for key in people if is_reporting(key) == report)
    asked = chance.sample(asked, min(count, len(asked)))
    rest = sorted(set(people) - set(asked))
    listed = asked + chance.sample(rest, min(size - len(asked), len(rest)))
    if to_latin:
        candidates = [Party(f"p-{key}".replace(" ", "-"), people[key]) for key in listed]
        queries = [Party(f"q-{n}", [key], truth=f"p-{key}".replace(" ", "-")) for n, key in enumerate(asked)]
    else:
        candidates = [Party(f"p-{key}".replace(" ", "-"), [key]) for key in listed]
        queries = [
            Party(f"q-{n}", [chance.choice(people[key])], truth=f"p-{key}".replace(" ", "-"))
            for n, key in enumerate(asked)
        ]
    return Task(candidates, queries)


def variants(report: bool, count: int = 1000, size: int = 20_000) -> Task:
    """One Latin form of a full name against another one of the same Arabic name."""
    people = defaultdict(list)
    for key, latin, _ in data.full_names():
        if latin.casefold() not in [known.casefold() for known in people[key]]:
            people[key].append(latin)
    chance = random.Random(13)
    asked = sorted(key for key, forms in people.items() if len(forms) > 1 and is_reporting(key) == report)
    asked = chance.sample(asked, min(count, len(asked)))
    rest = sorted(set(people) - set(asked))
    listed = asked + chance.sample(rest, min(size - len(asked), len(rest)))
    candidates, queries = [], []
    for number, key in enumerate(listed):
        forms = people[key]
        if number < len(asked):
            query, entry = chance.sample(forms, 2)
            queries.append(Party(f"q-{number}", [query], truth=f"p-{number}"))
        else:
            entry = forms[0]
        candidates.append(Party(f"p-{number}", [entry]))
    return Task(candidates, queries)


def words(name: str, report: bool, count: int = 500, size: int = 15_000) -> Task:
    """Single words of another script against the Latin forms."""
    latins: dict[str, str] = {}
    for latin, native in data.words(name):
        latins.setdefault(latin.casefold(), native)
    chance = random.Random(17)
    asked = sorted(latin for latin in latins if is_reporting(latin) == report)
    asked = chance.sample(asked, min(count, len(asked)))
    rest = sorted(set(latins) - set(asked))
    listed = asked + chance.sample(rest, min(size - len(asked), len(rest)))
    candidates = [Party(f"w-{number}", [latin]) for number, latin in enumerate(listed)]
    queries = [Party(f"q-{number}", [latins[latin]], truth=f"w-{number}") for number, latin in enumerate(asked)]
    return Task(candidates, queries)


def name_bench():
    """Labelled pairs of nomenklatura: (schema, name1, name2), label, quality."""
    rows = list(csv.DictReader(io.StringIO(data.text("names/nomenklatura_name_bench_cases.csv"))))
    pairs = [(row["schema"], row["name1"], row["name2"]) for row in rows]
    return pairs, [row["is_match"] == "true" for row in rows], [row["quality"] for row in rows]


def confusable():
    """The hand list of pairs that must meet or stay apart, single words of persons."""
    pairs, labels = [], []
    for line in data.text("names/name_pairs.tsv").splitlines():
        if line and not line.startswith("#"):
            _, verdict, a, b, *_ = line.split("\t")
            pairs.append(("Person", a, b))
            labels.append(verdict == "match")
    return pairs, labels, None


def perturbations(report: bool):
    """UN persons' names altered by `sanctions-screening-benchmark`: pairs, families, classes."""
    from ssb.benchmark import build
    from ssb.sources import Entity, ListSnapshot

    persons = [
        Entity(id_, latin, "individual", [], [])
        for id_, latin, _ in data.un_persons()
        if is_reporting(latin.casefold()) == report
    ]
    built = build(ListSnapshot("un", "", persons), limit=None, seed=1 if report else 0)
    pairs = [("Person", case.query, case.source_name) for case in built.cases]
    return pairs, [case.family for case in built.cases], [case.perturbation for case in built.cases]
