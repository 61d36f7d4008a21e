#!/usr/bin/env bash
# terraform-compliance 1.16.0 reads a plan as `terraform show -json` writes it, and has sentences such as "When it does
# not have web_acl_id / Then it must fail" and "Then it must contain aliases". In a plan each attribute that nobody has
# set stands as null, and each block that is not there as []. To these sentences null is there and [] is not:
#   web_acl_id, aliases, tags            "it has", "it must contain" pass for a distribution that has none of them, and
#                                        the scenario on "does not have" is skipped, which ends with 0
#   response_headers_policy_id           the same, within the default behaviour
#   logging_config, origin_shield        are found missing
# So a policy that was tried on a block is right, and the same sentence on an attribute passes on every distribution,
# without a firewall as well. "And its value must not be null" behind it, or "web_acl_id must be enabled", looks at the
# value. Fails where a line below is no longer so.
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
origin = {"domain_name": "www.example.com", "origin_id": "www", "origin_shield": []}
behavior = {"target_origin_id": "www", "viewer_protocol_policy": "https-only", "response_headers_policy_id": None,
            "lambda_function_association": []}
values = {"aliases": None, "default_cache_behavior": [behavior], "enabled": True, "logging_config": [],
          "origin": [origin], "tags": None, "web_acl_id": None}
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
  printf '    %s\n' "$@" >> features/edge.feature
  venv/bin/terraform-compliance --features features --planfile plan.json > log && code=0 || code=$?
  echo "$(printf '%s; ' "$@")$code"
}
for name in web_acl_id aliases tags response_headers_policy_id logging_config origin_shield; do
  scenario "When it does not have $name" "Then it must fail"
  scenario "Then it must contain $name"
done | tee seen
scenario "Then web_acl_id must be enabled" | tee -a seen
scenario "Then it must contain web_acl_id" "And its value must not be null" | tee -a seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
When it does not have web_acl_id; Then it must fail; 0
Then it must contain web_acl_id; 0
When it does not have aliases; Then it must fail; 0
Then it must contain aliases; 0
When it does not have tags; Then it must fail; 0
Then it must contain tags; 0
When it does not have response_headers_policy_id; Then it must fail; 0
Then it must contain response_headers_policy_id; 0
When it does not have logging_config; Then it must fail; 1
Then it must contain logging_config; 1
When it does not have origin_shield; Then it must fail; 1
Then it must contain origin_shield; 1
Then web_acl_id must be enabled; 1
Then it must contain web_acl_id; And its value must not be null; 1
SEEN
