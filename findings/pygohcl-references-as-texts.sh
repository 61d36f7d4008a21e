#!/usr/bin/env bash
# pygohcl 1.2.9 reads Terraform's language for Python by HashiCorp's own parser, in Go, and answers a dict. A text with
# references in it comes out as a text without their braces, and a reference as a text with nothing around it, so that
# nobody can tell what was written:
#   "arn:aws:s3:::${var.bucket}/*"    arn:aws:s3:::var.bucket/*, which is an ARN of another bucket; in heredocs, as
#                                     policies stand in them, too
#   "${var.a}${var.b}"                var.avar.b
#   var.alias, "var.alias", "${var.alias}"        the same three times
#   {(var.stage) = 1}, {"(var.stage)" = 1}        the same twice
# "$${aws:username}", which is a variable of IAM, is ${aws:username}, rightly. python-hcl2 8.1.4 keeps the braces, and
# quotes around texts. A rule on who may read a bucket, on wildcards or on two origins that are one looks at names that
# are none, and passes or fails by them, with no error. Its page has an example without a reference. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install pygohcl==1.2.9 python-hcl2==8.1.4

cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen
import hcl2
import pygohcl

for text in ('a = "arn:aws:s3:::${var.bucket}/*"', 'a = "arn:aws:s3:::var.bucket/*"', 'a = "${var.a}${var.b}"',
             "a = var.alias", 'a = "var.alias"', 'a = "${var.alias}"', "a = {(var.stage) = 1}",
             'a = {"(var.stage)" = 1}', 'a = "$${aws:username}"',
             'a = <<JSON\n{"Resource": "${var.bucket}/*"}\nJSON\n'):
    print(" ".join(text.split()), "->", str(*pygohcl.loads(text).values()).strip(),
          "| python-hcl2:", "${" in str(hcl2.loads(text + "\n")["a"]))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
a = "arn:aws:s3:::${var.bucket}/*" -> arn:aws:s3:::var.bucket/* | python-hcl2: True
a = "arn:aws:s3:::var.bucket/*" -> arn:aws:s3:::var.bucket/* | python-hcl2: False
a = "${var.a}${var.b}" -> var.avar.b | python-hcl2: True
a = var.alias -> var.alias | python-hcl2: True
a = "var.alias" -> var.alias | python-hcl2: False
a = "${var.alias}" -> var.alias | python-hcl2: True
a = {(var.stage) = 1} -> {'(var.stage)': 1} | python-hcl2: True
a = {"(var.stage)" = 1} -> {'(var.stage)': 1} | python-hcl2: False
a = "$${aws:username}" -> ${aws:username} | python-hcl2: True
a = <<JSON {"Resource": "${var.bucket}/*"} JSON -> {"Resource": "var.bucket/*"} | python-hcl2: True
SEEN
