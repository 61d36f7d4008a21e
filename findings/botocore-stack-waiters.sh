#!/usr/bin/env bash
# botocore 1.44.8 has waiters for stacks of CloudFormation, and `aws cloudformation wait` is the same: until a creation,
# an update, a deletion or a rollback is complete. Each looks at the status that the stack has now, by its own list, and
# these have other holes than one would think. At the first answer, or after an hour of 120 requests:
#   stack_create_complete     UPDATE_FAILED and UPDATE_ROLLBACK_COMPLETE are a success, at once (aws-sdk's issue 633 has
#                             asked for it): a script that creates or updates, and waits by this one, takes a failed
#                             update for a deployment
#   stack_update_complete     a stack that was created or imported, and never updated, is waited for, for the hour: that
#                             is what it stays where there was nothing to update
#   stack_delete_complete     where nothing is deleted, CREATE_COMPLETE is waited for, and UPDATE_COMPLETE is a failure
#   stack_rollback_complete   ROLLBACK_COMPLETE, the end of a creation that was rolled back, is waited for
# REVIEW_IN_PROGRESS, a change set that nobody has executed, is waited for by all of them. What is said in the end is
# "Max attempts exceeded", as of a stack that is slow. Ask describe_stacks for the status beside the waiter's word. A
# server made here answers. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install botocore==1.44.8

cd "$folder"
AWS_CONFIG_FILE=/dev/null venv/bin/python - <<'PYTHON' | tee seen
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import botocore.session
from botocore.exceptions import WaiterError

SPACE = 'xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"'
status = ""


class Stub(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = (f"<DescribeStacksResponse {SPACE}><DescribeStacksResult><Stacks><member><StackName>edge</StackName>"
                f"<CreationTime>2026-11-29T00:00:00Z</CreationTime><StackStatus>{status}</StackStatus></member>"
                "</Stacks></DescribeStacksResult></DescribeStacksResponse>").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=server.serve_forever, daemon=True).start()
waited = []
time.sleep = waited.append  # half a minute between two requests
session = botocore.session.Session()
session.set_credentials("test", "test")
client = session.create_client("cloudformation", region_name="us-east-1",
                               endpoint_url=f"http://127.0.0.1:{server.server_port}")
for status in ("CREATE_COMPLETE", "ROLLBACK_COMPLETE", "UPDATE_COMPLETE", "UPDATE_FAILED", "UPDATE_ROLLBACK_COMPLETE",
               "IMPORT_COMPLETE", "REVIEW_IN_PROGRESS"):
    said = []
    for kind in ("create", "update", "delete", "rollback"):
        waited.clear()
        try:
            client.get_waiter(f"stack_{kind}_complete").wait(StackName="edge")
            said.append(f"{kind}: success")
        except WaiterError as error:
            said.append(f"{kind}: {sum(waited)} seconds" if "Max attempts" in str(error) else f"{kind}: failure")
    print(status, ", ".join(said))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
CREATE_COMPLETE create: success, update: 3570 seconds, delete: 3570 seconds, rollback: 3570 seconds
ROLLBACK_COMPLETE create: failure, update: 3570 seconds, delete: 3570 seconds, rollback: 3570 seconds
UPDATE_COMPLETE create: success, update: success, delete: failure, rollback: 3570 seconds
UPDATE_FAILED create: success, update: failure, delete: 3570 seconds, rollback: failure
UPDATE_ROLLBACK_COMPLETE create: success, update: failure, delete: failure, rollback: success
IMPORT_COMPLETE create: 3570 seconds, update: 3570 seconds, delete: 3570 seconds, rollback: 3570 seconds
REVIEW_IN_PROGRESS create: 3570 seconds, update: 3570 seconds, delete: 3570 seconds, rollback: 3570 seconds
SEEN
