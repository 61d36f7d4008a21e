#!/usr/bin/env bash
# pyarrow 26.0.1 makes times of what looks like times, in CSV and in JSON, and not the same ones. Of
# "2026-01-02T03:04:05+02:00" its CSV reader makes a moment with the zone UTC; its JSON reader converts to UTC as well,
# and forgets that: what is left has no zone, and to_pandas(), or a comparison with the clock of the machine, takes it
# for local time. A fraction of a second, which CloudTrail and CloudWatch have, and CloudFront's API has not always,
# makes the column of the JSON text, and in CSV a finer time: whether a column is text or times depends on whether some
# row of that file has a fraction, and files of two days do not fit together. Give the JSON reader an explicit_schema.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install pyarrow==26.0.1

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import json

import pyarrow.csv
import pyarrow.json

for texts in (["2026-01-02T03:04:05Z"], ["2026-01-02T03:04:05+02:00"], ["2026-01-02T03:04:05.123Z"],
              ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123Z"]):
    with open("times.ndjson", "w") as file:
        file.writelines(json.dumps({"at": text}) + "\n" for text in texts)
    with open("times.csv", "w") as file:
        file.write("at\n" + "".join(text + "\n" for text in texts))
    print(*texts)
    for name, table in (("JSON", pyarrow.json.read_json("times.ndjson")), ("CSV", pyarrow.csv.read_csv("times.csv"))):
        print(f"  {name}: {table.schema.field('at').type} {table['at'][0]}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
2026-01-02T03:04:05Z
  JSON: timestamp[s] 2026-01-02 03:04:05
  CSV: timestamp[s, tz=UTC] 2026-01-02 03:04:05+00:00
2026-01-02T03:04:05+02:00
  JSON: timestamp[s] 2026-01-02 01:04:05
  CSV: timestamp[s, tz=UTC] 2026-01-02 01:04:05+00:00
2026-01-02T03:04:05.123Z
  JSON: string 2026-01-02T03:04:05.123Z
  CSV: timestamp[ns, tz=UTC] 2026-01-02 03:04:05.123000+00:00
2026-01-02T03:04:05Z 2026-01-02T03:04:05.123Z
  JSON: string 2026-01-02T03:04:05Z
  CSV: timestamp[ns, tz=UTC] 2026-01-02 03:04:05+00:00
SEEN
