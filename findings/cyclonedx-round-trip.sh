#!/usr/bin/env bash
# cyclonedx-python-lib 11.12.0 (the library of CycloneDX itself, for Python) reads a document with Bom.from_json() and
# writes one that its own validator finds valid, and says nothing of what it left out on the way:
#   compositions     the statement that the list is `incomplete`; without it the list looks whole
#   annotations      what reviewers wrote
#   formulation      how it was built
#   rejected         of a vulnerability: the one that was withdrawn stands again as if it never had been
#   trustZone        of a service, and `data` of a component of that type: its contents
# Its documentation says that support is partial; the reader and the validator do not. bom-refs that were not there are
# made of random numbers, so that two conversions of one file differ. A tool that reads, adds a component
# and writes (as those that merge inventories of many accounts do) should work on the JSON itself. Fails where that is
# no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'cyclonedx-python-lib[validation]==11.12.0'

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json

from cyclonedx.model.bom import Bom
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

document = {
    "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
    "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "metadata": {"component": {"type": "application", "name": "edge", "bom-ref": "edge"}},
    "components": [{"type": "data", "bom-ref": "store", "name": "redirects", "data": [
        {"type": "configuration", "name": "keys", "contents": {"url": "https://example.com/keys.json"}}]}],
    "services": [{"name": "site", "bom-ref": "site", "authenticated": False, "trustZone": "edge",
                  "endpoints": ["https://www.example.com/"]}],
    "compositions": [{"aggregate": "incomplete", "assemblies": ["edge"]}],
    "annotations": [{"subjects": ["store"], "annotator": {"individual": {"name": "a reviewer"}},
                     "timestamp": "2026-01-02T03:04:05Z", "text": "accepted"}],
    "formulation": [{"workflows": [{"bom-ref": "w", "uid": "w", "taskTypes": ["build"]}]}],
    "vulnerabilities": [{"id": "CVE-2026-0000", "affects": [{"ref": "store"}], "rejected": "2026-01-02T03:04:05Z"}],
}


def again(value):
    return make_outputter(Bom.from_json(value), OutputFormat.JSON, SchemaVersion.V1_6).output_as_string()


def lost(before, after, path=""):
    if isinstance(before, dict):
        for key in before:
            if key not in after:
                print("lost:", f"{path}/{key}")
            else:
                lost(before[key], after[key], f"{path}/{key}")
    elif isinstance(before, list):
        for number, pair in enumerate(zip(before, after)):
            lost(*pair, f"{path}/{number}")


validator = JsonStrictValidator(SchemaVersion.V1_6)
print("valid before:", validator.validate_str(json.dumps(document)) is None)
written = again(document)
print("valid after:", validator.validate_str(written) is None)
lost(document, json.loads(written))
print("twice the same:", again(document) == written)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
valid before: True
valid after: True
lost: /components/0/data
lost: /services/0/trustZone
lost: /compositions
lost: /annotations
lost: /formulation
lost: /vulnerabilities/0/rejected
twice the same: False
SEEN
