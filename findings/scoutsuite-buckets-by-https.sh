#!/usr/bin/env bash
# Scout Suite 5.14.0, "Bucket Allowing Clear Text (HTTP) Communication": a bucket is in order as soon as one statement
# of its policy has aws:SecureTransport in one of two forms, whatever else the statement or the policy says:
#   Deny of s3:PutObject below one prefix     in order; everything can be read by HTTP
#   Deny for one role                         in order; all others may
#   Allow with it, beside an Allow without    in order; the second allows HTTP
# and one that denies HTTP in a way that its reader does not know is a finding:
#   "aws:SecureTransport": ["false"], BoolIfExists, s3:TlsVersion with ["1.2"]
# All of them are valid, and IAM takes a list where it takes a text. A bucket behind a distribution, whose policy has an
# Allow for CloudFront with that condition, is in order by that alone. Read the statements yourself. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet install)
# Of what it depends on, what these rules need: the clouds of others are left out.
"${pip[@]}" --no-deps scoutsuite==5.14.0
"${pip[@]}" policyuniverse==1.5.1.20231109 netaddr==1.3.0 coloredlogs==10.0 asyncio-throttle==0.1.1 boto3==1.44.8 \
  python-dateutil sqlitedict 2> "$folder/errors" || { cat "$folder/errors"; exit 1; }

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' 2> errors | tee seen || cat errors
from types import SimpleNamespace

from ScoutSuite.core.processingengine import ProcessingEngine
from ScoutSuite.core.ruleset import Ruleset
from ScoutSuite.providers.aws.facade.s3 import S3Facade

EVERYTHING = {"Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::site", "arn:aws:s3:::site/*"]}
HTTP = {"Bool": {"aws:SecureTransport": "false"}}
CLOUDFRONT = {"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::site/*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}
ROLE = {"AWS": "arn:aws:iam::123456789012:role/one"}
POLICIES = {
    "deny everything": [{"Effect": "Deny", **EVERYTHING, "Condition": HTTP}],
    "deny a prefix": [{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
                       "Resource": "arn:aws:s3:::site/uploads/*", "Condition": HTTP}],
    "deny one role": [{"Effect": "Deny", **EVERYTHING, "Principal": ROLE, "Condition": HTTP}],
    "allow CloudFront, and all": [CLOUDFRONT, {"Effect": "Allow", **EVERYTHING, "Action": "s3:GetObject"}],
    "deny, as a list": [{"Effect": "Deny", **EVERYTHING, "Condition": {"Bool": {"aws:SecureTransport": ["false"]}}}],
    "deny, if it exists": [{"Effect": "Deny", **EVERYTHING, "Condition": {
        "BoolIfExists": {"aws:SecureTransport": "false"}}}],
    "deny old TLS": [{"Effect": "Deny", **EVERYTHING, "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}}}],
    "deny old TLS, as a list": [{"Effect": "Deny", **EVERYTHING, "Condition": {
        "NumericLessThan": {"s3:TlsVersion": ["1.2"]}}}],
    "no condition": [{"Effect": "Allow", **EVERYTHING}],
}
buckets = {}
for name, statements in POLICIES.items():
    buckets[name] = {"Name": name, "policy": {"Version": "2012-10-17", "Statement": statements}}
    S3Facade._set_s3_bucket_secure_transport(None, buckets[name])
provider = SimpleNamespace(services={"s3": {"buckets": buckets}}, service_list=["s3"])
ProcessingEngine(Ruleset(cloud_provider="aws", filename="default.json")).run(provider)
found = provider.services["s3"]["findings"]["s3-bucket-allowing-cleartext"]["items"]
found = {item.split(".")[2] for item in found}
for name in POLICIES:
    print(f"{name}:", "a finding" if name in found else "in order")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
deny everything: in order
deny a prefix: in order
deny one role: in order
allow CloudFront, and all: in order
deny, as a list: a finding
deny, if it exists: a finding
deny old TLS: in order
deny old TLS, as a list: a finding
no condition: a finding
SEEN
