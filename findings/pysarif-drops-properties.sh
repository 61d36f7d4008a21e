#!/usr/bin/env bash
# pysarif 0.1.0 reads SARIF 2.1.0 into classes and writes it, and as its classes have every object of the standard, one
# would think that nothing is lost. The status of a suppression is: one that was rejected, or is under review, comes out
# without a status, and that is one that holds (3.27.23: a result is suppressed unless a status says otherwise). So what
# a reviewer refused to accept is no longer counted by whatever reads the file next. Of property bags, where SARIF has
# room for what it does not name, it keeps the tags alone: a result's account goes, and the rule's security-severity, by
# which GitHub ranks a finding as critical or low. $schema is gone as well. All without a word, and what is written is
# valid. sarif-pydantic 0.6.2 keeps each of these. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install pysarif==0.1.0 sarif-pydantic==0.6.2

"$folder/venv/bin/python" -W ignore - "$folder" <<'PYTHON' | tee "$folder/seen"
import json
import sys

import pysarif
from sarif_pydantic import Sarif

document = {
    "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [{
        "tool": {"driver": {"name": "audit", "rules": [
            {"id": "open-bucket", "properties": {"tags": ["security"], "security-severity": "9.1"}}]}},
        "properties": {"estate": "production"},
        "results": [{
            "ruleId": "open-bucket", "message": {"text": "open"}, "level": "error",
            "properties": {"account": "012345678901", "tags": ["edge"]},
            "suppressions": [{"kind": "external", "status": status, "justification": "known",
                              "properties": {"until": "2027-06-30"}}],
            "locations": [{"logicalLocations": [{"name": "E1", "properties": {"region": "global"}}]}],
        } for status in ("rejected", "underReview")]}]}


def lost(before, after, path=""):
    for key, value in (before.items() if isinstance(before, dict) else enumerate(before)):
        place = f"{path}/{key}"
        if isinstance(after, dict) and key not in after:
            print(f"   lost {place}: {value}")
        elif isinstance(value, (dict, list)):
            lost(value, after[key], place)


with open(sys.argv[1] + "/in.sarif", "w") as file:
    json.dump(document, file)
pysarif.save_to_file(pysarif.load_from_file(sys.argv[1] + "/in.sarif"), sys.argv[1] + "/out.sarif")
print("pysarif")
with open(sys.argv[1] + "/out.sarif") as file:
    lost(document, json.load(file))
print("sarif-pydantic")
lost(document, json.loads(Sarif.model_validate(document).model_dump_json(by_alias=True, exclude_none=True)))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
pysarif
   lost /$schema: https://json.schemastore.org/sarif-2.1.0.json
   lost /runs/0/tool/driver/rules/0/properties/security-severity: 9.1
   lost /runs/0/properties/estate: production
   lost /runs/0/results/0/properties/account: 012345678901
   lost /runs/0/results/0/suppressions/0/status: rejected
   lost /runs/0/results/0/suppressions/0/properties/until: 2027-06-30
   lost /runs/0/results/0/locations/0/logicalLocations/0/properties/region: global
   lost /runs/0/results/1/properties/account: 012345678901
   lost /runs/0/results/1/suppressions/0/status: underReview
   lost /runs/0/results/1/suppressions/0/properties/until: 2027-06-30
   lost /runs/0/results/1/locations/0/logicalLocations/0/properties/region: global
sarif-pydantic
SEEN
