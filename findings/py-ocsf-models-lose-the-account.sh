#!/usr/bin/env bash
# py-ocsf-models 0.10.0 are classes for events of OCSF, with which one reads findings and hands them on. A Compliance
# Finding (2003) of OCSF 1.5.0 goes into ComplianceFinding without an error, and what comes out lacks
#   cloud                       of the profile of that name: provider, region and the account
#   compliance.status           the word for status_id, and status_details, which say what was seen
# DetectionFinding, which Prowler writes, keeps `cloud`: the same code works for those. What a class lacks is dropped,
# so that a merge of reports of many accounts, or a filter before a data lake, is a list of findings of nobody knows
# whom. Work on the JSON, or hold what comes out against what went in. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install py-ocsf-models==0.10.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json

from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding
from py_ocsf_models.events.findings.detection_finding import DetectionFinding

COMMON = {
    "category_uid": 2, "activity_id": 1, "time": 1767323045000, "severity_id": 4, "status_id": 1, "message": "Open.",
    "metadata": {"version": "1.5.0", "profiles": ["cloud"], "event_code": "open",
                 "product": {"name": "audit", "vendor_name": "audit", "version": "1.0"}},
    "cloud": {"provider": "AWS", "region": "us-east-1",
              "account": {"uid": "123456789012", "name": "site", "type_id": 10}},
    "finding_info": {"uid": "1", "title": "Open", "desc": "Open.", "created_time": 1767323045000},
    "resources": [{"uid": "arn:aws:s3:::logs", "name": "logs", "type": "AWS::S3::Bucket"}]}
COMPLIANCE = {"control": "open", "standards": ["house"], "status_id": 3, "status": "Fail", "status_details": ["Open."]}
EVENTS = {ComplianceFinding: COMMON | {"class_uid": 2003, "type_uid": 200301, "compliance": COMPLIANCE},
          DetectionFinding: COMMON | {"class_uid": 2004, "type_uid": 200401}}


def lost(before, after, path=""):
    for name, value in before.items():
        if name not in after:
            yield path + name
        elif isinstance(value, dict):
            yield from lost(value, after[name], f"{path}{name}.")


for model, event in EVENTS.items():
    read = model.model_validate(event) if hasattr(model, "model_validate") else model(**event)
    written = json.loads(read.model_dump_json() if hasattr(read, "model_dump_json") else read.json())
    print(f"{model.__name__} loses:", *list(lost(event, written)) or ["nothing"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
ComplianceFinding loses: cloud compliance.status compliance.status_details
DetectionFinding loses: nothing
SEEN
