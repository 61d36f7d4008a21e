#!/usr/bin/env bash
# State machines of Step Functions compute with JSONata, and its expressions are tried in Python. Of three libraries,
# jsonata-python 0.7.1, jsonatapy 2.2.13 and jsonata-rs 0.1.4, none answers all of these as JSONata does, and none says
# a word:
#   jsonata-python   the remainder is one of whole numbers: 5.5 % 2 is 1, 7.25 % 0.5 is 0. `in` and $distinct take true
#                    for 1, so that a list loses a member, and one of two is no list any more. From 1e15 on, as
#                    times in microseconds and bytes of a month are, a number becomes "1.76732304512346e+15" as a text
#                    (JSON of JavaScript has no exponent below 1e21). $number takes "1_000", and "nan" gives what is no
#                    JSON
#   jsonatapy        $encodeUrl leaves a blank as it is; $encodeUrlComponent escapes ! ' ( ) *, which JavaScript leaves
#   jsonata-rs       $decodeUrl and $decodeUrlComponent make a blank of +, which is a plus in a path
# A branch, a key or a URL is then another on AWS. Try with the TestState call of Step Functions what matters.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/ask.py" <<'PYTHON'
import json
import sys

EXPRESSIONS = [
    "5.5 % 2", "7.25 % 0.5", "7 % 2", "1 in [true]", "$distinct([0, false, 2])", "$distinct([1, true])",
    "$string(micros)", "'run-' & micros", "'' & 31536000000000000", "$number('1_000')", "$number('nan')",
    "$encodeUrl('https://example.com/a b')", '$encodeUrlComponent("a\'(1)!*")', "$decodeUrlComponent('c++%20')",
    "$decodeUrl('/c++')"]
print(sys.argv[1])
for expression in EXPRESSIONS:
    data = {"micros": 1767323045123400}
    try:
        if sys.argv[1] == "jsonatapy":
            import jsonatapy
            answer = jsonatapy.evaluate(expression, data)
        else:
            import jsonata
            answer = jsonata.Jsonata(expression).evaluate(data)
        answer = json.dumps(answer)
    except Exception:
        answer = "an error"
    print(f"   {expression:40} {answer}")
PYTHON
for package in jsonata-python==0.7.1 jsonatapy==2.2.13 jsonata-rs==0.1.4; do
  python3 -m venv "$folder/$package"
  "$folder/$package/bin/pip" --disable-pip-version-check --quiet install "$package"
  "$folder/$package/bin/python" -W ignore "$folder/ask.py" "${package%%=*}"
done | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
jsonata-python
   5.5 % 2                                  1
   7.25 % 0.5                               0
   7 % 2                                    1
   1 in [true]                              true
   $distinct([0, false, 2])                 [0, 2]
   $distinct([1, true])                     1
   $string(micros)                          "1.7673230451234e+15"
   'run-' & micros                          "run-1.7673230451234e+15"
   '' & 31536000000000000                   "3.1536e+16"
   $number('1_000')                         1000
   $number('nan')                           NaN
   $encodeUrl('https://example.com/a b')    "https://example.com/a%20b"
   $encodeUrlComponent("a'(1)!*")           "a'(1)!*"
   $decodeUrlComponent('c++%20')            "c++ "
   $decodeUrl('/c++')                       "/c++"
jsonatapy
   5.5 % 2                                  1.5
   7.25 % 0.5                               0.25
   7 % 2                                    1
   1 in [true]                              false
   $distinct([0, false, 2])                 [0, false, 2]
   $distinct([1, true])                     [1, true]
   $string(micros)                          "1767323045123400"
   'run-' & micros                          "run-1767323045123400"
   '' & 31536000000000000                   "31536000000000000"
   $number('1_000')                         an error
   $number('nan')                           an error
   $encodeUrl('https://example.com/a b')    "https://example.com/a b"
   $encodeUrlComponent("a'(1)!*")           "a%27%281%29%21%2A"
   $decodeUrlComponent('c++%20')            "c++ "
   $decodeUrl('/c++')                       "/c++"
jsonata-rs
   5.5 % 2                                  1.5
   7.25 % 0.5                               0.25
   7 % 2                                    1
   1 in [true]                              false
   $distinct([0, false, 2])                 [0, false, 2]
   $distinct([1, true])                     [1, true]
   $string(micros)                          "1767323045123400"
   'run-' & micros                          "run-1767323045123400"
   '' & 31536000000000000                   "31536000000000000"
   $number('1_000')                         an error
   $number('nan')                           an error
   $encodeUrl('https://example.com/a b')    "https://example.com/a%20b"
   $encodeUrlComponent("a'(1)!*")           "a'(1)!*"
   $decodeUrlComponent('c++%20')            "c   "
   $decodeUrl('/c++')                       "/c  "
SEEN
