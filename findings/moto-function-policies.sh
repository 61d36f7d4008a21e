#!/usr/bin/env bash
# Who may call a function at the edge, or its URL behind a distribution, stands in its policy, and GetPolicy hands it
# out as IAM's JSON. AWS makes each part of AddPermission a principal or a condition of that language ("Viewing
# resource-based IAM policies in Lambda" and "Control access to Lambda function URLs" in its guide). moto 5.2.5 does so
# for services, SourceArn, SourceAccount and PrincipalOrgID, which is why one believes the rest:
#   an account, a role       "Principal": "210987654321", a text, which IAM has for * alone; AWS: {"AWS": "arn:…:root"}
#   FunctionUrlAuthType,     names of their own beside Effect and Sid, which IAM's language does not have; AWS:
#   InvokedViaFunctionUrl    conditions on lambda:FunctionUrlAuthType and lambda:InvokedViaFunctionUrl
#   a StatementId twice      two statements of one Sid; AWS: ResourceConflictException, and the first stays
# So what reads policies finds no condition where AWS has one, takes a permission to call the function through its URL
# for one to call it in any way, and does not find the other account; written for this form, it fails on AWS. And a
# deployment that adds its permission each time, which fails on AWS from the second time on, passes. Keep policies as
# AWS writes them beside the tests. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8 'moto[awslambda]==5.2.5'

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import io
import json
import os
import zipfile

import boto3
from moto import mock_aws

os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1")
DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE"
PERMISSIONS = {
    "edge": {"Principal": "cloudfront.amazonaws.com", "SourceArn": DISTRIBUTION},
    "account": {"Principal": "210987654321"},
    "role": {"Principal": "arn:aws:iam::210987654321:role/edge"},
    "url": {"Principal": "*", "FunctionUrlAuthType": "AWS_IAM"},
    "through": {"Principal": "*", "InvokedViaFunctionUrl": True, "Action": "lambda:InvokeFunction"},
}
code = io.BytesIO()
with zipfile.ZipFile(code, "w") as file:
    file.writestr("index.py", "")

with mock_aws():
    role = boto3.client("iam").create_role(RoleName="edge", AssumeRolePolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                                "Principal": {"Service": "lambda.amazonaws.com"}}]}))["Role"]["Arn"]
    client = boto3.client("lambda")
    client.create_function(FunctionName="edge", Role=role, Runtime="python3.13", Handler="index.handler",
                           Code={"ZipFile": code.getvalue()})
    for sid, parts in list(PERMISSIONS.items()) + [("edge", {"Principal": "cloudfront.amazonaws.com"})]:
        client.add_permission(FunctionName="edge", StatementId=sid, **{"Action": "lambda:InvokeFunctionUrl", **parts})
    policy = json.loads(client.get_policy(FunctionName="edge")["Policy"])
    for statement in policy["Statement"]:
        own = set(statement) - {"Sid", "Effect", "Action", "Resource", "Principal", "Condition"}
        words = [f"{name}: {statement[name]}" for name in sorted(own)] or ["no name of its own"]
        print(f"{statement['Sid']}: {json.dumps(statement['Principal'])},",
              "a condition," if "Condition" in statement else "no condition,", *words)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
edge: {"Service": "cloudfront.amazonaws.com"}, a condition, no name of its own
account: "210987654321", no condition, no name of its own
role: "arn:aws:iam::210987654321:role/edge", no condition, no name of its own
url: "*", no condition, FunctionUrlAuthType: AWS_IAM
through: "*", no condition, InvokedViaFunctionUrl: True
edge: {"Service": "cloudfront.amazonaws.com"}, no condition, no name of its own
SEEN
