#!/usr/bin/env bash
# amazon.aws.lambda 11.4.0 (ansible 14.5.0) brings a function to what a task says. What a task does not name is
#   kept      environment, layers, tracing, dead letters
#   reset     the timeout to 3 seconds and the memory to 128 MB (its defaults, which one would take for those of a new
#             function), and the function is taken out of its VPC
# so that a task which is there to change the description makes a function slow, or cuts it off from its database. What
# is named as empty is treated otherwise again: `layers: []` keeps them, `environment_variables: {}` removes all of it.
# A version, which is what Lambda@Edge runs, is published with new code alone: new memory, handler or runtime stay in
# $LATEST, the task says `changed`, and the edge goes on as before. Name everything, and publish by a task of its own.
# Seen against moto 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet)
"${pip[@]}" install 'moto[awslambda,ec2,iam]==5.2.5' boto3==1.44.8
# The module runs with this Python; the rest of Ansible asks for a newer one, and is not needed here.
"${pip[@]}" download --no-deps --python-version 3.13 --only-binary :all: --dest "$folder" ansible==14.5.0 \
  ansible-core==2.21.5

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import contextlib
import glob
import importlib
import io
import json
import sys
import zipfile

for name in glob.glob("ansible*.whl"):
    with zipfile.ZipFile(name) as wheel:
        wheel.extractall("lib", [member for member in wheel.namelist() if member.startswith((
            "ansible/__init__", "ansible/_vendor/", "ansible/module_utils/", "ansible/release",
            "ansible_collections/amazon/aws/"))])
sys.path.insert(0, "lib")

import boto3
import moto
from ansible.module_utils import basic

module = importlib.import_module("ansible_collections.amazon.aws.plugins.modules.lambda")
for version in ("1", "2"):
    with zipfile.ZipFile(version + ".zip", "w") as package:
        package.writestr(zipfile.ZipInfo("index.py"), "def handler(event, context):\n    return " + version)


def run(title, **task):
    basic._ANSIBLE_PROFILE = "legacy"
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": {
        "access_key": "test", "secret_key": "test", "region": "us-east-1", "name": "edge", "role": ROLE,
        "runtime": "python3.13", "handler": "index.handler", "zip_file": "1.zip", **task}}).encode()
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        module.main()
    answered = json.loads(out.getvalue().splitlines()[-1])
    now = lambda_.get_function_configuration(FunctionName="edge")
    print(f"{title}: changed {answered['changed']}, version {answered['configuration']['version']}")
    print("  ", now["Timeout"], "s", now["MemorySize"], "MB, VPC:", bool(now["VpcConfig"].get("SubnetIds")), "layers:",
          len(now["Layers"]), "environment:", now.get("Environment", {}).get("Variables"), "versions:", *[
              found["Version"] for found in lambda_.list_versions_by_function(FunctionName="edge")["Versions"][1:]])


with moto.mock_aws():
    ec2, iam, lambda_ = (boto3.client(name, "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
                         for name in ("ec2", "iam", "lambda"))
    ROLE = iam.create_role(RoleName="edge", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    with open("1.zip", "rb") as file:
        layer = lambda_.publish_layer_version(LayerName="l", Content={"ZipFile": file.read()})["LayerVersionArn"]
    subnet = ec2.describe_subnets()["Subnets"][0]
    groups = ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [subnet["VpcId"]]}])["SecurityGroups"]
    vpc = {"vpc_subnet_ids": [subnet["SubnetId"]], "vpc_security_group_ids": [groups[0]["GroupId"]]}
    every = {"timeout": 20, "memory_size": 512, "layers": [{"layer_version_arn": layer}], "environment_variables":
             {"KEY": "value"}, **vpc}
    run("everything", **every)
    run("a description", description="of the edge")
    run("everything", **every)
    run("no layers", **{**every, "layers": []})
    run("no environment", **{**every, "environment_variables": {}})
    run("more memory", **{**every, "memory_size": 1024})
    run("other code", **{**every, "zip_file": "2.zip"})
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
everything: changed True, version 1
   20 s 512 MB, VPC: True layers: 1 environment: {'KEY': 'value'} versions: 1
a description: changed True, version $LATEST
   3 s 128 MB, VPC: False layers: 1 environment: {'KEY': 'value'} versions: 1
everything: changed True, version $LATEST
   20 s 512 MB, VPC: True layers: 1 environment: {'KEY': 'value'} versions: 1
no layers: changed False, version $LATEST
   20 s 512 MB, VPC: True layers: 1 environment: {'KEY': 'value'} versions: 1
no environment: changed True, version $LATEST
   20 s 512 MB, VPC: True layers: 1 environment: None versions: 1
more memory: changed True, version $LATEST
   20 s 1024 MB, VPC: True layers: 1 environment: {'KEY': 'value'} versions: 1
other code: changed True, version 2
   20 s 512 MB, VPC: True layers: 1 environment: {'KEY': 'value'} versions: 1 2
SEEN
