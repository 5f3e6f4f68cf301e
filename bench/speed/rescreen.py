#!/usr/bin/env python3
"""A list changes and a book is rescreened: time beside a full run, and the same bytes.

    python3 bench/speed/rescreen.py --kashf target/release/kashf --data DIR [--book 1000000] [--changed 1000]
                                    [--work DIR] [--out results.json]

DIR is a data directory with the load set (bench/lists/run.py makes it); a copy is worked on. Beside its lists
stands an invented one of twice as many entries as change; of these 2 in 5 are added, 2 in 5 amended and
1 in 5 removed. The customers are invented from the tables in ../shared/data/names, a tenth without a birth
date, an eighth companies, one in two hundred with the name of an entry of the changing list (with a slip).

A full run over the whole book is compared byte for byte. Everything is seeded: the same figures on the same machine.
"""

import argparse, csv, gzip, hashlib, json, os, random, shutil, subprocess, sys, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("KASHF_SHARED", ROOT.parent / "shared")) / "data" / "names"
COUNTRIES = "sy iq ir sa eg dz ma fr de us gb ru tr pk ae lb jo ye".split()
WORDS = "Trading General International Company Bank Oil Gas Holding Group Construction Shipping Services Industries Investment Energy".split()
FORMS = "Ltd LLC GmbH SA Co".split()


class Names:
    """Parts of names, as the tables have them."""

    def __init__(self):
        rows = lambda name: gzip.open(SHARED / name, "rt", encoding="utf-8")
        full = [line.rstrip("\n").split("\t") for line in rows("romanizer_full_names.tsv.gz")][1:]
        self.arabic = [row[0] for row in full]
        self.latin = [row[1] for row in full]
        self.given = sorted({row[1].split()[0] for row in full})
        self.family = sorted({row[1].split()[-1] for row in full})
        self.surnames = [line.split(",")[0].title() for line in rows("us_census_2010_surnames.csv.gz")][1:60000]
        self.russian = [line.split("\t")[1].replace(" ", "").title() for line in rows("wd_russian.tsv.gz")]
        self.chinese = [line.split("\t")[1].replace(" ", "") for line in rows("wd_chinese.tsv.gz")]

    def person(self, pick):
        kind = pick.random()
        if kind < 0.30:
            return f"{pick.choice(self.given)} {pick.choice(self.family)}"
        if kind < 0.45:
            return f"{pick.choice(self.given)} {pick.choice(self.given)} {pick.choice(self.family)}"
        if kind < 0.60:
            return " ".join(pick.choice(self.arabic).split()[:1] + pick.choice(self.arabic).split()[-1:])
        if kind < 0.85:
            return f"{pick.choice(self.given)} {pick.choice(self.surnames)}"
        if kind < 0.95:
            return f"{pick.choice(self.russian)} {pick.choice(self.russian)}"
        return pick.choice(self.chinese)

    def company(self, pick):
        words = pick.sample(WORDS, pick.randint(1, 3))
        return " ".join([pick.choice(self.surnames), *words, pick.choice(FORMS)])


def slipped(name, pick):
    if len(name) < 6 or pick.random() < 0.4:
        return name
    at = pick.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1 :]


def date(pick):
    return f"{pick.randint(1940, 2004)}-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}"


def entry(number, names, pick):
    """An entry as lists have them: 1 to 5 names, a birth date or only a year, a country."""
    person = pick.random() < 0.7
    make = names.person if person else names.company
    properties = {"name": [make(pick)], "alias": [make(pick) for _ in range(pick.choice([0, 0, 1, 1, 2, 4]))], "country": [pick.choice(COUNTRIES)]}
    if person and pick.random() < 0.7:
        properties["birthDate"] = [date(pick)[: pick.choice([4, 10])]]
    return {"id": f"b-{number}", "schema": "Person" if person else "Company", "properties": properties}


def write_list(path, entries):
    path.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entries), encoding="utf-8")


def write_book(path, count, names, listed, pick):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "schema", "name", "birthDate", "country"])
        for number in range(count):
            schema, born = "Person", date(pick) if pick.random() < 0.9 else ""
            if number % 200 == 7:
                one = pick.choice(listed)
                schema, name = one["schema"], slipped(pick.choice(one["properties"]["name"] + one["properties"]["alias"]), pick)
                born = born if schema == "Person" else ""
            elif number % 8 == 3:
                schema, name, born = "Company", names.company(pick), ""
            else:
                name = names.person(pick)
            out.writerow([f"c{number}", schema, name, born, pick.choice(COUNTRIES)])


def run(*command):
    """Seconds, of CPU too, peak memory, and what was said; the command must succeed (3 is: some records in part)."""
    begun = time.monotonic()
    done = subprocess.run(["/usr/bin/time", "-f", "PEAK %M %U %S", *map(str, command)], capture_output=True, text=True)
    seconds = time.monotonic() - begun
    if done.returncode not in (0, 3):
        sys.exit(f"{command}: {done.returncode}\n{done.stderr}")
    said = done.stderr.strip().splitlines()
    _, peak, user, system = next(line for line in said if line.startswith("PEAK ")).split()
    said = [line for line in said if not line.startswith("PEAK ")]
    return {"seconds": round(seconds, 2), "cpu_seconds": round(float(user) + float(system), 2), "peak_mib": int(peak) // 1024, "said": said}


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kashf", default=ROOT / "target/release/kashf", type=Path)
    options.add_argument("--data", type=Path, help="data directory with the load set; without one only the invented list is loaded")
    options.add_argument("--book", default=1_000_000, type=int)
    options.add_argument("--changed", default=1000, type=int)
    options.add_argument("--work", default=ROOT / "target/bench-rescreen", type=Path)
    options.add_argument("--out", type=Path)
    options = options.parse_args()
    work = options.work
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    data = work / "data"
    if options.data:
        shutil.copytree(options.data, data)
    kashf = [options.kashf, "--data", data]
    pick, names = random.Random(6), Names()
    count = options.changed
    before = [entry(number, names, pick) for number in range(2 * count)]
    added, amended, removed = 2 * count // 5, 2 * count // 5, count - 4 * count // 5
    after = before[removed:] + [entry(2 * count + number, names, pick) for number in range(added)]
    for at in range(amended):
        after[at] = {**entry(0, names, pick), "id": after[at]["id"]}
    book, hits, fresh = work / "customers.csv", work / "hits.jsonl", work / "fresh.jsonl"
    write_book(book, options.book, names, before + after, pick)
    write_list(work / "bench_list.ftm.json", before)
    run(*kashf, "load", work / "bench_list.ftm.json")
    screen = ["screen", "--in", book]
    result = {"book": options.book, "changed": count, "added": added, "amended": amended, "removed": removed, "cores": os.cpu_count()}
    print(f"{options.book} customers, {book.stat().st_size >> 20} MiB")
    one = lambda ran: f"{ran['seconds']} s ({ran['cpu_seconds']} s of CPU), {ran['peak_mib']} MiB"
    result["first"] = run(*kashf, *screen, "--out", hits, "--rescreen")
    result["answers_bytes"], result["book_bytes"] = hits.stat().st_size, Path(f"{hits}.book").stat().st_size
    print(f"first run with its book: {one(result['first'])}; answers {result['answers_bytes'] >> 20} MiB, book {result['book_bytes'] >> 20} MiB", flush=True)
    write_list(work / "bench_list.ftm.json", after)
    run(*kashf, "load", work / "bench_list.ftm.json", "--accept", "a benchmark")
    # The page cache holds what the first run wrote; a nightly job would read it from disk once.
    result["rescreen"] = run(*kashf, *screen, "--out", hits, "--rescreen")
    print(f"rescreen: {one(result['rescreen'])}; {result['rescreen']['said'][0]}", flush=True)
    result["again"] = run(*kashf, *screen, "--out", hits, "--rescreen")
    print(f"nothing changed: {one(result['again'])}", flush=True)
    result["full"] = run(*kashf, *screen, "--out", fresh)
    result["same_bytes"] = digest(hits) == digest(fresh)
    print(f"full run: {one(result['full'])}; the same bytes: {result['same_bytes']}")
    if options.out:
        options.out.write_text(json.dumps(result, indent=1) + "\n")
    if not result["same_bytes"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
