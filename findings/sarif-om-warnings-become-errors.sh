#!/usr/bin/env bash
# sarif-om 1.0.4 is Microsoft's object model of SARIF 2.1.0 for Python, and jschema-to-python 1.2.3, by the same, writes
# its objects as JSON. What equals a default of the schema is left out, also where the program has said it itself. One
# would think that nothing is lost by that. But `level: warning` is no default where the rule has a level of its own
# (3.27.10: a result without a level has that of its rule's configuration):
#   Result(level="warning") under a rule of level "error"    is written without a level, and is an error to each reader;
#                                                            "error" and "note" beside it are right
#   a configuration override with level "warning" and enabled=True    is an empty object: a rule that is off, and was
#                                                                     switched on for this run, reads as off
# A gate that fails on errors fails on warnings, and only under rules that can be errors. No word is said, and the file
# is valid. Put `level` into the JSON that to_json has written, or leave levels out of the rules. What sarif-tools 3.0.5
# counts is shown beside it. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install sarif-om==1.0.4 jschema-to-python==1.2.3 \
  sarif-tools==3.0.5

cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen
import json

import sarif_om as om
from jschema_to_python.to_json import to_json


def result(level):
    return om.Result(rule_id="origin-tls", rule_index=0, level=level, message=om.Message(text="an origin"))


rules = [
    om.ReportingDescriptor(id="origin-tls", default_configuration=om.ReportingConfiguration(level="error")),
    om.ReportingDescriptor(id="retention", default_configuration=om.ReportingConfiguration(enabled=False)),
]
override = om.ConfigurationOverride(
    descriptor=om.ReportingDescriptorReference(id="retention", index=1),
    configuration=om.ReportingConfiguration(enabled=True, level="warning"))
log = om.SarifLog(version="2.1.0", runs=[om.Run(
    tool=om.Tool(driver=om.ToolComponent(name="audit", rules=rules)),
    invocations=[om.Invocation(execution_successful=True, rule_configuration_overrides=[override])],
    results=[result(level) for level in ("error", "warning", "note")])])

text = to_json(log)
with open("report.sarif", "w") as file:
    file.write(text)
run = json.loads(text)["runs"][0]
for said, written in zip(("error", "warning", "note"), run["results"]):
    print(f"said {said}, written", written.get("level"))
print("the rules:", [rule.get("defaultConfiguration") for rule in run["tool"]["driver"]["rules"]])
print("the override:", run["invocations"][0]["ruleConfigurationOverrides"][0]["configuration"])
PYTHON
venv/bin/sarif summary report.sarif | grep -E '^[a-z]+: ' | tee -a seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
said error, written error
said warning, written None
said note, written note
the rules: [{'level': 'error'}, {'enabled': False}]
the override: {}
error: 2
warning: 0
note: 1
SEEN
