#!/usr/bin/env bash
# moto 5.2.5 looks at no precondition of the edge's writes, so that a test of what happens when somebody else was
# faster cannot fail: UpdateDistribution takes any If-Match, that of an older read or an invented one, and the ETag
# stays the same through each update (it wants one to be there, which makes it look checked); PublishVersion passes
# over a CodeSha256 and a RevisionId that nothing has; no answer on a function's configuration has a RevisionId,
# without which a careful caller has nothing to send. AWS refuses each of these writes. Fails where that is no longer
# so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8 'moto[cloudfront,iam]==5.2.5'

AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" - <<'PYTHON' |
import io
import json
import zipfile

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

config = {
    "CallerReference": "one", "Comment": "first", "Enabled": True,
    "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "www.example.com", "CustomOriginConfig": {
        "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]},
    "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only",
                             "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"}}
with mock_aws(config={"lambda": {"use_docker": False}}):
    cloudfront = boto3.client("cloudfront")
    made = cloudfront.create_distribution(DistributionConfig=config)
    first = made["ETag"]
    for tag, comment in [(first, "second"), (first, "third"), ("E0INVENTED", "fourth")]:
        answer = cloudfront.update_distribution(
            Id=made["Distribution"]["Id"], IfMatch=tag, DistributionConfig={**config, "Comment": comment})
        print("CloudFront:", answer["Distribution"]["DistributionConfig"]["Comment"],
              "same ETag" if answer["ETag"] == first else "other ETag")
    try:
        cloudfront.update_distribution(Id=made["Distribution"]["Id"], DistributionConfig=config)
    except ClientError as error:
        print("CloudFront, none:", error.response["Error"]["Code"])

    trust = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    role = boto3.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("index.js", "exports.handler = async () => null")
    functions = boto3.client("lambda")
    functions.create_function(
        FunctionName="f", Runtime="nodejs22.x", Role=role, Handler="index.handler", Code={"ZipFile": code.getvalue()})
    print("Lambda:", "RevisionId" in functions.get_function_configuration(FunctionName="f"))
    print("Lambda:", functions.publish_version(FunctionName="f", CodeSha256="AAAA", RevisionId="invented")["Version"])
    changed = functions.update_function_configuration(FunctionName="f", RevisionId="invented", Timeout=9)
    print("Lambda:", changed["Timeout"])
PYTHON
  tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
CloudFront: second same ETag
CloudFront: third same ETag
CloudFront: fourth same ETag
CloudFront, none: InvalidIfMatchVersion
Lambda: False
Lambda: 1
Lambda: 9
SEEN
