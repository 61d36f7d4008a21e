#!/usr/bin/env bash
# An invalidation of moto 5.2.5 is COMPLETED at once. CloudFront says Completed, and botocore 1.44.8's waiter
# invalidation_completed waits for that very word, with no state that it gives up at: against moto it asks 30 times at
# intervals of 20 seconds, and then fails after ten minutes with "Max attempts exceeded", on a deployment script that
# is right. The distribution's waiter has no such trouble (Deployed). Compare without case, or do not wait in tests.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8 'moto[cloudfront]==5.2.5'

AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test "$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import boto3
from botocore.exceptions import WaiterError
from moto import mock_aws

with mock_aws():
    client = boto3.client("cloudfront", region_name="us-east-1")
    created = client.create_distribution(DistributionConfig={
        "CallerReference": "one", "Comment": "", "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "site.s3.us-east-1.amazonaws.com",
                                              "S3OriginConfig": {"OriginAccessIdentity": ""}}]},
        "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only",
                                 "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"}})
    distribution = created["Distribution"]["Id"]
    made = client.create_invalidation(DistributionId=distribution, InvalidationBatch={
        "CallerReference": "one", "Paths": {"Quantity": 1, "Items": ["/*"]}})["Invalidation"]
    waiter = client.get_waiter("invalidation_completed")
    accepted = [(a.expected, a.state) for a in waiter.config.acceptors]
    print("moto:", made["Status"], "waiter:", accepted, waiter.config.max_attempts, "x", waiter.config.delay, "s")
    try:
        waiter.wait(DistributionId=distribution, Id=made["Id"], WaiterConfig={"Delay": 0, "MaxAttempts": 30})
        print("it ended")
    except WaiterError as error:
        print(error)
    client.get_waiter("distribution_deployed").wait(Id=distribution, WaiterConfig={"Delay": 0, "MaxAttempts": 3})
    print("deployed")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
moto: COMPLETED waiter: [('Completed', 'success')] 30 x 20 s
Waiter InvalidationCompleted failed: Max attempts exceeded
deployed
SEEN
