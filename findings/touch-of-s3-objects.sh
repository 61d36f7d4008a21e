#!/usr/bin/env bash
# `path.touch()` of pathlib gives a file the time of now and leaves the rest as it is. S3 has no such call, and
# libraries that have paths for S3 make one, to trigger a function or a sync again, or to be sure that something is
# there. What becomes of a page with a type, Cache-Control, Content-Encoding, metadata and a tag:
#   s3path 0.6.5          touch() makes it empty, without any of these; its docstring says "its modification time is
#                         updated to the current time"
#   s3fs 2026.9.0         the same, as truncate is on unless one says otherwise (its page); off, it is a ValueError
#   cloudpathlib 0.26.0   the bytes, metadata and the tag stay; type, Cache-Control and Content-Encoding are gone, so
#                         that the edge keeps it for its default time, and browsers download what they cannot unpack.
#                         open("a") loses all of it, also where nothing is written
#   universal_pathlib 0.3.10   touch() is right, and rename() too; copy() writes another object of the bytes alone
# cloudpathlib's copy() and rename(), and s3path's rename(), keep all. Copy an object onto itself with all of its
# headers instead. Seen against moto 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3,server]==5.2.5' s3fs==2026.9.0 \
  s3path==0.6.5 'cloudpathlib[s3]==0.26.0' universal_pathlib==0.3.10

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 venv/bin/python -W ignore - <<'PYTHON' |
import logging
import os

from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
os.environ["AWS_ENDPOINT_URL"] = url = "http://127.0.0.1:{}".format(server.get_host_and_port()[1])

import boto3
import cloudpathlib
import s3fs
from s3path import S3Path
from upath import UPath

s3 = boto3.client("s3", endpoint_url=url)
s3.create_bucket(Bucket="site")
client = cloudpathlib.S3Client(endpoint_url=url)
files = s3fs.S3FileSystem(endpoint_url=url)


def cloud(key):
    return client.CloudPath(f"s3://site/{key}")


def universal(key):
    return UPath(f"s3://site/{key}", endpoint_url=url)


CALLS = {
    "s3path, touch": ("old", lambda: S3Path("/site/old").touch()),
    "s3path, rename": ("new", lambda: S3Path("/site/old").rename(S3Path("/site/new"))),
    "s3fs, touch": ("old", lambda: files.touch("site/old")),
    "s3fs, touch, truncate=False": ("old", lambda: files.touch("site/old", truncate=False)),
    "cloudpathlib, touch": ("old", lambda: cloud("old").touch()),
    "cloudpathlib, open and close": ("old", lambda: cloud("old").open("a").close()),
    "cloudpathlib, rename": ("new", lambda: cloud("old").rename(cloud("new"))),
    "cloudpathlib, copy": ("new", lambda: cloud("old").copy(cloud("new"))),
    "universal_pathlib, touch": ("old", lambda: universal("old").touch()),
    "universal_pathlib, rename": ("new", lambda: universal("old").rename(universal("new"))),
    "universal_pathlib, copy": ("new", lambda: universal("old").copy(universal("new"))),
}
for title, (key, call) in CALLS.items():
    s3.put_object(Bucket="site", Key="old", Body=b"a page", ContentType="text/html", CacheControl="max-age=60",
                  ContentEncoding="gzip", Metadata={"commit": "1"}, Tagging="team=edge")
    s3.delete_object(Bucket="site", Key="new")
    try:
        call()
    except ValueError:
        print(f"{title}: ValueError")
        continue
    head = s3.head_object(Bucket="site", Key=key)
    tags = s3.get_object_tagging(Bucket="site", Key=key)["TagSet"]
    print(f"{title}: {head['ContentLength']} bytes, {head['ContentType']},", head.get("CacheControl"),
          head.get("ContentEncoding"), head["Metadata"], [tag["Value"] for tag in tags])
server.stop()
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
s3path, touch: 0 bytes, binary/octet-stream, None None {} []
s3path, rename: 6 bytes, text/html, max-age=60 gzip {'commit': '1'} ['edge']
s3fs, touch: 0 bytes, binary/octet-stream, None None {} []
s3fs, touch, truncate=False: ValueError
cloudpathlib, touch: 6 bytes, binary/octet-stream, None None {'commit': '1'} ['edge']
cloudpathlib, open and close: 6 bytes, binary/octet-stream, None None {} []
cloudpathlib, rename: 6 bytes, text/html, max-age=60 gzip {'commit': '1'} ['edge']
cloudpathlib, copy: 6 bytes, text/html, max-age=60 gzip {'commit': '1'} ['edge']
universal_pathlib, touch: 6 bytes, text/html, max-age=60 gzip {'commit': '1'} ['edge']
universal_pathlib, rename: 6 bytes, text/html, max-age=60 gzip {'commit': '1'} ['edge']
universal_pathlib, copy: 6 bytes, binary/octet-stream, None None {} []
SEEN
