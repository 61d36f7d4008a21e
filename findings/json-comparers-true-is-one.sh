#!/usr/bin/env bash
# Drift is what two JSON documents do not have in common, and libraries for Python compare them. In JSON true is no
# number. In Python it equals 1, and whoever writes `==` says that it is the same:
#   jsondiff 2.2.1, dictdiffer 0.10.0, json-delta 2.0.2, jycm 1.5.0, jsoncomparison 1.1.0
#                        Enabled: 1 and Enabled: true are equal, also within lists
#   deepdiff 9.1.0       tells them apart in objects, and 1 from 1.0; in lists [true] and [1] are equal to it as well
#   jsoncomparison       lists in another order are equal too, and ["a", "a"] and ["a"], and what the second has
#                        beside the first: the behaviours of a distribution go by their order
#   jsonpatch 1.48, recursive-diff 2.1.0     tell true from 1 everywhere
# Whether a flag is 1 or true depends on who wrote it: SQLite, MySQL, PHP, Perl and spreadsheets have 1. AWS refuses or
# misses such a value, and the report says that nothing differs. Compare the texts of json.dumps(sort_keys=True) first.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install jsondiff==2.2.1 dictdiffer==0.10.0 \
  json-delta==2.0.2 jycm==1.5.0 jsoncomparison==1.1.0 deepdiff==9.1.0 jsonpatch==1.48 recursive-diff==2.1.0

cat > "$folder/try.py" <<'PYTHON'
import dictdiffer
import json_delta
import jsondiff
import jsonpatch
import recursive_diff
from deepdiff import DeepDiff
from jsoncomparison import Compare
from jycm.jycm import YouchamaJsonDiffer

LIBRARIES = {
    "jsondiff": jsondiff.diff,
    "dictdiffer": lambda old, new: list(dictdiffer.diff(old, new)),
    "json-delta": lambda old, new: json_delta.diff(old, new, verbose=False),
    "jycm": lambda old, new: YouchamaJsonDiffer(old, new).get_diff(no_pairs=True),
    "jsoncomparison": lambda old, new: Compare(config={"output": {"console": False}}).check(old, new),
    "deepdiff": DeepDiff,
    "jsonpatch": lambda old, new: jsonpatch.make_patch(old, new).patch,
    "recursive-diff": lambda old, new: list(recursive_diff.recursive_diff(old, new)),
}
for old, new in (({"Enabled": 1}, {"Enabled": True}), ([True, False], [1, 0]),
                 ({"MinTTL": 1}, {"MinTTL": 1.0}), ({"Items": ["/a", "/b"]}, {"Items": ["/b", "/a"]}),
                 ({"Items": ["/a", "/a"]}, {"Items": ["/a"]}), ({}, {"WebACLId": "x"}), ({"TTL": 60}, {"TTL": "60"})):
    equal = [name for name, library in LIBRARIES.items() if not library(old, new)]
    print(old, new, "- equal to", ", ".join(equal) or "none")
PYTHON
"$folder/venv/bin/python" -W ignore "$folder/try.py" | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
{'Enabled': 1} {'Enabled': True} - equal to jsondiff, dictdiffer, json-delta, jycm, jsoncomparison
[True, False] [1, 0] - equal to jsondiff, dictdiffer, json-delta, jycm, jsoncomparison, deepdiff
{'MinTTL': 1} {'MinTTL': 1.0} - equal to jsondiff, dictdiffer, json-delta, jycm, recursive-diff
{'Items': ['/a', '/b']} {'Items': ['/b', '/a']} - equal to jsoncomparison
{'Items': ['/a', '/a']} {'Items': ['/a']} - equal to jsoncomparison
{} {'WebACLId': 'x'} - equal to jsoncomparison
{'TTL': 60} {'TTL': '60'} - equal to none
SEEN
