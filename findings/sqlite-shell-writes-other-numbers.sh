#!/usr/bin/env bash
# `sqlite3 -json` and `.mode json` are the quick way from a database to JSON. A number with a fraction, which is what a
# column of REAL, avg(), total() and each column of pandas with a gap in it holds, is one that most values have exactly,
# as 3600.0. sqlite3 3.40.1 (Debian 12's, amd64) writes twenty digits of it, of which the last are noise:
#   3600.0, 31536000.0     3599.9999999999999999, 31535999.999999999999
#   403.0                  403.00000000000000001
#   1767323045.5           1767323045.4999999999, half a second past, and another second to whoever cuts it there
# -quote has them as well, -insert and .dump those of fractions. Who reads a double, as Python's json and jq, gets 3600
# again; Decimal, a text, and databases with exact numbers do not, and a TTL of a year is one second less where a whole
# number is cut out. -csv, -line and json_object() have fifteen digits, by which the microseconds of a time since 1970
# are rounded to tens, and json_object() of what is infinite is Inf, no JSON, where -json has 1e999. Write
# printf('%.6f', x), or cast(x AS INTEGER) where it is whole. Later versions write JSON with fewer digits. Fails where
# that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq sqlite3=3.40.1-2+deb12u2 libsqlite3-0=3.40.1-2+deb12u2 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
cd "$folder"

usr/bin/sqlite3 estate 'CREATE TABLE behaviour (path TEXT, ttl REAL);' \
  "INSERT INTO behaviour VALUES ('60', 60), ('3600', 3600), ('a day', 86400), ('a year', 31536000), ('403', 403),
   ('0.05', 0.05), ('seconds', 1767323045.5), ('microseconds', 1767323045.123456), ('infinite', 1e999);"
{
  for mode in json csv quote; do
    echo "$mode"
    usr/bin/sqlite3 "-$mode" estate 'SELECT path, ttl FROM behaviour' | tr -d '\r'
  done
  echo "json_object"
  usr/bin/sqlite3 estate "SELECT json_object('path', path, 'ttl', ttl) FROM behaviour WHERE ttl > 1767323000"
  echo "the average of two whole numbers"
  usr/bin/sqlite3 -json estate 'SELECT avg(x) AS ttl FROM (SELECT 3600 AS x UNION ALL SELECT 3600)' | tee average.json
  python3 - <<'PYTHON'
import decimal
import json

text = open("average.json").read()
print("Python:", json.loads(text)[0]["ttl"], json.loads(text, parse_float=decimal.Decimal)[0]["ttl"])
PYTHON
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
json
[{"path":"60","ttl":60.0},
{"path":"3600","ttl":3599.9999999999999999},
{"path":"a day","ttl":86400.000000000000003},
{"path":"a year","ttl":31535999.999999999999},
{"path":"403","ttl":403.00000000000000001},
{"path":"0.05","ttl":0.050000000000000002775},
{"path":"seconds","ttl":1767323045.4999999999},
{"path":"microseconds","ttl":1767323045.1234560013},
{"path":"infinite","ttl":1e999}]
csv
60,60.0
3600,3600.0
"a day",86400.0
"a year",31536000.0
403,403.0
0.05,0.05
seconds,1767323045.5
microseconds,1767323045.12346
infinite,Inf
quote
'60',60.0
'3600',3599.9999999999999999
'a day',86400.000000000000003
'a year',31535999.999999999999
'403',403.00000000000000001
'0.05',0.050000000000000002775
'seconds',1767323045.4999999999
'microseconds',1767323045.1234560013
'infinite',Inf
json_object
{"path":"seconds","ttl":1767323045.5}
{"path":"microseconds","ttl":1767323045.12346}
{"path":"infinite","ttl":Inf}
the average of two whole numbers
[{"ttl":3599.9999999999999999}]
Python: 3600.0 3599.9999999999999999
SEEN
