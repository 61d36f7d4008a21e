#!/usr/bin/env bash
# terraform-compliance 1.16.0: "Then NAME must be enabled" looks for the name in the whole resource, in nested blocks as
# well, and at the first that it meets, in alphabetical order, as the plan has them. Of that it asks whether it is
# something at all (which its reference says, "has some value defined in it"). On a distribution
#   enabled          is that of grpc_config in the default behaviour, which comes before the distribution's own: it
#                    fails on each distribution that is on
#   compress         is the default behaviour's: it passes though other behaviours do not compress
#   origin_shield    passes with a block that says enabled = false, as the block is something
# and of a bucket's versioning `status must be enabled` passes with "Suspended". Verdicts are wrong both ways, and which
# way is decided by names of blocks. "Then it must contain NAME / And its value must be true" looks at each of them.
# Fails where a line below is no longer so.
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

behavior = {"compress": True, "grpc_config": [{"enabled": False}], "target_origin_id": "www",
            "viewer_protocol_policy": "https-only"}
values = {
    "aws_cloudfront_distribution": {
        "default_cache_behavior": [behavior], "enabled": True, "is_ipv6_enabled": True,
        "ordered_cache_behavior": [{**behavior, "compress": False, "path_pattern": "/api/*"}],
        "origin": [{"domain_name": "www.example.com", "origin_id": "www",
                    "origin_shield": [{"enabled": False, "origin_shield_region": None}]}]},
    "aws_s3_bucket_versioning": {"bucket": "site", "versioning_configuration": [
        {"mfa_delete": None, "status": "Suspended"}]},
}
planned, changes, written = [], [], []
for type_, after in values.items():
    resource = {"address": type_ + ".site", "mode": "managed", "type": type_, "name": "site"}
    planned.append({**resource, "values": after})
    changes.append({**resource, "change": {"actions": ["create"], "before": None, "after": after,
                                           "after_unknown": {"id": True}}})
    written.append({**resource, "expressions": {}})
with open("plan.json", "w") as file:
    json.dump({"format_version": "1.2", "terraform_version": "1.9.8", "resource_changes": changes,
               "planned_values": {"root_module": {"resources": planned}},
               "configuration": {"root_module": {"resources": written}}}, file)
PYTHON

scenario() {
  printf 'Feature: edge\n\n  Scenario: edge\n    Given I have %s defined\n' "$1" > features/edge.feature
  printf '    %s\n' "${@:2}" >> features/edge.feature
  venv/bin/terraform-compliance --features features --planfile plan.json > log && code=0 || code=$?
  echo "$(printf '%s; ' "${@:2}")$code"
}
{
  scenario aws_cloudfront_distribution "Then enabled must be enabled"
  scenario aws_cloudfront_distribution "Then is_ipv6_enabled must be enabled"
  scenario aws_cloudfront_distribution "Then compress must be enabled"
  scenario aws_cloudfront_distribution "Then it must contain compress" "And its value must be true"
  scenario aws_cloudfront_distribution "Then origin_shield must be enabled"
  scenario aws_s3_bucket_versioning "Then status must be enabled"
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Then enabled must be enabled; 1
Then is_ipv6_enabled must be enabled; 0
Then compress must be enabled; 0
Then it must contain compress; And its value must be true; 1
Then origin_shield must be enabled; 0
Then status must be enabled; 0
SEEN
