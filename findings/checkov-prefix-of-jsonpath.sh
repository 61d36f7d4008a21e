#!/usr/bin/env bash
# Policies of one's own for checkov (3.3.30) are YAML or JSON: an attribute, an operator, a value. "All those operators
# are supporting JSONPath attribute expression by adding the jsonpath_ prefix", says its page, and one would think that
# this is another way to write the attribute. On a distribution with two origins, of which one is http-only:
#   origin.*.….origin_protocol_policy, equals https-only            passes: any of them is enough, as its page has it
#   $.origin[*].….origin_protocol_policy, jsonpath_equals           fails: all have to
#   origin.*.….origin_protocol_policy, not_equals http-only         passes, and not_within [http-only], too
#   origin.*.….origin_ssl_protocols, not_contains TLSv1             fails: alone of its kind it goes by all, where its
#                                                                   page says that it goes by any
# "All" are those that have it: $.origin[*].origin_shield.enabled equals true, and jsonpath_exists, pass where
# one of two origins has a shield; jsonpath_not_equals "" of what no origin has passes as well. And a filter in the path
# (by bc-jsonpath-ng 1.6.1, which checkov brings along) makes a number of a text that stands against one: @.account ==
# 12345678901 finds "012345678901", another account. jsonpath-ng 1.16.0, with which such a path is tried, does not.
# Try a policy on a resource with two blocks, a good one and a bad one, before it is relied on; its page has `not` for
# "none is". Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install checkov==3.3.30 jsonpath-ng==1.16.0

cd "$folder"
mkdir code policies
cat >code/main.tf <<'HCL'
resource "aws_cloudfront_distribution" "site" {
  origin {
    origin_id = "old"
    custom_origin_config {
      origin_protocol_policy = "http-only"
      origin_ssl_protocols   = ["TLSv1", "TLSv1.2"]
    }
  }
  origin {
    origin_id = "new"
    custom_origin_config {
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
    origin_shield {
      enabled = true
    }
  }
  tags = {
    account = "012345678901"
  }
}
HCL
venv/bin/python - <<'PYTHON' | tee seen
import json
import subprocess

from jsonpath_ng.ext import parse

policy, protocols = "custom_origin_config.origin_protocol_policy", "custom_origin_config.origin_ssl_protocols"
tried = [
    (f"origin.*.{policy}", "equals", "https-only"), (f"$.origin[*].{policy}", "jsonpath_equals", "https-only"),
    (f"origin.*.{policy}", "not_equals", "http-only"), (f"$.origin[*].{policy}", "jsonpath_not_equals", "http-only"),
    (f"origin.*.{policy}", "not_within", ["http-only"]), (f"origin.*.{protocols}", "contains", "TLSv1"),
    (f"origin.*.{protocols}", "not_contains", "TLSv1"), (f"$.origin[*].{protocols}", "jsonpath_contains", "TLSv1"),
    ("$.origin[*].origin_shield.enabled", "jsonpath_equals", True),
    ("$.origin[*].origin_shield", "jsonpath_exists", None),
    ("$.origin[*].origin_access_control_id", "jsonpath_not_equals", ""),
    ("$.tags[?(@.account == 12345678901)].account", "jsonpath_exists", None),
    ("$.tags[?(@.account == '12345678901')].account", "jsonpath_exists", None)]
for number, (attribute, operator, value) in enumerate(tried):
    definition = {"cond_type": "attribute", "resource_types": ["aws_cloudfront_distribution"], "attribute": attribute,
                  "operator": operator, **({} if value is None else {"value": value})}
    with open(f"policies/{number}.json", "w") as file:
        json.dump({"metadata": {"id": f"CKV2_OWN_{number}", "name": "own", "category": "GENERAL_SECURITY"},
                   "definition": definition}, file)
run = subprocess.run(
    ["venv/bin/checkov", "--directory", "code", "--framework", "terraform", "--external-checks-dir", "policies",
     "--check", ",".join(f"CKV2_OWN_{number}" for number in range(len(tried))), "--compact", "--output", "json",
     "--skip-download"], capture_output=True, text=True)
results = json.loads(run.stdout)["results"]
said = {one["check_id"]: one["check_result"]["result"] for kind in ("passed_checks", "failed_checks")
        for one in results[kind]}
for number, (attribute, operator, value) in enumerate(tried):
    print(said[f"CKV2_OWN_{number}"], attribute, operator, *([] if value is None else [json.dumps(value)]))
tags = {"tags": [{"account": "012345678901"}]}
print("jsonpath-ng:", parse("$.tags[?(@.account == 12345678901)].account").find(tags))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
PASSED origin.*.custom_origin_config.origin_protocol_policy equals "https-only"
FAILED $.origin[*].custom_origin_config.origin_protocol_policy jsonpath_equals "https-only"
PASSED origin.*.custom_origin_config.origin_protocol_policy not_equals "http-only"
FAILED $.origin[*].custom_origin_config.origin_protocol_policy jsonpath_not_equals "http-only"
PASSED origin.*.custom_origin_config.origin_protocol_policy not_within ["http-only"]
PASSED origin.*.custom_origin_config.origin_ssl_protocols contains "TLSv1"
FAILED origin.*.custom_origin_config.origin_ssl_protocols not_contains "TLSv1"
FAILED $.origin[*].custom_origin_config.origin_ssl_protocols jsonpath_contains "TLSv1"
PASSED $.origin[*].origin_shield.enabled jsonpath_equals true
PASSED $.origin[*].origin_shield jsonpath_exists
PASSED $.origin[*].origin_access_control_id jsonpath_not_equals ""
PASSED $.tags[?(@.account == 12345678901)].account jsonpath_exists
FAILED $.tags[?(@.account == '12345678901')].account jsonpath_exists
jsonpath-ng: []
SEEN
