#!/usr/bin/env bash
# A version of a Lambda function has a number that is never given again: AWS counts on after a version is deleted, so
# that the ARN in a distribution's association names one code for good. moto 5.2.5 counts the versions that are there:
# publish, delete version 1, change the code, publish again, and version 1 is other code under the same ARN. Its
# $LATEST and version 1 share one resource policy as well: what AddPermission writes with Qualifier=1, where Lambda@Edge
# has it, GetPolicy answers without a Qualifier too. And it lets go of what AWS holds: a managed policy that is attached
# (AWS: DeleteConflict) and a distribution that is enabled (AWS: DistributionNotDisabled) are deleted with 200 and 204.
# A test of clean-up, roll-back or of what an edge runs passes here whatever the order of its calls. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8 'moto[cloudfront,iam]==5.2.5'

AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" -W ignore - \
  <<'PYTHON' | tee "$folder/seen"
import io
import json
import zipfile

import boto3
from moto import mock_aws


def code(answer):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("index.js", f"exports.handler = async () => {answer}")
    return file.getvalue()


config = {
    "CallerReference": "one", "Comment": "", "Enabled": True,
    "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "www.example.com", "CustomOriginConfig": {
        "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]},
    "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only",
                             "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"}}
document = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
with mock_aws(config={"lambda": {"use_docker": False}}):
    functions, iam, cloudfront = map(boto3.client, ["lambda", "iam", "cloudfront"])
    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    functions.create_function(FunctionName="f", Runtime="nodejs22.x", Role=role, Handler="index.handler",
                              Code={"ZipFile": code(1)})
    first = functions.publish_version(FunctionName="f")
    functions.delete_function(FunctionName="f", Qualifier=first["Version"])
    functions.update_function_code(FunctionName="f", ZipFile=code(2))
    second = functions.publish_version(FunctionName="f")
    print("same ARN:", first["FunctionArn"] == second["FunctionArn"], second["Version"])
    print("same code:", first["CodeSha256"] == second["CodeSha256"])
    functions.add_permission(FunctionName="f", Qualifier="1", StatementId="edge", Action="lambda:GetFunction",
                             Principal="replicator.lambda.amazonaws.com")
    policy = json.loads(functions.get_policy(FunctionName="f")["Policy"])
    print("policy of the function:", [one["Resource"].split(":")[-2:] for one in policy["Statement"]])
    arn = iam.create_policy(PolicyName="p", PolicyDocument=document)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="r", PolicyArn=arn)
    print("attached policy:", iam.delete_policy(PolicyArn=arn)["ResponseMetadata"]["HTTPStatusCode"])
    made = cloudfront.create_distribution(DistributionConfig=config)
    gone = cloudfront.delete_distribution(Id=made["Distribution"]["Id"], IfMatch=made["ETag"])
    print("enabled distribution:", gone["ResponseMetadata"]["HTTPStatusCode"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
same ARN: True 1
same code: False
policy of the function: [['f', '1']]
attached policy: 200
enabled distribution: 204
SEEN
