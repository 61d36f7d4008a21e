#!/usr/bin/env bash
# `s3.copy(…)` of boto3 1.44.8, the managed copy from one bucket or key to another, keeps what an object has: its type,
# Cache-Control and metadata of one's own, and its tags. From 8 MiB on it copies in parts, and is written to do the
# same: it asks for the headers of the source, and hands them on. It does not ask for the tags, and what is copied has
# none. No error, no warning, and its page does not say so. Rules of a lifecycle, of costs and of access that go by tags
# lose the large objects of a site, and the small ones of a test have them. Each of them keeps its tags with
# ExtraArgs={"TaggingDirective": "COPY"}, which reads like what is the case anyhow. And CacheControl alone in ExtraArgs
# is passed over, by both ways. Seen against moto 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3]==5.2.5' boto3==1.44.8

AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" -W ignore - \
  <<'PYTHON' | tee "$folder/seen"
import boto3
from moto import mock_aws

with mock_aws():
    s3 = boto3.client("s3")
    for bucket in "build-example", "site-example":
        s3.create_bucket(Bucket=bucket)
    for size in 7, 9:
        s3.put_object(Bucket="build-example", Key="app.js", Body=b"x" * (size << 20), CacheControl="max-age=60",
                      ContentType="text/javascript", Metadata={"commit": "1a2b3c"}, Tagging="team=edge")
        for extra in {}, {"TaggingDirective": "COPY"}, {"CacheControl": "max-age=5"}:
            s3.copy({"Bucket": "build-example", "Key": "app.js"}, "site-example", "app.js", ExtraArgs=extra)
            head = s3.head_object(Bucket="site-example", Key="app.js")
            tags = s3.get_object_tagging(Bucket="site-example", Key="app.js")["TagSet"]
            print(f"{size} MiB, {extra}: {head['ContentType']}, {head['CacheControl']}, {head['Metadata']},",
                  f"tags {[tag['Key'] for tag in tags]}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
7 MiB, {}: text/javascript, max-age=60, {'commit': '1a2b3c'}, tags ['team']
7 MiB, {'TaggingDirective': 'COPY'}: text/javascript, max-age=60, {'commit': '1a2b3c'}, tags ['team']
7 MiB, {'CacheControl': 'max-age=5'}: text/javascript, max-age=60, {'commit': '1a2b3c'}, tags ['team']
9 MiB, {}: text/javascript, max-age=60, {'commit': '1a2b3c'}, tags []
9 MiB, {'TaggingDirective': 'COPY'}: text/javascript, max-age=60, {'commit': '1a2b3c'}, tags ['team']
9 MiB, {'CacheControl': 'max-age=5'}: text/javascript, max-age=60, {'commit': '1a2b3c'}, tags []
SEEN
