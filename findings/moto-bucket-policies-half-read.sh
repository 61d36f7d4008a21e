#!/usr/bin/env bash
# moto 5.2.5 heeds the policy of a bucket: a Deny of s3:GetObject is a 403. Of a statement it looks at the effect, the
# actions and the resources, and at nothing else:
#   Condition                   a Deny of what comes without TLS, which most buckets have, denies all (403, "Forbidden")
#   Principal                   a Deny for another account denies this one
# What it takes is not looked at either. S3 refuses a public policy where BlockPublicPolicy is on, one for another
# bucket, an action that does not exist, and {}: here each is kept, and after the last every read of the bucket ends
# with a KeyError of Python. So a test of a bucket behind a distribution, with the policy that it has, reads nothing,
# and looks as if the policy were wrong; and a public one passes. Put the policy last in a test, and have IAM's Access
# Analyzer (ValidatePolicy) look at it. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3]==5.2.5' boto3==1.44.8

AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" -W ignore - \
  <<'PYTHON' | tee "$folder/seen"
import json

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

ALL = ["arn:aws:s3:::site-example", "arn:aws:s3:::site-example/*"]


def answer(call, *names, **arguments):
    try:
        call(*names, **arguments)
        return "is taken"
    except ClientError as error:
        return error.response["Error"]["Code"]
    except Exception as error:
        return f"{type(error).__name__}: {error}"


with mock_aws():
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="site-example")
    s3.put_object(Bucket="site-example", Key="index.html", Body=b"page")

    def policy(**members):
        statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ALL, **members}
        text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        return answer(s3.put_bucket_policy, Bucket="site-example", Policy=text)

    def read():
        got = answer(s3.get_object, Bucket="site-example", Key="index.html")
        try:
            s3.delete_bucket_policy(Bucket="site-example")
        except Exception as error:
            got += f", and DeleteBucketPolicy {error}"
        return got

    other = {"AWS": "arn:aws:iam::999999999999:root"}
    for name, members in (
            ("GetObject", {"Action": "s3:GetObject"}),
            ("without TLS", {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}),
            ("another account", {"Principal": other}),
            ("of another object", {"Resource": "arn:aws:s3:::site-example/other.html"})):
        print("Deny", name, "- policy", policy(**members) + ", read", read())
    s3.put_public_access_block(Bucket="site-example", PublicAccessBlockConfiguration=dict.fromkeys(
        ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True))
    print("public, with BlockPublicPolicy:", policy(Effect="Allow", Action="s3:GetObject"))
    print("of another bucket:", policy(Effect="Allow", Resource="arn:aws:s3:::another/*"))
    print("no such action:", policy(Effect="Allow", Action="s3:GetObjekt"))
    print("{}:", answer(s3.put_bucket_policy, Bucket="site-example", Policy="{}"))
    print("read:", read())
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Deny GetObject - policy is taken, read 403
Deny without TLS - policy is taken, read 403
Deny another account - policy is taken, read 403
Deny of another object - policy is taken, read is taken
public, with BlockPublicPolicy: is taken
of another bucket: is taken
no such action: is taken
{}: is taken
read: KeyError: 'Statement'
SEEN
