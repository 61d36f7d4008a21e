#!/usr/bin/env bash
# policyglass 0.8.0 restates policies as what they allow in effect ("always Allow, never Deny"), with each denial taken
# out of it. A denial of a part of what is allowed is taken out rightly. Where patterns overlap, and neither is a part
# of the other, it is not:
#   Allow lambda:*Function*, Deny lambda:Delete*     the denial is gone: DeleteFunction is allowed
#   Allow site/*, Deny */private/*                   gone, too: site/private/… may be read
# And what a denial leaves out is taken for what is allowed, whether anybody has allowed it or not:
#   Allow s3:GetObject, Deny all but s3:List*        s3:List* is allowed, where nothing is
#   Allow site-*, Deny all but *-public              every bucket *-public is allowed, of any name
#   Deny where VPC and region both differ            both are asked for, where either is enough
# So a review of a role by its effective permissions finds what it may not, or misses what it may. There is no error,
# and no mark on what it is unsure of. Ask SimulateCustomPolicy for names that lie in both patterns. (It needs pydantic
# below 2.) Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install policyglass==0.8.0 pydantic==1.10.27

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
from policyglass import Policy
from policyglass.policy_shard import explain_policy_shards, policy_shards_effect


def show(title, *statements):
    policy = Policy(Version="2012-10-17", Statement=list(statements))
    print(title)
    for line in explain_policy_shards(policy_shards_effect(policy.policy_shards)):
        line = line.replace(" with principal AWS *", "").replace(". Provided conditions", ",\n    where")
        print("  " + line.removesuffix(" are met."))


def allow(action, resource="*"):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def deny(**parts):
    return {"Effect": "Deny", "Action": "*", "Resource": "*"} | parts


BUCKETS = "arn:aws:s3:::"
show("s3:Get*, not s3:GetObject", allow("s3:Get*"), deny(Action="s3:GetObject"))
show("lambda:*Function*, not lambda:Delete*", allow("lambda:*Function*"), deny(Action="lambda:Delete*"))
for private in ("site/private/*", "*/private/*"):
    show(f"site/*, not {private}", allow("s3:GetObject", BUCKETS + "site/*"), deny(Resource=BUCKETS + private))
show("s3:GetObject, not all but s3:List*", allow("s3:GetObject"),
     {"Effect": "Deny", "NotAction": "s3:List*", "Resource": "*"})
show("site-*, not all but *-public", allow("s3:GetObject", BUCKETS + "site-*"),
     {"Effect": "Deny", "Action": "*", "NotResource": BUCKETS + "*-public"})
show("not where both differ", allow("s3:GetObject"), deny(
    Condition={"StringNotEquals": {"aws:SourceVpc": "vpc-1", "aws:RequestedRegion": "eu-west-1"}}))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
s3:Get*, not s3:GetObject
  Allow action s3:Get* (except for s3:GetObject) on resource *.
lambda:*Function*, not lambda:Delete*
  Allow action lambda:*Function* on resource *.
site/*, not site/private/*
  Allow action s3:GetObject on resource arn:aws:s3:::site/* (except for arn:aws:s3:::site/private/*).
site/*, not */private/*
  Allow action s3:GetObject on resource arn:aws:s3:::site/*.
s3:GetObject, not all but s3:List*
  Allow action s3:List* on resource *.
site-*, not all but *-public
  Allow action s3:GetObject on resource arn:aws:s3:::*-public.
not where both differ
  Allow action s3:GetObject on resource *,
    where aws:RequestedRegion StringEquals ['eu-west-1'] and aws:SourceVpc StringEquals ['vpc-1']
SEEN
