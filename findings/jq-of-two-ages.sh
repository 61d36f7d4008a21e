#!/usr/bin/env bash
# One filter, two engines of the same name: jq 1.6 is Debian 12's, and PyPI's jq 1.13.0 has the engine of version 1.8
# for programs in Python. Filters that were tried in the shell and are then built into a program answer otherwise,
# mostly without an error:
#   @uri             1.6 leaves ! * ' ( ) as they are, which SigV4 and signed URLs want encoded
#   index, indices   1.6 counts bytes and slices go by characters: what is cut at a mark behind an ü is cut too far on
#   gsub("^/"; "")   1.6 takes all slashes in front, one after the other, since each next one is in front then
#   limit(0; …)      1.6 answers one
#   ltrimstr(1)      a text as it is in 1.6, an error in the other; tonumber of " 12 " the same
# Take one of the two everywhere: PyPI's wheel runs in the shell as well. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
version=1.6-2.1+deb12u3
(cd "$folder" && apt-get download -qq jq=$version libjq1=$version libonig5 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install jq==1.13.0
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
"$folder/usr/bin/jq" --version

"$folder/venv/bin/python" - "$folder/usr/bin/jq" <<'PYTHON' | tee "$folder/seen"
import json
import subprocess
import sys

import jq

for text, query in [
        ('"it\'s (new)!*"', "@uri"), ('"für,edge"', '.[:index(",")]'), ('"a,ü,b"', 'indices(",")'),
        ('"//a/b"', 'gsub("^/"; "")'), ("null", "[limit(0; 1, 2)]"), ('"a"', "ltrimstr(1)"), ('" 12 "', "tonumber"),
        ('"a"', ". * 0"), ("true", 'if . then "yes" end')]:
    run = subprocess.run([sys.argv[1], "-c", query], input=text, capture_output=True, text=True)
    debian = run.stdout.strip() if run.returncode == 0 else "error"
    try:
        pypi = jq.compile(query).input_text(text).text()
    except ValueError:
        pypi = "error"
    print(f"{text} | {query}: 1.6 {debian}, PyPI's {pypi}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
"it's (new)!*" | @uri: 1.6 "it's%20(new)!*", PyPI's "it%27s%20%28new%29%21%2A"
"für,edge" | .[:index(",")]: 1.6 "für,", PyPI's "f\u00fcr"
"a,ü,b" | indices(","): 1.6 [1,4], PyPI's [1, 3]
"//a/b" | gsub("^/"; ""): 1.6 "a/b", PyPI's "/a/b"
null | [limit(0; 1, 2)]: 1.6 [1], PyPI's []
"a" | ltrimstr(1): 1.6 "a", PyPI's error
" 12 " | tonumber: 1.6 12, PyPI's error
"a" | . * 0: 1.6 null, PyPI's ""
true | if . then "yes" end: 1.6 error, PyPI's "yes"
SEEN
