#!/usr/bin/env bash
# moto 5.2.5 runs state machines of Step Functions (config stepfunctions.execute_state_machine), with another outcome
# than AWS in places that a fan-out over shards has:
#   a timestamp with an offset or a fraction   every comparison is false, and IsTimestamp; with a Z and whole seconds it
#                                              is right, so that the branch taken depends on who wrote the time
#   ToleratedFailurePercentage: 100            a whole number is refused when the machine is made; 100.0 is taken
#   ItemBatcher                                refused
#   an output that is a text                   is no JSON: yes, where AWS says "yes" with its quotes
#   a Choice without a match                   fails with States.Runtime; AWS: States.NoChoiceMatched
#   a Next that leads nowhere                  taken when the machine is made, which AWS refuses
# The first of these is no error anywhere. Try such machines with TestState on AWS. Fails where a line below is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[stepfunctions]==5.2.5' boto3==1.44.8

"$folder/venv/bin/python" -W ignore - <<'PYTHON' 2>/dev/null | tee "$folder/seen"
import json
import time

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

YES, NO = ({"Type": "Pass", "Result": word, "End": True} for word in ("yes", "no"))


def choice(**rule):
    return {"Ask": {"Type": "Choice", "Choices": [{"Variable": "$.at", "Next": "Yes", **rule}], "Default": "No"},
            "Yes": YES, "No": NO}


def fan_out(**more):
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "Shard",
                 "States": {"Shard": {"Type": "Pass", "End": True}}}
    return {"Ask": {"Type": "Map", "ItemsPath": "$.shards", "ItemProcessor": processor, "End": True, **more}}


def outcome(states, number, **given):
    try:
        machine = client.create_state_machine(name=f"machine-{number}", roleArn="arn:aws:iam::123456789012:role/states",
                                              definition=json.dumps({"StartAt": "Ask", "States": states}))
    except ClientError as error:
        return "refused"
    execution = client.start_execution(stateMachineArn=machine["stateMachineArn"], input=json.dumps(given))
    while (seen := client.describe_execution(executionArn=execution["executionArn"]))["status"] == "RUNNING":
        time.sleep(0.1)
    return f"{seen['status']} {seen.get('output') or seen.get('error')}"


BEFORE_JUNE = {"TimestampLessThan": "2026-06-01T00:00:00Z"}
SHARDS = {"shards": ["0", "1"]}
CASES = {f"{at} is before June": (choice(**BEFORE_JUNE), {"at": at}) for at in (
    "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123Z", "2026-01-02T03:04:05+09:00")}
CASES["2026-01-02T03:04:05+09:00 is a timestamp"] = choice(IsTimestamp=True), {"at": "2026-01-02T03:04:05+09:00"}
CASES["a map"] = fan_out(), SHARDS
CASES["ToleratedFailurePercentage 100"] = fan_out(ToleratedFailurePercentage=100), SHARDS
CASES["ToleratedFailurePercentage 100.0"] = fan_out(ToleratedFailurePercentage=100.0), SHARDS
CASES["ItemBatcher"] = fan_out(ItemBatcher={"MaxItemsPerBatch": 2}), SHARDS
no_match = choice(StringEquals="other")
del no_match["Ask"]["Default"]
CASES["no match"] = no_match, {"at": "this"}
CASES["a Next that leads nowhere"] = {"Ask": {"Type": "Pass", "Next": "Nowhere"}}, {}
with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
    client = boto3.client("stepfunctions", region_name="us-east-1", aws_access_key_id="test",
                          aws_secret_access_key="test")
    for number, (title, (states, given)) in enumerate(CASES.items()):
        print(f"{title}: {outcome(states, number, **given)}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
2026-01-02T03:04:05Z is before June: SUCCEEDED yes
2026-01-02T03:04:05.123Z is before June: SUCCEEDED no
2026-01-02T03:04:05+09:00 is before June: SUCCEEDED no
2026-01-02T03:04:05+09:00 is a timestamp: SUCCEEDED no
a map: SUCCEEDED ["0", "1"]
ToleratedFailurePercentage 100: refused
ToleratedFailurePercentage 100.0: SUCCEEDED ["0", "1"]
ItemBatcher: refused
no match: FAILED States.Runtime
a Next that leads nowhere: FAILED States.Runtime
SEEN
