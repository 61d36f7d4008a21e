#!/usr/bin/env bash
# A CloudFront function that was created and never published has no LIVE stage: DescribeFunction and GetFunction with
# Stage=LIVE answer 404 NoSuchFunctionExists, and ListFunctions with Stage=LIVE leaves it out. moto 5.2.5 passes over
# Stage: it answers the DEVELOPMENT stage under either name and lists it as live, so that "is it published?", the
# question on which a deployment of functions turns, is answered with yes. PublishFunction and UpdateFunction are not
# there at all, and that fails in two ways: the first as a 404 without a code, the second as a Python
# NotImplementedError out of the client call. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8 'moto[cloudfront]==5.2.5'

AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test "$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import boto3
from moto import mock_aws

with mock_aws():
    client = boto3.client("cloudfront", region_name="us-east-1")
    made = client.create_function(
        Name="f", FunctionCode=b"function handler(event) { return event.request }",
        FunctionConfig={"Comment": "", "Runtime": "cloudfront-js-2.0"})
    live = client.describe_function(Name="f", Stage="LIVE")["FunctionSummary"]
    print("asked for LIVE:", live["FunctionMetadata"]["Stage"], live["Status"])
    print("code of LIVE:", len(client.get_function(Name="f", Stage="LIVE")["FunctionCode"].read()), "bytes")
    print("listed as LIVE:", client.list_functions(Stage="LIVE")["FunctionList"]["Quantity"])
    for name, arguments in [("publish_function", {}), ("update_function", {
            "FunctionConfig": {"Comment": "", "Runtime": "cloudfront-js-2.0"}, "FunctionCode": b"x"})]:
        try:
            getattr(client, name)(Name="f", IfMatch=made["ETag"], **arguments)
            print(name, "works")
        except Exception as error:
            print(name, type(error).__name__, error)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
asked for LIVE: DEVELOPMENT UNPUBLISHED
code of LIVE: 48 bytes
listed as LIVE: 1
publish_function ClientError An error occurred (404) when calling the PublishFunction operation: Not Found
update_function NotImplementedError The update_function action has not been implemented
SEEN
