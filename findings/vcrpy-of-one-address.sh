#!/usr/bin/env bash
# vcrpy 9.4.2 records what a test is answered and plays it back, for boto3 too. It finds the answer by method and
# address, unless told otherwise. Services with a JSON or query protocol (CloudWatch Logs, WAF, IAM, STS, CloudTrail)
# have one method and one address for everything: what is asked stands in X-Amz-Target and in the body. So each request
# there is answered with the next recorded one, whatever it asks: a call for /b gets the groups of /a, and
# ListTagsForResource what DescribeLogGroups was answered, in which it finds no tags. Nothing fails as long as the order
# is that of the recording, and a change of order, a cache or a thread makes it another estate. CloudFront, Lambda and
# S3 have an address for each. match_on=['method', 'uri', 'body'] tells them apart where bodies do; with 'headers'
# nothing is found again, as the time of the signature is one. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install vcrpy==9.4.2 boto3==1.44.8

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_CONFIG_FILE=/dev/null venv/bin/python -W ignore - <<'PYTHON' |
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import boto3
import vcr


class Stub(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["X-Amz-Target"].endswith("DescribeLogGroups"):
            answer = {"logGroups": [{"logGroupName": asked["logGroupNamePrefix"] + "/edge"}]}
        else:
            answer = {"tags": {"owner": "web"}}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=server.serve_forever, daemon=True).start()


def client():
    return boto3.client("logs", region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{server.server_port}")


def groups(logs, prefix):
    return [group["logGroupName"] for group in logs.describe_log_groups(logGroupNamePrefix=prefix)["logGroups"]]


ARN = "arn:aws:logs:us-east-1:123456789012:log-group:/a/edge"
with vcr.use_cassette("calls.yaml"):
    logs = client()
    print("recorded:", groups(logs, "/a"), groups(logs, "/b"), logs.list_tags_for_resource(resourceArn=ARN)["tags"])
with vcr.use_cassette("calls.yaml", record_mode="none"):
    logs = client()
    print("played, /b asked first:", groups(logs, "/b"))
    print("played, tags asked second:", logs.list_tags_for_resource(resourceArn=ARN).get("tags"))
with vcr.use_cassette("calls.yaml", record_mode="none", match_on=["method", "uri", "body"]):
    logs = client()
    print("with the body:", groups(logs, "/b"), logs.list_tags_for_resource(resourceArn=ARN)["tags"])
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
recorded: ['/a/edge'] ['/b/edge'] {'owner': 'web'}
played, /b asked first: ['/a/edge']
played, tags asked second: None
with the body: ['/b/edge'] {'owner': 'web'}
SEEN
