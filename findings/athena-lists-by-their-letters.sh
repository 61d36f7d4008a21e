#!/usr/bin/env bash
# PyAthena 4.2.1 hands out a column of Athena that is an array, a map or a row as Python's, from the text that Athena
# answers, as Athena's API has nothing else. Which type the members have it tells from their letters, row by row, though
# the text has no quotes, and a column of accounts or versions is thus of several types:
#   array(varchar)   [123456789012] is a list of numbers, [012345678901] one of texts; [1.10] is 1.1, [true] is True,
#                    so that an `in` or a join with accounts from elsewhere finds some rows and not others
#   map, row         a value with a comma, or in a map with ( ) [ ] or a second =, as query strings and User-Agents have
#                    them: the whole value is a text in this row, and a dict in the next. Its members are texts in a
#                    dict, also where they are numbers in the table
# Its docstrings say "basic cases only", and to use CAST(… AS JSON), which is right throughout.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install PyAthena==4.2.1

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from pyathena.converter import DefaultTypeConverter

for kind, text in [
        ("array", "[123456789012, 210987654321]"), ("array", "[123456789012, 012345678901]"), ("array", "[1.10]"),
        ("array", "[true, false]"), ("array", "[TLSv1.2, 1.10]"),
        ("map", "{host=d1.cloudfront.net, agent=curl/8.5.0}"), ("map", "{host=d1.cloudfront.net, agent=curl/8.5 (x)}"),
        ("map", "{host=d1.cloudfront.net, query=a=b}"),
        ("row", "{uri=/a, status=200}"), ("row", "{uri=/a,b, status=200}"),
        ("json", '{"uri": "/a,b", "status": 200, "account": "123456789012"}')]:
    print(f"{kind:5} {text:46.46} -> {DefaultTypeConverter().convert(kind, text)!r}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
array [123456789012, 210987654321]                   -> [123456789012, 210987654321]
array [123456789012, 012345678901]                   -> ['123456789012', '012345678901']
array [1.10]                                         -> [1.1]
array [true, false]                                  -> [True, False]
array [TLSv1.2, 1.10]                                -> ['TLSv1.2', '1.10']
map   {host=d1.cloudfront.net, agent=curl/8.5.0}     -> {'host': 'd1.cloudfront.net', 'agent': 'curl/8.5.0'}
map   {host=d1.cloudfront.net, agent=curl/8.5 (x)}   -> '{host=d1.cloudfront.net, agent=curl/8.5 (x)}'
map   {host=d1.cloudfront.net, query=a=b}            -> '{host=d1.cloudfront.net, query=a=b}'
row   {uri=/a, status=200}                           -> {'uri': '/a', 'status': '200'}
row   {uri=/a,b, status=200}                         -> '{uri=/a,b, status=200}'
json  {"uri": "/a,b", "status": 200, "account": "123 -> {'uri': '/a,b', 'status': 200, 'account': '123456789012'}
SEEN
