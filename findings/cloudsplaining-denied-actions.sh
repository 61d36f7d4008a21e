#!/usr/bin/env bash
# cloudsplaining 0.9.1 takes what a policy denies from what it allows, and one would think so of all that it reports.
# all_allowed_actions does; infrastructure_modification, the list behind its findings of that name, goes by each
# statement that allows, and lists an action that the next statement of the same policy denies. The
# two lists of one object thus contradict each other, and a policy that is written as "this, but never that" is a
# finding for good, which ends in an exclusion for the whole policy. Take from it what all_allowed_actions has not.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install cloudsplaining==0.9.1

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from cloudsplaining.scan.policy_document import PolicyDocument


def statement(effect, *actions):
    return {"Effect": effect, "Action": list(actions), "Resource": "*"}


allow = statement("Allow", "cloudfront:GetDistribution", "cloudfront:UpdateDistribution")
for name, statements in (("allowed", [allow]),
                         ("denied", [allow, statement("Deny", "cloudfront:UpdateDistribution")]),
                         ("all denied", [allow, statement("Deny", "*")])):
    policy = PolicyDocument({"Version": "2012-10-17", "Statement": statements})
    print(f"{name}\n  all_allowed_actions {sorted(policy.all_allowed_actions)}")
    print(f"  infrastructure_modification {policy.infrastructure_modification}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
allowed
  all_allowed_actions ['cloudfront:GetDistribution', 'cloudfront:UpdateDistribution']
  infrastructure_modification ['cloudfront:UpdateDistribution']
denied
  all_allowed_actions ['cloudfront:GetDistribution']
  infrastructure_modification ['cloudfront:UpdateDistribution']
all denied
  all_allowed_actions []
  infrastructure_modification ['cloudfront:UpdateDistribution']
SEEN
