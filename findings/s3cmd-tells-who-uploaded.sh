#!/usr/bin/env bash
# s3cmd 2.4.0, `put` and `sync`: with each object goes a header x-amz-meta-s3cmd-attrs, in which stand the user and
# group of whoever uploaded, by name and number, the mode of the file and three times. It is metadata of the object, and
# S3 and CloudFront hand metadata to every viewer. It is on unless one says --no-preserve. Add --no-preserve for what
# viewers see. Seen against moto 5.2.5. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3,server]==5.2.5' boto3==1.44.8 s3cmd==2.4.0

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 venv/bin/python -W ignore - <<'PYTHON' |
import logging
import os
import re
import subprocess
import urllib.request

import boto3
from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host = "127.0.0.1:{}".format(server.get_host_and_port()[1])
boto3.client("s3", endpoint_url="http://" + host).create_bucket(Bucket="site")
with open("index.html", "w") as file:
    file.write("<p>site")


def put(*options):
    subprocess.run(["venv/bin/s3cmd", "--config", os.devnull, "--no-ssl", "--host", host, "--host-bucket", host,
                    "--access_key", "test", "--secret_key", "test", "--quiet", "--acl-public", *options, "put",
                    "index.html", "s3://site/index.html"], check=True, stderr=subprocess.DEVNULL)
    told = urllib.request.urlopen(f"http://{host}/site/index.html").headers.get("x-amz-meta-s3cmd-attrs")
    print("put", *options, "- a viewer is told:", told and sorted(re.findall(r"(?:^|/)(\w+):", told)))


put()
put("--no-preserve")
server.stop()
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
put - a viewer is told: ['atime', 'ctime', 'gid', 'gname', 'md5', 'mode', 'mtime', 'uid', 'uname']
put --no-preserve - a viewer is told: ['md5']
SEEN
