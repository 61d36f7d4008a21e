#!/usr/bin/env bash
# rclone 1.60.1 (Debian 12's) puts a site into a bucket with `sync --header-upload 'Cache-Control: …'`. What has not
# changed is not sent again, as one expects: it goes by size and time, and then by hash. A checkout of git gives each
# file a new time, so that in CI the bytes are the same and the time is not. rclone then says "There was nothing to
# transfer", and brings the time up to date in the object's metadata, which S3 does by a copy onto itself with all
# headers anew: Cache-Control and Content-Encoding are gone, although the option stands there, and metadata of others as
# well. So each file has its headers after the first run, and those that stay the same lose them in the second: the edge
# keeps for a day what said ten seconds, and sends what is compressed as if it were not. --checksum or
# --no-update-modtime leaves the object alone. (With AWS_CA_BUNDLE in the environment and --s3-env-auth it does not
# start at all.) Seen against moto 5.2.5. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq rclone=1.60.1+dfsg-2+b5 2> /dev/null && dpkg -x rclone*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3,server]==5.2.5' boto3==1.44.8

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 venv/bin/python -W ignore - <<'PYTHON' |
import logging
import os
import subprocess

import boto3
from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
os.environ.pop("AWS_CA_BUNDLE", None)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
url = "http://127.0.0.1:{}".format(server.get_host_and_port()[1])
s3 = boto3.client("s3", endpoint_url=url)
s3.create_bucket(Bucket="site")
os.mkdir("site")
for name in ("a.html", "b.html"):
    with open("site/" + name, "w") as file:
        file.write("<p>" + name)


def sync(what, *options, **environment):
    run = subprocess.run(
        ["usr/bin/rclone", "--config", os.devnull, "--verbose", "--s3-provider", "Other", "--s3-env-auth",
         "--s3-endpoint", url, "--s3-region", "us-east-1", "--s3-force-path-style", "--header-upload",
         "Cache-Control: max-age=10", "--header-upload", "Content-Encoding: br", *options, "sync", "site", ":s3:site"],
        capture_output=True, text=True, env={**os.environ, **environment})
    print(what, *options)
    for line in ("nothing to transfer", "Updated modification time", "LoadCustomCABundleError"):
        if line in run.stderr:
            print("  says:", line)
    for item in s3.list_objects_v2(Bucket="site").get("Contents", []):
        head = s3.head_object(Bucket="site", Key=item["Key"])
        print(" ", item["Key"], head.get("CacheControl"), head.get("ContentEncoding"), head["ContentType"])


sync("with AWS_CA_BUNDLE", AWS_CA_BUNDLE="/etc/ssl/certs/ca-certificates.crt")
sync("first")
sync("again")
os.utime("site/a.html", (1700000000, 1700000000))
sync("a.html has another time", "--checksum")
sync("a.html has another time", "--no-update-modtime")
sync("a.html has another time")
server.stop()
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
with AWS_CA_BUNDLE
  says: LoadCustomCABundleError
first
  a.html max-age=10 br text/html; charset=utf-8
  b.html max-age=10 br text/html; charset=utf-8
again
  says: nothing to transfer
  a.html max-age=10 br text/html; charset=utf-8
  b.html max-age=10 br text/html; charset=utf-8
a.html has another time --checksum
  says: nothing to transfer
  a.html max-age=10 br text/html; charset=utf-8
  b.html max-age=10 br text/html; charset=utf-8
a.html has another time --no-update-modtime
  says: nothing to transfer
  a.html max-age=10 br text/html; charset=utf-8
  b.html max-age=10 br text/html; charset=utf-8
a.html has another time
  says: nothing to transfer
  says: Updated modification time
  a.html None None text/html; charset=utf-8
  b.html max-age=10 br text/html; charset=utf-8
SEEN
