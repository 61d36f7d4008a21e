#!/usr/bin/env bash
# Prowler 5.46.0 lists distributions, and asks for the configuration of each in a loop. One that cannot be had, as it
# was deleted between the two, is denied, or was throttled too often, ends that loop: it and all behind it in the list
# keep what stands in Prowler's class when nothing has been read. There is a line in its log, and then a verdict on
# each, which reads as every other:
#   geo_restrictions_enabled         PASS, "has Geo restrictions enabled"
#   origin_traffic_encrypted         PASS, for match-viewer and for buckets, as no viewer comes by HTTP
#   https_enabled, using_waf, logging_enabled, default_root_object    FAIL, whatever they have
# So an account with a distribution that a pipeline just took away has an edge without firewall, logs and TLS for one
# run, and who only looks at two of the checks sees that all is well. The order is that of CloudFront's list. Look for
# ERROR in the log, and take the run for none. Besides, an origin in a VPC (VpcOriginConfig) fails
# origin_traffic_encrypted whatever its protocol is, as only custom origins have one there.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet install)
# Of what it depends on, what these checks need: the clouds of others are most of a gigabyte.
"${pip[@]}" --no-deps prowler==5.46.0
"${pip[@]}" boto3==1.40.61 pydantic==2.12.5 colorama==0.4.6 pytz==2025.1 tzlocal==5.3.1 jsonschema==4.23.0 requests \
  pyyaml packaging 2>"$folder/errors" || { cat "$folder/errors"; exit 1; }

"$folder/venv/bin/python" -W ignore - 2> "$folder/log" <<'PYTHON' | tee "$folder/seen"
import importlib
import sys
import types

import boto3
from botocore.stub import Stubber
from prowler.providers.aws.services.cloudfront.cloudfront_service import CloudFront

PACKAGE = "prowler.providers.aws.services.cloudfront"
origins = {"Quantity": 2, "Items": [
    {"Id": "app", "DomainName": "app.example.com", "CustomOriginConfig": {
        "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "match-viewer"}},
    {"Id": "files", "DomainName": "files.s3.us-east-1.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}]}
inside = {"Quantity": 1, "Items": [{"Id": "inside", "DomainName": "app.internal.example.com", "VpcOriginConfig": {
    "VpcOriginId": "vo_1"}}]}


def distribution(http="allow-all", countries="none", acl="", logs=False, origins=origins):
    return {
        "Comment": "", "Aliases": {"Quantity": 0}, "Origins": origins, "CacheBehaviors": {"Quantity": 0},
        "DefaultCacheBehavior": {"TargetOriginId": "app", "ViewerProtocolPolicy": http, "FieldLevelEncryptionId": ""},
        "WebACLId": acl, "CustomErrorResponses": {"Quantity": 0}, "PriceClass": "PriceClass_All", "Enabled": True,
        "ViewerCertificate": {"CloudFrontDefaultCertificate": True}, "HttpVersion": "http2", "IsIPV6Enabled": True,
        "Restrictions": {"GeoRestriction": {"RestrictionType": countries, "Quantity": 0}}, "Staging": False}, {
            "Enabled": logs, "IncludeCookies": False, "Bucket": "", "Prefix": ""}


ACL = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/1"
good = distribution("https-only", "whitelist", ACL, logs=True)
estate = {"E1GOOD": good, "E2GOES": good, "E3GOOD": good, "E4OPEN": distribution()}


def verdicts(estate, gone=()):
    client = boto3.client("cloudfront", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    read = types.SimpleNamespace(distributions={}, audit_resources=None)
    with Stubber(client) as stub:  # which holds each answer against the model of CloudFront
        listed = [{
            **kept, "Id": id, "ARN": f"arn:aws:cloudfront::111122223333:distribution/{id}", "Status": "Deployed",
            "LastModifiedTime": "2026-01-01T00:00:00Z", "DomainName": f"{id.lower()}.cloudfront.net"}
            for id, (kept, _) in estate.items()]
        stub.add_response("list_distributions", {"DistributionList": {
            "Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(listed), "Items": listed}})
        for id, (kept, logs) in estate.items():
            if id in gone:
                stub.add_client_error("get_distribution_config", "NoSuchDistribution", http_status_code=404)
            else:
                stub.add_response("get_distribution_config", {"ETag": "E", "DistributionConfig": {
                    "CallerReference": id, "DefaultRootObject": "index.html", "Logging": logs, **kept}})
        CloudFront._list_distributions(read, client, "us-east-1")
        CloudFront._get_distribution_config(read, client, read.distributions, "us-east-1")
    sys.modules[f"{PACKAGE}.cloudfront_client"] = types.SimpleNamespace(cloudfront_client=read)
    for short in ("geo_restrictions_enabled", "origin_traffic_encrypted", "https_enabled", "using_waf",
                  "logging_enabled", "default_root_object"):
        name = f"cloudfront_distributions_{short}"
        sys.modules.pop(f"{PACKAGE}.{name}.{name}", None)
        check = getattr(importlib.import_module(f"{PACKAGE}.{name}.{name}"), name)()
        print(f"{short:25}", " ".join(f"{one.resource_id}:{one.status}" for one in check.execute()))


print("all are there")
verdicts(estate)
print("the second is deleted meanwhile")
verdicts(estate, gone={"E2GOES"})
print("in a VPC")
verdicts({"E5INSIDE": distribution("https-only", "whitelist", ACL, logs=True, origins=inside)})
PYTHON

diff "$folder/seen" - <<'SEEN' || { cat "$folder/log"; echo 'this is no longer so'; exit 1; }
all are there
geo_restrictions_enabled  E1GOOD:PASS E2GOES:PASS E3GOOD:PASS E4OPEN:FAIL
origin_traffic_encrypted  E1GOOD:PASS E2GOES:PASS E3GOOD:PASS E4OPEN:FAIL
https_enabled             E1GOOD:PASS E2GOES:PASS E3GOOD:PASS E4OPEN:FAIL
using_waf                 E1GOOD:PASS E2GOES:PASS E3GOOD:PASS E4OPEN:FAIL
logging_enabled           E1GOOD:PASS E2GOES:PASS E3GOOD:PASS E4OPEN:FAIL
default_root_object       E1GOOD:PASS E2GOES:PASS E3GOOD:PASS E4OPEN:PASS
the second is deleted meanwhile
geo_restrictions_enabled  E1GOOD:PASS E2GOES:PASS E3GOOD:PASS E4OPEN:PASS
origin_traffic_encrypted  E1GOOD:PASS E2GOES:PASS E3GOOD:PASS E4OPEN:PASS
https_enabled             E1GOOD:PASS E2GOES:FAIL E3GOOD:FAIL E4OPEN:FAIL
using_waf                 E1GOOD:PASS E2GOES:FAIL E3GOOD:FAIL E4OPEN:FAIL
logging_enabled           E1GOOD:PASS E2GOES:FAIL E3GOOD:FAIL E4OPEN:FAIL
default_root_object       E1GOOD:PASS E2GOES:FAIL E3GOOD:FAIL E4OPEN:FAIL
in a VPC
geo_restrictions_enabled  E5INSIDE:PASS
origin_traffic_encrypted  E5INSIDE:FAIL
https_enabled             E5INSIDE:PASS
using_waf                 E5INSIDE:PASS
logging_enabled           E5INSIDE:PASS
default_root_object       E5INSIDE:PASS
SEEN
