"""The peers: nomenklatura's matchers as yente serves them, and plain strings after transliteration."""

import csv
import importlib.metadata
import os
import pathlib
import subprocess
import tempfile

import numpy
from anyascii import anyascii
from followthemoney import ValueEntity, model
from nomenklatura.matching import get_algorithm
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

import data

try:
    import icu

    LATIN = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII; Lower")
except ImportError:
    LATIN = None

# A matcher costs 0.25 to 0.5 ms a pair: beyond so many pairs it gets the candidates that resemble most.
EXHAUSTIVE = 300_000
# As many candidates a query as yente's index would give, and more.
SHORTLIST = 100


def icu_latin(name: str) -> str:
    return LATIN.transliterate(name) if LATIN else anyascii(name).lower()


class Strings:
    """A string measure after transliteration. It has no threshold of its own: only its order counts."""

    threshold = None

    def __init__(self, name, transliterate, scorer):
        self.name = name
        self.transliterate = transliterate
        self.scorer = scorer

    def rank(self, task, keep: int = 50):
        owners, names = [], []
        for number, candidate in enumerate(task.candidates):
            for name in candidate.names:
                owners.append(number)
                names.append(self.transliterate(name))
        owners = numpy.array(owners)
        ranked = []
        for query in task.queries:
            scores = numpy.zeros(len(names))
            for name in query.names:
                row = process.cdist([self.transliterate(name)], names, scorer=self.scorer)[0]
                scores = numpy.maximum(scores, row)
            best = numpy.zeros(len(task.candidates))
            numpy.maximum.at(best, owners, scores)
            order = numpy.argsort(-best, kind="stable")[:keep]
            found = [(task.candidates[i].id, float(best[i])) for i in order]
            ranked.append(found)
        return ranked

    def pairs(self, rows):
        return [self.scorer(self.transliterate(a), self.transliterate(b)) for _, a, b in rows]


def strings():
    return [
        Strings("anyascii + Jaro-Winkler", lambda n: anyascii(n).lower(), JaroWinkler.similarity),
        Strings("ICU + Jaro-Winkler", icu_latin, JaroWinkler.similarity),
        Strings("anyascii + token_set", lambda n: anyascii(n).lower(), fuzz.token_set_ratio),
        Strings("anyascii + token_sort", lambda n: anyascii(n).lower(), fuzz.token_sort_ratio),
    ]


class Matcher:
    """A matcher of nomenklatura at its default threshold of 0.7."""

    threshold = 0.70

    def __init__(self, algorithm: str):
        self.algorithm = get_algorithm(algorithm)
        self.config = self.algorithm.default_config()
        self.name = f"{algorithm} (nomenklatura {importlib.metadata.version('nomenklatura')})"

    def entity(self, party):
        entity = ValueEntity(model.get(party.schema), {"id": party.id})
        for prop, values in party.properties().items():
            for value in values:
                entity.add(prop, value)
        return entity

    def score(self, query, candidate) -> float:
        return self.algorithm.compare(query, candidate, self.config).score

    def rank(self, task, keep: int = 50):
        candidates = [self.entity(c) for c in task.candidates]
        by_id = {c.id: number for number, c in enumerate(task.candidates)}
        everything = len(task.queries) * len(task.candidates) <= EXHAUSTIVE
        shortlists = None
        if not everything:
            # Favourable to the peer: the nearest of two measures, and the right entry besides.
            measures = strings()
            found = [measure.rank(task, SHORTLIST // 2) for measure in (measures[0], measures[2])]
            shortlists = []
            for number, query in enumerate(task.queries):
                ids = {id_ for ranked in found for id_, _ in ranked[number]}
                ids |= {query.truth} if query.truth else set()
                shortlists.append([by_id[id_] for id_ in sorted(ids)])
        ranked = []
        for number, query in enumerate(task.queries):
            entity = self.entity(query)
            asked = range(len(candidates)) if everything else shortlists[number]
            scored = [(task.candidates[i].id, self.score(entity, candidates[i])) for i in asked]
            scored.sort(key=lambda pair: -pair[1])
            ranked.append(scored[:keep] + [pair for pair in scored[keep:] if pair[0] == query.truth])
        return ranked

    def pairs(self, rows):
        def one(number, schema, a, b):
            made = []
            # The matcher remembers entities by id.
            for id_, name in ((f"a{number}", a), (f"b{number}", b)):
                entity = ValueEntity(model.get(schema or "LegalEntity"), {"id": id_})
                entity.add("name", name)
                made.append(entity)
            return self.score(*made)

        return [one(number, *row) for number, row in enumerate(rows)]


class Motiva:
    """libmotiva (crates.io 0.1.1, MIT), by the little program of bench/speed/motiva: pairs only, its logic-v1."""

    name = "logic-v1 (libmotiva 0.1.1)"
    threshold = 0.70
    built = data.ROOT / "target/bench-motiva/release/kashf-bench-motiva"
    binary = pathlib.Path(os.environ.get("KASHF_BENCH_MOTIVA", built))

    def pairs(self, rows):
        with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["name1", "name2", "schema"])
            writer.writerows((a, b, schema or "LegalEntity") for schema, a, b in rows)
            file.flush()
            command = [str(self.binary), "score", file.name]
            ran = subprocess.run(command, capture_output=True, text=True, check=True)
        return [float(row["score"]) for row in csv.DictReader(ran.stdout.splitlines())]
