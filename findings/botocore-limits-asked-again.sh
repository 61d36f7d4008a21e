#!/usr/bin/env bash
# botocore 1.44.8 asks again by its `standard` mode where nothing else is said; until lately that was `legacy`, and most
# texts still say so. The two differ in more than the number of requests (3 for 5):
#   LimitExceededException   a quota that is full, as CloudWatch Logs says of log groups and Lambda of layers, counts as
#                            throttling in `standard` and is asked three times, with waits in between; `legacy`: once
#   TooManyRequestsException, RequestLimitExceeded, RequestTimeout with status 400   asked again in `standard` alone
#   status 509               asked again in `legacy` alone
# Neither asks again after WAFLimitsExceededException, which is a quota as well, nor after OperationAbortedException,
# by which CloudWatch Logs says "try again". A quota thus costs waits in each region of a run, looks like throttling in
# numbers of calls, and a stub that counts requests counts others than it did. Say the mode yourself:
# Config(retries={'mode': …, 'total_max_attempts': …}). Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install botocore==1.44.8

cd "$folder"
env -u AWS_RETRY_MODE -u AWS_MAX_ATTEMPTS AWS_CONFIG_FILE=/dev/null venv/bin/python - <<'PYTHON' | tee seen
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

asked, answer = [], None


class Stub(BaseHTTPRequestHandler):
    def do_POST(self):
        asked.append(self.rfile.read(int(self.headers["Content-Length"])))
        status, code = answer
        body = json.dumps({"__type": code, "message": "no"}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=server.serve_forever, daemon=True).start()
time.sleep = lambda _: None  # the waits between two requests
session = botocore.session.Session()
session.set_credentials("test", "test")
for answer in [(400, "LimitExceededException"), (400, "ThrottlingException"), (400, "TooManyRequestsException"),
               (400, "RequestLimitExceeded"), (400, "RequestTimeout"), (509, "Other"), (503, "Other"),
               (400, "WAFLimitsExceededException"), (400, "OperationAbortedException")]:
    counts = []
    for retries in (None, {"mode": "standard"}, {"mode": "legacy"}):
        asked.clear()
        logs = session.create_client("logs", region_name="us-east-1", config=Config(retries=retries),
                                     endpoint_url=f"http://127.0.0.1:{server.server_port}")
        try:
            logs.create_log_group(logGroupName="/aws/lambda/us-east-1.edge")
        except ClientError as error:
            assert error.response["Error"]["Code"] == answer[1]
        counts.append(len(asked))
    print("{} {}: {} by default, {} standard, {} legacy".format(*answer, *counts))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
400 LimitExceededException: 3 by default, 3 standard, 1 legacy
400 ThrottlingException: 3 by default, 3 standard, 5 legacy
400 TooManyRequestsException: 3 by default, 3 standard, 1 legacy
400 RequestLimitExceeded: 3 by default, 3 standard, 1 legacy
400 RequestTimeout: 3 by default, 3 standard, 1 legacy
509 Other: 1 by default, 1 standard, 5 legacy
503 Other: 3 by default, 3 standard, 5 legacy
400 WAFLimitsExceededException: 1 by default, 1 standard, 1 legacy
400 OperationAbortedException: 1 by default, 1 standard, 1 legacy
SEEN
