#!/usr/bin/env bash
# community.aws.s3_lifecycle 11.2.0 (ansible 14.5.0) keeps one rule of a bucket as a task says, and one would think that
# it leaves the others alone. Which rule is meant it finds by rule_id and prefix; of a filter it knows prefix and sizes,
# and not tags:
#   another prefix for a rule_id     the rule is there under its id, and the one of before goes on beside it, without an
#                                    id: what was taken out of the prefix is still deleted after so many days
#   a rule without rule_id           replaces the rule for objects with a certain tag, whatever that does
#   state: absent without rule_id    takes every rule for tags along, and those for a prefix and a size together,
#                                    whatever their prefix is
# and the word is `changed`, as it should be. Give every rule its id, remove by id before changing a prefix, and look at
# the rules afterwards. Seen against moto 5.2.5 (S3 gives an id to a rule without one). Fails where that is no longer
# so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet)
"${pip[@]}" install 'moto[s3]==5.2.5' boto3==1.44.8
# The module runs with this Python; the rest of Ansible asks for a newer one, and is not needed here.
"${pip[@]}" download --no-deps --python-version 3.13 --only-binary :all: --dest "$folder" ansible==14.5.0 \
  ansible-core==2.21.5

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import contextlib
import glob
import io
import json
import sys
import zipfile

for name in glob.glob("ansible*.whl"):
    with zipfile.ZipFile(name) as wheel:
        wheel.extractall("lib", [member for member in wheel.namelist() if member.startswith((
            "ansible/__init__", "ansible/_vendor/", "ansible/module_utils/", "ansible/release",
            "ansible_collections/amazon/aws/", "ansible_collections/community/aws/"))])
sys.path.insert(0, "lib")

import boto3
import moto
from ansible.module_utils import basic
from ansible_collections.community.aws.plugins.modules import s3_lifecycle



def run(title, *rules, **task):
    s3.put_bucket_lifecycle_configuration(Bucket="edge-logs", LifecycleConfiguration={"Rules": [
        {"Status": "Enabled", **rule} for rule in rules]})
    basic._ANSIBLE_PROFILE = "legacy"
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": {
        "access_key": "test", "secret_key": "test", "region": "us-east-1", "name": "edge-logs", **task}}).encode()
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        s3_lifecycle.main()
    print(title + ": changed", json.loads(out.getvalue().splitlines()[-1])["changed"])
    try:
        left = s3.get_bucket_lifecycle_configuration(Bucket="edge-logs")["Rules"]
    except s3.exceptions.ClientError:
        left = []
    for rule in left:
        print("  ", rule.get("ID", "(no id)"), json.dumps(rule["Filter"]), rule["Expiration"]["Days"], "days")
    print("  ", len(left), "left")


edge = {"ID": "edge", "Filter": {"Prefix": "edge/"}, "Expiration": {"Days": 7}}
temporary = {"ID": "temporary", "Filter": {"Tag": {"Key": "keep", "Value": "a week"}}, "Expiration": {"Days": 8}}
small = {"ID": "small", "Filter": {"And": {"Prefix": "small/", "ObjectSizeLessThan": 10}}, "Expiration": {"Days": 9}}
with moto.mock_aws():
    s3 = boto3.client("s3", "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    s3.create_bucket(Bucket="edge-logs")
    run("more days", edge, rule_id="edge", prefix="edge/", expiration_days=30)
    run("another prefix", edge, rule_id="edge", prefix="edge/tests/", expiration_days=7)
    run("a rule for all", edge, temporary, expiration_days=400)
    run("no rule for all", edge, temporary, small, state="absent")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
more days: changed True
   edge {"Prefix": "edge/"} 30 days
   1 left
another prefix: changed True
   (no id) {"Prefix": "edge/"} 7 days
   edge {"Prefix": "edge/tests/"} 7 days
   2 left
a rule for all: changed True
   edge {"Prefix": "edge/"} 7 days
   (no id) {"Prefix": ""} 400 days
   2 left
no rule for all: changed True
   edge {"Prefix": "edge/"} 7 days
   1 left
SEEN
