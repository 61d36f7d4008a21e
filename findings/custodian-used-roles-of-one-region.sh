#!/usr/bin/env bash
# Cloud Custodian 0.9.53 tells which roles of IAM are in use, `type: used` with `state: false` for the others, and has
# an action `delete` for those. "Checks for usage on EC2, Lambda, ECS only", says its page. Of Lambda it looks at
#   one region            IAM is global, and such a policy runs once, however many --region there are. Which functions
#                         are asked is decided by where that is: the role of a function in eu-west-1 is not in use
#   $LATEST               a version keeps the role that it was published with, and a version is what runs at the edge.
#                         A function that was given a new role since has a version that goes by the old one, which is
#                         not in use
# so that a clean-up of roles, tried in an account with one region, takes away the roles of all other regions, and those
# of functions that answer each viewer. These go on until Lambda needs the role the next time, and are a 502 or 503
# then.
# Ask GetServiceLastAccessedDetails (`usage`) before a role goes, and look for it in ListVersionsByFunction of each
# region. Seen against moto 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install c7n==0.9.53 moto==5.2.5

cd "$folder"
AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=a AWS_CONFIG_FILE=/dev/null venv/bin/python -W ignore - <<'PYTHON' | tee seen
import io
import zipfile

import boto3
from c7n.config import Config
from c7n.policy import PolicyCollection
from c7n.resources import load_resources
from c7n.resources.aws import AWS
from moto import mock_aws

code = io.BytesIO()
with zipfile.ZipFile(code, "w") as package:
    package.writestr("index.py", "def handler(event, context): return event")
load_resources(("aws.iam-role", "aws.lambda", "aws.ec2", "aws.launch-config", "aws.iam-profile"))


def function(region, name, role):
    client = boto3.client("lambda", region_name=region)
    client.create_function(FunctionName=name, Runtime="python3.13", Role=roles[role], Handler="index.handler",
                           Code={"ZipFile": code.getvalue()}, Publish=True)
    return client


with mock_aws():
    iam = boto3.client("iam", region_name="us-east-1")
    roles = {name: iam.create_role(RoleName=name, AssumeRolePolicyDocument='{"Version": "2012-10-17"}')["Role"]["Arn"]
             for name in ("edge-before", "edge-now", "images", "nobody")}
    edge = function("us-east-1", "login", "edge-before")
    edge.update_function_configuration(FunctionName="login", Role=roles["edge-now"])
    function("eu-west-1", "resize", "images")
    for version in edge.list_versions_by_function(FunctionName="login")["Versions"]:
        print("login", version["Version"], version["Role"].split("/")[-1])
    for regions in (["us-east-1", "eu-west-1"], ["eu-west-1"]):
        config = Config.empty(region=regions[0], regions=regions, account_id="123456789012")
        read = PolicyCollection.from_data({"policies": [{"name": "p", "resource": "aws.iam-role", "filters": [
            {"type": "used", "state": False}]}]}, config)
        for policy in AWS().initialize_policies(read, config):
            unused = sorted(one["RoleName"] for one in policy.resource_manager.resources())
            print(f"--region {' '.join(regions)}: runs in {policy.options.region}, not in use: {' '.join(unused)}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
login $LATEST edge-now
login 1 edge-before
--region us-east-1 eu-west-1: runs in us-east-1, not in use: edge-before images nobody
--region eu-west-1: runs in eu-west-1, not in use: edge-before edge-now nobody
SEEN
