#!/usr/bin/env bash
# s3fs 2026.9.0 (S3 for fsspec, pandas, Dask): `fs.setxattr("site/index.html", commit="1a2b3c")` sets metadata, and
# keeps the metadata that an object has, as it asks for it first and hands it on. In S3 that is a copy of the object
# onto itself by which all headers are written anew, and those it does not hand on: Cache-Control, Content-Encoding and
# Content-Language are gone, and Content-Type is binary/octet-stream, so that the edge keeps the page by its default
# TTL, and browsers download it. Another header (copy_kwargs, "to use for the underlying s3.copy_object") is set, and
# the others are lost with it. put_tags, cp, mv and even appending with open(…, "ab") keep the headers; the last of
# these takes the tags away instead.
# Hand all headers of head_object to copy_kwargs. Seen against moto 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3,server]==5.2.5' s3fs==2026.9.0 \
  aiobotocore==3.10.0 boto3==1.43.117

AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" -W ignore - \
  <<'PYTHON' | tee "$folder/seen"
import logging

import boto3
import s3fs
from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
url = "http://127.0.0.1:{}".format(server.get_host_and_port()[1])
s3 = boto3.client("s3", endpoint_url=url)
s3.create_bucket(Bucket="site")
fs = s3fs.S3FileSystem(endpoint_url=url)


def show(what, action, key="index.html"):
    s3.put_object(Bucket="site", Key="index.html", Body=b"<p>site", ContentType="text/html", ContentEncoding="br",
                  CacheControl="max-age=60", ContentLanguage="de", Metadata={"team": "web"}, Tagging="keep=yes")
    action()
    head = s3.head_object(Bucket="site", Key=key)
    tags = s3.get_object_tagging(Bucket="site", Key=key)["TagSet"]
    print(what)
    print("  ", head["ContentType"], head.get("CacheControl"), head.get("ContentEncoding"), head.get("ContentLanguage"),
          head["Metadata"], len(tags), "tags")


def append():
    with fs.open("site/index.html", "ab") as file:
        file.write(b"</p>")


show("as it was", lambda: None)
show("setxattr, an attribute", lambda: fs.setxattr("site/index.html", commit="1a2b3c"))
show("setxattr, a header", lambda: fs.setxattr("site/index.html", copy_kwargs={"CacheControl": "max-age=5"}))
show("put_tags", lambda: fs.put_tags("site/index.html", {"also": "yes"}, mode="m"))
show("cp", lambda: fs.cp("site/index.html", "site/copy.html"), "copy.html")
show("mv", lambda: fs.mv("site/index.html", "site/moved.html"), "moved.html")
show("append", append)
server.stop()
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
as it was
   text/html max-age=60 br de {'team': 'web'} 1 tags
setxattr, an attribute
   binary/octet-stream None None None {'team': 'web', 'commit': '1a2b3c'} 1 tags
setxattr, a header
   binary/octet-stream max-age=5 None None {'team': 'web'} 1 tags
put_tags
   text/html max-age=60 br de {'team': 'web'} 2 tags
cp
   text/html max-age=60 br de {'team': 'web'} 1 tags
mv
   text/html max-age=60 br de {'team': 'web'} 1 tags
append
   text/html max-age=60 br de {'team': 'web'} 0 tags
SEEN
