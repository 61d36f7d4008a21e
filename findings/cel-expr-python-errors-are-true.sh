#!/usr/bin/env bash
# cel-expr-python 0.1.3 is Google's runtime of CEL for Python. A rule is compiled, which raises an error for what is not
# CEL, and evaluated: `expression.eval(data=…).value()`. One would think that an error in there, of a member that is
# missing or of a text where a number is wanted, is raised as well, as in cel-python 0.5.0. It is handed out:
#   .value()           the message of the error, as a text, which is true to Python: `if ….value():` takes a rule that
#                      could not be evaluated for one that holds
#   the Value itself   true to Python for every answer, false and null among them, and never equal to True or False
# CEL's own answers are right: has(d.ttl) is false, and an error beside `|| true` is gone. But members of JSON come and
# go, so that a gate on "every distribution has …" is green on the one that has nothing of it, and a filter keeps what
# it cannot read. Its page has no word on errors. Ask for `value.type() == cel.Type.BOOL` and `value.value() is
# True`. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install cel-expr-python==0.1.3 cel-python==0.5.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import celpy
from cel_expr_python import cel

RULES = [("d.ttl > 60", {"ttl": 300}), ("d.ttl > 60", {"ttl": 0}), ("d.ttl > 60", {}), ("d.ttl > 60", {"ttl": "300"}),
         ("d.aliases.all(a, a.endsWith('.com'))", {"aliases": None}), ("has(d.ttl)", {}), ("d.ttl > 60 || true", {})]


def other(text, data):
    environment = celpy.Environment()
    try:
        return bool(environment.program(environment.compile(text)).evaluate({"d": celpy.json_to_cel(data)}))
    except Exception as error:
        return type(error).__name__


for text, data in RULES:
    value = cel.NewEnv(variables={"d": cel.Type.DYN}).compile(text).eval(data={"d": data})
    print(f"{text} of {data}: {value.type().name()}, {value.value()!r}")
    print(f"  .value() is true: {bool(value.value())}, the Value is: {bool(value)}, cel-python: {other(text, data)}")
try:
    cel.NewEnv(variables={"d": cel.Type.DYN}).compile("d.ttl >")
except RuntimeError:
    print("d.ttl >: RuntimeError, from compile()")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
d.ttl > 60 of {'ttl': 300}: BOOL, True
  .value() is true: True, the Value is: True, cel-python: True
d.ttl > 60 of {'ttl': 0}: BOOL, False
  .value() is true: False, the Value is: True, cel-python: False
d.ttl > 60 of {}: ERROR, 'NOT_FOUND: Key not found in map : "ttl"'
  .value() is true: True, the Value is: True, cel-python: CELEvalError
d.ttl > 60 of {'ttl': '300'}: ERROR, 'UNKNOWN: No matching overloads found : _>_(string, int64)'
  .value() is true: True, the Value is: True, cel-python: CELEvalError
d.aliases.all(a, a.endsWith('.com')) of {'aliases': None}: ERROR, 'UNKNOWN: No matching overloads found : <iter_range>'
  .value() is true: True, the Value is: True, cel-python: TypeError
has(d.ttl) of {}: BOOL, False
  .value() is true: False, the Value is: True, cel-python: False
d.ttl > 60 || true of {}: BOOL, True
  .value() is true: True, the Value is: True, cel-python: True
d.ttl >: RuntimeError, from compile()
SEEN
