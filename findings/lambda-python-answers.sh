#!/usr/bin/env bash
# What a handler in Python returns becomes JSON by Lambda's own runtime client, awslambdaric 4.2.2. It is not the `json` of
# the standard library, by which tests of handlers mostly go, and Lambda's guide too where it says what can be returned:
#   a named tuple is an object, and a list to `json`: headers of Header(key, value) are right at the edge, and fail in tests
#   bytes are text where they are UTF-8 (a TypeError to `json`), and a UnicodeDecodeError where they are an image
#   a Decimal, as DynamoDB gives each number, is a number as it is written, and a TypeError to `json`
#   NaN is written as NaN, as by `json`, and is no JSON to whoever reads the answer
# Text beyond ASCII is escaped up to the runtime python3.11 and goes as it is from python3.12 on, by the name of the
# runtime in AWS_EXECUTION_ENV and not by the Python that runs. Test handlers with the client's own to_json. Fails where
# that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install --only-binary awslambdaric awslambdaric==4.2.2

cat > "$folder/ask.py" <<'PYTHON'
import json
import os
from collections import namedtuple
from decimal import Decimal

from awslambdaric.lambda_runtime_marshaller import to_json

Header = namedtuple("Header", "key value")
answers = {
    "named tuple": Header("Server", "edge"), "bytes": b"text", "image": b"\x89PNG", "decimal": Decimal("403"),
    "not a number": float("nan"), "beyond ASCII": "é"}


def said(write, answer):
    try:
        return write(answer)
    except (TypeError, UnicodeDecodeError) as error:
        return type(error).__name__


for name, answer in answers.items():
    print(f"{os.environ['AWS_EXECUTION_ENV'][11:]}, {name}: {said(to_json, answer)}; json: {said(json.dumps, answer)}")
PYTHON
for runtime in python3.11 python3.12; do
  AWS_EXECUTION_ENV=AWS_Lambda_$runtime PYTHONUTF8=1 "$folder/venv/bin/python" "$folder/ask.py"
done | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
python3.11, named tuple: {"key": "Server", "value": "edge"}; json: ["Server", "edge"]
python3.11, bytes: "text"; json: TypeError
python3.11, image: UnicodeDecodeError; json: TypeError
python3.11, decimal: 403; json: TypeError
python3.11, not a number: NaN; json: NaN
python3.11, beyond ASCII: "\u00e9"; json: "\u00e9"
python3.12, named tuple: {"key": "Server", "value": "edge"}; json: ["Server", "edge"]
python3.12, bytes: "text"; json: TypeError
python3.12, image: UnicodeDecodeError; json: TypeError
python3.12, decimal: 403; json: TypeError
python3.12, not a number: NaN; json: NaN
python3.12, beyond ASCII: "é"; json: "\u00e9"
SEEN
