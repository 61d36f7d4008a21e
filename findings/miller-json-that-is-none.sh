#!/usr/bin/env bash
# `mlr --c2j cat` of Miller 6.6.0 (Debian 12's) turns a CSV into JSON. It finds out what is a number, by rules that are
# wider than JSON's, and writes it as it stood. What is a number to Miller alone makes the whole output no JSON, and the
# exit code is 0:
#   0x1F, 0b101, 0o17      masks, and whatever ids or versions look like one
#   .5, 5.                 as awk, bc and spreadsheets write fractions
#   012345678901           with -O, which reads leading zeros as octal
# Without -O an account with a leading zero is a text and the one below it a number, in one column: a join, or == with a
# text in the next tool, finds accounts of one kind alone. One such field among a million ends the next reader. -S
# (--infer-none) in front keeps everything as text. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq miller=6.6.0-2+b3 2> /dev/null && dpkg -x miller_*.deb .)
cd "$folder"

for value in 012345678901 123456789012 0x1F 0b101 .5 5. 1e5 1_000 true; do
  printf 'value\n%s\n' "$value" > one.csv
  for options in '' -O -S; do
    usr/bin/mlr $options --c2l cat one.csv > one.json
    python3 - "$options" "$(cat one.json)" <<'PYTHON'
import json
import sys

options, line = sys.argv[1:]
try:
    print(f"mlr {options or '  '} {line}", type(json.loads(line)["value"]).__name__)
except json.JSONDecodeError:
    print(f"mlr {options or '  '} {line} no JSON")
PYTHON
  done
done | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
mlr    {"value": "012345678901"} str
mlr -O {"value": 012345678901} no JSON
mlr -S {"value": "012345678901"} str
mlr    {"value": 123456789012} int
mlr -O {"value": 123456789012} int
mlr -S {"value": "123456789012"} str
mlr    {"value": 0x1F} no JSON
mlr -O {"value": 0x1F} no JSON
mlr -S {"value": "0x1F"} str
mlr    {"value": 0b101} no JSON
mlr -O {"value": 0b101} no JSON
mlr -S {"value": "0b101"} str
mlr    {"value": .5} no JSON
mlr -O {"value": .5} no JSON
mlr -S {"value": ".5"} str
mlr    {"value": 5.} no JSON
mlr -O {"value": 5.} no JSON
mlr -S {"value": "5."} str
mlr    {"value": 1e5} float
mlr -O {"value": 1e5} float
mlr -S {"value": "1e5"} str
mlr    {"value": "1_000"} str
mlr -O {"value": "1_000"} str
mlr -S {"value": "1_000"} str
mlr    {"value": "true"} str
mlr -O {"value": "true"} str
mlr -S {"value": "true"} str
SEEN
