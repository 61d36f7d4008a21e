#!/usr/bin/env bash
# troposphere 4.11.1 (templates of CloudFormation in Python) has a TemplateGenerator, which reads a template that is
# there and makes its objects of it, to be changed and written again. Conditions, mappings, metadata, DependsOn,
# DeletionPolicy and the properties of a distribution come through. UpdateReplacePolicy does not, though a resource made
# in Python may have it: a bucket of logs that is kept when it is replaced is deleted with the next update that
# gives it another name, while "DeletionPolicy": "Retain" beside it still reads as if nothing could happen. The section
# Rules, by which a template refuses parameters that do not fit together, is gone as well. No warning; what comes out is
# valid. Compare input and output before the first deployment. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install troposphere==4.11.1

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import copy
import json

from troposphere import Template, s3
from troposphere.template_generator import TemplateGenerator

keep = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
template = {
    "AWSTemplateFormatVersion": "2010-09-09", "Description": "edge", "Metadata": {"team": {"name": "web"}},
    "Parameters": {"Stage": {"Type": "String", "Default": "test"}, "Alias": {"Type": "String", "Default": ""}},
    "Rules": {"AliasInProduction": {
        "RuleCondition": {"Fn::Equals": [{"Ref": "Stage"}, "production"]},
        "Assertions": [{"Assert": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Alias"}, ""]}]}}]}},
    "Mappings": {"Days": {"test": {"days": 7}, "production": {"days": 365}}},
    "Conditions": {"Production": {"Fn::Equals": [{"Ref": "Stage"}, "production"]}},
    "Resources": {
        "Logs": {"Type": "AWS::S3::Bucket", **keep, "Metadata": {"cfn-lint": {}}, "Condition": "Production"},
        "Group": {"Type": "AWS::Logs::LogGroup", **keep, "DependsOn": ["Logs"], "Properties": {
            "RetentionInDays": {"Fn::FindInMap": ["Days", {"Ref": "Stage"}, "days"]}}},
        "Site": {"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": {
            "Enabled": True, "Origins": [{"Id": "o", "DomainName": "www.example.com", "CustomOriginConfig": {
                "OriginProtocolPolicy": "https-only"}}],
            "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only",
                                     "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"}}}}},
    "Outputs": {"Site": {"Value": {"Ref": "Site"}, "Export": {"Name": "site"}}}}


def compare(before, after, path=""):
    for key in {**before, **after}:
        if key not in after:
            print(f"   lost: {path}{key}")
        elif key not in before:
            print(f"   new: {path}{key}")
        elif isinstance(before[key], dict):
            compare(before[key], after[key], f"{path}{key}/")
        elif before[key] != after[key]:
            print(f"   changed: {path}{key}")


made = Template()
made.add_resource(s3.Bucket("Logs", **keep))
print("made in Python:", json.loads(made.to_json())["Resources"]["Logs"])
print("read and written:")
compare(template, json.loads(TemplateGenerator(copy.deepcopy(template)).to_json()))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
made in Python: {'DeletionPolicy': 'Retain', 'Type': 'AWS::S3::Bucket', 'UpdateReplacePolicy': 'Retain'}
read and written:
   lost: Rules
   lost: Resources/Logs/UpdateReplacePolicy
   lost: Resources/Group/UpdateReplacePolicy
SEEN
