#!/usr/bin/env bash
# A handler for Lambda or Lambda@Edge in Python is tried without AWS by a runner on one's own machine, and a pipeline
# goes by its exit code. Two of them, and Lambda's own runtime client, awslambdaric 4.2.2, which makes JSON of an answer
# and has a text for each member of the context that is one:
#   python-lambda-local 0.1.13, awslambdalocal 1.0.9
#                     print the answer as Python does, with code 0: a datetime, a set or bytes pass here and are
#                     Runtime.MarshalError at AWS, a 502 or 503 to a viewer. What is printed is not what is answered
#                     ({'a': None}, and two keys "1" and 1), nor JSON
#   python-lambda-local
#                     aws_request_id is a UUID, so that json.dumps of a line of a log, or + with a text, fails
#                     here and not there; the time left is a fraction, the memory 0, and AWS_REGION is not set
#   awslambdalocal    the context is a dict: context.aws_request_id is an AttributeError, and
#                     context["aws_request_id"], which passes, is a TypeError at AWS
# Put json.dumps around the answer in tests, or awslambdaric's to_json. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install python-lambda-local==0.1.13 awslambdalocal==1.0.9
venv/bin/pip --disable-pip-version-check --quiet install --only-binary awslambdaric awslambdaric==4.2.2

cat > edge.py <<'PYTHON'
import datetime
import json
import os

ANSWERS = {
    "a text": lambda context: {"status": "200"},
    "a time": lambda context: {"at": datetime.date(2026, 1, 1)},
    "a set": lambda context: {"methods": {"GET"}},
    "bytes": lambda context: {"body": b"\x89PNG"},
    "nothing": lambda context: {"a": None},
    "two keys": lambda context: {"1": 1, 1: 2},
    "the request": lambda context: {"id": len(context.aws_request_id)},
    "a line of a log": lambda context: len(json.dumps({"id": context.aws_request_id})),
    "a dict": lambda context: len(str(context["aws_request_id"])),
    "the time left": lambda context: type(context.get_remaining_time_in_millis()).__name__,
    "the memory": lambda context: context.memory_limit_in_mb,
    "the region": lambda context: "AWS_REGION" in os.environ,
}


def handler(event, context):
    return ANSWERS[event["answer"]](context)
PYTHON
cat > aws.py <<'PYTHON'
import sys
from time import time

import edge
from awslambdaric.bootstrap import LambdaContext
from awslambdaric.lambda_runtime_marshaller import to_json

context = LambdaContext("8f84d57d-c3d7-45e8-9042-b59b06fea082", {}, None, int(time() * 1000) + 3000, "arn")
print(to_json(edge.handler({"answer": sys.argv[1]}, context)))
PYTHON

export AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128 AWS_EXECUTION_ENV=AWS_Lambda_python3.11
seen() {
  printf '  %s: ' "$1"
  shift
  if "$@" > out 2>&1; then tail -n 1 out; else grep -o '[A-Za-z]*Error' out | tail -n 1; fi
}
sed -n 's/^    "\(.*\)": lambda.*/\1/p' edge.py | while read -r answer; do
  printf '{"answer": "%s"}' "$answer" > event.json
  echo "$answer"
  seen aws env AWS_REGION=us-east-1 venv/bin/python aws.py "$answer"
  seen python-lambda-local env -u AWS_REGION -u AWS_LAMBDA_FUNCTION_MEMORY_SIZE venv/bin/python-lambda-local \
    -f handler edge.py event.json
  seen awslambdalocal venv/bin/python -m awslambdalocal edge.py -e event.json -h handler
done | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
a text
  aws: {"status": "200"}
  python-lambda-local: {'status': '200'}
  awslambdalocal: {'status': '200'}
a time
  aws: TypeError
  python-lambda-local: {'at': datetime.date(2026, 1, 1)}
  awslambdalocal: {'at': datetime.date(2026, 1, 1)}
a set
  aws: TypeError
  python-lambda-local: {'methods': {'GET'}}
  awslambdalocal: {'methods': {'GET'}}
bytes
  aws: UnicodeDecodeError
  python-lambda-local: {'body': b'\x89PNG'}
  awslambdalocal: {'body': b'\x89PNG'}
nothing
  aws: {"a": null}
  python-lambda-local: {'a': None}
  awslambdalocal: {'a': None}
two keys
  aws: {"1": 1, "1": 2}
  python-lambda-local: {'1': 1, 1: 2}
  awslambdalocal: {'1': 1, 1: 2}
the request
  aws: {"id": 36}
  python-lambda-local: TypeError
  awslambdalocal: AttributeError
a line of a log
  aws: 46
  python-lambda-local: TypeError
  awslambdalocal: AttributeError
a dict
  aws: TypeError
  python-lambda-local: TypeError
  awslambdalocal: 36
the time left
  aws: "int"
  python-lambda-local: float
  awslambdalocal: AttributeError
the memory
  aws: "128"
  python-lambda-local: 0
  awslambdalocal: AttributeError
the region
  aws: true
  python-lambda-local: False
  awslambdalocal: False
SEEN
