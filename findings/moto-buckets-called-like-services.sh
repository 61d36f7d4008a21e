#!/usr/bin/env bash
# Within mock_aws of moto 5.2.5 a request finds its service by the name of its host, and boto3 puts the name of a bucket
# in front of it: https://logs.s3.amazonaws.com. What begins like the host of a service is that service's to moto. A
# test's bucket that is called logs, events, config, monitoring, iam or tagging does not come to be: CreateBucket
# answers "404, Not Found", which S3 never does there; and `www` is made without an error and is not there afterwards
# (NoSuchBucket). edge-logs, data and images are buckets, and with addressing_style path all of them are. Code that
# makes sure of a bucket takes it for one that is missing, or for a right that it has not. Give buckets of tests longer
# names. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3]==5.2.5' boto3==1.44.8

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import boto3
import moto
from botocore.config import Config
from botocore.exceptions import ClientError

for style in ("auto", "path"):
    with moto.mock_aws():
        s3 = boto3.client("s3", "us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
                          config=Config(s3={"addressing_style": style}))
        for name in ("logs", "events", "config", "monitoring", "iam", "tagging", "www", "edge-logs", "data", "images"):
            step = "CreateBucket"
            try:
                s3.create_bucket(Bucket=name)
                step = "PutObject"
                s3.put_object(Bucket=name, Key="index.html", Body=b"<p>")
                step = "ListBuckets"
                listed = name in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
                print(style, name, "is listed" if listed else "is not listed")
            except ClientError as error:
                print(style, name, step, error.response["Error"]["Code"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
auto logs CreateBucket 404
auto events CreateBucket 404
auto config CreateBucket 404
auto monitoring CreateBucket 404
auto iam CreateBucket 404
auto tagging CreateBucket 404
auto www PutObject NoSuchBucket
auto edge-logs is listed
auto data is listed
auto images is listed
path logs is listed
path events is listed
path config is listed
path monitoring is listed
path iam is listed
path tagging is listed
path www is listed
path edge-logs is listed
path data is listed
path images is listed
SEEN
