"""The UN's list as if it gave Arabic originals only: where an entry has one, its Latin names are taken away."""

import gzip
import re
import xml.etree.ElementTree as tree

ARABIC = re.compile("[\u0600-\u06ff]")
NAMES = ("SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def write(source, target):
    """Writes the list; gives the ids of the entries that are left with Arabic names alone."""
    document = tree.fromstring(gzip.decompress(source.read_bytes()))
    changed = set()
    for kind in ("INDIVIDUAL", "ENTITY"):
        for record in document.iter(kind):
            original = (record.findtext("NAME_ORIGINAL_SCRIPT") or "").strip()
            if not ARABIC.search(original):
                continue
            record.find("FIRST_NAME").text = original
            for name in NAMES:
                for node in record.findall(name):
                    record.remove(node)
            for alias in record.findall(f"{kind}_ALIAS"):
                if not ARABIC.search(alias.findtext("ALIAS_NAME") or ""):
                    record.remove(alias)
            changed.add("un-" + record.findtext("DATAID").strip())
    target.write_bytes(tree.tostring(document, encoding="utf-8", xml_declaration=True))
    return changed
