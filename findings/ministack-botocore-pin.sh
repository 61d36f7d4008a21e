#!/usr/bin/env bash
# ministack 1.5.33 requires botocore==1.43.106 to the digit, so no newer boto3 can be installed beside it in one go:
#   ERROR: Cannot install botocore==1.44.8 and ministack==1.5.33 because these package versions have conflicting dependencies.
# It needs no more of botocore than its service models, read at run time: installed with --no-deps beside botocore 1.44.8
# it starts and answers. Whoever tests with the newest models (new members of an API, new partitions) may do so.
# Fails where either is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet)

if "${pip[@]}" install ministack==1.5.33 botocore==1.44.8 2> "$folder/error"; then
  echo 'both can be installed together: this is no longer so'
  exit 1
fi
grep -m 1 'conflicting dependencies' "$folder/error"

"${pip[@]}" install boto3==1.44.8 hypercorn==0.18.0 pyyaml==6.0.3 defusedxml==0.7.1 jsonata-python==0.7.1 \
  graphql-core==3.2.12
"${pip[@]}" install --no-deps ministack==1.5.33
port=$((20000 + RANDOM % 20000))
(cd "$folder" && BIND_HOST=127.0.0.1 GATEWAY_PORT=$port SFTP_ENABLED=0 IOT_MTLS_ENABLED=0 exec "$folder/venv/bin/ministack") \
  > "$folder/log" 2>&1 &
server=$!
"$folder/venv/bin/python" - "$port" <<'PYTHON'
import sys
import time

import boto3
import botocore

client = boto3.client(
    "sts", region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{sys.argv[1]}", aws_access_key_id="test",
    aws_secret_access_key="test")
for _ in range(60):
    try:
        print("botocore", botocore.__version__, "ministack answers account", client.get_caller_identity()["Account"])
        break
    except botocore.exceptions.EndpointConnectionError:
        time.sleep(0.5)
else:
    sys.exit("ministack did not start: this is no longer so")
PYTHON
