#!/usr/bin/env bash
# DuckDB 2.0.0 reads NDJSON and finds out the types by itself, which makes it the quick way to ask many policies at
# once. An Action of IAM is a text or a list of texts. Where all are texts, the column is VARCHAR, and `Action LIKE
# 's3:Get%'` finds them. One statement with a list, and the column is JSON: each text in it keeps its quotes, so that
# the same query finds nothing, and says nothing; `=` is an error. A query that was tried on one account finds no
# statement in the next. It holds for Principal, Resource, and each tag or setting that is now a number, now a text.
# `Version` becomes a DATE, since "2012-10-17" is one. Ask with json_extract_string(Action, '$'), or give `columns`.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install duckdb==2.0.0

cd "$folder"
echo '{"Sid":"one","Action":"s3:GetObject","Version":"2012-10-17"}' > texts.ndjson
{
  cat texts.ndjson
  echo '{"Sid":"two","Action":["s3:GetObject","s3:ListBucket"],"Version":"2012-10-17"}'
} > both.ndjson
venv/bin/python - <<'PYTHON' | tee seen
import duckdb

for file in ("texts.ndjson", "both.ndjson"):
    print(file)
    for query in ("SELECT DISTINCT typeof(Action), typeof(Version) FROM '{}'",
                  "SELECT Sid FROM '{}' WHERE Action LIKE 's3:Get%'",
                  "SELECT Sid FROM '{}' WHERE Action = 's3:GetObject'",
                  "SELECT Sid FROM '{}' WHERE json_extract_string(to_json(Action), '$') = 's3:GetObject'"):
        try:
            found = duckdb.sql(query.format(file)).fetchall()
        except duckdb.Error as error:
            found = type(error).__name__
        print(f"  {query.removeprefix('SELECT ').format('…')}: {found}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
texts.ndjson
  DISTINCT typeof(Action), typeof(Version) FROM '…': [('VARCHAR', 'DATE')]
  Sid FROM '…' WHERE Action LIKE 's3:Get%': [('one',)]
  Sid FROM '…' WHERE Action = 's3:GetObject': [('one',)]
  Sid FROM '…' WHERE json_extract_string(to_json(Action), '$') = 's3:GetObject': [('one',)]
both.ndjson
  DISTINCT typeof(Action), typeof(Version) FROM '…': [('JSON', 'DATE')]
  Sid FROM '…' WHERE Action LIKE 's3:Get%': []
  Sid FROM '…' WHERE Action = 's3:GetObject': ConversionException
  Sid FROM '…' WHERE json_extract_string(to_json(Action), '$') = 's3:GetObject': [('one',)]
SEEN
