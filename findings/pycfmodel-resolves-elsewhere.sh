#!/usr/bin/env bash
# pycfmodel 2.1.3 resolves a template before cfripper's rules look at it, and fills in what it was not told: AWS::Region
# is eu-west-1, and the account 123456789012. A stack for the edge stands in us-east-1, and what a template has under a
# condition for that region is gone from what is looked at, or is what stands in the other branch of Fn::If; a resource
# that is not there has no findings. Other things are filled in as texts, which look like values: a parameter without a
# default is UNDEFINED_PARAM_…, each Fn::GetAtt is GETATT, so that two that differ are equal. And of a
# CommaDelimitedList "a, b" the second member is " b" with its blank, where CloudFormation trims it; ${!Name} in Fn::Sub
# keeps its exclamation mark. All that is said is a line of a log for some of it. Give resolve() extra_params with the
# region and the parameters of the stack. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install pycfmodel==2.1.3

"$folder/venv/bin/python" -W ignore - <<'PYTHON' 2>/dev/null | tee "$folder/seen"
import pycfmodel

bucket = {"Type": "AWS::S3::Bucket"}
edge = {"Type": "AWS::S3::Bucket", "Condition": "AtTheEdge"}
values = {"Region": {"Fn::If": ["AtTheEdge", "edge", "elsewhere"]}, "Parameter": {"Ref": "Owner"},
          "One": {"Fn::GetAtt": ["One", "Arn"]}, "Other": {"Fn::GetAtt": ["Other", "Arn"]},
          "List": {"Fn::Join": ["|", {"Ref": "Names"}]}, "Sub": {"Fn::Sub": "${AWS::Region}/${!Name}"}}
template = {
    "Parameters": {"Owner": {"Type": "String"}, "Names": {"Type": "CommaDelimitedList", "Default": "a, b"}},
    "Conditions": {"AtTheEdge": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}},
    "Resources": {"One": bucket, "Other": bucket, "Edge": edge,
                  "Values": {"Type": "Custom::Values", "Properties": {"ServiceToken": "x", **values}}}}
for title, params in (("as it is", {}), ("told the region", {"AWS::Region": "us-east-1"})):
    resolved = pycfmodel.parse(template).resolve(extra_params=params)
    properties = resolved.Resources["Values"].Properties
    print(title)
    print("  resources:", *resolved.Resources)
    for name in values:
        print(f"  {name}: {properties[name] if isinstance(properties, dict) else getattr(properties, name)}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
as it is
  resources: One Other Values
  Region: elsewhere
  Parameter: UNDEFINED_PARAM_Owner
  One: GETATT
  Other: GETATT
  List: a| b
  Sub: eu-west-1/${!Name}
told the region
  resources: One Other Edge Values
  Region: edge
  Parameter: UNDEFINED_PARAM_Owner
  One: GETATT
  Other: GETATT
  List: a| b
  Sub: us-east-1/${!Name}
SEEN
