#!/usr/bin/env bash
# rapidyaml 0.15.2 (`import ryml`) is the fast YAML, and has emit_json() beside its parser, which makes it the quick way
# from a template to JSON. What it writes is decided by the letters of each value, and nothing of it is an error:
#   +1                    is written +1, which is no JSON; two keys of one name are written twice
#   *defaults             the text "*defaults", and !Ref Logs the text "Logs"
#   ~, Null, True         the texts "~", "Null" and "True"; null, true and nothing at all are what YAML says
#   1234567e12            a number, where it is a commit or a hash
# Accounts keep their zero, unlike with PyYAML, and 1.10 its last digit, up to the next reader. resolve() of the tree
# puts anchors in, and has to be called. A value that is "True" is neither true nor missing to a rule. Hold the JSON
# against another parser's before relying on it. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install rapidyaml==0.15.2

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json

import ryml

for text in ("a: +1", "a: 1\na: 2", "d: &defaults {k: 1}\na: *defaults", "a: !Ref Logs", "a: ~", "a: Null", "a: True",
             "a: null", "a: true", "a:", "a: 1234567e12", "a: 012345670123", "a: 1.10"):
    made = ryml.emit_json(ryml.parse_in_arena(text.encode()))
    try:
        read = json.loads(made)["a"]
        read = f"{type(read).__name__} {read}"
    except ValueError:
        read = "no JSON"
    print(f"{text!r}: {' '.join(made.split())}, read as {read}")
tree = ryml.parse_in_arena(b"d: &defaults {k: 1}\na: *defaults")
tree.resolve()
print("resolved:", " ".join(ryml.emit_json(tree).split()))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
'a: +1': { "a": +1 }, read as no JSON
'a: 1\na: 2': { "a": 1, "a": 2 }, read as int 2
'd: &defaults {k: 1}\na: *defaults': { "d": {"k": 1}, "a": "*defaults" }, read as str *defaults
'a: !Ref Logs': { "a": "Logs" }, read as str Logs
'a: ~': { "a": "~" }, read as str ~
'a: Null': { "a": "Null" }, read as str Null
'a: True': { "a": "True" }, read as str True
'a: null': { "a": null }, read as NoneType None
'a: true': { "a": true }, read as bool True
'a:': { "a": null }, read as NoneType None
'a: 1234567e12': { "a": 1234567e12 }, read as float 1.234567e+18
'a: 012345670123': { "a": "012345670123" }, read as str 012345670123
'a: 1.10': { "a": 1.10 }, read as float 1.1
resolved: { "d": {"k": 1}, "a": {"k": 1} }
SEEN
