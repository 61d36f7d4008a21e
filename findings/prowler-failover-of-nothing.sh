#!/usr/bin/env bash
# Prowler 5.46.0: `cloudfront_distributions_multiple_origin_failover_configured` passes a distribution that has no origin
# group at all, and says that it has one with two origins: it asks whether all of its groups have two, of which there
# are none. What fails is only a group of one, which CloudFront does not accept. Ask for `OriginGroups.Quantity` yourself.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet install)
# Of what it depends on, what this check needs: the clouds of others are most of a gigabyte.
"${pip[@]}" --no-deps prowler==5.46.0
"${pip[@]}" boto3==1.40.61 pydantic==2.12.5 colorama==0.4.6 pytz==2025.1 tzlocal==5.3.1 jsonschema==4.23.0 requests \
  pyyaml packaging 2>"$folder/errors" || { cat "$folder/errors"; exit 1; }

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import importlib
import sys
import types

import boto3
from botocore.stub import Stubber
from prowler.providers.aws.services.cloudfront.cloudfront_service import CloudFront

CHECK = "cloudfront_distributions_multiple_origin_failover_configured"
PACKAGE = "prowler.providers.aws.services.cloudfront"
origins = {"Quantity": 2, "Items": [{"Id": name, "DomainName": f"{name}.example.com"} for name in ("first", "second")]}
group = {
    "Id": "both", "FailoverCriteria": {"StatusCodes": {"Quantity": 1, "Items": [503]}},
    "Members": {"Quantity": 2, "Items": [{"OriginId": "first"}, {"OriginId": "second"}]}}


def listed(id, groups):
    """A distribution as ListDistributions answers it; the stub holds it against the model of CloudFront."""
    return {
        "Id": id, "ARN": f"arn:aws:cloudfront::111122223333:distribution/{id}", "Status": "Deployed", "Comment": "",
        "LastModifiedTime": "2026-01-01T00:00:00Z", "DomainName": f"{id.lower()}.cloudfront.net", "Staging": False,
        "Aliases": {"Quantity": 0}, "Origins": origins, "OriginGroups": groups, "CacheBehaviors": {"Quantity": 0},
        "DefaultCacheBehavior": {"TargetOriginId": "first", "ViewerProtocolPolicy": "redirect-to-https"},
        "CustomErrorResponses": {"Quantity": 0}, "PriceClass": "PriceClass_All", "Enabled": True, "WebACLId": "",
        "ViewerCertificate": {"CloudFrontDefaultCertificate": True}, "HttpVersion": "http2", "IsIPV6Enabled": True,
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}}}


estate = [listed("E1NOTHING", {"Quantity": 0}), listed("E2UNUSED", {"Quantity": 1, "Items": [group]})]
client = boto3.client("cloudfront", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
read = types.SimpleNamespace(distributions={}, audit_resources=None)
with Stubber(client) as stub:
    stub.add_response("list_distributions", {"DistributionList": {
        "Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(estate), "Items": estate}})
    CloudFront._list_distributions(read, client, "us-east-1")
sys.modules[f"{PACKAGE}.cloudfront_client"] = types.SimpleNamespace(cloudfront_client=read)
check = getattr(importlib.import_module(f"{PACKAGE}.{CHECK}.{CHECK}"), CHECK)()
for finding in check.execute():
    print(finding.status, finding.status_extended)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
PASS CloudFront Distribution E1NOTHING has an origin group with at least 2 origins configured.
PASS CloudFront Distribution E2UNUSED has an origin group with at least 2 origins configured.
SEEN
