#!/usr/bin/env bash
# A key of S3 is any text: logs//E1.gz and logs/E1.gz are two objects, and /lead.gz is one. Logs get such names from a
# prefix that has a slash at its end, or in front. Libraries that make paths of keys, against moto 5.2.5:
#   s3path 0.6.5            logs//E1.gz reads logs/E1.gz, and unlink() of it removes logs/E1.gz, the other one
#   cloudpathlib 0.26.0     reads what it was asked for; rglob() lists one of the three, once
#   s3fs 2026.9.0           find() lists the three, ls() and glob("*/*") leave out what has an empty part
#   obstore 0.12.1          (object_store of Rust, for Python) one such key ends the listing
#                           of the whole bucket with an error; and /lead.gz is listed as lead.gz, which is not there
#   smart_open 9.0.2        right
# What counts logs, copies or cleans up by one of them passes over what it does not see, or hits a neighbour. List with
# boto3 where keys come from elsewhere. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3,server]==5.2.5' s3fs==2026.9.0 \
  s3path==0.6.5 'cloudpathlib[s3]==0.26.0' obstore==0.12.1 'smart_open[s3]==9.0.2'

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
import obstore
import s3fs
import smart_open
from obstore.store import S3Store
from s3path import S3Path

s3 = boto3.client("s3", endpoint_url=url)
s3.create_bucket(Bucket="bucket")
KEYS = ["/lead.gz", "logs//E1.gz", "logs/E1.gz"]


def keys():
    return [item["Key"] for item in s3.list_objects_v2(Bucket="bucket")["Contents"]]


for key in KEYS:
    s3.put_object(Bucket="bucket", Key=key, Body=key.encode())
print("boto3, keys:", keys())
paths = cloudpathlib.S3Client(endpoint_url=url)
asked = "s3://bucket/logs//E1.gz"
print("cloudpathlib, reads:", paths.CloudPath(asked).read_text())
print("cloudpathlib, rglob:", [str(path) for path in paths.CloudPath("s3://bucket").rglob("*") if path.is_file()])
files = s3fs.S3FileSystem(endpoint_url=url)
print("s3fs, find:", files.find("bucket"))
print("s3fs, ls:", files.ls("bucket"), files.ls("bucket/logs"))
print("s3fs, glob:", files.glob("bucket/*/*"))
opened = smart_open.open(asked, "rb", compression="disable", transport_params={"client": s3})
print("smart_open, reads:", opened.read().decode())
store = S3Store("bucket", endpoint=url, access_key_id="test", secret_access_key="test", region="us-east-1",
                client_options={"allow_http": True})


def listed():
    try:
        return [item["path"] for page in obstore.list(store) for item in page]
    except Exception as error:
        return f"{type(error).__name__}: {str(error).splitlines()[0]}"


print("obstore, list:", listed())
s3.delete_object(Bucket="bucket", Key="logs//E1.gz")
print("obstore, list without logs//E1.gz:", listed())
s3.put_object(Bucket="bucket", Key="logs//E1.gz", Body=b"logs//E1.gz")
print("s3path, reads:", S3Path.from_uri(asked).read_text())
S3Path.from_uri(asked).unlink()
print("s3path, unlink leaves:", keys())
server.stop()
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
boto3, keys: ['/lead.gz', 'logs//E1.gz', 'logs/E1.gz']
cloudpathlib, reads: logs//E1.gz
cloudpathlib, rglob: ['s3://bucket/logs/E1.gz']
s3fs, find: ['bucket//lead.gz', 'bucket/logs//E1.gz', 'bucket/logs/E1.gz']
s3fs, ls: ['bucket/', 'bucket/logs'] ['bucket/logs/E1.gz']
s3fs, glob: ['bucket/logs/E1.gz']
smart_open, reads: logs//E1.gz
obstore, list: InvalidPathError: Encountered object with invalid path: Path "logs//E1.gz" contained empty path segment
obstore, list without logs//E1.gz: ['lead.gz', 'logs/E1.gz']
s3path, reads: logs/E1.gz
s3path, unlink leaves: ['/lead.gz', 'logs//E1.gz']
SEEN
