#!/usr/bin/env bash
# policy_sentry 0.15.2 adds to an action what AWS lists as depending on it, and gives it for "*", whatever ARN was
# asked for: "write" on one log group brings iam:PassRole on every role, since PutSubscriptionFilter may hand on a
# role; "write" on one distribution brings CreateDistribution on all, since CopyDistribution needs it, and "write" on
# one Lambda function iam:PassRole on "*" as well. Whoever takes the tool's word "least privilege" for a job that sets
# the retention of log groups gives that job the means to hand any role of the account to a service. Read what stands
# for "*". Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install policy_sentry==0.15.2

for arn in arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/us-east-1.f \
  arn:aws:cloudfront::123456789012:distribution/E2QWRUHEXAMPLE arn:aws:cloudfront::123456789012:function/f \
  arn:aws:lambda:us-east-1:123456789012:function:f; do
  printf 'mode: crud\nname: repair\nwrite: ["%s"]\n' "$arn" > "$folder/wanted.yml"
  HOME="$folder" "$folder/venv/bin/policy_sentry" write-policy --input-file "$folder/wanted.yml" > "$folder/policy.json"
  "$folder/venv/bin/python" - "$folder/policy.json" "$arn" <<'PYTHON'
import json
import sys

statements = json.load(open(sys.argv[1]))["Statement"]
print(sys.argv[2].split(":", 5)[-1], "on *:", *[action for statement in statements if "*" in statement["Resource"]
                                                for action in statement["Action"]])
PYTHON
done | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
log-group:/aws/lambda/us-east-1.f on *: iam:PassRole
distribution/E2QWRUHEXAMPLE on *: cloudfront:CreateDistribution
function/f on *:
function:f on *: iam:PassRole lambda:PassCapacityProvider
SEEN
