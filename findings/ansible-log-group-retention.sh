#!/usr/bin/env bash
# amazon.aws.cloudwatchlogs_log_group 11.4.0 (ansible 14.5.0) sets the days that a log group is kept. Which numbers are
# right it looks up in a list of its own, which is in its documentation, and what is not in it is answered by deleting
# the group, with every event in it, before the task fails with "Invalid retention value". The list lacks five that
# CloudWatch Logs takes: 1096, 2192, 2557, 2922 and 3288 (three, six, seven, eight and nine years), which are what rules
# on how long to keep logs ask for. So "keep for three years" on a group that is there leaves nothing of it, and the
# next run makes and deletes a new one. And --check, which deletes nothing, sets a retention that is in the list. Use
# 1827 or 3653, or PutRetentionPolicy itself, and no dry run. Seen against moto 5.2.5. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet)
"${pip[@]}" install 'moto[logs]==5.2.5' boto3==1.44.8
# The module runs with this Python; the rest of Ansible asks for a newer one, and is not needed here.
"${pip[@]}" download --no-deps --python-version 3.13 --only-binary :all: --dest "$folder" ansible==14.5.0 \
  ansible-core==2.21.5

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import contextlib
import glob
import io
import json
import re
import sys
import time
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
from ansible_collections.amazon.aws.plugins.modules import cloudwatchlogs_log_group

def run(retention, **also):
    basic._ANSIBLE_PROFILE = "legacy"
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": {
        "access_key": "test", "secret_key": "test", "region": "us-east-1", "log_group_name": "edge",
        "retention": retention, **also}}).encode()
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        cloudwatchlogs_log_group.main()
    return json.loads(out.getvalue())


with moto.mock_aws():
    logs = boto3.client("logs", "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    told = logs.meta.service_model.operation_model("PutRetentionPolicy").input_shape.members["retentionInDays"]
    print(re.sub("<[^>]*>", "", told.documentation).partition("Possible values are: ")[2].partition(".")[0])
    for retention in (1827, 1096):
        logs.create_log_group(logGroupName="edge")
        logs.create_log_stream(logGroupName="edge", logStreamName="a")
        logs.put_log_events(logGroupName="edge", logStreamName="a", logEvents=[
            {"timestamp": int(time.time() * 1000), "message": "GET /"}])
        answered = run(retention, _ansible_check_mode=True)
        days = logs.describe_log_groups()["logGroups"][0].get("retentionInDays")
        print(retention, "--check:", answered.get("msg") or "changed", f"- the group is kept for {days} days")
        answered = run(retention)
        print("  without it:", answered.get("msg", "").partition(".")[0] or "in order")
        left = logs.describe_log_groups()["logGroups"]
        print("  groups:", len(left))
        for group in left:
            print("  events:", len(logs.filter_log_events(logGroupName="edge")["events"]))
            logs.delete_log_group(logGroupName="edge")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, and 3653
1827 --check: changed - the group is kept for 1827 days
  without it: in order
  groups: 1
  events: 1
1096 --check: Would have deleted log group if not in check_mode. - the group is kept for None days
  without it: Invalid retention value
  groups: 0
SEEN
