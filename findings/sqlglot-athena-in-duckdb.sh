#!/usr/bin/env bash
# Queries over CloudFront's logs run in Athena, and are tried without it: sqlglot 30.30.0 translates from `athena` to
# `duckdb` (2.0.1), with care (regexp_replace gets its 'g', date_parse its letters, greatest() its NULL). These it lets
# through with another meaning, and with no warning:
#   date_diff('day', 23:59, 00:01)           0 in Athena, which counts whole units; 1 here, which counts midnights
#   7 / 2                                    3 in Athena; 3.5
#   regexp_extract of no match               NULL in Athena; '' here, which coalesce(), count() and IS NULL tell apart
#   url_decode('a+b')                        'a b' in Athena; a+b
#   format('%03d', 5)                        005 in Athena; the letters %03d
#   timestamp '…' at time zone 'Asia/Tokyo'  12:04 in Tokyo in Athena, whose sessions are in UTC; 03:04 in Tokyo here
# Counts of sessions and of errors by hour then differ from those of the query that is deployed. What Athena answers is
# from Trino's pages on its functions. Cast before dividing, and compare once on real logs. Fails where a line below is
# no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install sqlglot==30.30.0 duckdb==2.0.1

"$folder/venv/bin/python" - <<'PYTHON' 2>&1 | tee "$folder/seen"
import duckdb
import sqlglot

connection = duckdb.connect()
connection.execute("SET TimeZone = 'UTC'")
for query, athena in (
        ("regexp_replace('/a/b', '/', '-')", "-a-b"),
        ("date_format(timestamp '2026-01-02 03:04:05', '%H:%i')", "03:04"),
        ("date_diff('day', timestamp '2026-01-01 23:59:00', timestamp '2026-01-02 00:01:00')", "0"),
        ("date_diff('hour', timestamp '2026-01-01 10:59:00', timestamp '2026-01-01 11:01:00')", "0"),
        ("7 / 2", "3"),
        ("coalesce(regexp_extract('curl/8', 'Chrome/(\\d+)', 1), 'other')", "other"),
        ("url_decode('a+b%20c')", "a b c"),
        ("format('%03d', 5)", "005"),
        ("cast(to_unixtime(timestamp '2026-01-02 03:04:05' at time zone 'Asia/Tokyo') as bigint)", "1767323045")):
    translated, = sqlglot.transpile(f"SELECT {query}", read="athena", write="duckdb")
    answer = str(connection.execute(translated).fetchone()[0])
    print(query, "->", answer, "as in Athena" if answer == athena else f"Athena: {athena}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
regexp_replace('/a/b', '/', '-') -> -a-b as in Athena
date_format(timestamp '2026-01-02 03:04:05', '%H:%i') -> 03:04 as in Athena
date_diff('day', timestamp '2026-01-01 23:59:00', timestamp '2026-01-02 00:01:00') -> 1 Athena: 0
date_diff('hour', timestamp '2026-01-01 10:59:00', timestamp '2026-01-01 11:01:00') -> 1 Athena: 0
7 / 2 -> 3.5 Athena: 3
coalesce(regexp_extract('curl/8', 'Chrome/(\d+)', 1), 'other') ->  Athena: other
url_decode('a+b%20c') -> a+b c Athena: a b c
format('%03d', 5) -> %03d Athena: 005
cast(to_unixtime(timestamp '2026-01-02 03:04:05' at time zone 'Asia/Tokyo') as bigint) -> 1767290645 Athena: 1767323045
SEEN
