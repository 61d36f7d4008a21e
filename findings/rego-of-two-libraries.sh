#!/usr/bin/env bash
# Rego is the language of Open Policy Agent, and rules over plans and findings are written in it. Two libraries run it
# within Python without OPA: regopy 1.5.2 (rego-cpp) and regorus, in celine-regorus 0.9.1 (Rust). OPA's reference says
# what each function answers. regopy answers otherwise, with no error, where regorus is right:
#   net.cidr_contains, json.match_schema   are among what its page says that it does not support, and a call of them is
#                              undefined: a rule that allows by it never does, and `deny if not net.cidr_contains(…)`
#                              always denies. For other names it has an error, as OPA and regorus have for each
#   semver.compare             goes by letters: 1.10.0 is older than 1.9.0, and a release older than its candidate
#   sprintf("%d", …)           of an account without its zero, or of bytes, has 32 bits
#   object.union               takes the second's member whole, where OPA goes into both: defaults are lost
#   null < 60                  false; OPA puts null before all numbers, so that a rule on small values finds it
#   time.parse_rfc3339_ns      undefined for a time with a fraction; urlquery.decode leaves + ; "." is one byte
# and regorus has 28 February for a month after 31 January, where OPA, as Go counts, has 3 March, and sprintf("%t") is
# empty. Ask is_builtin() of regopy for each function, and test rules in the engine that will run them.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install regopy==1.5.2 \
  celine-regorus==0.9.1.post20260227075446

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json

import regopy
import regorus

EXPRESSIONS = r"""
net.cidr_contains("10.0.0.0/8", "10.1.2.3")
json.match_schema({"a": 1}, {"type": "object"})
semver.compare("1.10.0", "1.9.0")
semver.compare("1.0.0-rc.1", "1.0.0")
sprintf("%d", [123456789012])
object.union({"t": {"a": 1}}, {"t": {"b": 2}})
null < 60
time.parse_rfc3339_ns("2026-11-28T10:00:00.5Z")
urlquery.decode("a+b")
regex.match("^.$", "ü")
time.add_date(1769817600000000000, 0, 1, 0)
sprintf("%t", [true])
"""
RULES = """package edge
import rego.v1
deny contains "from outside" if not net.cidr_contains("10.0.0.0/8", input.ip)
deny contains "too old" if semver.compare(input.runtime, "1.9.0") < 0
"""
INPUT = json.dumps({"ip": "10.1.2.3", "runtime": "1.10.0"})


def cpp(text):
    found = json.loads(str(regopy.Interpreter().query(f"x := {text}"))) if text else None
    return found["bindings"]["x"]


def rust(text):
    return regorus.Engine().eval_query(f"x := {text}")["result"][0]["bindings"]["x"]


def answer(engine, text):
    try:
        return json.dumps(engine(text))
    except Exception:
        return "undefined"


for text in EXPRESSIONS.split("\n")[1:-1]:
    print(f"{text}   regopy: {answer(cpp, text)}, regorus: {answer(rust, text)}")
interpreter = regopy.Interpreter()
interpreter.add_module("edge", RULES)
interpreter.set_input_term(INPUT)
print("both rules, regopy:", json.loads(str(interpreter.query("data.edge.deny")))["expressions"])
engine = regorus.Engine()
engine.add_policy("edge", RULES)
engine.set_input_json(INPUT)
print("both rules, regorus:", list(engine.eval_rule("data.edge.deny")))
try:
    regorus.Engine().eval_query("x := net.no_such(1)")
except Exception as error:
    print("no such function, regorus:", "could not find function" in str(error))
try:
    print(regopy.Interpreter().query("x := net.no_such(1)"))
except ValueError:
    print("no such function, regopy: an error")
interpreter = regopy.Interpreter()
print("is_builtin, regopy:", {name: interpreter.is_builtin(name) for name in ("net.cidr_contains", "semver.compare")})
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
net.cidr_contains("10.0.0.0/8", "10.1.2.3")   regopy: undefined, regorus: true
json.match_schema({"a": 1}, {"type": "object"})   regopy: undefined, regorus: [true, null]
semver.compare("1.10.0", "1.9.0")   regopy: -1, regorus: 1.0
semver.compare("1.0.0-rc.1", "1.0.0")   regopy: 1, regorus: -1.0
sprintf("%d", [123456789012])   regopy: "-1097262572", regorus: "123456789012"
object.union({"t": {"a": 1}}, {"t": {"b": 2}})   regopy: {"t": {"b": 2}}, regorus: {"t": {"a": 1.0, "b": 2.0}}
null < 60   regopy: false, regorus: true
time.parse_rfc3339_ns("2026-11-28T10:00:00.5Z")   regopy: undefined, regorus: 1795860000500000000
urlquery.decode("a+b")   regopy: "a+b", regorus: "a b"
regex.match("^.$", "ü")   regopy: false, regorus: true
time.add_date(1769817600000000000, 0, 1, 0)   regopy: 1772496000000000000, regorus: 1772236800000000000
sprintf("%t", [true])   regopy: "true", regorus: ""
both rules, regopy: [['from outside', 'too old']]
both rules, regorus: []
no such function, regorus: True
no such function, regopy: an error
is_builtin, regopy: {'net.cidr_contains': False, 'semver.compare': True}
SEEN
