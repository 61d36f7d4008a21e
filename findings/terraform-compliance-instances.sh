#!/usr/bin/env bash
# terraform-compliance 1.16.0 puts resources that refer to each other together, so that "Given I have aws_s3_bucket
# defined / Then it must contain aws_s3_bucket_public_access_block" finds the buckets without one. Of buckets that are
# written one by one it does. Of buckets made by one block with for_each, each gets the public access blocks of all of
# them, whatever the key in the reference says:
#   bucket = aws_s3_bucket.site["logs"].id           one block for one of the two: both pass
#   for_each with each.key, for one of the two       the same
# and where both have one, settings of the one are held against the other: the bucket that is shut fails for the open
# one, under its own address. Look at the public access blocks and their number, or at the account afterwards. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install terraform-compliance==1.16.0 \
  2> "$folder/errors" || { cat "$folder/errors"; exit 1; }

cd "$folder"
mkdir features
venv/bin/python - <<'PYTHON'
import json

SHUT = {"block_public_acls": True, "block_public_policy": True, "ignore_public_acls": True,
        "restrict_public_buckets": True}
OPEN = dict.fromkeys(SHUT, False)


def plan(name, resources, references):
    """A plan as `terraform show -json` writes it: resources by address, and what the written blocks refer to."""
    planned, changes, written = [], [], {}
    for address, after in resources.items():
        block = address.partition("[")[0]
        type_, label = block.split(".")
        resource = {"address": address, "mode": "managed", "type": type_, "name": label}
        written[block] = {**resource, "address": block, "expressions": {
            "bucket": {"references": references.get(block, ["each.key"])}}}
        if "[" in address:
            resource["index"] = address.split('"')[1]
        planned.append({**resource, "values": after})
        changes.append({**resource, "change": {"actions": ["create"], "before": None, "after": after,
                                               "after_unknown": {"id": True}}})
    with open(name + ".json", "w") as file:
        json.dump({"format_version": "1.2", "terraform_version": "1.9.8", "resource_changes": changes,
                   "planned_values": {"root_module": {"resources": planned}},
                   "configuration": {"root_module": {"resources": list(written.values())}}}, file)


bucket, block = "aws_s3_bucket", "aws_s3_bucket_public_access_block"
pair = {f'{bucket}.site["{name}"]': {"bucket": name} for name in ("logs", "public")}
plan("one-by-one", {bucket + ".logs": {"bucket": "logs"}, bucket + ".public": {"bucket": "public"},
                    block + ".logs": SHUT},
     {block + ".logs": [bucket + ".logs.id", bucket + ".logs"]})
plan("by-a-key", {**pair, block + ".logs": SHUT},
     {block + ".logs": [bucket + '.site["logs"].id', bucket + '.site["logs"]', bucket + ".site"]})
plan("for-each", {**pair, block + '.site["logs"]': SHUT}, {block + ".site": [bucket + ".site", "each.key"]})
plan("both", {**pair, block + '.site["logs"]': SHUT, block + '.site["public"]': OPEN},
     {block + ".site": [bucket + ".site", "each.key"]})
PYTHON

scenario() {
  printf 'Feature: edge\n\n  Scenario: edge\n    Given I have aws_s3_bucket defined\n' > features/edge.feature
  printf '    %s\n' "${@:2}" >> features/edge.feature
  venv/bin/terraform-compliance --features features --planfile "$1.json" > log && code=0 || code=$?
  echo "$1: $code" "$(sed 's/\x1b\[[0-9;]*m//g' log | grep -o 'aws_s3_bucket[^ ]* (.*property\.\|in aws_s3_.*regex\.')"
}
{
  for name in one-by-one by-a-key for-each; do
    scenario "$name" "Then it must contain aws_s3_bucket_public_access_block"
  done
  scenario both "When its bucket is logs" "Then it must contain aws_s3_bucket_public_access_block" \
    "And it must contain block_public_acls" "And its value must be true"
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
one-by-one: 1 aws_s3_bucket.public (aws_s3_bucket) does not have aws_s3_bucket_public_access_block property.
by-a-key: 0 
for-each: 0 
both: 1 in aws_s3_bucket.site["logs"] resource does not match with ^true$ case insensitive regex.
SEEN
