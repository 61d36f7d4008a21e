#!/usr/bin/env bash
# CEL, the Common Expression Language of Google, is what conditions of alarms, of IAM elsewhere and of Kubernetes are
# written in, and rules over an estate as well. Three libraries for Python: cel-python 0.5.0 (Python), cel-expr-python
# 0.1.3 (Google's, C++) and common-expression-language 0.10.0 (`import cel`, Rust). Google's is by the definition here.
# The other two answer, with no error:
#   common-expression-language   size("ü") is 2, in bytes, where CEL counts characters
#                                getHours(), getDate() and getDayOfWeek() go by the offset that the text had, and CEL by
#                                UTC: "at night" and "on Sunday" depend on who wrote the time; with a zone,
#                                getHours("Asia/Tokyo"), it is an error
#                                \d and \w take digits and letters of any script, and CEL's RE2 those of ASCII
#   cel-python                   of a time what is below a microsecond is gone: two that differ are equal
#                                true == 1 holds, "a" in "abc" holds, list[-1] is the last, int("1_000") is 1000
#                                string(true) is "True": a key or a header that is made of it is another one
#                                d.count == 3.0 with a count of 3, which JSON does not tell apart, is an error
# So a rule that was tried with one of them says something else in the next, and for some data alone. Try each rule in
# the engine that will run it. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install cel-python==0.5.0 cel-expr-python==0.1.3 \
  common-expression-language==0.10.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import cel
import celpy
from cel_expr_python import cel as google

DATA = {"d": {"count": 3, "methods": ["GET", "HEAD"]}}
EXPRESSIONS = r"""
size("ü")
timestamp("2026-11-29T06:00:00+09:00").getHours()
timestamp("2026-11-29T06:00:00+09:00").getDayOfWeek()
timestamp("2026-11-28T21:00:00Z").getHours("Asia/Tokyo")
"٣".matches("^\\d$")
timestamp("2026-11-28T10:00:00.1234567Z") > timestamp("2026-11-28T10:00:00.123456Z")
dyn(true) == 1
dyn("a") in dyn("abc")
d.methods[-1]
int("1_000")
string(true)
d.count == 3.0
"""


def python(text):
    environment = celpy.Environment()
    program = environment.program(environment.compile(text))
    return program.evaluate({name: celpy.json_to_cel(value) for name, value in DATA.items()})


def cpp(text):
    value = google.NewEnv(variables={"d": google.Type.DYN}).compile(text).eval(data=DATA)
    if value.type() == google.Type.ERROR:
        raise ValueError(value)
    return value.value()


def rust(text):
    return cel.evaluate(text, DATA)


def answer(engine, text):
    try:
        got = engine(text)
    except Exception:
        return "an error"
    return str(bool(got)) if isinstance(got, (bool, celpy.celtypes.BoolType)) else str(got)


print("cel-expr-python, cel-python, common-expression-language")
for text in EXPRESSIONS.split("\n")[1:-1]:
    print(f"{text}   {', '.join(answer(engine, text) for engine in (cpp, python, rust))}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
cel-expr-python, cel-python, common-expression-language
size("ü")   1, 1, 2
timestamp("2026-11-29T06:00:00+09:00").getHours()   21, 21, 6
timestamp("2026-11-29T06:00:00+09:00").getDayOfWeek()   6, 6, 0
timestamp("2026-11-28T21:00:00Z").getHours("Asia/Tokyo")   6, 6, an error
"٣".matches("^\\d$")   False, False, True
timestamp("2026-11-28T10:00:00.1234567Z") > timestamp("2026-11-28T10:00:00.123456Z")   True, False, True
dyn(true) == 1   False, True, False
dyn("a") in dyn("abc")   an error, True, an error
d.methods[-1]   an error, HEAD, an error
int("1_000")   an error, 1000, an error
string(true)   true, True, an error
d.count == 3.0   True, an error, True
SEEN
