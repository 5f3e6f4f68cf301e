"""Prints FollowTheMoney's model as the table `data/ftm/model.tsv`; run by `cargo xtask gen`.

The model is asked of the Python package itself and not read from its YAML, because half of it is
not in the YAML: types with their lengths, topics and languages are Python code, and reverse
properties, temporal extents and `matchable` defaults are computed while the model is loaded.
"""

import sys

from followthemoney import __version__, model
from rigour.data.langs.iso639 import ISO3_MAP

def text(value):
    value = "" if value is None else str(value)
    value = " ".join(value.split())
    return value

def flags(data, pairs):
    return "".join(letter for key, letter in pairs if data.get(key))

def joined(values):
    return ",".join(values or [])

def row(*cells):
    sys.stdout.write("\t".join(text(cell) for cell in cells) + "\n")

sys.stdout.reconfigure(encoding="utf-8")
data = model.to_dict()
row("# FollowTheMoney's model, compiled by `cargo xtask gen`: do not edit. Source and licence: SOURCE.md beside this file.")
row("# type NAME LABEL PLURAL GROUP MAX_LENGTH FLAGS(m=matchable p=pivot)")
row("# schema NAME LABEL PLURAL EXTENDS FLAGS(a=abstract h=hidden g=generated m=matchable d=deprecated) FEATURED REQUIRED CAPTION EDGE START END")
row("# prop (of the schema above) NAME LABEL TYPE MAX_LENGTH FLAGS(s=stub m=matchable h=hidden d=deprecated) RANGE REVERSE FORMAT")
row("# value TYPE CODE LABEL: what an enumerated type may hold; alias TYPE ALIAS CODE: other ways to write it")
row("version", __version__)
for name in sorted(data["types"]):
    type_ = data["types"][name]
    row("type", name, type_["label"], type_["plural"], type_.get("group"), type_["maxLength"],
        flags(type_, (("matchable", "m"), ("pivot", "p"))))
for name in ("topic", "language", "gender"):
    for code, label in sorted(data["types"][name]["values"].items()):
        row("value", name, code, label)
known = set(data["types"]["language"]["values"])
for alias, code in sorted(ISO3_MAP.items()):
    if code in known and alias != code:
        row("alias", "language", alias, code)
for name in sorted(data["schemata"]):
    schema = data["schemata"][name]
    edge = schema.get("edge")
    edge = "" if edge is None else "|".join((edge["source"], edge["target"], joined(edge["caption"]),
        edge["label"], "directed" if edge["directed"] else "undirected"))
    extent = schema.get("temporalExtent", {})
    row("schema", name, schema["label"], schema["plural"], joined(schema["extends"]),
        flags(schema, (("abstract", "a"), ("hidden", "h"), ("generated", "g"), ("matchable", "m"), ("deprecated", "d"))),
        joined(schema.get("featured")), joined(schema.get("required")), joined(schema.get("caption")),
        edge, joined(extent.get("start")), joined(extent.get("end")))
    for prop in sorted(schema["properties"].values(), key=lambda prop: prop["name"]):
        row("prop", prop["name"], prop["label"], prop["type"], prop["maxLength"],
            flags(prop, (("stub", "s"), ("matchable", "m"), ("hidden", "h"), ("deprecated", "d"))),
            prop.get("range"), prop.get("reverse"), prop.get("format"))
