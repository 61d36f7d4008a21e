#!/usr/bin/env bash
# `get_waiter("certificate_validated")` of botocore 1.44.8, and `aws acm wait certificate-validated`, wait for the
# certificate of a distribution, "until a successful state is reached". What they look at is how each of its names was
# validated, once, and at the certificate's own status for FAILED alone. So these are a success, at the first answer:
#   EXPIRED, REVOKED       as their names were validated, back then
#   PENDING_VALIDATION     the names are done, and the certificate is not issued yet (the CDK's issue 6081 has seen it):
#                          CloudFront, which is asked next, refuses it
# and these end after five requests, in four minutes, with "Max attempts exceeded", which reads as if ACM were slow:
#   ISSUED, and imported or of a private CA    no name was validated by ACM, so that there is none to be found
#   FAILED beside a name that is pending, and VALIDATION_TIMED_OUT    there is nothing to wait for any more
# Ask describe_certificate for Certificate.Status, which has all of it in a word. Seen against a server made here. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install botocore==1.44.8

cd "$folder"
AWS_CONFIG_FILE=/dev/null venv/bin/python - <<'PYTHON' | tee seen
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import botocore.session
from botocore.exceptions import WaiterError

asked, certificate = 0, {}


class Stub(BaseHTTPRequestHandler):
    def do_POST(self):
        global asked
        asked += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        body = json.dumps({"Certificate": certificate}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=server.serve_forever, daemon=True).start()
waited = []
time.sleep = waited.append  # the minutes between two requests
session = botocore.session.Session()
session.set_credentials("test", "test")
acm = session.create_client("acm", region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{server.server_port}")
waiter = acm.get_waiter("certificate_validated")
arn = "arn:aws:acm:us-east-1:123456789012:certificate/1a2b3c4d-1111-2222-3333-444455556666"
for kind, status, names in [
        ("AMAZON_ISSUED", "ISSUED", ["SUCCESS", "SUCCESS"]), ("AMAZON_ISSUED", "EXPIRED", ["SUCCESS"]),
        ("AMAZON_ISSUED", "REVOKED", ["SUCCESS"]), ("AMAZON_ISSUED", "PENDING_VALIDATION", ["SUCCESS"]),
        ("IMPORTED", "ISSUED", []), ("PRIVATE", "ISSUED", []), ("AMAZON_ISSUED", "FAILED", ["FAILED"]),
        ("AMAZON_ISSUED", "FAILED", ["FAILED", "PENDING_VALIDATION"]),
        ("AMAZON_ISSUED", "VALIDATION_TIMED_OUT", ["FAILED"])]:
    certificate = {"Status": status, "Type": kind}
    if names:
        certificate["DomainValidationOptions"] = [
            {"DomainName": f"{index}.example.com", "ValidationStatus": name} for index, name in enumerate(names)]
    asked = 0
    waited.clear()
    try:
        waiter.wait(CertificateArn=arn)
        said = "success"
    except WaiterError as error:
        said = str(error).split(" failed: ")[1].split(":")[0].split(".")[0]
    print(f"{kind} {status} {','.join(names)}: {said}, {asked} requests, {sum(waited)} seconds")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
AMAZON_ISSUED ISSUED SUCCESS,SUCCESS: success, 1 requests, 0 seconds
AMAZON_ISSUED EXPIRED SUCCESS: success, 1 requests, 0 seconds
AMAZON_ISSUED REVOKED SUCCESS: success, 1 requests, 0 seconds
AMAZON_ISSUED PENDING_VALIDATION SUCCESS: success, 1 requests, 0 seconds
IMPORTED ISSUED : Max attempts exceeded, 5 requests, 240 seconds
PRIVATE ISSUED : Max attempts exceeded, 5 requests, 240 seconds
AMAZON_ISSUED FAILED FAILED: Waiter encountered a terminal failure state, 1 requests, 0 seconds
AMAZON_ISSUED FAILED FAILED,PENDING_VALIDATION: Max attempts exceeded, 5 requests, 240 seconds
AMAZON_ISSUED VALIDATION_TIMED_OUT FAILED: Max attempts exceeded, 5 requests, 240 seconds
SEEN
