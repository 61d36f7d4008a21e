#!/usr/bin/env bash
# aws-inventory-manager 2.6.0 keeps snapshots of an account and says what changed since the last, "field-level
# configuration drift detection". A resource has changed where the hash of its configuration has. Into that hash goes
# what one or two calls answer, less each member of some names, at any depth, as these "change by themselves": State,
# Status, VersionId and others. So these are no changes:
#   a rule of EventBridge that is disabled         its State
#   an environment variable of a function that is called State or Status, whatever its value is
#   a bucket that is made public, by its policy and without its public access block: of a bucket it reads location,
#                       versioning and encryption
#   a role that is given all rights by a policy of its own: of a role it reads what ListRoles answers
#   tags of a bucket
# while each log group to which anything was written is modified, as storedBytes is in the hash. CloudFront is not
# among its services. Another schedule, trust policy or memory is found, which is what one tries. Compare with another
# tool, or with CloudTrail. Seen against moto 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-inventory-manager==2.6.0 moto==5.2.5

cd "$folder"
printf '[default]\nregion = us-east-1\naws_access_key_id = a\naws_secret_access_key = a\n' > config
AWS_CONFIG_FILE="$folder/config" HOME="$folder" \
  venv/bin/python -W ignore - 2> log <<'PYTHON' | tee seen
import io
import json
import logging
import zipfile
from datetime import datetime, timezone

import boto3
from moto import mock_aws
from src.delta.calculator import DeltaCalculator
from src.models.snapshot import Snapshot
from src.snapshot.resource_collectors.cloudwatch import CloudWatchCollector
from src.snapshot.resource_collectors.eventbridge import EventBridgeCollector
from src.snapshot.resource_collectors.iam import IAMCollector
from src.snapshot.resource_collectors.lambda_func import LambdaCollector
from src.snapshot.resource_collectors.s3 import S3Collector

logging.disable(logging.CRITICAL)
ACCOUNT, REGION = "123456789012", "us-east-1"
session = boto3.Session(region_name=REGION)


def snapshot(name):
    found = []
    for collector in (CloudWatchCollector, EventBridgeCollector, IAMCollector, LambdaCollector, S3Collector):
        found += collector(session, REGION, account_id=ACCOUNT).collect()
    return Snapshot(name=name, created_at=datetime.now(timezone.utc), account_id=ACCOUNT, regions=[REGION],
                    resources=found)


def changed(what, change):
    before = snapshot("before")
    change()
    delta = DeltaCalculator(before, snapshot("after")).calculate(include_drift_details=True)
    print(f"{what}: {', '.join(one.resource.name for one in delta.modified_resources) or 'no change'}")


def policy(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


with mock_aws():
    events, iam, s3, logs, functions = map(session.client, ("events", "iam", "s3", "logs", "lambda"))
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as package:
        package.writestr("index.py", "def handler(event, context): return event")
    trust = policy(Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole")
    role = iam.create_role(RoleName="edge", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    functions.create_function(FunctionName="login", Runtime="python3.13", Role=role, Handler="index.handler",
                              Code={"ZipFile": code.getvalue()}, Environment={"Variables": {"State": "on"}})
    events.put_rule(Name="nightly", ScheduleExpression="rate(1 day)")
    s3.create_bucket(Bucket="site")
    s3.put_public_access_block(Bucket="site", PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True})
    logs.create_log_group(logGroupName="/edge")
    logs.create_log_stream(logGroupName="/edge", logStreamName="one")

    changed("rule: another schedule", lambda: events.put_rule(Name="nightly", ScheduleExpression="rate(2 days)"))
    changed("rule: disabled", lambda: events.disable_rule(Name="nightly"))
    changed("function: memory", lambda: functions.update_function_configuration(FunctionName="login", MemorySize=256))
    changed("function: State", lambda: functions.update_function_configuration(
        FunctionName="login", Environment={"Variables": {"State": "off"}}))
    changed("bucket: no public access block", lambda: s3.delete_public_access_block(Bucket="site"))
    changed("bucket: open to everybody", lambda: s3.put_bucket_policy(Bucket="site", Policy=policy(
        Principal="*", Action="s3:*", Resource="arn:aws:s3:::site/*")))
    changed("bucket: tags", lambda: s3.put_bucket_tagging(Bucket="site", Tagging={"TagSet": [
        {"Key": "team", "Value": "edge"}]}))
    changed("role: all rights", lambda: iam.put_role_policy(RoleName="edge", PolicyName="all", PolicyDocument=policy(
        Action="*", Resource="*")))
    changed("log group: an event", lambda: logs.put_log_events(logGroupName="/edge", logStreamName="one", logEvents=[
        {"timestamp": int(datetime.now().timestamp() * 1000), "message": "hello"}]))
PYTHON

diff seen - <<'SEEN' || { cat log; echo 'this is no longer so'; exit 1; }
rule: another schedule: nightly
rule: disabled: no change
function: memory: login
function: State: no change
bucket: no public access block: no change
bucket: open to everybody: no change
bucket: tags: no change
role: all rights: no change
log group: an event: /edge
SEEN
