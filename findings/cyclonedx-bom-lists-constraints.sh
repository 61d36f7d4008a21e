#!/usr/bin/env bash
# `cyclonedx-py requirements` of cyclonedx-bom 7.5.0, CycloneDX's own tool, lists what a requirements.txt brings into a
# package of a function. "The options and switches mimic the respective ones from Pip", and pip 26.3 installs three
# packages by the files here. Which are in the list, with no warning but one on a version that is not pinned:
#   -c constraints.txt     to pip the versions to take if a package is wanted. Each line of it is one of the list:
#                          of an organization's constraints some hundreds, that are in no package
#   six, whose version is in the constraints    is there twice, with the version and without
#   ; python_version < "3.11", ; sys_platform == "win32"
#                          are not looked at, and not written: what another Python or Windows needs is required
# What is asked of the list, whether a package with a hole is in use, is then answered with yes for what nobody has, and
# exceptions are written for it. `cyclonedx-py environment` on what was installed has neither. Fails where that is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install cyclonedx-bom==7.5.0 pip==26.3

cat > requirements.txt <<'TEXT'
-c constraints.txt
jmespath==1.1.0
python-dateutil==2.9.0.post0
exceptiongroup==1.3.0; python_version < "3.11"
pywin32==311; sys_platform == "win32"
six
TEXT
cat > constraints.txt <<'TEXT'
six==1.16.0
pyyaml==5.3.1
jinja2==2.11.0
TEXT

cat > told.py <<'PYTHON'
import json
import sys

components = json.load(sys.stdin)["components"]
for component in sorted(components, key=lambda component: (component["name"], component.get("version", ""))):
    print(f"  {component['name']} {component.get('version', '(no version)')}, {component.get('scope', 'required')}")
PYTHON
{
  echo "pip:"
  python3 -m venv other
  venv/bin/pip --disable-pip-version-check --quiet --python other/bin/python install -r requirements.txt
  venv/bin/pip --disable-pip-version-check --python other/bin/python list --format freeze | grep -v '^pip=\|^setup' |
    sed 's/^/  /'
  echo "cyclonedx-py requirements:"
  venv/bin/cyclonedx-py requirements requirements.txt 2> said | python3 told.py
  sed -n 's/.* > \(component has no pinned version\).*name=\([a-z]*\).*/  said: \1: \2/p' said
  echo "cyclonedx-py environment:"
  venv/bin/cyclonedx-py environment other/bin/python 2> said | python3 told.py | grep -v ' pip \| setuptools '
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
pip:
  jmespath==1.1.0
  python-dateutil==2.9.0.post0
  six==1.16.0
cyclonedx-py requirements:
  exceptiongroup 1.3.0, required
  jinja2 2.11.0, required
  jmespath 1.1.0, required
  python-dateutil 2.9.0.post0, required
  pywin32 311, required
  pyyaml 5.3.1, required
  six (no version), required
  six 1.16.0, required
  said: component has no pinned version: six
cyclonedx-py environment:
  jmespath 1.1.0, required
  python-dateutil 2.9.0.post0, required
  six 1.16.0, required
SEEN
