#!/usr/bin/env bash
# `paginator.paginate().search("DistributionList.Items[]")` of botocore 1.44.8 goes through all pages and hands out what
# the expression finds, one by one. CloudFront leaves Items out where there is none, the expression is null then, and
# null is handed out like a thing that was found: an account without distributions has one, which is None. It is the
# same with a filter or a list of ids behind it, with S3's Contents of an empty bucket, and once for each such page:
#   len(list(…))                   1, in each account of an organization that has none
#   distribution["Id"]             a TypeError that ends the run at that account
#   `if not found:`                never true: that there is none cannot be seen
# Lists that are empty and there, as Lambda's Functions, give nothing. (botocore's issue 2160, of 2020, is open.) A
# count by length() is one number a page, and an error on such a page. Write "DistributionList.Items[] || `[]`" for the
# expression, which is right in each case. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
from unittest.mock import patch

import boto3
import jmespath.exceptions


def answer(client, operation, parameters):
    if operation == "ListDistributions":
        return {"DistributionList": {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 0}}
    if operation == "ListObjectsV2":
        # What S3 answers of a bucket whose keys are all below site/, with a delimiter: prefixes, and no objects.
        return {"IsTruncated": False, "KeyCount": 1, "CommonPrefixes": [{"Prefix": "site/"}]}
    return {"Functions": []}


def show(service, operation, expression, **parameters):
    client = boto3.client(service, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    pages = client.get_paginator(operation).paginate(**parameters)
    try:
        found = list(pages.search(expression))
    except jmespath.exceptions.JMESPathError as error:
        found = type(error).__name__
    print(f"{expression}: {found}")


with patch("botocore.client.BaseClient._make_api_call", answer):
    show("cloudfront", "list_distributions", "DistributionList.Items[]")
    show("cloudfront", "list_distributions", "DistributionList.Items[?Enabled].Id")
    show("cloudfront", "list_distributions", "length(DistributionList.Items)")
    show("cloudfront", "list_distributions", "DistributionList.Items[] || `[]`")
    show("s3", "list_objects_v2", "Contents[].Key", Bucket="logs", Delimiter="/")
    show("lambda", "list_functions", "Functions[].FunctionName")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
DistributionList.Items[]: [None]
DistributionList.Items[?Enabled].Id: [None]
length(DistributionList.Items): JMESPathTypeError
DistributionList.Items[] || `[]`: []
Contents[].Key: [None]
Functions[].FunctionName: []
SEEN
