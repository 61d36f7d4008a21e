#!/usr/bin/env bash
# CloudFormation lets a Ref stand for the attribute in Fn::GetAtt ("For the Fn::GetAtt attribute name, you can use the
# Ref function"). cfn-flip 1.3.0, which turns templates from JSON to YAML, joins the two parts with a dot and ends in a
# TypeError of Python for the whole template. In the other direction it reads by the rules of YAML 1.1, and writes out
# as something else without a word what has no quotes: 12:30:00 becomes 45000, the account 012345670123 the number
# 1402433619, and a key `On` the key "true". Quotes keep them. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install cfn-flip==1.3.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json

import cfn_flip

for attribute in ("DomainName", {"Ref": "Attribute"}):
    template = json.dumps({"Outputs": {"Site": {"Value": {"Fn::GetAtt": ["Site", attribute]}}}})
    try:
        print(cfn_flip.to_yaml(template).strip())
    except TypeError as error:
        print(f"{attribute}: TypeError, {error}")
metadata = "Metadata:\n  At: 12:30:00\n  Account: 012345670123\n  On: always\n  Other: '12:30:00'"
print(json.loads(cfn_flip.to_json(metadata)))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Outputs:
  Site:
    Value: !GetAtt 'Site.DomainName'
{'Ref': 'Attribute'}: TypeError, sequence item 1: expected str instance, ODict found
{'Metadata': {'At': 45000, 'Account': 1402433619, 'true': 'always', 'Other': '12:30:00'}}
SEEN
