#!/usr/bin/env bash
# Jsonnet makes the JSON of policies, dashboards and configurations from one source. Three libraries for Python run it:
# jsonnet 0.22.0 (C++) and gojsonnet 0.22.0 (Go), both of the project itself, and rjsonnet 0.5.6 (Rust). They do not
# make the same of one source, and none says a word:
#   0.05                        0.050000000000000003 in C++ and Go (Debian's too), 0.05 in Rust: a sampling rate or a
#                               threshold is another text in each comparison, and of manifestJson Go writes 0.05, too
#   std.base64("ü")             C++ takes Latin-1, /A==; Go and Rust UTF-8, w7w=
#   std.parseYaml of an account 012345678901 is a text in C++ and Rust, and 12345678901 in Go
#   the same of `no`, 0123, 1_000    false, 83 and 1000 in Go; texts in C++; Rust has 83 alone
#   std.manifestYamlDoc(…, quote_keys=false)   the key 1e3 has quotes in Go alone, and is a number to the next reader
# Take one of them, everywhere; quotes within YAML that is parsed, and base64 of ASCII alone. Fails where a line below
# is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install jsonnet==0.22.0 gojsonnet==0.22.0 rjsonnet==0.5.6

cat > "$folder/try.py" <<'PYTHON'
import sys

import _gojsonnet
import _jsonnet
import rjsonnet

MAKERS = {"C++": _jsonnet, "Go": _gojsonnet, "Rust": rjsonnet}
for source in ("1.5", "0.05", "1/3", "std.manifestJsonMinified([0.05])", "std.manifestJsonEx(0.05, '')",
               'std.base64("u")', 'std.base64("ü")', *(f"std.parseYaml('a: {text}').a" for text in (
                   "012345678901", "0123", "no", "1_000", "2026-01-02", "1234567e12")),
               'std.manifestYamlDoc({"1e3": 1, "no": 2, "0123": 3}, quote_keys=false)'):
    answers = {name: maker.evaluate_snippet("try", source).strip() for name, maker in MAKERS.items()}
    same = len(set(answers.values())) == 1
    print(source, "->", answers["C++"] if same else "")
    for name, answer in answers.items() if not same else ():
        print(f"  {name} {answer}")
PYTHON
"$folder/venv/bin/python" "$folder/try.py" | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
1.5 -> 1.5
0.05 -> 
  C++ 0.050000000000000003
  Go 0.050000000000000003
  Rust 0.05
1/3 -> 
  C++ 0.33333333333333331
  Go 0.33333333333333331
  Rust 0.3333333333333333
std.manifestJsonMinified([0.05]) -> 
  C++ "[0.050000000000000003]"
  Go "[0.05]"
  Rust "[0.05]"
std.manifestJsonEx(0.05, '') -> 
  C++ "0.050000000000000003"
  Go "0.05"
  Rust "0.05"
std.base64("u") -> "dQ=="
std.base64("ü") -> 
  C++ "/A=="
  Go "w7w="
  Rust "w7w="
std.parseYaml('a: 012345678901').a -> 
  C++ "012345678901"
  Go 12345678901
  Rust "012345678901"
std.parseYaml('a: 0123').a -> 
  C++ "0123"
  Go 83
  Rust 83
std.parseYaml('a: no').a -> 
  C++ "no"
  Go false
  Rust "no"
std.parseYaml('a: 1_000').a -> 
  C++ "1_000"
  Go 1000
  Rust "1_000"
std.parseYaml('a: 2026-01-02').a -> "2026-01-02"
std.parseYaml('a: 1234567e12').a -> 1234567000000000000
std.manifestYamlDoc({"1e3": 1, "no": 2, "0123": 3}, quote_keys=false) -> 
  C++ "\"0123\": 3\n1e3: 1\n\"no\": 2"
  Go "\"0123\": 3\n\"1e3\": 1\n\"no\": 2"
  Rust "\"0123\": 3\n\"1e3\": 1\n\"no\": 2"
SEEN
