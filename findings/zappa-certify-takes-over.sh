#!/usr/bin/env bash
# Zappa 0.63.0, `zappa certify` for a function URL with domains: it looks for a distribution that has the function's URL
# among its origins, and makes one where there is none. One that is there is written over, whoever made it and whatever
# else it serves: other origins, behaviours and error pages, functions, web ACL, logging, restrictions and aliases are
# gone, and what the default behaviour goes to is the function. A site in S3 with the function at /api is the function
# alone after it, without a firewall. The word is "update cloudfront distribution for …". And
#   the origin is spoken to with TLSv1 and nothing newer, in the distributions that it makes as well
#   it looks at the first page of distributions (100), and an account without any, whose answer has no Items, is a
#   KeyError
# Have a distribution for each function URL that Zappa may certify, or set the domain up without it. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install zappa==0.63.0 boto3==1.44.8 setuptools==80.9.0

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 venv/bin/python -W ignore - <<'PYTHON' |
import copy

import boto3
import botocore.client
import botocore.validate
from zappa.core import Zappa


def listed(*items):
    return {"Quantity": len(items), "Items": list(items)}


HOST = "abcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.on.aws"
ACL = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/1"
TARGETS = {"ViewerProtocolPolicy": "https-only", "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"}
SITE = {
    "CallerReference": "site", "Comment": "the site", "Enabled": True, "Aliases": listed("www.example.com"),
    "Origins": listed(
        {"Id": "site", "DomainName": "site.s3.us-east-1.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}},
        {"Id": "api", "DomainName": HOST, "CustomOriginConfig": {
            "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only",
            "OriginSslProtocols": listed("TLSv1.2")}}),
    "DefaultCacheBehavior": {"TargetOriginId": "site", **TARGETS},
    "CacheBehaviors": listed({"PathPattern": "/api/*", "TargetOriginId": "api", **TARGETS}),
    "CustomErrorResponses": listed({"ErrorCode": 404, "ResponseCode": "404", "ResponsePagePath": "/404.html"}),
    "Logging": {"Enabled": True, "IncludeCookies": False, "Bucket": "logs.s3.amazonaws.com", "Prefix": ""},
    "Restrictions": {"GeoRestriction": {"RestrictionType": "blacklist", **listed("KP")}}, "WebACLId": ACL,
}
listing = {"Items": [{"Id": "E1", **SITE}]}


def answer(client, operation, parameters):
    shape = client.meta.service_model.operation_model(operation).input_shape
    report = botocore.validate.ParamValidator().validate(parameters, shape)
    assert not report.has_errors(), report.generate_report()
    if operation == "ListFunctionUrlConfigs":
        return {"FunctionUrlConfigs": [{"FunctionUrl": f"https://{HOST}/"}]}
    if operation == "ListDistributions":
        return {"DistributionList": listing}
    if operation == "GetDistribution":
        return {"ETag": "1", "Distribution": {"Id": "E1", "DistributionConfig": copy.deepcopy(SITE)}}
    assert operation == "UpdateDistribution", operation
    config = parameters["DistributionConfig"]
    print("aliases:", *config["Aliases"]["Items"], "- web ACL:", repr(config["WebACLId"]))
    print("origins:", *[origin["DomainName"].partition(".")[2] for origin in config["Origins"]["Items"]], "by",
          *config["Origins"]["Items"][0]["CustomOriginConfig"]["OriginSslProtocols"]["Items"])
    print("default behaviour:", config["DefaultCacheBehavior"]["TargetOriginId"], "- others:",
          len(config["CacheBehaviors"]["Items"]), "- error pages:", len(config["CustomErrorResponses"]["Items"]),
          "- logs:", config["Logging"]["Enabled"], "- countries:",
          len(config["Restrictions"]["GeoRestriction"]["Items"]))
    return {"ResponseMetadata": {"HTTPStatusCode": 200}, "Distribution": {"DomainName": "d1.cloudfront.net"}}


botocore.client.BaseClient._make_api_call = answer
zappa = Zappa(boto_session=boto3.Session(), load_credentials=False)
zappa.lambda_client, zappa.cloudfront_client = boto3.client("lambda"), boto3.client("cloudfront")
arguments = ("api-production", ["api.example.com"], "arn:aws:acm:us-east-1:123456789012:certificate/api", {})
print(zappa.update_lambda_function_url_domains(*arguments))
del listing["Items"]
try:
    zappa.update_lambda_function_url_domains(*arguments)
except KeyError as error:
    print("no distribution: KeyError", error)
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
aliases: api.example.com - web ACL: ''
origins: lambda-url.us-east-1.on.aws by TLSv1
default behaviour: LambdaFunctionURL - others: 0 - error pages: 0 - logs: False - countries: 0
update cloudfront distribution for ['api.example.com']. It will take a while for the change to be deployed.
d1.cloudfront.net
no distribution: KeyError 'Items'
SEEN
