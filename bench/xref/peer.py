"""nomenklatura's own cross-referencing (its blocker, LogicV2) over an entity file: `peer.py ENTITIES OUT LIMIT`.

Writes the suggested pairs with their scores and the seconds. `LIMIT` suggestions at most are kept and ten times as many
pairs looked at, as its command line does; its default of 5,000 is less than the judged pairs need.
"""

import json
import pathlib
import sys
import tempfile
import time

from followthemoney import StatementEntity
from nomenklatura.db import make_session
from nomenklatura.matching import get_algorithm
from nomenklatura.resolver import Resolver
from nomenklatura.store import load_entity_file_store
from nomenklatura.xref import xref


def main():
    entities, out, limit = sys.argv[1:]
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch, make_session() as session:
        resolver = Resolver[StatementEntity](session, create=True)
        resolver.load_into_memory()
        store = load_entity_file_store(pathlib.Path(entities), resolver=resolver)
        loaded = time.perf_counter() - begun
        algorithm = get_algorithm("logic-v2")
        folder = pathlib.Path(scratch) / "index"
        xref(resolver, session, store, folder, limit=int(limit), algorithm=algorithm, discount_internal=1.0)
        seconds = time.perf_counter() - begun
        edges = {}
        for left, right, score in resolver.get_candidates():
            edges["\t".join(sorted((left, right)))] = score
    with open(out, "w") as file:
        json.dump({"loaded": loaded, "seconds": seconds, "pairs": edges}, file)


main()
