#!/usr/bin/env python3
"""The real steps behind the numbers of docs/gate.md: what vanished from one version to the next.

    python3 bench/gate/steps.py

Counts records, the missing run at the end, and the names of kept records, without Kashf's readers.
Needs ../shared (or KASHF_SHARED). Prints counts only.
"""

import csv
import gzip
import io
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LISTS = pathlib.Path(os.environ.get("KASHF_SHARED", ROOT.parent / "shared")) / "data/sanctions"


def un(file: str) -> dict[str, set[str]]:
    """Names by record, in the order of the file."""
    text = gzip.open(LISTS / "un" / file).read().decode()
    records = {}
    for _, body in re.findall(r"<(INDIVIDUAL|ENTITY)>(.*?)</\1>", text, re.S):
        number = re.search(r"<DATAID>(\d+)", body).group(1)
        whole = re.findall(r"<(?:NAME_ORIGINAL_SCRIPT|ALIAS_NAME)>([^<]+)<", body)
        parts = re.findall(r"<(?:FIRST|SECOND|THIRD|FOURTH)_NAME>([^<]*)<", body)
        names = [*whole, " ".join(parts)]
        records[number] = {" ".join(name.split()) for name in names}
    return records


def sdn(day: str) -> dict[str, set[str]]:
    """Names by record, in the order of the file."""

    def rows(name: str):
        text = gzip.open(LISTS / f"ofac/{name}.{day}.csv.gz").read().decode("latin1")
        return [row for row in csv.reader(io.StringIO(text)) if len(row) > 2]

    records = {row[0]: {row[1]} for row in rows("sdn")}
    for row in rows("alt"):
        records[row[0]].add(row[3])
    return records


def step(name: str, old: dict[str, set[str]], new: dict[str, set[str]]) -> None:
    missing = [record for record in old if record not in new]
    at_the_end = 0
    for record in reversed(list(old)):
        if record in new:
            break
        at_the_end += 1
    kept = [record for record in old if record in new]
    names = sum(len(old[record]) for record in kept)
    lost = sum(len(old[record] - new[record]) for record in kept)
    print(
        f"{name:14} {len(old):5} records, {len(missing):4} missing, {at_the_end:4} of them at the end,"
        f" {len(new) - len(kept):4} added; {lost:3} of {names} names of kept records gone"
    )


def main() -> int:
    if not LISTS.exists():
        print("SKIPPED: ../shared is absent", file=sys.stderr)
        return 0
    un_2020 = un("consolidated.2020-11-30.xml.gz")
    un_2025 = un("UN.2025-04-19.xml.gz")
    un_2026 = un("UN_consolidated.2026-02-27.xml.gz")
    step("UN 2020-2025", un_2020, un_2025)
    step("UN 2025-2026", un_2025, un_2026)
    sdn_2019, sdn_2021 = sdn("2019-01"), sdn("2021-07")
    step("SDN 2019-2021", sdn_2019, sdn_2021)
    # What an older file over a newer list looks like.
    step("SDN 2021-2019", sdn_2021, sdn_2019)
    return 0


if __name__ == "__main__":
    sys.exit(main())
