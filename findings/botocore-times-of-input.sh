#!/usr/bin/env bash
# Times that are handed to botocore 1.44.8 (StartTime of CloudTrail's LookupEvents, of metrics, of bills) may be texts,
# numbers or datetimes, and none of these is refused, where one may be misread:
#   datetime.now()             without a zone it is taken for UTC, and not for the local time that it is: in Tokyo the
#                              last hour is one that begins in eight hours, and the answer is empty
#   "20260102"                 seconds since 1970, in August 1970; "2026" is 33 minutes past midnight
#   "… EST"                    the zone is dropped, and the time taken for UTC
#   "… GMT+2"                  two hours behind Greenwich, as POSIX has it, and not two hours ahead
#   "02/01/2026"               the first of February
# What is answered, on the other hand, comes in the zone of the machine: the same LastModified is another text on a
# laptop than in CI. Give datetimes with a zone, and write answers after astimezone(utc). Fails where a line below is
# no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install botocore==1.44.8

TZ=Asia/Tokyo "$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json
from datetime import datetime, timezone

import botocore.session
from botocore.awsrequest import AWSResponse

session = botocore.session.Session()
session.set_credentials("test", "test")
client = session.create_client("cloudtrail", "us-east-1")
sent = []


def answer(request, **_):
    sent.append(json.loads(request.body)["StartTime"])
    body = json.dumps({"Events": [{"EventId": "1", "EventTime": 1767323045}]}).encode()
    return AWSResponse(request.url, 200, {}, type("Body", (), {"stream": lambda self: iter([body])})())


client.meta.events.register("before-send.*", answer)
for time in ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05", datetime(2026, 1, 2, 3, 4, 5), "2026-01-02T03:04:05 EST",
             "2026-01-02T03:04:05 GMT+2", "2026-01-02", "20260102", "2026", "02/01/2026"):
    answered = client.lookup_events(StartTime=time)["Events"][0]["EventTime"]
    print(f"{time}: {datetime.fromtimestamp(sent[-1], timezone.utc):%Y-%m-%dT%H:%M:%SZ}")
print("1767323045 in an answer:", answered.isoformat())
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
2026-01-02T03:04:05Z: 2026-01-02T03:04:05Z
2026-01-02T03:04:05: 2026-01-02T03:04:05Z
2026-01-02 03:04:05: 2026-01-02T03:04:05Z
2026-01-02T03:04:05 EST: 2026-01-02T03:04:05Z
2026-01-02T03:04:05 GMT+2: 2026-01-02T05:04:05Z
2026-01-02: 2026-01-02T00:00:00Z
20260102: 1970-08-23T11:48:22Z
2026: 1970-01-01T00:33:46Z
02/01/2026: 2026-02-01T00:00:00Z
1767323045 in an answer: 2026-01-02T12:04:05+09:00
SEEN
