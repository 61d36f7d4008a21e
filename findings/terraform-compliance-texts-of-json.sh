#!/usr/bin/env bash
# terraform-compliance 1.16.0 reads each text of a plan as JSON where it can, so that its sentences see into policies.
# All other texts that happen to be JSON become something else as well, tags and headers among them:
#   "1.10"          1.1: `its value must be 1.10` and the expression ^1\.10$ fail on the tag that is right, and a policy
#                   that wants 1.1 passes
#   "1234567e12"    1.234567e+18: a commit that no expression for commits takes
# Accounts keep their zero, as a number with one is no JSON; a release 1.9 is right, and the next one, 1.10, fails.
# Compare such tags with a tool that leaves texts alone. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install terraform-compliance==1.16.0 \
  2> "$folder/errors" || { cat "$folder/errors"; exit 1; }

cd "$folder"
mkdir features
venv/bin/python - <<'PYTHON'
import json

site = {"address": "aws_cloudfront_distribution.site", "mode": "managed", "type": "aws_cloudfront_distribution",
        "name": "site"}
values = {"enabled": True, "tags": {"account": "012345678901", "before": "1.9", "release": "1.10",
                                    "commit": "1234567e12"}}
change = {"actions": ["create"], "before": None, "after": values, "after_unknown": {"arn": True, "id": True}}
with open("plan.json", "w") as file:
    json.dump({"format_version": "1.2", "terraform_version": "1.9.8",
               "planned_values": {"root_module": {"resources": [{**site, "values": values}]}},
               "resource_changes": [{**site, "change": change}],
               "configuration": {"root_module": {"resources": [{**site, "expressions": {}}]}}}, file)
PYTHON

scenario() {
  printf 'Feature: edge\n\n  Scenario: edge\n    Given I have %s defined\n' aws_cloudfront_distribution \
    > features/edge.feature
  printf '    %s\n' "Then it must contain tags" "And it must contain $1" "And its value $2" >> features/edge.feature
  venv/bin/terraform-compliance --features features --planfile plan.json > log && code=0 || code=$?
  echo "$1 $2: $code"
}
{
  scenario account 'must be 012345678901'
  scenario before 'must be 1.9'
  scenario release 'must be 1.10'
  scenario release 'must be 1.1'
  scenario release 'must match the "^1\.10$" regex'
  scenario commit 'must match the "^[0-9a-f]{10}$" regex'
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
account must be 012345678901: 0
before must be 1.9: 0
release must be 1.10: 1
release must be 1.1: 0
release must match the "^1\.10$" regex: 1
commit must match the "^[0-9a-f]{10}$" regex: 1
SEEN
