"""Names and lists of ../shared, as the rows need them. Nothing is copied out of there."""

import csv
import gzip
import io
import os
import pathlib
import unicodedata
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("KASHF_SHARED", ROOT.parent / "shared")) / "data"


def text(path: str) -> str:
    whole = SHARED / path
    if whole.suffix == ".gz":
        return gzip.open(whole, "rt", encoding="utf-8").read()
    return whole.read_text(encoding="utf-8")


def script(name: str) -> str:
    """The script of most letters of a name: LATIN, ARABIC, CYRILLIC, CJK ..."""
    counts: dict[str, int] = {}
    for letter in name:
        if letter.isalpha():
            kind = unicodedata.name(letter, "?").split()[0]
            counts[kind] = counts.get(kind, 0) + 1
    return max(counts, key=counts.get) if counts else "NONE"


def un_persons() -> list[tuple[str, str, str]]:
    """Id, primary Latin name, Arabic name ("" when there is none) of every person on the UN list of 2026-02-27."""
    root = ElementTree.fromstring(text("sanctions/un/UN_consolidated.2026-02-27.xml.gz"))
    persons = []
    for person in root.iter("INDIVIDUAL"):
        say = lambda tag: " ".join((person.findtext(tag) or "").split())
        parts = [say(f"{which}_NAME") for which in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        native = say("NAME_ORIGINAL_SCRIPT")
        # One name of this copy holds U+FFFD: a list that shows it is refused.
        native = native if script(native) == "ARABIC" and "\ufffd" not in native else ""
        persons.append((say("DATAID"), " ".join(part for part in parts if part), native))
    return persons


def full_names() -> list[tuple[str, str, str]]:
    """Arabic key, Latin form, country of people with at least two words on both sides."""
    rows = []
    for line in text("names/romanizer_full_names.tsv.gz").splitlines()[1:]:
        key, latin, _, country, *_ = line.split("\t")
        if " " in key and " " in latin and script(latin) == "LATIN":
            rows.append((key, latin, country))
    return rows


def words(name: str) -> list[tuple[str, str]]:
    """Single words of another script with their Latin form."""
    if name == "arabic":
        rows = (line.split("\t") for line in text("names/ar2en.txt.gz").splitlines())
        return [(latin, native) for native, latin in rows if len(native) > 1 and len(latin) > 1]
    rows = (line.split("\t") for line in text(f"names/wd_{name}.tsv.gz").splitlines())
    pairs = ((cells[0], cells[1].replace(" ", "")) for cells in rows if len(cells) > 1)
    return [(latin, native) for latin, native in pairs if len(latin) > 1]


def derived(which: str) -> list[tuple[str, list[str]]]:
    """Id and all names of each row of a derived copy that has a name in Arabic script and one in Latin."""
    path = {
        "eu": "sanctions/eu/eur_Europe_parsed.2025-05.csv.gz",
        "au": "sanctions/au/aus_Australia_parsed.2025-05.csv.gz",
        "uk": "sanctions/uk/uk_uk_parsed.2025-05.csv.gz",
    }[which]
    entries = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text(path)))):
        aliases = row["Alias"] if row["Alias"] not in ("None", None) else ""
        names = [row["Name"], *(aliases.split(", ") if aliases else [])]
        names = list(dict.fromkeys(name.strip() for name in names if name and name.strip()))
        entries.append((f"{which}-{number}", names))
    return entries
