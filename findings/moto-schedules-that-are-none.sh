#!/usr/bin/env bash
# EventBridge refuses a schedule that it cannot read, so that a rule that is there runs: cron with six fields, `?` in
# one of the two days, hours up to 23, `rate(1 hour)` in the singular and `rate(2 hours)` in the plural (its guide has
# each of them, for rules). PutRule of moto 5.2.5 takes what has the letters cron(…) or rate(…) and a number, and the
# Scheduler's CreateSchedule anything, `daily` too, with a time zone that nobody knows. A five-field line from a crontab
# within cron(…) passes every test, and the audit that it is for never begins. TestEventPattern, by which one would look
# at the other half of a rule, answers without a Result, which code by .get() takes for "does not match". (Patterns
# themselves moto matches well.) Try schedules with a reader of EventBridge's cron. Fails where a line below is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[events,scheduler]==5.2.5' boto3==1.44.8

AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" -W ignore - \
  <<'PYTHON' | tee "$folder/seen"
import json

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws


def answer(call, **arguments):
    try:
        call(**arguments)
        return "taken"
    except ClientError as error:
        return error.response["Error"]["Code"]


with mock_aws():
    events, scheduler = boto3.client("events"), boto3.client("scheduler")
    target = {"Arn": "arn:aws:lambda:us-east-1:123456789012:function:audit",
              "RoleArn": "arn:aws:iam::123456789012:role/audit"}
    for number, text in enumerate((
            "cron(0 6 * * ? *)", "cron(0 6 * * *)", "cron(0 6 * * * *)", "cron(0 25 * * ? *)",
            "rate(1 hours)", "rate(2 hour)", "rate(0 hours)", "rate(daily)", "daily")):
        rule = answer(events.put_rule, Name=f"rule{number}", ScheduleExpression=text)
        schedule = answer(scheduler.create_schedule, Name=f"schedule{number}", ScheduleExpression=text, Target=target,
                          FlexibleTimeWindow={"Mode": "OFF"})
        print(f"{text}: PutRule {rule}, CreateSchedule {schedule}")
    print("time zone:", answer(
        scheduler.create_schedule, Name="zone", ScheduleExpression="cron(0 6 * * ? *)", Target=target,
        ScheduleExpressionTimezone="Europe/Nowhere", FlexibleTimeWindow={"Mode": "OFF"}))
    event = {"id": "1", "detail-type": "t", "source": "aws.s3", "account": "123456789012", "region": "us-east-1",
             "time": "2026-01-02T03:04:05Z", "resources": [], "detail": {}}
    tested = events.test_event_pattern(EventPattern='{"source": ["aws.s3"]}', Event=json.dumps(event))
    print("TestEventPattern of what matches:", [key for key in tested if key != "ResponseMetadata"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
cron(0 6 * * ? *): PutRule taken, CreateSchedule taken
cron(0 6 * * *): PutRule taken, CreateSchedule taken
cron(0 6 * * * *): PutRule taken, CreateSchedule taken
cron(0 25 * * ? *): PutRule taken, CreateSchedule taken
rate(1 hours): PutRule taken, CreateSchedule taken
rate(2 hour): PutRule taken, CreateSchedule taken
rate(0 hours): PutRule taken, CreateSchedule taken
rate(daily): PutRule ValidationException, CreateSchedule taken
daily: PutRule ValidationException, CreateSchedule taken
time zone: taken
TestEventPattern of what matches: []
SEEN
