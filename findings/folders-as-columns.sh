#!/usr/bin/env bash
# Logs and snapshots lie in folders that are columns: account=012345678901/month=01/…, as Athena, Firehose and
# CloudFront's own delivery of logs have them. What is in such a name is text. Four libraries for Python read a folder
# of Parquet, and find the type of the column from the names that are there on that day:
#   polars 2.1.0, fastparquet 2026.9.0   an account loses its zero; version=1.10 is 1.1; commit=1234567e12 is a fraction
#   DuckDB 2.0.1       a number where all names are written as one, and texts as soon as one is not: accounts are
#                      numbers until one with a zero comes, and what is made of them has another type from then on
#   pyarrow 26.0.1     numbers that fit 32 bits, so that accounts are texts, and bytes or times in seconds are either
# month=01 is 1 to three of them, and '01' to DuckDB, as is day=05. No error in any of it: what differs is which rows a
# filter finds, and how many groups there are. Say the types: hive_types (DuckDB), hive_schema (polars), a schema in
# dataset.partitioning (pyarrow). Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install polars==2.1.0 fastparquet==2026.9.0 duckdb==2.0.1 \
  pyarrow==26.0.1

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import os

import duckdb
import fastparquet
import polars
import pyarrow
from pyarrow import dataset, parquet

NAMES = [
    ["account=112345678901", "account=212345678901"],
    ["account=012345678901", "account=212345678901"],
    ["version=1.9", "version=1.10"],
    ["commit=1234567e12", "commit=2234567e12"],
    ["month=01", "month=11"],
    ["second=1767323045", "second=2147483648"],
]


def text(values):
    return ", ".join(repr(getattr(value, "item", lambda value=value: value)()) for value in values)


for number, names in enumerate(NAMES):
    root, column = f"set{number}", names[0].split("=")[0]
    for order, name in enumerate(names):
        os.makedirs(f"{root}/{name}")
        parquet.write_table(pyarrow.table({"row": [order]}), f"{root}/{name}/part.parquet")
    print(*names)
    found = polars.scan_parquet(f"{root}/", hive_partitioning=True).sort("row").collect()[column]
    print("  polars:", text(found.to_list()))
    found = fastparquet.ParquetFile(root).to_pandas().sort_values("row")[column]
    print("  fastparquet:", text(found.tolist()))
    files = f"read_parquet('{root}/*/*.parquet', hive_partitioning = true)"
    print("  DuckDB:", text(row[0] for row in duckdb.sql(f"SELECT {column} FROM {files} ORDER BY row").fetchall()))
    found = dataset.dataset(root, format="parquet", partitioning="hive").to_table().sort_by("row")[column]
    print("  pyarrow:", text(found.to_pylist()))
print("told:", polars.scan_parquet("set1/", hive_schema={"account": polars.String}).sort("row").collect()["account"][0],
      duckdb.sql("SELECT account FROM read_parquet('set0/*/*.parquet', hive_types = {'account': VARCHAR}) "
                 "ORDER BY row").fetchall()[0])
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
account=112345678901 account=212345678901
  polars: 112345678901, 212345678901
  fastparquet: 112345678901, 212345678901
  DuckDB: 112345678901, 212345678901
  pyarrow: '112345678901', '212345678901'
account=012345678901 account=212345678901
  polars: 12345678901, 212345678901
  fastparquet: 12345678901, 212345678901
  DuckDB: '012345678901', '212345678901'
  pyarrow: '012345678901', '212345678901'
version=1.9 version=1.10
  polars: 1.9, 1.1
  fastparquet: 1.9, 1.1
  DuckDB: '1.9', '1.10'
  pyarrow: '1.9', '1.10'
commit=1234567e12 commit=2234567e12
  polars: 1.234567e+18, 2.234567e+18
  fastparquet: 1.234567e+18, 2.234567e+18
  DuckDB: '1234567e12', '2234567e12'
  pyarrow: '1234567e12', '2234567e12'
month=01 month=11
  polars: 1, 11
  fastparquet: 1, 11
  DuckDB: '01', '11'
  pyarrow: 1, 11
second=1767323045 second=2147483648
  polars: 1767323045, 2147483648
  fastparquet: 1767323045, 2147483648
  DuckDB: 1767323045, 2147483648
  pyarrow: '1767323045', '2147483648'
told: 012345678901 ('112345678901',)
SEEN
