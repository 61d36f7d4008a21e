#!/usr/bin/env bash
# Pages and scripts of a site lie in S3 as they are to go out: compressed, with Content-Encoding gzip or br beside them,
# for CloudFront to hand on. Clients of S3 answer the bytes as they lie there; boto3, s3fs 2026.9.0, obstore 0.12.1,
# pyarrow 26.0.1 and s3cmd 2.4.0 do. minio 7.2.20 unpacks them on the way, which its page does not say:
#   get_object, fget_object          the plain text, of another size and hash than stat_object says (its issue 1026, of
#                                    2020, has fget_object raise an error, which it no longer does)
#   put_object of it, length=stat.size, as one copies between two stores    the first so many bytes of the plain text: a
#                                    page that is cut in the middle, and no error
#   get_object(length=200)           what 200 bytes of gzip unpack to, more or fewer; with an offset a DecodeError
#   br                               is unpacked where the package brotli is installed, by whatever needs it, and is not
#                                    elsewhere: one script answers two things on two machines
# A backup, a comparison with what was built, or a second bucket has other objects then: the compressed ones alone.
# Say `response.read(decode_content=False)`, or take another client for these. Seen against moto 5.2.5. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3,server]==5.2.5' boto3==1.44.8 \
  minio==7.2.20 urllib3==2.8.0

cd "$folder"
cat > look.py <<'PYTHON'
import base64
import gzip
import logging
import sys

import boto3
import minio
import urllib3.exceptions
from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host = "127.0.0.1:{}".format(server.get_host_and_port()[1])
s3 = boto3.client("s3", endpoint_url=f"http://{host}")
s3.create_bucket(Bucket="site")
text = "".join(f"<li><a href='/p/{number * number}'>{number}</a></li>\n" for number in range(60)).encode()
packed = {"gzip": gzip.compress(text, mtime=0), "br": base64.b64decode("G3QA+B0Hbsw1X7enhFTy+LBlGtlLlZ1FgNHAwnJa")}
client = minio.Minio(host, "test", "test", secure=False, region="us-east-1")
for coding, body in packed.items():
    s3.put_object(Bucket="site", Key=coding, Body=body, ContentEncoding=coding, ContentType="text/html")
print("br:", client.get_object("site", "br").read() == packed["br"] and "as it lies there" or "unpacked")
if "br" in sys.argv:
    sys.exit()
print("boto3:", s3.get_object(Bucket="site", Key="gzip")["Body"].read() == packed["gzip"])
print("get_object:", client.get_object("site", "gzip").read() == text)
client.fget_object("site", "gzip", "page")
with open("page", "rb") as file:
    print("fget_object:", file.read() == text)
size = client.stat_object("site", "gzip").size
print("size:", size == len(packed["gzip"]), "plain:", len(text) > size)
client.put_object("site", "copy", client.get_object("site", "gzip"), length=size)
print("copy:", s3.get_object(Bucket="site", Key="copy")["Body"].read() == text[:size])
part = client.get_object("site", "gzip", length=200).read()
print("length=200:", text.startswith(part) and len(part) != 200)
try:
    print(client.get_object("site", "gzip", offset=1).read())
except urllib3.exceptions.DecodeError:
    print("offset=1: DecodeError")
raw = client.get_object("site", "gzip")
print("decode_content=False:", raw.read(decode_content=False) == packed["gzip"])
PYTHON
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1
{
  venv/bin/python -W ignore look.py
  venv/bin/pip --disable-pip-version-check --quiet install brotli==1.2.1
  venv/bin/python -W ignore look.py br
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
br: as it lies there
boto3: True
get_object: True
fget_object: True
size: True plain: True
copy: True
length=200: True
offset=1: DecodeError
decode_content=False: True
br: unpacked
SEEN
