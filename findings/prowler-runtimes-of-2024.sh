#!/usr/bin/env bash
# Prowler 5.46.0 (October 2026), `awslambda_function_using_supported_runtimes`, says "is using nodejs18.x which is
# supported". What is obsolete it knows from a list of its own, in its configuration and in the check, which ends with
# nodejs16.x and python3.8. cfn-lint 1.58.0 has a table with the dates of AWS: support of nodejs18.x ended in September
# 2025, of python3.9 in December 2025 and of nodejs20.x in April 2026. A Lambda@Edge function on them passes, and its
# next version cannot be published once Lambda refuses the runtime. A list in obsolete_lambda_runtimes replaces
# Prowler's. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet install)
# Of what it depends on, what this check needs: the clouds of others are most of a gigabyte.
"${pip[@]}" --no-deps prowler==5.46.0
"${pip[@]}" boto3==1.40.61 pydantic==2.12.5 colorama==0.4.6 pytz==2025.1 tzlocal==5.3.1 jsonschema==4.23.0 requests \
  pyyaml packaging 2>"$folder/errors" || { cat "$folder/errors"; exit 1; }
"${pip[@]}" --no-deps cfn-lint==1.58.0

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import importlib
import json
import pathlib
import sys
import types

import prowler
import yaml
from prowler.providers.aws.services.awslambda.awslambda_service import Function

CHECK = "awslambda_function_using_supported_runtimes"
SERVICE = "prowler.providers.aws.services.awslambda"
RELEASED = "2026-10-01"

site = pathlib.Path(prowler.__file__).parent.parent
with open(site / "cfnlint/data/AdditionalSpecs/LmbdRuntimeLifecycle.json") as file:
    ended = {name: days["deprecated"] for name, days in json.load(file).items() if days["deprecated"] < RELEASED}
with open(site / "prowler/config/config.yaml") as file:
    config = yaml.safe_load(file)["aws"]
functions = {name: Function(name=name, arn="arn:aws:lambda:us-east-1:123456789012:function:edge", region="us-east-1",
                            security_groups=[], runtime=name) for name in ended}
client = types.SimpleNamespace(functions=functions, audit_config=config)
sys.modules[SERVICE + ".awslambda_client"] = types.SimpleNamespace(awslambda_client=client)
check = getattr(importlib.import_module(f"{SERVICE}.{CHECK}.{CHECK}"), CHECK)()
found = {name: finding.status for name, finding in zip(functions, check.execute())}
print("ended, FAIL:", sum(status == "FAIL" for status in found.values()))
for name in sorted(name for name, status in found.items() if status == "PASS"):
    print("ended", ended[name], name, "PASS")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
ended, FAIL: 23
ended 2025-09-01 nodejs18.x PASS
ended 2026-04-30 nodejs20.x PASS
ended 2026-07-31 provided.al2 PASS
ended 2025-12-15 python3.9 PASS
ended 2026-03-31 ruby3.2 PASS
SEEN
