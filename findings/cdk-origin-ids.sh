#!/usr/bin/env bash
# aws-cdk-lib 2.275.0, cloudfront.Distribution: the Id of an origin is its number in the order of behaviours, hashed, and not
# of its domain. A behaviour that is put before others, or two that change places, hand each origin behind them the Id that
# another one had: in a template, and in what is deployed, Origin2 is another host than before, and each behaviour's
# TargetOriginId changes though it goes where it went. Whatever knows origins by Id (baselines, alarms, overrides by
# addPropertyOverride("…Origins.1…")) then speaks of another host. Add behaviours at the end, or compare origins by domain.
# Fails where that is no longer so. Needs node.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-cdk-lib==2.275.0

cd "$folder"
JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1 "$folder/venv/bin/python" -W ignore - 2> "$folder/errors" <<'PYTHON' | tee "$folder/seen" || cat "$folder/errors"
import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront, aws_cloudfront_origins as origins


def numbers(*names):
    app = cdk.App()
    stack = cdk.Stack(app, "Site")
    cloudfront.Distribution(
        stack, "Edge", default_behavior=cloudfront.BehaviorOptions(origin=origins.HttpOrigin("www.example.com")),
        additional_behaviors={
            f"/{name}/*": cloudfront.BehaviorOptions(origin=origins.HttpOrigin(f"{name}.example.com"))
            for name in names})
    resources = app.synth().get_stack_by_name("Site").template["Resources"].values()
    config = next(one for one in resources if one["Type"] == "AWS::CloudFront::Distribution")["Properties"]
    ids = {one["DomainName"].split(".")[0]: one["Id"] for one in config["DistributionConfig"]["Origins"]}
    return " ".join(f"{name}={ids[name].removeprefix('SiteEdge')[:7]}" for name in ("www", *names))


print(numbers("api", "img"))
print(numbers("new", "api", "img"))
print(numbers("img", "api"))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
www=Origin1 api=Origin2 img=Origin3
www=Origin1 new=Origin2 api=Origin3 img=Origin4
www=Origin1 img=Origin2 api=Origin3
SEEN
