#!/usr/bin/env bash
# Prowler 5.46.0, `s3_bucket_secure_transport_policy`, asks whether a bucket denies what comes without TLS. A statement
# counts whose Action has "s3:PutObject", "s3:*" or "*", and where Action is a text, that is asked of its letters: "*"
# is in "s3:List*". To whom, to what and to which other actions it goes is not looked at:
#   Deny of s3:List*, of s3:PutObject, for one role, below one prefix    PASS, with all the rest by HTTP
#   "aws:SecureTransport": ["false"]; BoolIfExists; s3:TlsVersion        FAIL, though HTTP is denied
#   ["s3:Get*", "s3:Put*"], which is what a site has                     FAIL
#   a Statement that is one object, as the grammar of policies has it    a TypeError, and no answer for any bucket
# An account is then in order by a bucket that is not, and one bucket without the brackets ends the check. Read the
# statements yourself. Fails where a line below is no longer so.
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

from prowler.providers.aws.services.s3.s3_service import Bucket

CHECK = "s3_bucket_secure_transport_policy"
SERVICE = "prowler.providers.aws.services.s3"


def denial(action="s3:*", principal="*", resource="*", condition={"Bool": {"aws:SecureTransport": "false"}}):
    return {"Effect": "Deny", "Principal": principal, "Action": action, "Resource": "arn:aws:s3:::site/" + resource,
            "Condition": condition}


POLICIES = {
    "everything": [denial()],
    "listing": [denial("s3:List*")],
    "uploads": [denial("s3:PutObject")],
    "one-role": [denial(principal={"AWS": "arn:aws:iam::123456789012:role/one"})],
    "one-prefix": [denial(resource="uploads/*")],
    "a-list": [denial(condition={"Bool": {"aws:SecureTransport": ["false"]}})],
    "if-it-exists": [denial(condition={"BoolIfExists": {"aws:SecureTransport": "false"}})],
    "by-version": [denial(condition={"NumericLessThan": {"s3:TlsVersion": "1.2"}})],
    "get-and-put": [denial(["s3:Get*", "s3:Put*"])],
}


def run(policies):
    buckets = {name: Bucket(arn="arn:aws:s3:::" + name, name=name, region="us-east-1",
                            policy={"Version": "2012-10-17", "Statement": statements})
               for name, statements in policies.items()}
    client.buckets = buckets
    for finding in check.execute():
        print(finding.status, finding.resource_id if finding.resource_id in policies else finding.status_extended)


client = types.SimpleNamespace(buckets={})
sys.modules[SERVICE + ".s3_client"] = types.SimpleNamespace(s3_client=client)
check = getattr(importlib.import_module(f"{SERVICE}.{CHECK}.{CHECK}"), CHECK)()
run(POLICIES)
try:
    run({"everything": POLICIES["everything"], "one-object": denial()})
except TypeError as error:
    print("TypeError", error)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
PASS everything
PASS listing
PASS uploads
PASS one-role
PASS one-prefix
FAIL a-list
FAIL if-it-exists
FAIL by-version
FAIL get-and-put
TypeError string indices must be integers, not 'str'
SEEN
