#!/usr/bin/env bash
# moto 5.2.5 takes a whole distribution with CreateDistribution, answers 201, and has forgotten what an audit of the
# edge is about when it is read again: LambdaFunctionAssociations and FunctionAssociations of every behaviour have
# Quantity 0, S3OriginConfig and OriginAccessControlId of every origin are gone, so that an S3 origin is of neither
# kind and nobody signs for it. No call answers an error. Error pages, origin groups, logging, headers, restrictions
# and aliases stay, which is why nobody suspects it: a test that reads, moves or repairs associations sees a
# distribution without functions, and passes whatever the code does. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8 'moto[cloudfront]==5.2.5'

AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test "$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import boto3
from moto import mock_aws


def list_of(*items):
    return {"Quantity": len(items), "Items": list(items)}


associations = {
    "LambdaFunctionAssociations": list_of(
        {"EventType": "origin-request", "LambdaFunctionARN": "arn:aws:lambda:us-east-1:123456789012:function:f:1"}),
    "FunctionAssociations": list_of(
        {"EventType": "viewer-request", "FunctionARN": "arn:aws:cloudfront::123456789012:function/f"})}
declared = {
    "CallerReference": "one", "Comment": "shop", "Enabled": True, "PriceClass": "PriceClass_100",
    "Aliases": list_of("www.example.com"),
    "Origins": list_of(
        {"Id": "site", "DomainName": "site.s3.us-east-1.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""},
         "OriginAccessControlId": "E2QWRUHEXAMPLE",
         "CustomHeaders": list_of({"HeaderName": "x-from", "HeaderValue": "edge"})},
        {"Id": "spare", "DomainName": "spare.s3.us-east-1.amazonaws.com",
         "S3OriginConfig": {"OriginAccessIdentity": "origin-access-identity/cloudfront/E127EXAMPLE51Z"}}),
    "OriginGroups": list_of({"Id": "both", "FailoverCriteria": {"StatusCodes": list_of(502)},
                             "Members": list_of({"OriginId": "site"}, {"OriginId": "spare"})}),
    "DefaultCacheBehavior": {
        "TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https", "MinTTL": 5,
        "ForwardedValues": {"QueryString": True, "Cookies": {"Forward": "all"}},
        **associations},
    "CacheBehaviors": list_of({"PathPattern": "/api/*", "TargetOriginId": "spare", "ViewerProtocolPolicy": "https-only",
                               "CachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", **associations}),
    "CustomErrorResponses": list_of({"ErrorCode": 404, "ResponseCode": "200", "ResponsePagePath": "/index.html"}),
    "Logging": {"Enabled": True, "IncludeCookies": False, "Bucket": "logs.s3.amazonaws.com", "Prefix": "cf/"},
    "Restrictions": {"GeoRestriction": {"RestrictionType": "whitelist", **list_of("DE")}},
}


def compare(path, wanted, seen):
    if isinstance(wanted, dict) and isinstance(seen, dict) and seen:
        for key, value in wanted.items():
            compare(f"{path}.{key}" if path else key, value, seen.get(key))
    elif isinstance(wanted, list) and isinstance(seen, list) and len(wanted) == len(seen):
        for index, value in enumerate(wanted):
            compare(f"{path}[{index}]", value, seen[index])
    elif wanted != seen:
        print(path, "is", seen)


with mock_aws():
    client = boto3.client("cloudfront", region_name="us-east-1")
    created = client.create_distribution(DistributionConfig=declared)
    compare("", declared, client.get_distribution_config(Id=created["Distribution"]["Id"])["DistributionConfig"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Origins.Items[0].S3OriginConfig is None
Origins.Items[0].OriginAccessControlId is None
Origins.Items[1].S3OriginConfig is None
DefaultCacheBehavior.LambdaFunctionAssociations.Quantity is 0
DefaultCacheBehavior.LambdaFunctionAssociations.Items is None
DefaultCacheBehavior.FunctionAssociations.Quantity is 0
DefaultCacheBehavior.FunctionAssociations.Items is None
CacheBehaviors.Items[0].LambdaFunctionAssociations.Quantity is 0
CacheBehaviors.Items[0].LambdaFunctionAssociations.Items is None
CacheBehaviors.Items[0].FunctionAssociations.Quantity is 0
CacheBehaviors.Items[0].FunctionAssociations.Items is None
SEEN
