#!/usr/bin/env bash
# Zappa 0.63.0, `zappa tail --since 1h` (fetch_logs): FilterLogEvents answers in pages, an empty one now and then, with
# a token for the next. For each page Zappa multiplies the start by 1000 again, which is right for the first alone: the
# second asks for what comes after the year 57000, and the third after that. No events are there, so that of a busy hour
# one page is shown, and of a quiet one, whose first page is empty, nothing at all; where the service answers without an
# error, nothing says so. It asks for the first page of the group's streams, besides, by name, and what another stream
# wrote in that time is missing, too. Use a paginator of boto3. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install zappa==0.63.0 boto3==1.44.8 setuptools==80.9.0

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 venv/bin/python -W ignore - <<'PYTHON' |
import boto3
import botocore.client
from zappa.core import Zappa

HOUR = 1767323045000
EVENTS = [{"timestamp": HOUR + number, "message": f"request {number}"} for number in range(4)]


def answer(client, operation, parameters):
    """Two events a page, of those that the request asks for."""
    if operation == "DescribeLogStreams":
        return {"logStreams": [{"logStreamName": "a"}]}
    found = [event for event in EVENTS if event["timestamp"] >= parameters["startTime"]]
    begin = int(parameters.get("nextToken", 0))
    print("page", begin // 2 + 1, "starts at", parameters["startTime"])
    return {"events": found[begin:begin + 2], **({"nextToken": str(begin + 2)} if begin < 2 else {})}


botocore.client.BaseClient._make_api_call = answer
zappa = Zappa(boto_session=boto3.Session(), load_credentials=False)
zappa.logs_client = boto3.client("logs")
print(*[event["message"] for event in zappa.fetch_logs("api-production", start_time=HOUR // 1000)], sep=", ")
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
page 1 starts at 1767323045000
page 2 starts at 1767323045000000
request 0, request 1
SEEN
