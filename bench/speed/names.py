"""Invented people, companies and ships for the speed bench: given and family names of ../shared/data/names, put together
by chance over cultures and scripts. Everything is drawn from one seeded generator, so the same seed gives the same
names on every machine. No name here is meant to be anybody's; what looks like a listed name is one by chance, as in a book
of real customers. Keys of the reporting quarter (bench/accuracy/cut.py) are left out, as everywhere."""

import csv
import gzip
import itertools
import os
import pathlib
import random
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHARED = pathlib.Path(os.environ.get("KASHF_SHARED", ROOT.parent / "shared"))
NAMES = SHARED / "data/names"
# After our own folder, whose modules have some of the same names.
sys.path.append(str(ROOT / "bench/accuracy"))

from cut import is_reporting  # noqa: E402

# Share of each culture among invented people, the countries they say, and the chance that a name is
# first written in the culture's own script.
CULTURES = {
    "arabic": (30, "sy iq eg sa ye lb jo ps ae kw dz ma tn ly sd pk ir af", 0.45),
    "western": (22, "us gb de fr it es nl pl ca au br mx", 0.0),
    "russian": (16, "ru by ua kz", 0.45),
    "chinese": (10, "cn hk tw sg", 0.45),
    "japanese": (6, "jp", 0.6),
    "korean": (6, "kr kp", 0.6),
    "hebrew": (5, "il", 0.6),
    "transcribed": (5, "jp cn kr ru", 0.8),
}
LEGAL = "Ltd LLC GmbH Inc SA SARL Co JSC OOO FZE PLC BV AG".split()
GENERIC = (
    "Trading General International Company Bank Oil Gas Holding Group Construction Shipping Services Industries "
    "Investment Energy Petroleum Import Export Logistics Marine Transport Technology Systems Electronics Medical Food"
).split()
SHIP_WORDS = "Star Queen Pearl Ocean Spirit Hope Falcon Dawn Express Pioneer Breeze Glory Wave Fortune Crown Eagle".split()


def script(text: str) -> str:
    """The script of a word by its first letter: LATIN, ARABIC, CYRILLIC, CJK, HANGUL, KATAKANA ..."""
    for letter in text:
        if letter.isalpha():
            return unicodedata.name(letter, "?").split()[0]
    return "NONE"


def rows(file: str):
    with gzip.open(NAMES / file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


class Words:
    """Names of one kind, each `(Latin forms, forms in the own script)`, drawn by weight."""

    def __init__(self, entries):
        entries = list(entries)
        self.forms = [(latin, native) for latin, native, _ in entries]
        self.cumulative = list(itertools.accumulate(weight for *_, weight in entries))

    def draw(self, chance: random.Random):
        return chance.choices(self.forms, cum_weights=self.cumulative)[0]


def zipf(entries):
    """Weights by order: what stands in more languages is taken as more common."""
    entries = sorted(entries, key=lambda one: (-one[2], one[0]))
    return [(latin, native, 1 / (rank + 20)) for rank, (latin, native, _) in enumerate(entries)]


def title(word: str) -> str:
    return word[:1].upper() + word[1:]


class Pools:
    """All words, read once."""

    def __init__(self):
        self.given: dict[str, Words] = {}
        self.family: dict[str, Words] = {}
        self._arabic()
        self._rigour()
        census = csv.reader(gzip.open(NAMES / "us_census_2010_surnames.csv.gz", "rt", encoding="utf-8"))
        next(census)
        surnames = (([name.title()], [], int(count)) for name, _, count in census if not is_reporting(name.lower()))
        self.family["western"] = Words(itertools.islice(surnames, 60_000))
        self._transcribed()

    def _arabic(self):
        units: dict[str, dict[str, tuple[list, int]]] = {"given": {}, "surname": {}}
        for key, latin, _, _, role, count, _ in itertools.islice(rows("romanizer_units.tsv.gz"), 1, None):
            if role not in units or is_reporting(key) or " " in key or len(key) < 2:
                continue
            forms, known = units[role].get(key, ([], 0))
            units[role][key] = ([*forms, latin], known + int(count))
        for role, target in (("given", self.given), ("surname", self.family)):
            target["arabic"] = Words((latin, [key], count) for key, (latin, count) in sorted(units[role].items()))

    def _rigour(self):
        found = {name: ([], []) for name in ("western", "russian", "chinese", "japanese", "korean", "hebrew")}
        with gzip.open(NAMES / "rigour_persons.txt.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                forms, _, qid = line.partition("=>")
                forms = [form.strip() for form in forms.split(",")]
                if is_reporting(qid.strip()) or len(forms) > 40:
                    continue
                by: dict[str, list[str]] = {}
                for form in forms:
                    if " " not in form and form:
                        by.setdefault(script(form), []).append(form)
                latin = [title(form) for form in by.get("LATIN", []) if form.isalpha()]
                if not latin:
                    continue
                self._place(found, by, latin, len(forms))
        for culture, (given, family) in found.items():
            self.given[culture] = Words(zipf(given))
            if culture != "western":
                self.family[culture] = Words(zipf(family))

    @staticmethod
    def _place(found, by, latin, count):
        plain = [form for form in latin if form.isascii()] or latin
        if "CYRILLIC" in by:
            native = [title(form) for form in by["CYRILLIC"]]
            family = native[0].endswith(("\u043e\u0432", "\u0435\u0432", "\u0438\u043d", "\u0438\u0439", "\u043a\u043e"))
            if family or count >= 6:
                found["russian"][family].append((plain, native, count))
        if "HEBREW" in by:
            found["hebrew"][count < 8].append((plain, by["HEBREW"], count))
        han, kana = by.get("CJK", []), by.get("HIRAGANA", [])
        if kana and han:
            found["japanese"][len(han[0]) == 2 and count < 6].append((plain, [han[0], kana[0]], count))
        elif han and "KATAKANA" not in by and len(han[0]) <= 2:
            found["chinese"][len(han[0]) == 1].append((plain, han[:1], count))
        hangul = by.get("HANGUL", [])
        if hangul and "KATAKANA" not in by and len(hangul[0]) <= 2:
            found["korean"][len(hangul[0]) == 1].append((plain, hangul[:1], count))
        if count >= 6 and not han and not hangul:
            found["western"][0].append((plain, [], count))

    def _transcribed(self):
        """Foreign names in katakana, Han and Hangul."""
        entries = []
        for file in ("katakana", "chinese", "korean", "russian"):
            for latin, native, *_ in rows(f"wd_{file}.tsv.gz"):
                native = native.replace(" ", "")
                if 3 < len(latin) and latin.isalpha() and len(native) > 1 and not is_reporting(latin):
                    entries.append(([title(latin)], [title(native)], 1))
        self.given["transcribed"] = self.family["transcribed"] = Words(entries)


class Invented:
    """People, companies and ships, one after another."""

    def __init__(self, pools: Pools, chance: random.Random):
        self.pools, self.chance = pools, chance
        self.cultures = list(CULTURES)
        self.cumulative = list(itertools.accumulate(share for share, *_ in CULTURES.values()))
        self.countries = {culture: countries.split() for culture, (_, countries, _) in CULTURES.items()}

    def person(self):
        """`(culture, parts)`: a part is `(Latin forms, own forms)`; given names first."""
        chance = self.chance
        culture = chance.choices(self.cultures, cum_weights=self.cumulative)[0]
        given, family = self.pools.given[culture], self.pools.family[culture]
        number = 1
        if culture == "arabic":
            number = chance.choice((1, 1, 2, 2, 2, 3))
        elif culture in ("western", "russian"):
            number = chance.choice((1, 1, 1, 2))
        return culture, [*(given.draw(chance) for _ in range(number)), family.draw(chance)]

    def latin(self, culture, parts) -> str:
        chance = self.chance
        words = [chance.choice(latin) if chance.random() < 0.4 else latin[0] for latin, _ in parts]
        if culture in ("chinese", "korean"):
            words = [words[-1], *words[:-1]]
        elif culture == "arabic" and len(words) > 2 and chance.random() < 0.2:
            words.insert(chance.choice((1, len(words) - 1)), chance.choice(("bin", "ibn", "al", "Abu")))
        return " ".join(words)

    def native(self, culture, parts) -> str | None:
        """The name in its own script; None where a part has none."""
        if any(not own for _, own in parts):
            return None
        which = 1 if culture == "japanese" and self.chance.random() < 0.3 else 0
        words = [own[min(which, len(own) - 1)] for _, own in parts]
        if culture in ("chinese", "korean", "japanese"):
            return "".join([words[-1], *words[:-1]])
        if culture == "transcribed":
            alike = {script(word) for word in words} == {"KATAKANA"}
            return ("\u30fb" if alike else " ").join(words) if len({script(word) for word in words}) == 1 else None
        return " ".join(words)

    def company(self) -> tuple[str, str]:
        """A name and a country."""
        chance = self.chance
        culture = chance.choices(self.cultures, cum_weights=self.cumulative)[0]
        family = chance.choice(self.pools.family[culture].draw(chance)[0])
        words = [family, *chance.sample(GENERIC, chance.choice((1, 2, 2, 3)))]
        if chance.random() < 0.25:
            words.insert(1, "&")
            words.insert(2, chance.choice(self.pools.family["western"].draw(chance)[0]))
        if chance.random() < 0.7:
            words.append(chance.choice(LEGAL))
        return " ".join(words), chance.choice(self.countries[culture])

    def vessel(self) -> tuple[str, str]:
        chance = self.chance
        first = chance.choice(self.pools.family["western"].draw(chance)[0]) if chance.random() < 0.6 else ""
        number = str(chance.randint(1, 99)) if chance.random() < 0.4 else ""
        return " ".join(filter(None, (first, chance.choice(SHIP_WORDS), number))), chance.choice("pa lr mh ir ru".split())

    def date(self) -> str:
        chance = self.chance
        return f"{chance.randint(1935, 2004)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def slip(name: str, chance: random.Random) -> tuple[str, str]:
    """One slip of the pen and its kind: a letter lost, doubled, changed for another of the name, or exchanged with its
    neighbour; now and then a word lost. Names of fewer than four letters stay as they are."""
    words = name.split()
    kind = chance.random()
    if kind < 0.15 and len(words) > 2:
        del words[chance.randrange(len(words))]
        return "word-lost", " ".join(words)
    places = [at for at, letter in enumerate(name) if letter.isalpha()]
    if len(places) < 4:
        return "plain", name
    at = chance.choice(places[1:])
    letter = name[at]
    if kind < 0.4:
        return "letter-lost", name[:at] + name[at + 1 :]
    if kind < 0.6:
        return "letter-doubled", name[:at] + letter + name[at:]
    if kind < 0.8:
        return "letter-wrong", name[:at] + name[chance.choice(places)] + name[at + 1 :]
    return "letters-exchanged", name[: at - 1] + letter + name[at - 1] + name[at + 1 :]
