#!/usr/bin/env bash
# CloudFormation of moto 5.2.5 makes what it knows, and CloudFront is not among it, though moto has CloudFront itself. A
# stack with a distribution is CREATE_COMPLETE nevertheless; all that is said is a line on stderr, which pytest shows of
# tests that fail alone. There is no distribution, and in the list of the stack's resources its entry has neither a type
# nor a logical id. A GetAtt of the distribution in the outputs is another matter: an AttributeError of Python, out of
# CreateStack. So a test that a template deploys, or that what is deployed is what it declares, has no
# edge in it. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[cloudformation,s3]==5.2.5' boto3==1.44.8

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | sort -u | tee "$folder/seen"
import json

import boto3
from moto import mock_aws

template = {"Resources": {
    "Logs": {"Type": "AWS::S3::Bucket"},
    "Site": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
        "Enabled": True, "DefaultCacheBehavior": {"TargetOriginId": "a", "ViewerProtocolPolicy": "https-only",
                                                  "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"},
        "Origins": [{"Id": "a", "DomainName": "a.example.com",
                     "CustomOriginConfig": {"OriginProtocolPolicy": "https-only"}}]}}}}}
with mock_aws():
    clients = {name: boto3.client(name, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
               for name in ("cloudformation", "cloudfront")}
    stacks = clients["cloudformation"]
    stacks.create_stack(StackName="edge", TemplateBody=json.dumps(template))
    print("1.", stacks.describe_stacks(StackName="edge")["Stacks"][0]["StackStatus"])
    for resource in stacks.describe_stack_resources(StackName="edge")["StackResources"]:
        print("2.", resource.get("ResourceType"), "LogicalResourceId" in resource, resource.get("ResourceStatus"))
    print("3. distributions:", clients["cloudfront"].list_distributions()["DistributionList"].get("Items"))
    template["Outputs"] = {"Domain": {"Value": {"Fn::GetAtt": ["Site", "DomainName"]}}}
    try:
        stacks.create_stack(StackName="other", TemplateBody=json.dumps(template))
    except Exception as error:
        print("4.", type(error).__name__)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
1. CREATE_COMPLETE
2. AWS::S3::Bucket True CREATE_COMPLETE
2. None False CREATE_COMPLETE
3. distributions: None
4. AttributeError
SEEN
