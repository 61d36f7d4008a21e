#!/usr/bin/env bash
# Cloud Custodian 0.9.53: `value_type: integer` and `float` convert what the resource has, and not the policy's `value`,
# and `value_type: normalize` (lower case, no blanks around) does so for the resource alone, too. A policy whose number
# is in quotes, as a YAML from a template or with variables has it, or whose text has a capital letter, validates, and
# no resource ever fulfils it: a comparison of a number with a text is False by itself, whatever the operator, so that
# `lt` and `gte` both find nothing and the account looks clean. Only `ne` and `not-in` hold, on every resource.
# Numbers without quotes, and small letters. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install c7n==0.9.53

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from c7n.config import Config
from c7n.policy import PolicyCollection
from c7n.resources import load_resources
from c7n.schema import validate

load_resources(("aws.log-group",))
groups = [{"logGroupName": "short", "retentionInDays": 7, "logGroupClass": "STANDARD"},
          {"logGroupName": "long", "retentionInDays": 365, "logGroupClass": "INFREQUENT_ACCESS"}]


def ask(**value):
    data = {"policies": [{"name": "p", "resource": "aws.log-group", "filters": [{"type": "value", **value}]}]}
    assert validate(data) == []
    policy = list(PolicyCollection.from_data(data, Config.empty(region="us-east-1", account_id="123456789012")))[0]
    policy.validate()
    found = [group["logGroupName"] for group in policy.resource_manager.filter_resources([dict(g) for g in groups])]
    print(*(f"{part}" if isinstance(part, str) and part != value["value"] else repr(part) for part in value.values()), found)


for op in ["lt", "gte", "eq", "ne"]:
    ask(key="retentionInDays", op=op, value=7 if op == "eq" else 30, value_type="integer")
    ask(key="retentionInDays", op=op, value="7" if op == "eq" else "30", value_type="integer")
for value in ["standard", "STANDARD"]:
    ask(key="logGroupClass", op="eq", value=value, value_type="normalize")
ask(key="logGroupClass", op="in", value=["STANDARD"], value_type="normalize")
ask(key="logGroupClass", op="not-in", value=["STANDARD"], value_type="normalize")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
retentionInDays lt 30 integer ['short']
retentionInDays lt '30' integer []
retentionInDays gte 30 integer ['long']
retentionInDays gte '30' integer []
retentionInDays eq 7 integer ['short']
retentionInDays eq '7' integer []
retentionInDays ne 30 integer ['short', 'long']
retentionInDays ne '30' integer ['short', 'long']
logGroupClass eq 'standard' normalize ['short']
logGroupClass eq 'STANDARD' normalize []
logGroupClass in ['STANDARD'] normalize []
logGroupClass not-in ['STANDARD'] normalize ['short', 'long']
SEEN
