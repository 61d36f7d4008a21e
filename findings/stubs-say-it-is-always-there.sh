#!/usr/bin/env bash
# boto3-stubs 1.44.1 (here with mypy-boto3-s3 1.43.106 and mypy-boto3-lambda 1.43.118) are types for boto3, and mypy
# 2.4.1 checks a program by them. Members of a structure within an answer may be missing, by these types. Those of the
# answer itself are said to be always there, with the type that they have then. AWS leaves them out, or sends nothing:
#   head_object                  no CacheControl, where the object has none
#   get_bucket_location          LocationConstraint is None for us-east-1, where what the edge needs stands
#   get_bucket_versioning        no Status for a bucket that never had versions
#   get_function_concurrency     nothing at all for a function without a limit
# So `--strict --warn-unreachable` says "Statement is unreachable" of each line that deals with it, and who believes
# that takes out the ones that run. ["CacheControl"], a KeyError then, passes, and so does a member that may be missing:
# mypy has no word on ["Contents"] of an empty bucket. Keep such checks, with a comment for the next reader, and test
# them on what is not there. The same file is run here, against moto 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3]==5.2.5' boto3==1.44.8 mypy==2.4.1 \
  boto3-stubs==1.44.1 mypy-boto3-s3==1.43.106 mypy-boto3-lambda==1.43.118

cd "$folder"
cat > ask.py <<'PYTHON'
import boto3
from botocore.stub import Stubber
from moto import mock_aws


def ask() -> None:
    s3 = boto3.client("s3", region_name="us-east-1")
    s3.create_bucket(Bucket="site")
    s3.create_bucket(Bucket="empty")
    s3.put_object(Bucket="site", Key="index.html", Body=b"hello")
    header = s3.head_object(Bucket="site", Key="index.html").get("CacheControl")
    if header is None:
        print("the object has no Cache-Control")
    region = s3.get_bucket_location(Bucket="site")["LocationConstraint"]
    if region is None:
        print("the bucket is in us-east-1")
    status = s3.get_bucket_versioning(Bucket="site").get("Status")
    if status is None:
        print("the bucket never had versions")
    functions = boto3.client("lambda", region_name="us-east-1")
    with Stubber(functions) as stub:
        stub.add_response("get_function_concurrency", {})
        limit = functions.get_function_concurrency(FunctionName="edge").get("ReservedConcurrentExecutions")
        if limit is None:
            print("the function has no limit")
    for one in s3.list_objects_v2(Bucket="empty")["Contents"]:
        print(one["Key"])


with mock_aws():
    try:
        ask()
    except KeyError as error:
        print("KeyError", error)
PYTHON
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
{
  venv/bin/mypy --strict --warn-unreachable --no-color-output ask.py || true
  echo "and run:"
  venv/bin/python ask.py
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
ask.py:13: error: Statement is unreachable  [unreachable]
ask.py:16: error: Statement is unreachable  [unreachable]
ask.py:19: error: Statement is unreachable  [unreachable]
ask.py:25: error: Statement is unreachable  [unreachable]
Found 4 errors in 1 file (checked 1 source file)
and run:
the object has no Cache-Control
the bucket is in us-east-1
the bucket never had versions
the function has no limit
KeyError 'Contents'
SEEN
