#!/usr/bin/env bash
# ntia-conformance-checker 6.0.0 says of an SPDX document whether it has NTIA's minimum elements: each component with
# name, version, identifier and supplier. It looks at the components that can be reached from the document, and at no
# others. A relationship of SPDX may be written in two directions, and the whole family of …_OF for
# dependencies (runtime, dev, build, test, optional, provided) has that one alone. It goes along forwards, and turns
# DESCRIBED_BY round, but none of the others:
#   a DEPENDS_ON b, a CONTAINS b        b is looked at
#   b DEPENDENCY_OF a, b CONTAINED_BY a, b RUNTIME_DEPENDENCY_OF a
#                                       b is "floating" and "ignored": without version and supplier it is "Conformant:
#                                       True", "All component suppliers provided? True", with exit code 0
# So the document of a function with two hundred packages from npm is in order by its own line, since all the rest is
# not looked at, and the totals count them. A note at the end names them; a gate by exit code or isConformant does not
# see it. Ask for floatingComponentCount in --output json, too. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install ntia-conformance-checker==6.0.0 spdx-tools==0.8.5

cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen
import json
import subprocess

A, B, DOCUMENT = "SPDXRef-edge", "SPDXRef-left-pad", "SPDXRef-DOCUMENT"
PACKAGES = [
    {"SPDXID": A, "name": "edge", "versionInfo": "1.0.0", "supplier": "Organization: Example",
     "downloadLocation": "NOASSERTION", "filesAnalyzed": False},
    {"SPDXID": B, "name": "left-pad", "downloadLocation": "NOASSERTION", "filesAnalyzed": False},
]


def show(*relationship):
    document = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": DOCUMENT, "name": "edge",
        "documentNamespace": "https://example.com/edge-1", "packages": PACKAGES,
        "creationInfo": {"created": "2026-11-29T00:00:00Z", "creators": ["Organization: Example"]},
        "relationships": [dict(zip(("spdxElementId", "relationshipType", "relatedSpdxElement"), each))
                          for each in ((DOCUMENT, "DESCRIBES", A), relationship)]}
    with open("edge.spdx.json", "w") as file:
        json.dump(document, file)
    run = subprocess.run(["venv/bin/ntia-checker", "--quiet", "--output", "json", "edge.spdx.json"],
                         stdout=subprocess.PIPE, text=True)
    found = json.loads(run.stdout)
    print(f"{relationship[1]}: conformant {found['isConformant']}, exit code {run.returncode},",
          f"{found['totalNumberComponents']} components, without a supplier:",
          *found["componentSuppliers"]["nonconformantComponents"] or ["none"])


show(A, "DEPENDS_ON", B)
show(A, "CONTAINS", B)
show(B, "DESCRIBED_BY", DOCUMENT)
for name in ("DEPENDENCY_OF", "CONTAINED_BY", "RUNTIME_DEPENDENCY_OF", "BUILD_DEPENDENCY_OF", "DEV_DEPENDENCY_OF"):
    show(B, name, A)
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
DEPENDS_ON: conformant False, exit code 1, 2 components, without a supplier: left-pad
CONTAINS: conformant False, exit code 1, 2 components, without a supplier: left-pad
DESCRIBED_BY: conformant False, exit code 1, 2 components, without a supplier: left-pad
DEPENDENCY_OF: conformant True, exit code 0, 2 components, without a supplier: none
CONTAINED_BY: conformant True, exit code 0, 2 components, without a supplier: none
RUNTIME_DEPENDENCY_OF: conformant True, exit code 0, 2 components, without a supplier: none
BUILD_DEPENDENCY_OF: conformant True, exit code 0, 2 components, without a supplier: none
DEV_DEPENDENCY_OF: conformant True, exit code 0, 2 components, without a supplier: none
SEEN
