#!/usr/bin/env bash
# A new bucket of S3 is encrypted (since January 2023), shut to the public and without ACLs (since April 2023), and says
# so: GetBucketEncryption answers AES256, GetPublicAccessBlock four times true, GetBucketOwnershipControls
# BucketOwnerEnforced. One of moto 5.2.5 is as it was before: each of these is "not found", and an ACL that makes it
# public is taken. So code that ensures a setting is tested on a state that new buckets do not have; code that reads
# GetBucketOwnershipControls to see whether CloudFront may write its standard logs by ACL is told of no restriction,
# where on AWS the delivery of logs to a new bucket fails. Put the three settings on buckets of tests.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3]==5.2.5' boto3==1.44.8

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

with mock_aws():
    client = boto3.client("s3", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    client.create_bucket(Bucket="logs-of-the-edge")
    for call in ("get_bucket_encryption", "get_public_access_block", "get_bucket_ownership_controls"):
        try:
            answer = getattr(client, call)(Bucket="logs-of-the-edge")
            print(call, {key: value for key, value in answer.items() if key != "ResponseMetadata"})
        except ClientError as error:
            print(call, error.response["Error"]["Code"])
    client.put_bucket_acl(Bucket="logs-of-the-edge", ACL="public-read")
    grants = client.get_bucket_acl(Bucket="logs-of-the-edge")["Grants"]
    print("readers:", [grant["Grantee"]["URI"] for grant in grants if grant["Grantee"]["Type"] == "Group"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
get_bucket_encryption ServerSideEncryptionConfigurationNotFoundError
get_public_access_block NoSuchPublicAccessBlockConfiguration
get_bucket_ownership_controls OwnershipControlsNotFoundError
readers: ['http://acs.amazonaws.com/groups/global/AllUsers']
SEEN
