#!/usr/bin/env bash
# Tables that tell countries, networks or proxies from addresses, by which logs of the edge are enriched, are files of
# MaxMind's format. mmdb-writer 0.2.7 makes them in Python, and keeps each value that it has written, to refer to it
# again. It finds it as Python finds keys of a dict, where 1, 1.0 and True are equal. Whichever of them comes first in
# the whole file is written for all:
#   {"proxy": True, "level": 1}    level is True, and so is each 1 of each network behind it
#   {"level": 1, "proxy": True}    proxy is 1
#   {"share": 1.0, "count": 1}     count is a double
# and the same with 0 and False. The format has a type for each, and readers that put a record into fields of given
# types, as those for Go and Java do, meet another one; a rule on `level == 1` in a language that tells the two apart
# finds nothing. One more record at the head of the source, and it is the other way round. Wrap numbers in the types of
# the library (MmdbU16, …), which are kept apart. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install mmdb-writer==0.2.7 maxminddb==3.2.0 netaddr==1.3.0

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import maxminddb
import mmdb_writer
from netaddr import IPSet


def written(*records, title=""):
    writer = mmdb_writer.MMDBWriter()
    for number, record in enumerate(records):
        writer.insert_network(IPSet([f"192.0.{number}.0/24"]), record)
    writer.to_db_file("some.mmdb")
    with maxminddb.open_database("some.mmdb") as reader:
        print(title or records, "->", *[reader.get(f"192.0.{number}.1") for number in range(len(records))])


written({"proxy": True, "level": 1})
written({"level": 1, "proxy": True})
written({"proxy": False}, {"level": 0})
written({"share": 1.0, "count": 1})
written({"proxy": True, "levels": [1, 2, 3]})
written({"proxy": True, "level": mmdb_writer.MmdbU16(1)}, title="MmdbU16")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
({'proxy': True, 'level': 1},) -> {'proxy': True, 'level': True}
({'level': 1, 'proxy': True},) -> {'level': 1, 'proxy': 1}
({'proxy': False}, {'level': 0}) -> {'proxy': False} {'level': False}
({'share': 1.0, 'count': 1},) -> {'share': 1.0, 'count': 1.0}
({'proxy': True, 'levels': [1, 2, 3]},) -> {'proxy': True, 'levels': [True, 2, 3]}
MmdbU16 -> {'proxy': True, 'level': 1}
SEEN
