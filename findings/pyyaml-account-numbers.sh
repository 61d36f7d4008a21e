#!/usr/bin/env bash
# An account of AWS is twelve digits, and may begin with 0. PyYAML 6.0.4 (YAML 1.1) and ruamel.yaml 0.19.1 (YAML 1.2)
# take one without quotes for four things, by its digits:
#   012345670123   no 8 and no 9: PyYAML reads an octal number, 1402433619; ruamel.yaml 12345670123
#   012345678901   PyYAML reads the text; ruamel.yaml 12345678901, eleven digits
# PyYAML writes by its own rules: `safe_dump` puts quotes around the first and none around the second, and none around a
# commit or hash like 1234567e12. So a list of accounts that PyYAML wrote from texts, and reads back as texts, is for
# the next tool partly numbers: one account has eleven digits, and the hash is 1.234567e+18. A test with one account
# does not show it. Dump with default_style='"', and quote by hand. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install PyYAML==6.0.4 ruamel.yaml==0.19.1

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import yaml
from ruamel.yaml import YAML

for text in ["012345670123", "012345678901", "123456789012", "1234567e12"]:
    written = yaml.safe_dump({"id": text}).strip()
    print(f"by hand, id: {text}: PyYAML {yaml.safe_load('id: ' + text)['id']!r}, "
          f"ruamel.yaml {YAML(typ='safe').load('id: ' + text)['id']!r}")
    print(f"  PyYAML writes {written}, ruamel.yaml reads {YAML(typ='safe').load(written)['id']!r}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
by hand, id: 012345670123: PyYAML 1402433619, ruamel.yaml 12345670123
  PyYAML writes id: '012345670123', ruamel.yaml reads '012345670123'
by hand, id: 012345678901: PyYAML '012345678901', ruamel.yaml 12345678901
  PyYAML writes id: 012345678901, ruamel.yaml reads 12345678901
by hand, id: 123456789012: PyYAML 123456789012, ruamel.yaml 123456789012
  PyYAML writes id: '123456789012', ruamel.yaml reads '123456789012'
by hand, id: 1234567e12: PyYAML '1234567e12', ruamel.yaml 1.234567e+18
  PyYAML writes id: 1234567e12, ruamel.yaml reads 1.234567e+18
SEEN
