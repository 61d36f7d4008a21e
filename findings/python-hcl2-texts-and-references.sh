#!/usr/bin/env bash
# python-hcl2 8.1.4 (what most Python tools read Terraform's language with) keeps the quotes of each text as part of it:
# loads('name = "site"') is {'name': '"site"'}, and so are types and names of resources, so that
# file["resource"][0]["aws_cloudfront_distribution"], as all code for version 4 has it, is a KeyError. A name without
# quotes is a reference; to dumps(), which writes HCL, as well. What a program puts into the dict itself is thus written
# as a reference or as no HCL at all: "site" as site, an account as a number, "/a*" and "a b" as they are. The option
# strip_string_quotes gives dicts as one would expect, in which a text and a reference can no longer be told apart, and
# dumps() of such a dict is another configuration than the one that was read: on = "true" comes back as on = true.
# Quote by hand, or edit the text. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install python-hcl2==8.1.4

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import hcl2

SOURCE = '''provider = aws
name     = "aws"
account  = "012345678901"
on       = "true"
path     = "/${var.site}/*"
'''
read = hcl2.loads(SOURCE)
plain = hcl2.loads(SOURCE, serialization_options=hcl2.SerializationOptions(strip_string_quotes=True))
for name, value in (("as read", read), ("without quotes", plain), ("by hand", {"name": "site", "comment": "a b"})):
    print(f"{name}: {value}")
    print("  " + hcl2.dumps(value).strip().replace("\n", "\n  "))
print(hcl2.loads('resource "aws_cloudfront_distribution" "site" {\n  enabled = true\n}\n')["resource"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
as read: {'provider': 'aws', 'name': '"aws"', 'account': '"012345678901"', 'on': '"true"', 'path': '"/${var.site}/*"'}
  provider = aws
  name = "aws"
  account = "012345678901"
  on = "true"
  path = "/${var.site}/*"
without quotes: {'provider': 'aws', 'name': 'aws', 'account': '012345678901', 'on': 'true', 'path': '/${var.site}/*'}
  provider = aws
  name = aws
  account = 012345678901
  on = true
  path = /${var.site}/*
by hand: {'name': 'site', 'comment': 'a b'}
  name = site
  comment = a b
[{'"aws_cloudfront_distribution"': {'"site"': {'enabled': True, '__is_block__': True}}}]
SEEN
