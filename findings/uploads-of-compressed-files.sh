#!/usr/bin/env bash
# A site that is compressed when it is built has index.html.gz, style.css.br and feed.json.gz, and logs and exports end
# in .gz, too. A type comes from the name when it is put into a bucket, and S3 and CloudFront hand that on. Python's
# mimetypes answers two things for each, text/css and the encoding `gzip`:
#   aws s3 cp and sync (AWS CLI 1.46.3)          take the first and drop the second: what is compressed is text/css with
#                                                no Content-Encoding, which no browser unpacks and CloudFront, as
#                                                text, may compress once more. For a log it is binary/octet-stream
#   cloudpathlib 0.26.0, django-storages 1.14.6  set both, for exports and logs as well: a browser, and requests or
#                                                httpx, unpack them, so that what is saved as export.csv.gz is no gzip,
#                                                and Content-Length and a hash of the object are of another thing
# Issue 5228 of the AWS CLI has a part of it (x-tar). Say --content-type and --content-encoding for what is compressed,
# in a sync of its own, and give cloudpathlib a content_type_method. Seen against moto 5.2.5. Fails where that is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill "${server:-}" 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install 'moto[s3,server]==5.2.5' awscli==1.46.3 boto3==1.44.8 \
  cloudpathlib==0.26.0 django-storages==1.14.6 django==5.2.19 requests==2.34.2
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 AWS_CONFIG_FILE=none
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export S3=http://127.0.0.1:$port
venv/bin/moto_server -p "$port" > moto.log 2>&1 &
server=$!
for _ in $(seq 60); do curl -s -o curl.out "$S3" && break; sleep 0.5; done

mkdir site
for name in index.html feed.json export.csv E1.2026-11-28-10.a1b2c3d4; do
  echo 'a,b' | gzip -n > "site/$name.gz"
done
echo x > site/style.css.br
echo 'body {}' > site/style.css

for bucket in aws cloudpathlib storages; do venv/bin/aws --endpoint-url "$S3" s3 mb "s3://$bucket"; done > made
venv/bin/aws --endpoint-url "$S3" s3 sync site s3://aws > synced
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import os
import pathlib

import boto3
import cloudpathlib
import requests
from django.conf import settings
from django.core.files import File
from storages.backends.s3 import S3Storage

settings.configure()
endpoint = os.environ["S3"]
files = sorted(pathlib.Path("site").iterdir())
client = cloudpathlib.S3Client(endpoint_url=endpoint)
storage = S3Storage(bucket_name="storages", endpoint_url=endpoint)
for file in files:
    client.CloudPath(f"s3://cloudpathlib/{file.name}").upload_from(file)
    with file.open("rb") as opened:
        storage.save(file.name, File(opened))
s3 = boto3.client("s3", endpoint_url=endpoint)
for file in files:
    print(file.name)
    for bucket in ("aws", "cloudpathlib", "storages"):
        head = s3.head_object(Bucket=bucket, Key=file.name)
        print(f"  {bucket}: {head['ContentType']}", head.get("ContentEncoding", "-"))
for bucket in ("aws", "cloudpathlib"):
    url = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "export.csv.gz"})
    print(f"export.csv.gz of {bucket} begins with", requests.get(url).content[:2])
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
E1.2026-11-28-10.a1b2c3d4.gz
  aws: binary/octet-stream -
  cloudpathlib: binary/octet-stream gzip
  storages: application/octet-stream gzip
export.csv.gz
  aws: text/csv -
  cloudpathlib: text/csv gzip
  storages: text/csv gzip
feed.json.gz
  aws: application/json -
  cloudpathlib: application/json gzip
  storages: application/json gzip
index.html.gz
  aws: text/html -
  cloudpathlib: text/html gzip
  storages: text/html gzip
style.css
  aws: text/css -
  cloudpathlib: text/css -
  storages: text/css -
style.css.br
  aws: text/css -
  cloudpathlib: text/css br
  storages: text/css br
export.csv.gz of aws begins with b'\x1f\x8b'
export.csv.gz of cloudpathlib begins with b'a,'
SEEN
