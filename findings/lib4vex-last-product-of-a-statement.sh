#!/usr/bin/env bash
# A statement of OpenVEX says of a vulnerability that it does, or does not, matter to some products: a list of them, and
# within a product its subcomponents. lib4vex 0.2.3 reads such documents for Python, and tools that filter findings read
# them by it. What it makes of a valid one (v0.2.0), with no error:
#   three products in a statement       the last; for the other two nothing is said, so that findings that were judged
#                                       come back, or one that matters ("affected") is missing from the list
#   a product with a subcomponent       the product as a whole: what was said of one library in an image is said of all
#                                       of the image
#   products @one/client and @two/client   "client" for both; of two versions of one name the last is in get_product()
#   action_statement                    "update to 2" stands as action_timestamp as well
#   no role, no timestamp in the statement, an @id that is no package URL (all of them as the standard has it)
#                                       KeyError, KeyError and ValueError of Python, for the whole document
# Write a statement for each product, each with a timestamp, or read the JSON by oneself. Fails where a line below is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install lib4vex==0.2.3

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import json

from lib4vex.parser import VEXParser

PARTS = ("purl", "product", "status", "action_timestamp")
TIME = "2026-11-28T10:00:00Z"
DOCUMENT = {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.com/vex-1", "author": "Edge",
            "role": "Document Creator", "timestamp": TIME, "version": 1}


def statement(*products, **more):
    return {"vulnerability": {"name": "CVE-2026-0001"}, "timestamp": TIME, "status": "not_affected",
            "justification": "component_not_present", "products": [
                {"@id": product} if isinstance(product, str) else product for product in products], **more}


def read(title, document):
    json.dump(document, open("vex.json", "w"))
    parser = VEXParser(vex_type="openvex")
    try:
        parser.parse("vex.json")
    except Exception as error:
        print(f"{title}: {type(error).__name__}")
        return
    print(f"{title}: products {json.dumps(parser.get_product())}")
    for found in parser.get_vulnerabilities():
        print(" ", {name: found[name] for name in PARTS if name in found})


def document(*statements, **more):
    return {**DOCUMENT, "statements": list(statements), **more}


A, B, C = "pkg:npm/left-pad@1.0.0", "pkg:npm/left-pad@1.1.0", "pkg:npm/right-pad@2.0.0"
IMAGE = {"@id": "pkg:oci/edge@sha256%3Aabc", "subcomponents": [{"@id": A}]}
read("three products", document(statement(A, B, C)))
read("a subcomponent", document(statement(IMAGE)))
read("two scopes", document(
    statement("pkg:npm/%40one/client@1.0.0"),
    statement("pkg:npm/%40two/client@3.0.0", status="affected", action_statement="update to 4")))
read("no role", {name: value for name, value in document(statement(A)).items() if name != "role"})
without = {name: value for name, value in statement(A).items() if name != "timestamp"}
read("no timestamp in the statement", document(without))
read("an @id of another kind", document(statement("https://example.com/edge")))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
three products: products {"right-pad": {"name": "right-pad", "version": "2.0.0"}}
  {'purl': 'pkg:npm/right-pad@2.0.0', 'product': 'right-pad', 'status': 'not_affected'}
a subcomponent: products {"edge": {"name": "edge", "version": "sha256:abc"}}
  {'purl': 'pkg:oci/edge@sha256%3Aabc', 'product': 'edge', 'status': 'not_affected'}
two scopes: products {"client": {"name": "client", "version": "3.0.0"}}
  {'purl': 'pkg:npm/%40one/client@1.0.0', 'product': 'client', 'status': 'not_affected'}
  {'purl': 'pkg:npm/%40two/client@3.0.0', 'product': 'client', 'status': 'affected', 'action_timestamp': 'update to 4'}
no role: KeyError
no timestamp in the statement: KeyError
an @id of another kind: ValueError
SEEN
