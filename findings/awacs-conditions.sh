#!/usr/bin/env bash
# awacs 2.6.1 writes IAM policies from Python, for troposphere and without it. A Condition takes a list: different keys
# all have to hold, as each adds to the others. Two of one operator, which is how one would write "this account and this
# distribution", are one to it: the last is kept, and the first is gone from the policy, without an error. It is
# valid, and asks for less (or denies more) than it says in the source:
#   Condition([StringEquals("aws:SourceAccount", …), StringEquals("aws:SourceArn", …)])    SourceArn alone
#   Condition([StringEquals({"aws:SourceAccount": …, "aws:SourceArn": …})])                 both
#   Condition([StringEquals("aws:SourceAccount", …), ArnLike("aws:SourceArn", …)])          both
# IAM has one object an operator, so that a list of the same operator could be nothing but a merge. Give one operator a
# dict of its keys, and count the keys that come out. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install awacs==2.6.1

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import json

from awacs import s3
from awacs.aws import Allow, ArnLike, Condition, PolicyDocument, Principal, Statement, StringEquals

ACCOUNT, DISTRIBUTION = "123456789012", "arn:aws:cloudfront::123456789012:distribution/E1EXAMPLE"
for what, members in [
        ("two of one operator",
         [StringEquals("aws:SourceAccount", ACCOUNT), StringEquals("aws:SourceArn", DISTRIBUTION)]),
        ("one with two keys", [StringEquals({"aws:SourceAccount": ACCOUNT, "aws:SourceArn": DISTRIBUTION})]),
        ("two operators", [StringEquals("aws:SourceAccount", ACCOUNT), ArnLike("aws:SourceArn", DISTRIBUTION)])]:
    policy = PolicyDocument(Version="2012-10-17", Statement=[Statement(
        Effect=Allow, Principal=Principal("Service", "cloudfront.amazonaws.com"), Action=[s3.GetObject],
        Resource=["arn:aws:s3:::www.example.com/*"], Condition=Condition(members))])
    condition = json.loads(policy.to_json())["Statement"][0]["Condition"]
    print(f"{what}: {({operator: sorted(keys) for operator, keys in sorted(condition.items())})}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
two of one operator: {'StringEquals': ['aws:SourceArn']}
one with two keys: {'StringEquals': ['aws:SourceAccount', 'aws:SourceArn']}
two operators: {'ArnLike': ['aws:SourceArn'], 'StringEquals': ['aws:SourceAccount']}
SEEN
