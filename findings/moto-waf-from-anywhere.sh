#!/usr/bin/env bash
# Web ACLs of distributions (Scope=CLOUDFRONT) are kept in us-east-1 alone: AWS refuses a call with that scope to any
# other region, and a collector that goes through the regions has to know it. WAFV2 of moto 5.2.5 answers it from each
# region, with the same ACLs, so that a collector that asks sixteen regions passes here with each ACL sixteen times, and
# one that asks the region of the profile passes, too. It takes a new one there as well. It looks after LockToken, as
# AWS does, which makes the rest look checked; but it takes what AWS refuses: two rules of one priority, a log group as
# the log's destination whose name does not begin with aws-waf-logs-, addresses without a prefix or that are none, and a
# tag on a distribution that does not exist. ListResourcesForWebACL, which says where an ACL is used, is not there.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8 'moto[wafv2,cloudfront]==5.2.5'

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_CONFIG_FILE=/dev/null venv/bin/python -W ignore - <<'PYTHON' |
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws


def attempt(call):
    try:
        return call() and "taken"
    except NotImplementedError:
        return "not there"
    except ClientError as error:
        return error.response["Error"]["Code"]


def visibility(name):
    return {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": name}


def rule(name, priority):
    return {"Name": name, "Priority": priority, "Action": {"Block": {}}, "VisibilityConfig": visibility(name),
            "Statement": {"GeoMatchStatement": {"CountryCodes": ["AQ"]}}}


with mock_aws():
    waf, far = boto3.client("wafv2", "us-east-1"), boto3.client("wafv2", "eu-west-1")
    common = {"Scope": "CLOUDFRONT", "DefaultAction": {"Allow": {}}}
    made = waf.create_web_acl(Name="edge", VisibilityConfig=visibility("edge"), **common)["Summary"]
    print("listed in eu-west-1:", [acl["Name"] for acl in far.list_web_acls(Scope="CLOUDFRONT")["WebACLs"]])
    print("made in eu-west-1:", attempt(lambda: far.create_web_acl(
        Name="far", VisibilityConfig=visibility("far"), **common)))
    print("another lock token:", attempt(lambda: waf.update_web_acl(
        Name="edge", Id=made["Id"], LockToken="00000000-0000-0000-0000-000000000000",
        VisibilityConfig=visibility("edge"), **common)))
    print("two rules of one priority:", attempt(lambda: waf.create_web_acl(
        Name="two", VisibilityConfig=visibility("two"), Rules=[rule("a", 0), rule("b", 0)], **common)))
    print("log group of another name:", attempt(lambda: waf.put_logging_configuration(LoggingConfiguration={
        "ResourceArn": made["ARN"], "LogDestinationConfigs": ["arn:aws:logs:us-east-1:123456789012:log-group:edge"]})))
    print("addresses:", attempt(lambda: waf.create_ip_set(
        Name="set", Scope="CLOUDFRONT", IPAddressVersion="IPV4", Addresses=["192.0.2.1", "999.0.0.0/8"])))
    print("where it is used:", attempt(lambda: waf.list_resources_for_web_acl(WebACLArn=made["ARN"])))
    print("tag on no distribution:", attempt(lambda: boto3.client("cloudfront", "us-east-1").tag_resource(
        Resource="arn:aws:cloudfront::123456789012:distribution/E1NONE", Tags={"Items": [{"Key": "a", "Value": "b"}]})))
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
listed in eu-west-1: ['edge']
made in eu-west-1: taken
another lock token: WAFOptimisticLockException
two rules of one priority: taken
log group of another name: taken
addresses: taken
where it is used: not there
tag on no distribution: taken
SEEN
