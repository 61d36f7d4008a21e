#!/usr/bin/env bash
# An account has room for five service control policies, of 5120 characters each, and scpkit 1.0.0 (`scpkit merge`)
# "will merge selected SCPs into the fewest amount of policies". Statements of one effect, resource and condition become
# one. For Action that is right. Guards by region are mostly Deny with NotAction, all but what is global. Two of these
# become one with both lists: "all but CloudFront and IAM" and "all but Route 53 and IAM" deny everything but IAM
# together, and what comes out lets all three through. Each policy more lets more through, where it is to deny more.
# The exit code is 0 (an Action beside a NotAction, by contrast, ends in a KeyError), and the Sids are gone, so that
# nobody can tell which statement was which. It is a valid policy, so that --validate-after-merge has nothing to find,
# and is attached in the place of the two, to a whole organization. Merge what has Action alone. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install scpkit==1.0.0

cd "$folder"
merge() {
  mkdir "$1" "$1.out"
  printf '{"Version": "2012-10-17", "Statement": [%s]}' "$2" > "$1/1.json"
  printf '{"Version": "2012-10-17", "Statement": [%s]}' "$3" > "$1/2.json"
  if venv/bin/scpkit merge --sourcefiles "$1" --outdir "$1.out" > /dev/null 2> log; then
    echo "$1"
    find "$1.out" -name '*.json' -exec cat {} + | venv/bin/python show.py
  else
    echo "$1: $(tail -1 log)"
  fi
}
cat > show.py <<'PYTHON'
import json
import sys

for one in json.load(sys.stdin)["Statement"]:
    print(" ", json.dumps({key: sorted(value) if isinstance(value, list) else value for key, value in one.items()}))
PYTHON
trail='{"Sid": "Trail", "Effect": "Deny", "Action": "cloudtrail:StopLogging", "Resource": "*"}'
users='{"Sid": "Users", "Effect": "Deny", "Action": "iam:CreateUser", "Resource": "*"}'
one='{"Sid": "One", "Effect": "Deny", "NotAction": ["cloudfront:*", "iam:*"], "Resource": "*"}'
two='{"Sid": "Two", "Effect": "Deny", "NotAction": ["route53:*", "iam:*"], "Resource": "*"}'
{
  merge two-with-Action "$trail" "$users"
  merge two-with-NotAction "$one" "$two"
  merge Action-and-NotAction "$users" "$one"
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
two-with-Action
  {"Effect": "Deny", "Resource": ["*"], "Action": ["cloudtrail:StopLogging", "iam:CreateUser"]}
two-with-NotAction
  {"Effect": "Deny", "Resource": ["*"], "NotAction": ["cloudfront:*", "iam:*", "iam:*", "route53:*"]}
Action-and-NotAction: KeyError: 'NotAction'
SEEN
