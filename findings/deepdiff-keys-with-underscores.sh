#!/usr/bin/env bash
# DeepDiff 9.1.0 passes over keys of dictionaries that begin with two underscores, also where they are added or removed:
# `ignore_private_variables` is on, is written for attributes of Python objects, and goes for data as well. Keys of a
# CloudFront key value store and of tags may begin so, to tell settings from data: two stores that differ in nothing
# else are {}, equal, and so are lists of such objects with ignore_order. jsonpatch 1.48 and dictdiffer 0.10.0 see the
# change. Pass ignore_private_variables=False to every call. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install deepdiff==9.1.0 jsonpatch==1.48 dictdiffer==0.10.0

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import dictdiffer
import jsonpatch
from deepdiff import DeepDiff

before = {"/old": "/new", "__origin": "blue.example.com", "__ttl": "60"}
after = {"/old": "/new", "__origin": "green.example.com", "__canary": "on"}
print("DeepDiff", DeepDiff(before, after), DeepDiff([before], [after], ignore_order=True))
print("with the option", sorted(DeepDiff(before, after, ignore_private_variables=False)))
print("jsonpatch", sorted(f"{one['op']} {one['path']}" for one in jsonpatch.make_patch(before, after)))
print("dictdiffer", len(list(dictdiffer.diff(before, after))))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
DeepDiff {} {}
with the option ['dictionary_item_added', 'dictionary_item_removed', 'values_changed']
jsonpatch ['add /__canary', 'remove /__ttl', 'replace /__origin']
dictdiffer 3
SEEN
