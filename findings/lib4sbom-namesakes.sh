#!/usr/bin/env bash
# A CycloneDX document tells components apart by `bom-ref`, and package URLs have a type and a namespace as well.
# lib4sbom 0.10.4, which a family of readers and converters of such documents is built on (sbomdiff, sbom2doc), goes by
# name and version alone while it reads: of left-pad 1.0.0 from npm and left-pad 1.0.0 from PyPI, or of @one/client
# 3.0.0 and @two/client 3.0.0, it keeps the last, without a word. What was known of the first (its licence, its purl)
# is gone, and who depended on the first depends on the second in what it writes. Packages for Lambda@Edge are full of
# such names ("client", "types", "core" of many scopes). cyclonedx-python-lib 11.12.0 reads all five. Count what was
# read before trusting a list of components that went through it. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install lib4sbom==0.10.4 \
  'cyclonedx-python-lib[validation]==11.12.0'

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import json

from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from lib4sbom.generator import SBOMGenerator
from lib4sbom.parser import SBOMParser


def component(purl):
    kind, path = purl.removeprefix("pkg:").split("/", 1)
    path, version = path.rsplit("@", 1)
    group, _, name = path.rpartition("/")
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
            **({"group": group.replace("%40", "@")} if group else {})}


purls = ["pkg:npm/left-pad@1.0.0", "pkg:pypi/left-pad@1.0.0", "pkg:npm/%40one/client@3.0.0",
         "pkg:npm/%40two/client@3.0.0", "pkg:npm/other@1.0.0"]
text = json.dumps({
    "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
    "metadata": {"component": {"type": "application", "name": "edge", "bom-ref": "edge", "version": "1"}},
    "components": [component(purl) for purl in purls],
    "dependencies": [{"ref": "edge", "dependsOn": [purls[0], purls[2], purls[4]]}]})
print("valid:", JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None)
print("cyclonedx-python-lib reads", len(Bom.from_json(json.loads(text)).components))

parser = SBOMParser()
parser.parse_string(text)
packages = parser.get_packages()
print("lib4sbom reads", len(packages))
SBOMGenerator(sbom_type="cyclonedx", format="json").generate("edge", parser.get_sbom(), filename="again.json")
again = json.load(open("again.json"))
for package in again["components"]:
    print(" ", package["purl"])
print("edge depends on", again["dependencies"][0]["dependsOn"])
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
valid: True
cyclonedx-python-lib reads 5
lib4sbom reads 3
  pkg:pypi/left-pad@1.0.0
  pkg:npm/%40two/client@3.0.0
  pkg:npm/other@1.0.0
edge depends on ['pkg:pypi/left-pad@1.0.0', 'pkg:npm/%40two/client@3.0.0', 'pkg:npm/other@1.0.0']
SEEN
