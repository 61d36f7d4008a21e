#!/usr/bin/env bash
# Filter patterns of CloudWatch Logs find words (ERROR), alternatives (?ERROR ?WARN), what lacks a word (-ERROR) and
# members of JSON ({ $.status = 500 }). FilterLogEvents of moto 5.2.5 knows words alone; for each other pattern it
# answers every event, and no error. The query language of Logs Insights is treated likewise: of `stats count(*)`
# nothing is counted. A search for the errors of an edge function over its regions then "finds" them in each test,
# whatever the pattern, and with a pattern that is none, too. A retention of 31 days, which the service refuses as it is
# none of its choices, is kept. Test patterns with TestMetricFilter on AWS, or with events that must not be found.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[logs]==5.2.5' boto3==1.44.8

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import time

import boto3
from moto import mock_aws

GROUP = "/aws/lambda/us-east-1.redirects"
with mock_aws():
    client = boto3.client("logs", region_name="eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")
    client.create_log_group(logGroupName=GROUP)
    client.create_log_stream(logGroupName=GROUP, logStreamName="s")
    now = int(time.time() * 1000)
    client.put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=[
        {"timestamp": now - 1000, "message": "ERROR no such key"}, {"timestamp": now, "message": '{"status": 200}'}])
    for pattern in ("ERROR", "nothing", "?ERROR ?WARN", "-ERROR", "{ $.status = 500 }", "{ $.status = "):
        events = client.filter_log_events(logGroupName=GROUP, filterPattern=pattern)["events"]
        print(f"{pattern}: {[event['message'] for event in events]}")
    query = client.start_query(logGroupName=GROUP, startTime=now // 1000 - 60, endTime=now // 1000 + 60,
                               queryString="filter @message like /ERROR/ | stats count(*) as errors")["queryId"]
    print("stats:", client.get_query_results(queryId=query)["results"])
    client.put_retention_policy(logGroupName=GROUP, retentionInDays=31)
    print("days:", client.describe_log_groups()["logGroups"][0]["retentionInDays"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
ERROR: ['ERROR no such key']
nothing: []
?ERROR ?WARN: ['ERROR no such key', '{"status": 200}']
-ERROR: ['ERROR no such key', '{"status": 200}']
{ $.status = 500 }: ['ERROR no such key', '{"status": 200}']
{ $.status = : ['ERROR no such key', '{"status": 200}']
stats: [[{'field': '@ptr', 'value': '1'}], [{'field': '@ptr', 'value': '0'}]]
days: 31
SEEN
