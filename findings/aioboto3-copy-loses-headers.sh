#!/usr/bin/env bash
# `s3.copy(…)` is the managed copy from one bucket or key to another. Of boto3 1.44.8 one knows that it keeps what an
# object has, the tags of large ones apart. aioboto3 15.5.0, the same for asyncio, has a copy of its own, and brings
# boto3 1.40.61 along, in the place of a newer one. A small object keeps all with both, as CopyObject takes it along.
# From 8 MiB on they copy in parts, and hand nothing on of what the source has:
#   Content-Type              binary/octet-stream, so that browsers download what they showed
#   Cache-Control, Content-Encoding, metadata of one's own    gone: the edge keeps it for its default time, and what is
#                             compressed is handed out as if it were not
#   tags                      gone
# No error, and the bytes are right. A site that is promoted from one bucket to the next loses the headers of its films,
# archives and maps, and those of a test stay; a line in a list of requirements, for another part of the program, is
# what decides. MetadataDirective in ExtraArgs does not help, as there is none for parts. Raise multipart_threshold to
# 5 GB, as far as CopyObject goes, or hand over what head_object says. Seen against moto 5.2.5. Fails where a line below
# is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aioboto3==15.5.0 'moto[s3,server]==5.2.5'

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 AWS_CONFIG_FILE=/dev/null \
  venv/bin/python -W ignore - <<'PYTHON' | tee seen
import asyncio
import logging

import aioboto3
import boto3
from boto3.s3.transfer import TransferConfig
from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
url = "http://127.0.0.1:{}".format(server.get_host_and_port()[1])
s3 = boto3.client("s3", endpoint_url=url)
for bucket in ("test", "live"):
    s3.create_bucket(Bucket=bucket)
sizes = {"small.json": 1 << 10, "large.json": 9 << 20}
for key, size in sizes.items():
    s3.put_object(Bucket="test", Key=key, Body=bytes(size), ContentType="application/json", ContentEncoding="br",
                  CacheControl="max-age=60", Metadata={"commit": "1a2b3c4"}, Tagging="team=edge")


async def copy(key, to, **options):
    async with aioboto3.Session().client("s3", endpoint_url=url) as client:
        await client.copy({"Bucket": "test", "Key": key}, "live", to, **options)


def show(name, key):
    head = s3.head_object(Bucket="live", Key=key)
    tags = [tag["Value"] for tag in s3.get_object_tagging(Bucket="live", Key=key)["TagSet"]]
    print(f"{name}: {head['ContentType']}, {head.get('CacheControl')}, {head.get('ContentEncoding')}, "
          f"{head['Metadata']}, {tags}")


print("boto3", boto3.__version__)
for key in sizes:
    s3.copy({"Bucket": "test", "Key": key}, "live", f"boto3/{key}")
    show(f"boto3 {key}", f"boto3/{key}")
    asyncio.run(copy(key, f"aioboto3/{key}"))
    show(f"aioboto3 {key}", f"aioboto3/{key}")
asyncio.run(copy("large.json", "directive", ExtraArgs={"MetadataDirective": "COPY"}))
show("MetadataDirective COPY", "directive")
asyncio.run(copy("large.json", "whole", Config=TransferConfig(multipart_threshold=5 << 30)))
show("multipart_threshold", "whole")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
boto3 1.40.61
boto3 small.json: application/json, max-age=60, br, {'commit': '1a2b3c4'}, ['edge']
aioboto3 small.json: application/json, max-age=60, br, {'commit': '1a2b3c4'}, ['edge']
boto3 large.json: binary/octet-stream, None, None, {}, []
aioboto3 large.json: binary/octet-stream, None, None, {}, []
MetadataDirective COPY: binary/octet-stream, None, None, {}, []
multipart_threshold: application/json, max-age=60, br, {'commit': '1a2b3c4'}, ['edge']
SEEN
