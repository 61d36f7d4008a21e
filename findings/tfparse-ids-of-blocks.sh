#!/usr/bin/env bash
# tfparse 0.6.22 (Terraform to Python, by Trivy's parser; what Cloud Custodian's c7n-left reads with) gives each block
# an `id` of its own, a random UUID, and puts it where the block's attributes are: the `id` that a block has itself, as
# the rules of a bucket's lifecycle have, is gone, and a comparison of the same files, parsed twice, finds each block
# changed. A block that is there once is an object and one that is there twice a list of them, so that
# `origin[].origin_id` in JMESPath answers null for every distribution with one origin; none at all is no key. `count =
# var.on ? 1 : 0` with a variable that nobody has set is one resource, not none or unknown. Take `id` for nobody's,
# drop it before comparing, and ask for `[origin][]`. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install tfparse==0.6.22 jmespath==1.1.0

mkdir "$folder/code"
cat > "$folder/code/main.tf" <<'TERRAFORM'
variable "on" {}
resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = "logs"
  rule {
    id     = "expire-after-a-year"
    status = "Enabled"
  }
}
resource "aws_cloudfront_distribution" "one" {
  enabled = true
  origin {
    domain_name = "a.example.com"
    origin_id   = "a"
  }
}
resource "aws_cloudfront_distribution" "two" {
  enabled = true
  origin {
    domain_name = "a.example.com"
    origin_id   = "a"
  }
  origin {
    domain_name = "b.example.com"
    origin_id   = "b"
  }
}
resource "aws_cloudfront_distribution" "perhaps" {
  count   = var.on ? 1 : 0
  enabled = true
}
TERRAFORM
"$folder/venv/bin/python" - "$folder/code" <<'PYTHON' | tee "$folder/seen"
import re
import sys

import jmespath
import tfparse

first, second = tfparse.load_from_path(sys.argv[1]), tfparse.load_from_path(sys.argv[1])
identifier = first["aws_s3_bucket_lifecycle_configuration"][0]["rule"]["id"]
print("id of the rule:", "a UUID" if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", identifier) else identifier)
print("the same file twice:", "equal" if first == second else "not equal")
for distribution in sorted(first["aws_cloudfront_distribution"], key=lambda one: one["__tfmeta"]["path"]):
    print(distribution["__tfmeta"]["path"].split(".")[1], type(distribution.get("origin")).__name__,
          jmespath.search("origin[].origin_id", distribution), jmespath.search("[origin][].origin_id", distribution))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
id of the rule: a UUID
the same file twice: not equal
one dict None ['a']
perhaps[0] NoneType None []
two list ['a', 'b'] ['a', 'b']
SEEN
