"""nomenklatura's LogicV2, timed in one process: `pairs FILE.csv SECONDS` and `screening LISTS QUERIES SECONDS`.

Run with the Python of the peers' environment. Entities are built beforehand (`prepared`) or in the time (`raw`). Every
entity has an id of its own, since the matcher remembers names by id; each distinct pair is compared once, and a small
set is gone through again with new entities, so that nothing is answered from memory.

`screening` stands in for yente, which needs Elasticsearch: nomenklatura's own index (DuckDB, one thread) gives up to
75 candidates a query, LogicV2 scores them. It asks all queries at once, which favours it.
"""

import csv
import importlib.metadata
import json
import logging
import pathlib
import sys
import tempfile
import time

from followthemoney import ValueEntity, model
from nomenklatura.matching import get_algorithm

VERSION = importlib.metadata.version("nomenklatura")
logging.disable(logging.CRITICAL)


def entity(id_, schema, properties):
    made = ValueEntity(model.get(schema) or model.get("LegalEntity"), {"id": id_})
    for prop, values in properties.items():
        for value in values:
            made.add(prop, value, quiet=True)
    return made


def pair(number, row):
    return (
        entity(f"a{number}", row["schema"], {"name": [row["name1"]]}),
        entity(f"b{number}", row["schema"], {"name": [row["name2"]]}),
    )


def pairs(file, seconds):
    with open(file, encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for name in ("logic-v2", "logic-v1"):
        algorithm = get_algorithm(name)
        config = algorithm.default_config()
        # The first pairs of each kind build the matcher's tables.
        for number, row in enumerate(rows[:: max(1, len(rows) // 200)]):
            algorithm.compare(*pair(f"warm{number}", row), config)
        serial, rates = 0, {}
        for mode in ("prepared", "raw"):
            spent, cpu, done = 0.0, 0.0, 0
            while spent < seconds:
                # Built by the hundred, so that few more are built than are compared.
                chunk = [rows[(done + at) % len(rows)] for at in range(100)]
                serial += len(chunk)
                if mode == "prepared":
                    built = [pair(serial + at, row) for at, row in enumerate(chunk)]
                    begun, before = time.perf_counter(), time.process_time()
                    for one, two in built:
                        algorithm.compare(one, two, config)
                else:
                    begun, before = time.perf_counter(), time.process_time()
                    for at, row in enumerate(chunk):
                        algorithm.compare(*pair(serial + at, row), config)
                spent += time.perf_counter() - begun
                cpu += time.process_time() - before
                done += len(chunk)
            rates[mode] = round(done / spent)
            rates[f"{mode}_per_cpu_second"] = round(done / cpu)
            rates["distinct"] = min(done, len(rows))
        print(json.dumps({"system": f"nomenklatura {VERSION} {name}", **rates}), flush=True)


def screening(lists, queries, count):
    from nomenklatura.blocker import Index
    from nomenklatura.resolver import Linker
    from nomenklatura.store import load_entity_file_store

    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()
    with tempfile.TemporaryDirectory() as scratch, open(queries, encoding="utf-8") as lines:
        rows = [row for _, row in zip(range(count), csv.DictReader(lines))]
        begun = time.perf_counter()
        store = load_entity_file_store(pathlib.Path(lists), Linker({}))
        view = store.default_view()
        index = Index(view, pathlib.Path(scratch))
        index.con.execute("SET threads TO 1")
        index.build()
        built = time.perf_counter() - begun
        from followthemoney import Dataset, StatementEntity

        dataset = Dataset.make({"name": "queries", "title": "queries"})
        asked = {}
        for row in rows:
            properties = {"name": [row["name"]]}
            if row["birthDate"]:
                properties["birthDate"] = [row["birthDate"]]
            if row["country"]:
                properties["nationality" if row["schema"] == "Person" else "country"] = [row["country"]]
            data = {"id": row["id"], "schema": row["schema"], "properties": properties}
            asked[row["id"]] = StatementEntity.from_data(dataset, data, cleaned=False)
        begun, before = time.perf_counter(), time.process_time()
        found = scored = 0
        for query, candidates in index.match_entities(asked.values()):
            best = 0.0
            for candidate, _ in candidates:
                listed = view.get_entity(candidate.id)
                if listed is not None:
                    scored += 1
                    best = max(best, algorithm.compare(asked[query.id], listed, config).score)
            found += best >= 0.7
        spent, cpu = time.perf_counter() - begun, time.process_time() - before
    import resource

    result = {
        "system": f"nomenklatura {VERSION} blocker + logic-v2",
        "queries": len(rows),
        "per_second": round(len(rows) / spent, 1),
        "per_cpu_second": round(len(rows) / cpu, 1),
        "candidates_a_query": round(scored / len(rows), 1),
        "with_match": found,
        "build_seconds": round(built, 1),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(result))


def main():
    which, *rest = sys.argv[1:]
    if which == "pairs":
        pairs(rest[0], float(rest[1]))
    else:
        screening(rest[0], rest[1], int(rest[2]))


if __name__ == "__main__":
    main()
