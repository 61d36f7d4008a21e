#!/usr/bin/env bash
# `!Ref Edge.Version` is how a distribution in a template of AWS SAM names the version that AutoPublishAlias makes of
# a function; its logical id has a hash in it, and aws-sam-translator 1.115.0 puts that in. It does so in Ref and in
# Fn::Sub. In `DependsOn: Edge.Version` it does not, and `!GetAtt Edge.Version`, which is how one would ask for a part
# of anything else, becomes a Fn::GetAtt with one member, which has no meaning. Where the function has no
# AutoPublishAlias (any more), all of them stay as they are. The transform ends without an error each time; what is
# wrong comes back from CloudFormation, about a template that nobody wrote. Ref and Sub alone, and no DependsOn: Ref
# makes the order. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-sam-translator==1.115.0 boto3==1.44.8

AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" -W ignore - <<'PYTHON' |
import json

from samtranslator.translator.transform import transform


class NoManagedPolicies:
    def load(self):
        return {}


def made(**settings):
    properties = {"CodeUri": "s3://packages/1", "Handler": "index.handler", "Runtime": "nodejs22.x",
                  "Role": "arn:aws:iam::123456789012:role/edge"} | settings
    site = {"Type": "AWS::CloudFront::Distribution", "DependsOn": "Edge.Version",
            "Properties": {"Ref": {"Ref": "Edge.Version"}, "Sub": {"Fn::Sub": "${Edge.Version}"},
                           "GetAtt": {"Fn::GetAtt": ["Edge", "Version"]}}}
    template = {"Transform": "AWS::Serverless-2016-10-31",
                "Resources": {"Edge": {"Type": "AWS::Serverless::Function", "Properties": properties}, "Site": site}}
    return transform(template, {}, NoManagedPolicies())["Resources"]["Site"]


for title, settings in (("with AutoPublishAlias", {"AutoPublishAlias": "live"}), ("without", {})):
    site = made(**settings)
    print(title)
    for name, value in site["Properties"].items():
        print(f"  {name}: {json.dumps(value)}")
    print(f"  DependsOn: {json.dumps(site['DependsOn'])}")
PYTHON
  tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
with AutoPublishAlias
  Ref: {"Ref": "EdgeVersion3efc416ccc"}
  Sub: {"Fn::Sub": "${EdgeVersion3efc416ccc}"}
  GetAtt: {"Fn::GetAtt": ["EdgeVersion3efc416ccc"]}
  DependsOn: "Edge.Version"
without
  Ref: {"Ref": "Edge.Version"}
  Sub: {"Fn::Sub": "${Edge.Version}"}
  GetAtt: {"Fn::GetAtt": ["Edge", "Version"]}
  DependsOn: "Edge.Version"
SEEN
