"""The Parquet layout of docs/spark.md for a file of generate.py: what `kashf trace export` writes, by pyarrow."""

import datetime
import pathlib
import shutil

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SCHEMA = pa.schema([
    ("id", pa.string()),
    ("src", pa.string()),
    ("dst", pa.string()),
    ("time", pa.int64()),
    ("amount", pa.string()),
    ("currency", pa.string()),
    ("kind", pa.string()),
    ("file", pa.string()),
    ("line", pa.int64()),
])


def table(records, file):
    """Records of generate.py as rows of the layout; line numbers are those of its CSV (the header is line 1)."""
    count = len(records)
    text = lambda name: pa.array(records[name].astype(str), pa.string())
    columns = [
        text("id"),
        text("src"),
        text("dst"),
        pa.array(records["ts"].astype(np.int64)),
        pa.array([f"{amount:.2f}" for amount in records["amount"]], pa.string()),
        pa.nulls(count, pa.string()),
        pa.array(["payment"] * count, pa.string()),
        pa.array([file] * count, pa.string()),
        pa.array(records["id"].astype(np.int64) + 2),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def write_records(folder, records, file="generated.csv"):
    """Writes one folder a day (UTC), replacing what was there."""
    root = pathlib.Path(folder)
    if root.exists():
        shutil.rmtree(root)
    days = records["ts"] // 86_400
    for day in np.unique(days):
        date = datetime.date(1970, 1, 1) + datetime.timedelta(days=int(day))
        place = root / f"day={date}"
        place.mkdir(parents=True)
        pq.write_table(table(records[days == day], file), place / "part-0.parquet", compression="zstd")
