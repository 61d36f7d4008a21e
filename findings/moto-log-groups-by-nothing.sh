#!/usr/bin/env bash
# An edge function writes to /aws/lambda/us-east-1.NAME in a dozen regions, and CloudWatch Logs finds such groups by the
# beginning of their names, by a part of them (logGroupNamePattern), by their class or by a list of them
# (logGroupIdentifiers). moto 5.2.5 knows the beginning, and passes over the others without an error: each answers all
# groups of the region. FilterLogEvents likewise knows logStreamNames, and not logStreamNamePrefix, which answers all
# streams; by logGroupIdentifier, which AWS takes in the place of the name, it finds no group at all. And
# metricFilterCount is 0 for a group with a filter. A clean-up, a report or a search that takes what such a call finds
# is tested on everything: it passes with a pattern that finds nothing on AWS, and the test for groups without a metric
# filter finds them all. Have a group in the test that must not be found. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8 'moto[logs]==5.2.5'

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import time

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

EDGE, OTHER = "/aws/lambda/us-east-1.edge", "billing"


def groups(**parameters):
    print(*parameters, *parameters.values(), "->",
          *(group["logGroupName"] for group in client.describe_log_groups(**parameters)["logGroups"]))


def events(**parameters):
    try:
        found = client.filter_log_events(**parameters)["events"]
        print(*parameters, "->", *(event["message"] for event in found))
    except ClientError as error:
        print(*parameters, "->", error.response["Error"]["Code"])


with mock_aws():
    client = boto3.client("logs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    for name in (EDGE, OTHER):
        client.create_log_group(logGroupName=name)
    groups(logGroupNamePrefix="/aws/lambda/us-east-1.")
    groups(logGroupNamePattern="us-east-1.edge")
    groups(logGroupNamePattern="nothing-of-that-kind")
    groups(logGroupClass="INFREQUENT_ACCESS")
    groups(logGroupIdentifiers=[EDGE])

    for stream in ("2026/11/29/a", "2026/11/30/b"):
        client.create_log_stream(logGroupName=EDGE, logStreamName=stream)
        client.put_log_events(logGroupName=EDGE, logStreamName=stream, logEvents=[
            {"timestamp": int(time.time() * 1000), "message": stream}])
    events(logGroupName=EDGE, logStreamNames=["2026/11/30/b"])
    events(logGroupName=EDGE, logStreamNamePrefix="2026/11/30/")
    events(logGroupIdentifier=EDGE)

    client.put_metric_filter(logGroupName=EDGE, filterName="errors", filterPattern="ERROR", metricTransformations=[
        {"metricName": "errors", "metricNamespace": "edge", "metricValue": "1"}])
    found = client.describe_metric_filters(logGroupName=EDGE)["metricFilters"]
    print("metric filters", len(found), client.describe_log_groups()["logGroups"][0]["metricFilterCount"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
logGroupNamePrefix /aws/lambda/us-east-1. -> /aws/lambda/us-east-1.edge
logGroupNamePattern us-east-1.edge -> /aws/lambda/us-east-1.edge billing
logGroupNamePattern nothing-of-that-kind -> /aws/lambda/us-east-1.edge billing
logGroupClass INFREQUENT_ACCESS -> /aws/lambda/us-east-1.edge billing
logGroupIdentifiers ['/aws/lambda/us-east-1.edge'] -> /aws/lambda/us-east-1.edge billing
logGroupName logStreamNames -> 2026/11/30/b
logGroupName logStreamNamePrefix -> 2026/11/29/a 2026/11/30/b
logGroupIdentifier -> ResourceNotFoundException
metric filters 1 0
SEEN
