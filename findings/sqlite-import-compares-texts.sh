#!/usr/bin/env bash
# `.import --csv log.csv log` of the sqlite3 shell (3.40.1, Debian 12's) makes a table whose columns are all text, and a
# report works on it at once: sum() and avg() take the texts for the numbers that they are. Comparisons do not, with
# numbers in the query either: `bytes > 1000` makes a text of 1000, so that 900 is more than 1000 and 25000 less than
# 9000; max(), min(), ORDER BY and BETWEEN go by letters as well. The totals are right, and the largest object, the list
# of slow requests and the count of errors are not; with numbers of one length, as in a test or with HTTP's codes, all
# are. "-", CloudFront's word for nothing, is less than every number, and counts in avg() as 0. Make the table before
# the import, with INTEGER and REAL (texts that are none stay texts there, above all numbers), or CAST. DuckDB 2.0.0
# finds numbers in the same file. And -json prints nothing at all, not [], where no row is found. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq sqlite3=3.40.1-2+deb12u2 libsqlite3-0=3.40.1-2+deb12u2 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install duckdb==2.0.0
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
cd "$folder"

printf 'path,bytes\n/a,900\n/b,25000\n/c,10000\n/d,9000\n' > log.csv
{
  for query in 'sum(bytes)' 'max(bytes)' "group_concat(path, ' ') filter (where bytes > 1000)" \
    "group_concat(path, ' ') filter (where bytes between 800 and 1000)"; do
    echo "$query"
    imported=$(usr/bin/sqlite3 :memory: '.import --csv log.csv log' "select $query from log")
    before=$(usr/bin/sqlite3 :memory: 'create table log (path text, bytes integer)' \
      '.import --csv --skip 1 log.csv log' "select $query from log")
    printf '  imported: %s\n  made before: %s\n' "$imported" "$before"
    venv/bin/python - "$query" <<'PYTHON'
import sys

import duckdb

print("  DuckDB:", duckdb.sql(f"select {sys.argv[1]} from 'log.csv'").fetchall()[0][0])
PYTHON
  done
  nothing=$(usr/bin/sqlite3 -json :memory: 'select 1 where 0') && echo "-json without a row: '$nothing', exit code 0"
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
sum(bytes)
  imported: 44900
  made before: 44900
  DuckDB: 44900
max(bytes)
  imported: 9000
  made before: 25000
  DuckDB: 25000
group_concat(path, ' ') filter (where bytes > 1000)
  imported: /a /b /c /d
  made before: /b /c /d
  DuckDB: /b /c /d
group_concat(path, ' ') filter (where bytes between 800 and 1000)
  imported: 
  made before: /a
  DuckDB: /a
-json without a row: '', exit code 0
SEEN
