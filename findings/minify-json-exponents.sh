#!/usr/bin/env bash
# minify 2.12.4 (tdewolff's, Debian 12's) takes blanks out of JSON, by which a policy or a config fits its limit. It
# writes numbers in their shortest form, too, and that is one with an exponent as soon as there are three zeros:
#   31536000   31536e3
#   1000       1e3
#   1.10       1.1
# It is the same number to JSON, and another type to much of what reads it: 1e3 is a float to Python, and botocore
# 1.44.8 refuses it where CloudFront's API has an integer, as `aws … --cli-input-json` does. TTLs with three zeros are
# common, and those of the tests (60, 300, 86400) stay as they are. --json-keep-numbers leaves them alone; `jq -c` and
# json.dumps write whole numbers out. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq minify=2.12.4-2 2> /dev/null && dpkg -x minify_*.deb .)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install botocore==1.44.8
cd "$folder"

cat > policy.json <<'JSON'
{
  "Name": "static", "Comment": "since 1.10",
  "MinTTL": 0, "DefaultTTL": 86400, "MaxTTL": 31536000
}
JSON
{
  for option in '' --json-keep-numbers; do
    usr/bin/minify --type json $option < policy.json > minified.json
    echo "${option:-without options}: $(cat minified.json)"
    venv/bin/python -W ignore - <<'PYTHON'
import json

from botocore.session import Session
from botocore.validate import ParamValidator

model = Session().get_service_model("cloudfront").operation_model("CreateCachePolicy").input_shape
policy = json.load(open("minified.json"))
print("  Python has", {name: value for name, value in policy.items() if name.endswith("TTL")})
errors = ParamValidator().validate({"CachePolicyConfig": policy}, model)
print("  botocore:", errors.generate_report().replace(", ", "\n    ") or "takes it")
PYTHON
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
without options: {"Name":"static","Comment":"since 1.10","MinTTL":0,"DefaultTTL":86400,"MaxTTL":31536e3}
  Python has {'MinTTL': 0, 'DefaultTTL': 86400, 'MaxTTL': 31536000.0}
  botocore: Invalid type for parameter CachePolicyConfig.MaxTTL
    value: 31536000.0
    type: <class 'float'>
    valid types: <class 'int'>
--json-keep-numbers: {"Name":"static","Comment":"since 1.10","MinTTL":0,"DefaultTTL":86400,"MaxTTL":31536000}
  Python has {'MinTTL': 0, 'DefaultTTL': 86400, 'MaxTTL': 31536000}
  botocore: takes it
SEEN
