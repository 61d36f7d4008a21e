#!/usr/bin/env bash
# moto 5.2.5 asks the policies of a user or role before it answers, where a test says so ("IAM-like access control",
# set_initial_no_auth_action_count). A role's smallest policy is tried with it, and what lacks an action is denied, so
# that it looks like IAM. What is otherwise (its source has a list of what is to be done):
#   Condition of an Allow        is not looked at: another region, a network of nobody, are allowed
#   Condition of a Deny          neither: "deny what comes without TLS" denies all
#   NotResource in a Deny        allows: a user who may do nothing may do what is denied outside of one bucket
#   s3:getobject, s3:Get?bject   match nothing; IAM has no case, and ? is one character
#   PutBucketEncryption, PutPublicAccessBlock    want s3:CreateBucket, DeleteBucketEncryption s3:DeleteBucket, and to
#                                read them s3:ListBucket; the names that IAM has for them are denied
#   cloudwatch:…, tag:…          are denied; monitoring:… and tagging:…, which IAM does not have, are allowed
#   CloudFront, Route 53         end in an error without a code, whatever the policy is, and Lambda's ListFunctions in
#                                SignatureDoesNotMatch
# So a policy is made to pass here that grants nothing on AWS, or the deletion of a bucket, and a guard by condition is
# taken out since it denies everything. Ask SimulateCustomPolicy of IAM. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[awslambda,s3]==5.2.5' boto3==1.44.8

export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json
import re

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws
from moto.core import set_initial_no_auth_action_count


@mock_aws
def ask(title, service, call, *statements, **parameters):
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket="site")
    s3.put_object(Bucket="site", Key="a", Body=b"a")
    iam = boto3.client("iam")
    iam.create_user(UserName="edge")
    policy = json.dumps({"Version": "2012-10-17", "Statement": [*statements]})
    iam.put_user_policy(UserName="edge", PolicyName="edge", PolicyDocument=policy)
    key = iam.create_access_key(UserName="edge")["AccessKey"]
    client = boto3.client(service, aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])

    @set_initial_no_auth_action_count(0)
    def answer():
        try:
            getattr(client, call)(**parameters)
            return "allowed"
        except ClientError as error:
            code = error.response["Error"]["Code"]
            return (re.findall("<Code>(.*?)</Code>", str(error)) or [code or "an error without a code"])[0]

    print(f"{title:48} {answer()}")


def allow(action, **more):
    return {"Effect": "Allow", "Action": action, "Resource": "*", **more}


A = {"Bucket": "site", "Key": "a"}
KEPT = {"Bucket": "site", "ServerSideEncryptionConfiguration": {
    "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}}
SHUT = {"Bucket": "site", "PublicAccessBlockConfiguration": {"BlockPublicPolicy": True}}
ask("s3:GetObject", "s3", "get_object", allow("s3:GetObject"), **A)
ask("s3:PutObject alone", "s3", "get_object", allow("s3:PutObject"), **A)
ask("  Allow for another region", "s3", "get_object",
    allow("s3:GetObject", Condition={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}), **A)
ask("  Allow for a network of nobody", "s3", "get_object",
    allow("s3:GetObject", Condition={"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}), **A)
ask("  Deny of what comes without TLS", "s3", "get_object", allow("s3:GetObject"), {
    "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}, **A)
ask("  Deny with NotResource, and no Allow", "s3", "get_object", {
    "Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::other/*"}, **A)
ask("s3:getobject", "s3", "get_object", allow("s3:getobject"), **A)
ask("s3:Get?bject", "s3", "get_object", allow("s3:Get?bject"), **A)
ask("s3:PutEncryptionConfiguration", "s3", "put_bucket_encryption", allow("s3:PutEncryptionConfiguration"), **KEPT)
ask("  s3:CreateBucket", "s3", "put_bucket_encryption", allow("s3:CreateBucket"), **KEPT)
ask("  s3:DeleteBucket, to delete it", "s3", "delete_bucket_encryption", allow("s3:DeleteBucket"), Bucket="site")
ask("s3:PutBucketPublicAccessBlock", "s3", "put_public_access_block", allow("s3:PutBucketPublicAccessBlock"), **SHUT)
ask("  s3:CreateBucket", "s3", "put_public_access_block", allow("s3:CreateBucket"), **SHUT)
ask("cloudwatch:DescribeAlarms", "cloudwatch", "describe_alarms", allow("cloudwatch:DescribeAlarms"))
ask("  monitoring:DescribeAlarms", "cloudwatch", "describe_alarms", allow("monitoring:DescribeAlarms"))
ask("tag:GetResources", "resourcegroupstaggingapi", "get_resources", allow("tag:GetResources"))
ask("  tagging:GetResources", "resourcegroupstaggingapi", "get_resources", allow("tagging:GetResources"))
ask("*, CloudFront's ListDistributions", "cloudfront", "list_distributions", allow("*"))
ask("*, Route 53's ListHostedZones", "route53", "list_hosted_zones", allow("*"))
ask("*, Lambda's ListFunctions", "lambda", "list_functions", allow("*"))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
s3:GetObject                                     allowed
s3:PutObject alone                               AccessDenied
  Allow for another region                       allowed
  Allow for a network of nobody                  allowed
  Deny of what comes without TLS                 AccessDenied
  Deny with NotResource, and no Allow            allowed
s3:getobject                                     AccessDenied
s3:Get?bject                                     AccessDenied
s3:PutEncryptionConfiguration                    AccessDenied
  s3:CreateBucket                                allowed
  s3:DeleteBucket, to delete it                  allowed
s3:PutBucketPublicAccessBlock                    AccessDenied
  s3:CreateBucket                                allowed
cloudwatch:DescribeAlarms                        AccessDenied
  monitoring:DescribeAlarms                      allowed
tag:GetResources                                 AccessDenied
  tagging:GetResources                           allowed
*, CloudFront's ListDistributions                an error without a code
*, Route 53's ListHostedZones                    an error without a code
*, Lambda's ListFunctions                        SignatureDoesNotMatch
SEEN
