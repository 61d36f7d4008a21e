#!/usr/bin/env bash
# Prowler 5.46.0 knows the settings of a distribution's default behaviour alone: one that logs each path in real time, by
# a behaviour for `/*`, fails `cloudfront_distributions_logging_enabled`. What its other checks say of HTTPS and of
# origins that are read as viewers come is of that behaviour alone as well. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet install)
# Of what it depends on, what these checks need: the clouds of others are most of a gigabyte.
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

PACKAGE = "prowler.providers.aws.services.cloudfront"
LOGS = "arn:aws:cloudfront::111122223333:realtime-log-config/all"


def behavior(protocol, logs=None, **more):
    found = {"TargetOriginId": "app", "ViewerProtocolPolicy": protocol, "FieldLevelEncryptionId": "", **more}
    return {**found, "RealtimeLogConfigArn": logs} if logs else found


# Paths are lists of behaviours: the default one, and that of all paths.
paths = {
    "E1LOGGED": (behavior("https-only", LOGS), behavior("https-only", LOGS, PathPattern="/*")),
    "E2LOGGED": (behavior("https-only"), behavior("https-only", LOGS, PathPattern="/*")),
}
origin = {"Id": "app", "DomainName": "app.example.com", "CustomOriginConfig": {
    "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "match-viewer",
    "OriginSslProtocols": {"Quantity": 1, "Items": ["TLSv1.2"]}}}
no_restriction = {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}}


def shared(id):
    default, path = paths[id]
    return {
        "Comment": "", "Aliases": {"Quantity": 0}, "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": default, "CacheBehaviors": {"Quantity": 1, "Items": [path]}, "WebACLId": "",
        "CustomErrorResponses": {"Quantity": 0}, "PriceClass": "PriceClass_All", "Enabled": True,
        "ViewerCertificate": {"CloudFrontDefaultCertificate": True}, "HttpVersion": "http2", "IsIPV6Enabled": True,
        "Restrictions": no_restriction, "Staging": False}


client = boto3.client("cloudfront", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
read = types.SimpleNamespace(distributions={}, audit_resources=None)
with Stubber(client) as stub:  # which holds each answer against the model of CloudFront
    listed = [{
        **shared(id), "Id": id, "ARN": f"arn:aws:cloudfront::111122223333:distribution/{id}", "Status": "Deployed",
        "LastModifiedTime": "2026-01-01T00:00:00Z", "DomainName": f"{id.lower()}.cloudfront.net"} for id in paths]
    stub.add_response("list_distributions", {"DistributionList": {
        "Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": len(listed), "Items": listed}})
    for id in paths:
        stub.add_response("get_distribution_config", {"ETag": "E", "DistributionConfig": {
            **shared(id), "CallerReference": id, "DefaultRootObject": "",
            "Logging": {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""}}})
    CloudFront._list_distributions(read, client, "us-east-1")
    CloudFront._get_distribution_config(read, client, read.distributions, "us-east-1")
sys.modules[f"{PACKAGE}.cloudfront_client"] = types.SimpleNamespace(cloudfront_client=read)
name = "cloudfront_distributions_logging_enabled"
for finding in getattr(importlib.import_module(f"{PACKAGE}.{name}.{name}"), name)().execute():
    print(finding.status, finding.status_extended)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
PASS CloudFront Distribution E1LOGGED has logging enabled via real-time.
FAIL CloudFront Distribution E2LOGGED has logging disabled.
SEEN
