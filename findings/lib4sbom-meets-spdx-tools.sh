#!/usr/bin/env bash
# Whoever writes SPDX 2.3 with one of the two best known Python libraries would read it with the other. lib4sbom 0.10.4
# writes `licenseListVersion: 3.28.0`, as the list of licences calls itself by now; SPDX 2.3 has M.N there (clause 6.7),
# and spdx-tools 0.8.5 refuses each document of it for that line, in JSON, tag-value and YAML. With 3.28 instead, JSON
# and tag-value are read, and the YAML is refused again, since 3.28 without quotes is a number. A component of the
# CycloneDX type `data` (as which configuration and key value stores are listed) becomes a purpose of that name, which
# SPDX does not have, and the document is refused once more. So an inventory of edge functions that is converted is
# "an SBOM" to the tool that wrote it and no SPDX to the next. Validate what comes out.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install lib4sbom==0.10.4 spdx-tools==0.8.5

cd "$folder"
venv/bin/python -W ignore - 2> errors <<'PYTHON' | tee seen
import json

from lib4sbom.generator import SBOMGenerator
from lib4sbom.parser import SBOMParser
from spdx_tools.spdx.parser.error import SPDXParsingError
from spdx_tools.spdx.parser.parse_anything import parse_file


def read(name):
    try:
        return f"{len(parse_file(name).packages)} packages"
    except SPDXParsingError as error:
        return "; ".join(error.messages)


def write(name, form, *components):
    parser = SBOMParser()
    parser.parse_string(json.dumps({
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": list(components),
        "metadata": {"component": {"type": "application", "name": "edge", "bom-ref": "edge", "version": "1"}}}))
    SBOMGenerator(sbom_type="spdx", format=form).generate("edge", parser.get_sbom(), filename=name)


library = {"type": "library", "bom-ref": "a", "name": "left-pad", "version": "1.0.0"}
for form, name in (("json", "edge.spdx.json"), ("tag", "edge.spdx"), ("yaml", "edge.spdx.yaml")):
    write(name, form, library)
    print(f"{form}: {read(name)}")
    with open(name) as file:
        text = file.read()
    with open(name, "w") as file:
        file.write(text.replace("3.28.0", "3.28"))
    print(f"  with 3.28: {read(name)}")
write("edge.spdx.json", "json", {"type": "data", "bom-ref": "b", "name": "redirects", "version": "1"})
with open("edge.spdx.json") as file:
    text = file.read()
with open("edge.spdx.json", "w") as file:
    file.write(text.replace("3.28.0", "3.28"))
print("a store:", read("edge.spdx.json"))
PYTHON
sed -i '/^Generating LALR tables$/d' seen

diff seen - <<'SEEN' || { cat errors; echo 'this is no longer so'; exit 1; }
json: Error while parsing Document: ['Error while parsing version 3.28.0: 3.28.0 is not a valid version string']
  with 3.28: 1 packages
tag: Error while parsing CreationInfo: ['3.28.0 is not a valid version string']
  with 3.28: 1 packages
yaml: Error while parsing Document: ['Error while parsing version 3.28.0: 3.28.0 is not a valid version string']
  with 3.28: Error while parsing Document: ["expected string or bytes-like object, got 'float'"]
a store: Error while parsing Package: ['Invalid PrimaryPackagePurpose: DATA']
SEEN
