#!/usr/bin/env bash
# `cloudsplaining expand-policy` (0.9.1, with get_expanded_policy of policy_sentry 0.15.2) prints a policy of IAM again,
# "to improve readability": each action with a * becomes the list of actions that it stands for. In statements that
# allow it does so. In these it makes the list empty, those with no * among them, too:
#   "Effect": "Deny"    whatever it denies; the conditions and resources stay, and nothing is denied any more
#   "NotAction"         under Allow that is everything, where it was everything but the rights on IAM; all that is said
#                       is a warning that it "will expand any wildcard actions that are in the NotAction list"
# The exit code is 0. What is then read in a review, compared with the policy of last week, or stored in its place is
# another policy: two whose denials differ are the same. The analysis has its own way, and knows denials. Expand Action
# and NotAction by oneself, with expand() of the same library. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install cloudsplaining==0.9.1 policy_sentry==0.15.2

cd "$folder"
cat > policy.json <<'JSON'
{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "Edge", "Effect": "Allow", "Action": "cloudfront:UpdateF*", "Resource": "*"},
    {"Sid": "Never", "Effect": "Deny", "Action": ["cloudfront:DeleteFunc*", "s3:DeleteBucket"], "Resource": "*"},
    {"Sid": "AllButIam", "Effect": "Allow", "NotAction": ["iam:*", "organizations:*"], "Resource": "*"},
    {"Sid": "OneRegion", "Effect": "Deny", "NotAction": "cloudfront:*", "Resource": "*",
     "Condition": {"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}}
  ]
}
JSON
venv/bin/cloudsplaining expand-policy --input-file policy.json > expanded.json 2> errors || { cat errors; exit 1; }
venv/bin/python - <<'PYTHON' | tee seen
import json

with open("policy.json") as before, open("expanded.json") as after:
    for old, new in zip(json.load(before)["Statement"], json.load(after)["Statement"]):
        element = "Action" if "Action" in old else "NotAction"
        print(old["Effect"], element, old[element], "is", len(new[element]), "actions")
PYTHON
venv/bin/python -c '
from policy_sentry.analysis.expand import expand

print("expand():", expand(["cloudfront:DeleteFunc*", "s3:DeleteBucket"]))' 2>/dev/null | tee -a seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Allow Action cloudfront:UpdateF* is 3 actions
Deny Action ['cloudfront:DeleteFunc*', 's3:DeleteBucket'] is 0 actions
Allow NotAction ['iam:*', 'organizations:*'] is 0 actions
Deny NotAction cloudfront:* is 0 actions
expand(): ['cloudfront:DeleteFunction', 's3:DeleteBucket']
SEEN
