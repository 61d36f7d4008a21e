"""Prints the software bill of materials of a binary, as CycloneDX 1.5: the packages it was built from, and the libraries
that it loads. What is the same in two builds of a commit is all there is in it: no time but the commit's, no random id."""

import argparse
import json
import re
import subprocess
import uuid
from datetime import datetime, timezone
from pathlib import Path

LICENSES = {"grdb.swift": "MIT"}


def packages(resolved):
    """What Package.resolved pins."""
    for pin in json.loads(resolved.read_text(encoding="utf-8"))["pins"]:
        version, place = pin["state"]["version"], re.sub(r"^https://|\.git$", "", pin["location"])
        owner, name = place.split("/")[-2:]
        yield {
            "type": "library", "bom-ref": f"pkg:swift/{place}@{version}", "group": owner, "name": name,
            "version": version, "purl": f"pkg:swift/{place}@{version}",
            "licenses": [{"license": {"id": LICENSES.get(pin["identity"], "Apache-2.0")}}],
            "hashes": [], "properties": [{"name": "git:commit", "value": pin["state"]["revision"]}],
        }


def swift():
    """The toolchain, whose runtime and Foundation are linked in."""
    said = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"Swift version (\S+)", said).group(1)
    return {
        "type": "library", "bom-ref": f"swift@{version}", "name": "swift-runtime-and-foundation", "version": version,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }


def libraries(binary):
    """What the binary loads."""
    said = subprocess.run(["readelf", "-d", binary], capture_output=True, text=True, check=True).stdout
    for name in sorted(re.findall(r"NEEDED.*\[(.*)\]", said)):
        yield {
            "type": "library", "bom-ref": f"so:{name}", "name": name, "scope": "required",
            "description": "loaded from the system",
        }


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--version", required=True)
    parser.add_argument("--commit", required=True)
    parser.add_argument("--time", type=int, required=True)
    options = parser.parse_args()
    components = [*packages(Path("Package.resolved")), swift(), *libraries(options.binary)]
    for component in components:
        if component.get("hashes") == []:
            del component["hashes"]
    own = f"audit@{options.version}"
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'audit:' + options.commit)}", "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(options.time, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application", "bom-ref": own, "name": "audit", "version": options.version,
                "properties": [{"name": "git:commit", "value": options.commit}],
            },
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [component["bom-ref"] for component in components]}],
    }
    print(json.dumps(document, indent=2))
