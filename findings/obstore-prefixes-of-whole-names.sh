#!/usr/bin/env bash
# obstore 0.12.1 (object_store of Rust, for Python) lists a bucket by `list(store, prefix)`. To S3 a prefix is how keys
# begin, and CloudFront's standard logs are made for that: PREFIX/E1.2026-11-28-10.HASH.gz, so that PREFIX/E1.2026-11-28
# is a day of one distribution. obstore puts a slash behind the prefix before it asks, and answers an empty list, with
# no error. Its page has it ("evaluated on a path segment basis"), and boto3, minio 7.2.20 and s3fs 2026.9.0 (find with
# a prefix) have the logs. The same holds for list_with_delimiter, and for a prefix that is the key of an object. A job
# that counts the logs of a day, copies them or deletes those of last year does nothing, and ends well: that there are
# none is what a quiet day looks like. An object that stands for a folder ("edge/") is listed as "edge", which is none.
# List the folder, from `offset` on, and compare names. Seen against moto 5.2.5. Fails where a line below is no longer
# so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3,server]==5.2.5' s3fs==2026.9.0 \
  obstore==0.12.1 minio==7.2.20

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 venv/bin/python -W ignore - <<'PYTHON' |
import logging
import os

from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
address = "127.0.0.1:{}".format(server.get_host_and_port()[1])
os.environ["AWS_ENDPOINT_URL"] = url = f"http://{address}"

import boto3
import minio
import obstore
import s3fs
from obstore.store import S3Store

s3 = boto3.client("s3", endpoint_url=url)
s3.create_bucket(Bucket="logs")
KEYS = ["edge/", "edge/E1.2026-11-27-10.a.gz", "edge/E1.2026-11-28-10.b.gz", "edge/E1.2026-11-28-11.c.gz"]
for key in KEYS:
    s3.put_object(Bucket="logs", Key=key, Body=b"log")
store = S3Store("logs", endpoint=url, access_key_id="test", secret_access_key="test", region="us-east-1",
                client_options={"allow_http": True})
client = minio.Minio(address, access_key="test", secret_key="test", secure=False, region="us-east-1")
files = s3fs.S3FileSystem(endpoint_url=url)


def listed(prefix, **more):
    return [item["path"] for page in obstore.list(store, prefix, **more) for item in page]


DAY = "edge/E1.2026-11-28"
print("boto3", [item["Key"] for item in s3.list_objects_v2(Bucket="logs", Prefix=DAY)["Contents"]])
print("minio", [item.object_name for item in client.list_objects("logs", prefix=DAY)])
print("s3fs", files.find("logs/edge", prefix="E1.2026-11-28"))
print("obstore", listed(DAY), obstore.list_with_delimiter(store, DAY)["objects"])
print("obstore, a whole key", listed(KEYS[2]))
print("obstore, the folder", listed("edge"))
print("obstore, all", listed(None)[:1])
print("obstore, offset", [path for path in listed("edge", offset=DAY) if path.startswith(DAY)])
server.stop()
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
boto3 ['edge/E1.2026-11-28-10.b.gz', 'edge/E1.2026-11-28-11.c.gz']
minio ['edge/E1.2026-11-28-10.b.gz', 'edge/E1.2026-11-28-11.c.gz']
s3fs ['logs/edge/E1.2026-11-28-10.b.gz', 'logs/edge/E1.2026-11-28-11.c.gz']
obstore [] []
obstore, a whole key []
obstore, the folder ['edge', 'edge/E1.2026-11-27-10.a.gz', 'edge/E1.2026-11-28-10.b.gz', 'edge/E1.2026-11-28-11.c.gz']
obstore, all ['edge']
obstore, offset ['edge/E1.2026-11-28-10.b.gz', 'edge/E1.2026-11-28-11.c.gz']
SEEN
