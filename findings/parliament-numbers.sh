#!/usr/bin/env bash
# parliament 1.6.4 takes for a number in a policy's condition what consists of digits alone. The usual statement that
# asks for TLS 1.2 of a bucket behind CloudFront (NumericLessThan, s3:TlsVersion, "1.2") is a MISMATCHED_TYPE to it,
# whereas "2" would pass; and the same value as a JSON number, which IAM takes as it takes a text, is a TypeError of
# Python, out of a call that otherwise answers what is malformed as a finding. So a build that lints its policies fails
# on a right one, or ends with a trace. Booleans may be written either way. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install parliament==1.6.4 'setuptools<81'

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json

from parliament import analyze_policy_string

for operator, key, value in [("NumericLessThan", "s3:TlsVersion", "1.2"), ("NumericLessThan", "s3:TlsVersion", "2"),
                             ("NumericLessThan", "s3:TlsVersion", 1.2), ("Bool", "aws:SecureTransport", "false"),
                             ("Bool", "aws:SecureTransport", False)]:
    policy = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "Transport", "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*",
         "Condition": {operator: {key: value}}}]})
    try:
        print(key, json.dumps(value), [finding.issue for finding in analyze_policy_string(policy).findings])
    except TypeError as error:
        print(key, json.dumps(value), "TypeError:", error)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
s3:TlsVersion "1.2" ['MISMATCHED_TYPE']
s3:TlsVersion "2" []
s3:TlsVersion 1.2 TypeError: expected string or bytes-like object, got 'float'
aws:SecureTransport "false" []
aws:SecureTransport false []
SEEN
