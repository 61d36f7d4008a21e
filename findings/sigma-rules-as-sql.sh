#!/usr/bin/env bash
# Sigma's rules say what to look for in CloudTrail and other logs, and pySigma turns them into a query. To Sigma a
# member that is not there does not match, values have no case, and ? and * are its only wildcards. Two backends for
# SQL, on four events of CloudTrail:
#   pysigma-backend-duckdb 0.1.4   `selection and not filter` becomes NOT errorCode='AccessDenied', which is NULL where
#                                  there is no errorCode: each call that worked is left out, which is what such rules
#                                  are for. So is |neq. (pysigma-backend-databricks 0.1.7 writes the same NOT.) _ and %
#                                  of a value are wildcards of SQL: edge_log finds edge-logs as well
#   the same, and pysigma-backend-sqlite 2.1.1   a value without a wildcard is held against the log with =, with its
#                                  case: `userName: Deploy` does not find deploy, and `userName: Deploy*` does
# pysigma-backend-sqlite is right about the first two. The query runs and finds something, which is what a test of a
# rule looks at. Write events of both kinds for each rule, and COALESCE around what is denied. Fails where a line below
# is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv duckdb
duckdb/bin/pip --disable-pip-version-check --quiet install pysigma-backend-duckdb==0.1.4 pysigma==1.5.1 duckdb==2.0.1 \
  pysigma-backend-databricks==0.1.7
python3 -m venv sqlite
sqlite/bin/pip --disable-pip-version-check --quiet install pysigma-backend-sqlite==2.1.1 pysigma==2.0.1

cat > events.json <<'JSON'
{"id": 1, "eventName": "DeleteBucket", "userName": "deploy", "bucket": "edge_log"}
{"id": 2, "eventName": "DeleteBucket", "userName": "deploy", "bucket": "edge-logs"}
{"id": 3, "eventName": "DeleteBucket", "userName": "Deploy", "bucket": "pages", "errorCode": "AccessDenied"}
{"id": 4, "eventName": "DeleteBucket", "userName": "ann", "bucket": "pages", "errorCode": "NoSuchBucket"}
JSON
cat > rules.py <<'PYTHON'
RULES = {
    "not refused": ("eventName: DeleteBucket", "errorCode: AccessDenied", "selection and not filter"),
    "neq": ("errorCode|neq: AccessDenied", "id: 0", "selection"),
    "startswith edge_log": ("bucket|startswith: edge_log", "id: 0", "selection"),
    "Deploy": ("userName: Deploy", "id: 0", "selection"),
    "Deploy*": ("userName: Deploy*", "id: 0", "selection"),
}


def rule(selection, filtered, condition):
    return f"""
title: test
logsource: {{product: aws, service: cloudtrail}}
detection:
    selection: {{{selection.replace(': ', ': "')}"}}
    filter: {{{filtered}}}
    condition: {condition}
"""
PYTHON
cat > by_duckdb.py <<'PYTHON'
import duckdb
import sigma_backend_duckdb
from rules import RULES, rule
from sigma.backends.databricks import DatabricksBackend
from sigma.collection import SigmaCollection

backend = next(value for name, value in vars(sigma_backend_duckdb).items() if name.endswith("Backend"))()
database = duckdb.connect()
database.execute("CREATE TABLE logs AS SELECT * FROM read_json('events.json')")
for name, parts in RULES.items():
    (query,) = backend.convert(SigmaCollection.from_yaml(rule(*parts)))
    print(f"duckdb, {name}: {[row[0] for row in database.execute(query + ' ORDER BY id').fetchall()]}")
    print(f"  {query.split('WHERE ')[1]}")
print("databricks,", DatabricksBackend().convert(SigmaCollection.from_yaml(rule(*RULES["not refused"])))[0])
PYTHON
cat > by_sqlite.py <<'PYTHON'
import json
import sqlite3

from rules import RULES, rule
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection

database = sqlite3.connect(":memory:")
database.execute("CREATE TABLE logs (id INTEGER, eventName TEXT, userName TEXT, bucket TEXT, errorCode TEXT)")
for event in map(json.loads, open("events.json")):
    database.execute("INSERT INTO logs VALUES (?, ?, ?, ?, ?)", [
        event.get(name) for name in ("id", "eventName", "userName", "bucket", "errorCode")])
for name, parts in RULES.items():
    (query,) = sqliteBackend().convert(SigmaCollection.from_yaml(rule(*parts)))
    print(f"sqlite, {name}: {[row[0] for row in database.execute(query).fetchall()]}")
PYTHON
{
  duckdb/bin/python -W ignore by_duckdb.py
  sqlite/bin/python -W ignore by_sqlite.py
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
duckdb, not refused: [4]
  eventName='DeleteBucket' AND (NOT errorCode='AccessDenied')
duckdb, neq: [4]
  NOT errorCode='AccessDenied'
duckdb, startswith edge_log: [1, 2]
  bucket ILIKE 'edge_log%'
duckdb, Deploy: [3]
  userName='Deploy'
duckdb, Deploy*: [1, 2, 3]
  userName ILIKE 'Deploy%'
databricks, lower(eventName) = lower('DeleteBucket') AND NOT lower(errorCode) = lower('AccessDenied')
sqlite, not refused: [1, 2, 4]
sqlite, neq: [1, 2, 4]
sqlite, startswith edge_log: [1]
sqlite, Deploy: [3]
sqlite, Deploy*: [1, 2, 3]
SEEN
