#!/usr/bin/env bash
# `get_waiter("bucket_exists")` of botocore 1.44.8 asks HeadBucket until the bucket is there, "until a successful state
# is reached", and so does `aws s3api wait bucket-exists`. To it 403 and 301 are such a state as well as 200, at the
# first answer. S3 says 403 where a bucket belongs to somebody else, where one's policy lacks s3:ListBucket, and where
# the key is unknown, whether there is a bucket or not: with a key that was deleted, each name that one could think of
# exists (issue 2078 of the SDK for Ruby, whose waiter is the same). ExpectedBucketOwner, of which the waiter's page has
# that "the request fails with the HTTP status code 403" for another owner, changes nothing: that failure is what it
# takes for a success. So a deployment that waits for its bucket of logs or pages goes on at once, with a name that
# another account has, and fails later at something else. The same answer is taken for what it is by
#   bucket_not_exists, object_exists    a WaiterError at once
#   head_bucket()                       a ClientError
# Ask head_bucket() with ExpectedBucketOwner once the waiter is through. Seen against a server made here. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import http.server
import threading

import boto3
import botocore.config
import botocore.exceptions


class Storage(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self):
        asked.append(self.path)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Storage)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = boto3.client(
    "s3", region_name="us-east-1", aws_access_key_id="deleted", aws_secret_access_key="deleted",
    endpoint_url=f"http://127.0.0.1:{server.server_port}",
    config=botocore.config.Config(s3={"addressing_style": "path"}))
asked = []


def show(name, run):
    asked.clear()
    try:
        run()
        answer = "it is so"
    except (botocore.exceptions.WaiterError, botocore.exceptions.ClientError) as error:
        answer = type(error).__name__
    print(f"{status} {name}: {answer}, asked {len(asked)}")


def wait(name, **parameters):
    client.get_waiter(name).wait(Bucket="edge-logs", WaiterConfig={"Delay": 0, "MaxAttempts": 3}, **parameters)


for status in (403, 404):
    show("bucket_exists", lambda: wait("bucket_exists"))
    show("bucket_exists, of an owner", lambda: wait("bucket_exists", ExpectedBucketOwner="123456789012"))
    show("bucket_not_exists", lambda: wait("bucket_not_exists"))
    show("object_exists", lambda: wait("object_exists", Key="index.html"))
    show("head_bucket()", lambda: client.head_bucket(Bucket="edge-logs"))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
403 bucket_exists: it is so, asked 1
403 bucket_exists, of an owner: it is so, asked 1
403 bucket_not_exists: WaiterError, asked 1
403 object_exists: WaiterError, asked 1
403 head_bucket(): ClientError, asked 1
404 bucket_exists: WaiterError, asked 3
404 bucket_exists, of an owner: WaiterError, asked 3
404 bucket_not_exists: it is so, asked 1
404 object_exists: WaiterError, asked 3
404 head_bucket(): ClientError, asked 1
SEEN
