#!/usr/bin/env bash
# merges3logs 1.0.2, "download cloudfront logs from S3 and merge them into a single log file for the day", gets the
# files of a day and of the next, and keeps the lines of that day, as some are delivered late. Which day a line is of it
# reads from the third field, [28/Nov/2026:…, or from the second, 2026-11-28T…. The first is how S3's own access logs
# have it ("Cloudfront" stands beside it in the source), the second a load balancer's. CloudFront's standard logs have
# the day in their first field, without a bracket or a T, so that no line of theirs is kept: the file of the day is
# there, it is a good gzip of nothing, and the exit code is 0. And of its settings
#   RemoveFiles = False    as its page has it in the example, removes the files as True does: any text is true there.
#                          Leaving nothing behind the = keeps them
# With a lifecycle on the bucket, which such a job is there for, the requests are gone by the time that somebody looks.
# Join files of CloudFront with zcat, and take the lines that begin with the day. Seen against moto 5.2.5. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install merges3logs==1.0.2 boto3==1.44.8 'moto[s3]==5.2.5'

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import gzip
import os

import boto3
import merges3logs
from click.testing import CliRunner
from moto import mock_aws

os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
CLOUDFRONT = ("#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem\n"
              "2026-11-28\t12:00:00\tFRA56-P1\t512\t192.0.2.1\tGET\td111111abcdef8.cloudfront.net\t/a\n"
              "2026-11-28\t12:00:01\tFRA56-P1\t512\t192.0.2.2\tGET\td111111abcdef8.cloudfront.net\t/b\n")
S3 = "79a59df9 site [28/Nov/2026:12:00:00 +0000] 192.0.2.1 - 3E57427F REST.GET.OBJECT a \"GET /a HTTP/1.1\" 200 -\n"
BALANCER = "h2 2026-11-28T12:00:00.000000Z app/edge/50dc6c495c0c9188 192.0.2.1:2817 10.0.0.1:80 0 0 0 200 200 34 366\n"


def run(kind, text, remove):
    for name in ("cache", "merged"):
        os.makedirs(f"{kind}/{name}")
    client.put_object(Bucket="edge-logs", Key=f"{kind}/E1.2026-11-28-12.1a2b3c4d.gz", Body=gzip.compress(text.encode()))
    with open("config.ini", "w") as file:
        file.write("[AWS]\nAccessKey = test\nSecretKey = test\n[S3]\nBucketName = edge-logs\n"
                   f"Prefix = {kind}/E1.%%Y-%%m-%%d-\n[Local]\nCacheDir = {kind}/cache\nDestDir = {kind}/merged\n"
                   f"DestFilename = %%Y-%%m-%%d.log\nRemoveFiles ={remove}\n")
    result = CliRunner().invoke(merges3logs.main, ["config.ini", "--date", "2026-11-28"])
    with gzip.open(f"{kind}/merged/2026-11-28.log.gz", "rt") as file:
        lines = len(file.readlines())
    print(f"{kind}: exit code {result.exit_code}, {lines} lines; RemoveFiles ={remove}:",
          len(os.listdir(f"{kind}/cache")), "kept")


with mock_aws():
    client = boto3.client("s3", aws_access_key_id="test", aws_secret_access_key="test")
    client.create_bucket(Bucket="edge-logs")
    run("cloudfront", CLOUDFRONT, " True")
    run("s3", S3, " False")
    run("balancer", BALANCER, "")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
cloudfront: exit code 0, 0 lines; RemoveFiles = True: 0 kept
s3: exit code 0, 1 lines; RemoveFiles = False: 0 kept
balancer: exit code 0, 1 lines; RemoveFiles =: 1 kept
SEEN
