#!/usr/bin/env bash
# AutoPublishAlias of AWS SAM (aws-sam-translator 1.115.0) publishes a version of a function, which is what Lambda@Edge
# is associated by. Whether there is a new one is a hash in the logical id of AWS::Lambda::Version, and what goes in is
# neither the code alone nor the whole function: CodeUri, MemorySize and the environment make a new version; Runtime,
# Handler, Timeout, Layers and Role do not. A template that changes the runtime deploys well, $LATEST has it, and the
# edge goes on with the version of before. AutoPublishAliasAllProperties makes each of them count, except beside
# AutoPublishCodeSha256: there the id is that hash and nothing else, so that not even another CodeUri publishes. Use
# the first without the second. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-sam-translator==1.115.0 boto3==1.44.8

AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" -W ignore - <<'PYTHON' |
from samtranslator.translator.transform import transform


class NoManagedPolicies:
    def load(self):
        return {}


def version(**settings):
    properties = {"CodeUri": "s3://packages/1", "Handler": "index.handler", "Runtime": "nodejs20.x", "MemorySize": 128,
                  "Role": "arn:aws:iam::123456789012:role/edge", "AutoPublishAlias": "live"} | settings
    edge = {"Type": "AWS::Serverless::Function", "Properties": properties}
    made = transform({"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Edge": edge}}, {}, NoManagedPolicies())
    return next(name for name, of in made["Resources"].items() if of["Type"] == "AWS::Lambda::Version")


SETTINGS = {"CodeUri": "s3://packages/2", "MemorySize": 256, "Environment": {"Variables": {"A": "1"}},
            "Runtime": "nodejs22.x", "Handler": "other.handler", "Timeout": 5,
            "Layers": ["arn:aws:lambda:us-east-1:123456789012:layer:libraries:2"],
            "Role": "arn:aws:iam::123456789012:role/other"}
for more in ({}, {"AutoPublishAliasAllProperties": True},
             {"AutoPublishAliasAllProperties": True, "AutoPublishCodeSha256": "5e" * 32}):
    print(*(more or ["AutoPublishAlias alone"]), sep=" and ")
    for name, value in SETTINGS.items():
        print(f"  {name}: {'new' if version(**more) != version(**more, **{name: value}) else 'the same'} version")
PYTHON
  tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
AutoPublishAlias alone
  CodeUri: new version
  MemorySize: new version
  Environment: new version
  Runtime: the same version
  Handler: the same version
  Timeout: the same version
  Layers: the same version
  Role: the same version
AutoPublishAliasAllProperties
  CodeUri: new version
  MemorySize: new version
  Environment: new version
  Runtime: new version
  Handler: new version
  Timeout: new version
  Layers: new version
  Role: new version
AutoPublishAliasAllProperties and AutoPublishCodeSha256
  CodeUri: the same version
  MemorySize: the same version
  Environment: the same version
  Runtime: the same version
  Handler: the same version
  Timeout: the same version
  Layers: the same version
  Role: the same version
SEEN
