#!/usr/bin/env bash
# Code of the edge is tried from Python in an engine that needs no node: quickjs 1.19.4 and dukpy 0.6.0 are both
# QuickJS, and not the same one:
#   at(), Object.hasOwn, toSorted, error.cause, /d   not in quickjs, whose engine is of before ES2022; in dukpy, and in
#                                                    the node that runs Lambda@Edge
#   Date.parse('2024/02/15')                         NaN in quickjs, a date in dukpy
#   'a\0b'                                           comes back to Python as 'a' from quickjs, which ends a text there
#   NaN, undefined and null                          all None from dukpy, as it hands over JSON; quickjs tells NaN apart
# A test that says that a date is refused, or that a header is short, says it of the engine. Neither has setTimeout,
# structuredClone or Intl. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install quickjs==1.19.4 dukpy==0.6.0

TZ=UTC "$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import dukpy
import quickjs

ENGINES = {"quickjs": lambda code: quickjs.Context().eval(code), "dukpy": dukpy.evaljs}
for code in ("[1, 2].at(-1)", "Object.hasOwn({a: 1}, 'a')", "[2, 1].toSorted().join()", "Error('', {cause: 1}).cause",
             "/a/d.exec('a').indices[0].join()", "Date.parse('2024/02/15')", "Date.parse('2024-02-15T09:00:00+09:00')",
             r"'a\0b'", "NaN", "undefined", "null", "typeof setTimeout + typeof structuredClone + typeof Intl"):
    print(code)
    for name, run in ENGINES.items():
        try:
            print(f"  {name}: {run(code)!r}")
        except Exception as error:
            print(f"  {name}: {type(error).__name__}: {str(error).splitlines()[0]}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
[1, 2].at(-1)
  quickjs: JSException: TypeError: not a function
  dukpy: 2
Object.hasOwn({a: 1}, 'a')
  quickjs: JSException: TypeError: not a function
  dukpy: True
[2, 1].toSorted().join()
  quickjs: JSException: TypeError: not a function
  dukpy: '1,2'
Error('', {cause: 1}).cause
  quickjs: None
  dukpy: 1
/a/d.exec('a').indices[0].join()
  quickjs: JSException: SyntaxError: invalid regular expression flags
  dukpy: '0,1'
Date.parse('2024/02/15')
  quickjs: nan
  dukpy: 1707955200000
Date.parse('2024-02-15T09:00:00+09:00')
  quickjs: 1707955200000.0
  dukpy: 1707955200000
'a\0b'
  quickjs: 'a'
  dukpy: 'a\x00b'
NaN
  quickjs: nan
  dukpy: None
undefined
  quickjs: None
  dukpy: None
null
  quickjs: None
  dukpy: None
typeof setTimeout + typeof structuredClone + typeof Intl
  quickjs: 'undefinedundefinedundefined'
  dukpy: 'undefinedundefinedundefined'
SEEN
