#!/usr/bin/env bash
# Keys of AWS tags are told apart by case, and many accounts have `Owner` beside `owner`. To DuckDB 2.0.0, whose names
# are without case, they are one name. At the top of an object the second becomes `owner_1`, and `SELECT owner` answers
# what `Owner` says. Within one, as tags stand, a single resource that has both ends the reading of the whole file:
# "Duplicate name "owner" in struct auto-detected in JSON, try ignore_errors=true". That advice is worse than the error:
# what is then read has no `owner` any more, for no resource, also for those that have nothing else, and a report on
# untagged resources names them all. map_inference_threshold=0 reads tags as a map and keeps both. Fails where that is
# no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install duckdb==2.0.0

cd "$folder"
cat > tags.ndjson <<'JSON'
{"Id":"E1","Tags":{"Owner":"web","owner":"operations"}}
{"Id":"E2","Tags":{"owner":"data"}}
JSON
echo '{"Id":"E1","Owner":"web","owner":"operations"}' > flat.ndjson
venv/bin/python - <<'PYTHON' | tee seen
import duckdb

for query in ("* FROM 'flat.ndjson'", "owner FROM 'flat.ndjson'", "* FROM 'tags.ndjson'",
              "* FROM read_json('tags.ndjson', ignore_errors=true)",
              "* FROM read_json('tags.ndjson', map_inference_threshold=0)"):
    try:
        relation = duckdb.sql("SELECT " + query)
        print(f"{query}\n  {relation.columns} {relation.fetchall()}")
    except duckdb.Error as error:
        print(f"{query}\n  {error}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
* FROM 'flat.ndjson'
  ['Id', 'Owner', 'owner_1'] [('E1', 'web', 'operations')]
owner FROM 'flat.ndjson'
  ['Owner'] [('web',)]
* FROM 'tags.ndjson'
  Not implemented Error: Duplicate name ""owner"" in struct auto-detected in JSON, try ignore_errors=true
* FROM read_json('tags.ndjson', ignore_errors=true)
  ['Id', 'Tags'] [('E1', {'Owner': 'web'}), ('E2', {'Owner': None})]
* FROM read_json('tags.ndjson', map_inference_threshold=0)
  ['Id', 'Tags'] [('E1', {'Owner': 'web', 'owner': 'operations'}), ('E2', {'owner': 'data'})]
SEEN
