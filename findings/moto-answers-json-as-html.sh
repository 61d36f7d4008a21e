#!/usr/bin/env bash
# moto 5.2.5's server answers the JSON protocols (Lambda, CloudWatch Logs) with `Content-Type: text/html; charset=utf-8`,
# where AWS says application/json or application/x-amz-json-1.1, and writes the bucket notification configuration with a
# root <GetBucketNotificationResponse>, where S3 writes <NotificationConfiguration>. boto3 looks at neither, so tests
# that use it see nothing; a client that takes text/html for a proxy's sign-in page, or that knows an answer by its root,
# refuses them. Fails where either is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python3" -m pip install --quiet --disable-pip-version-check moto==5.2.5 flask==3.1.3 flask-cors==6.0.5
"$folder/venv/bin/python3" - > "$folder/port" 2> "$folder/log" <<'SERVER' &
import time
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
time.sleep(120)
SERVER
server=$!
until [ -s "$folder/port" ]; do sleep 0.2; done
url=http://127.0.0.1:$(cat "$folder/port")

signed() { # SERVICE, then what curl takes
  local service=$1
  shift
  curl -sS -H "Authorization: AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/$service/aws4_request, SignedHeaders=host, Signature=0" "$@"
}
{
  signed logs -o /dev/null -w '%{content_type}\n' -H 'X-Amz-Target: Logs_20140328.DescribeLogGroups' -d '{}' "$url/"
  signed lambda -o /dev/null -w '%{content_type}\n' "$url/2015-03-31/functions/"
  signed s3 -o /dev/null -X PUT "$url/site"
  signed s3 "$url/site?notification" | grep -o '<[A-Z][A-Za-z]*' | head -1
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
text/html; charset=utf-8
text/html; charset=utf-8
<GetBucketNotificationResponse
SEEN
