#!/usr/bin/env bash
# Prowler 5.46.0: `cloudfront_distributions_s3_origin_non_existent_bucket` looks for origins whose bucket is gone. Where
# `.s3` stands in a bucket's name, it cuts the name there and asks for the bucket of what is left, which is another one
# or none: an origin whose bucket is there fails. What it passes over are endpoints of websites, as CloudFront has those
# as custom origins. Fails where that is no longer so.
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

CHECK = "cloudfront_distributions_s3_origin_non_existent_bucket"
SERVICES = "prowler.providers.aws.services"
EXISTING = {"backup.s3.example"}

bucket = {"S3OriginConfig": {"OriginAccessIdentity": ""}}
origins = {
    "E1BUCKET": {"DomainName": "gone.s3.us-east-1.amazonaws.com", **bucket},
    "E2THERE": {"DomainName": "backup.s3.example.s3.us-east-1.amazonaws.com", **bucket},
}


def listed(id, origin):
    """A distribution as ListDistributions answers it; the stub holds it against the model of CloudFront."""
    return {
        "Id": id, "ARN": f"arn:aws:cloudfront::111122223333:distribution/{id}", "Status": "Deployed", "Comment": "",
        "LastModifiedTime": "2026-01-01T00:00:00Z", "DomainName": f"{id.lower()}.cloudfront.net", "Staging": False,
        "Aliases": {"Quantity": 0}, "Origins": {"Quantity": 1, "Items": [{"Id": "site", **origin}]},
        "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "redirect-to-https"},
        "CacheBehaviors": {"Quantity": 0}, "CustomErrorResponses": {"Quantity": 0}, "PriceClass": "PriceClass_All",
        "Enabled": True, "ViewerCertificate": {"CloudFrontDefaultCertificate": True}, "WebACLId": "",
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}}, "HttpVersion": "http2",
        "IsIPV6Enabled": True}


client = boto3.client("cloudfront", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
read = types.SimpleNamespace(distributions={}, audit_resources=None)
with Stubber(client) as stub:
    stub.add_response("list_distributions", {"DistributionList": {
        "Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(origins),
        "Items": [listed(*pair) for pair in origins.items()]}})
    CloudFront._list_distributions(read, client, "us-east-1")
sys.modules[f"{SERVICES}.cloudfront.cloudfront_client"] = types.SimpleNamespace(cloudfront_client=read)
# HeadBucket of S3, which answers of a bucket whether it is there.
sys.modules[f"{SERVICES}.s3.s3_client"] = types.SimpleNamespace(
    s3_client=types.SimpleNamespace(_head_bucket=lambda name: name in EXISTING))
check = getattr(importlib.import_module(f"{SERVICES}.cloudfront.{CHECK}.{CHECK}"), CHECK)()
for finding in check.execute():
    print(finding.status, finding.status_extended)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
FAIL CloudFront Distribution E1BUCKET has non-existent S3 buckets as origins: gone.
FAIL CloudFront Distribution E2THERE has non-existent S3 buckets as origins: backup.
SEEN
