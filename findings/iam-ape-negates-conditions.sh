#!/usr/bin/env bash
# iam-ape 1.1.6 puts all policies of a principal into one that says what it may do, and takes each denial from what is
# allowed by turning its condition round. One key is turned round rightly. These are not:
#   StringEqualsIfExists        becomes StringNotEqualsIfExists, so that a request without the key is allowed, which the
#                               denial is there for: the role seems to be allowed more
#   ForAllValues:StringEquals   becomes ForAnyValue:StringEquals, which is no opposite: the very values that are denied
#                               are what it seems to be allowed
# Denials of these kinds are what guards against use from elsewhere mostly consist of (an organization, a VPC, a region).
# Of one with two keys the opposite is the case: the role seems to be allowed less than it is. The answer is a policy,
# with no mark on what it is unsure of. Ask SimulatePrincipalPolicy where a denial has such a condition. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install iam-ape==1.1.6

cd "$folder"
python3 - <<'PYTHON' | tee seen
import json
import subprocess

CONDITIONS = {
    "one key": {"Bool": {"aws:SecureTransport": "false"}},
    "if it exists": {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}},
    "for all values": {"ForAllValues:StringEquals": {"aws:TagKeys": ["owner"]}}}
ROLE = "arn:aws:iam::123456789012:role/edge"
for title, condition in CONDITIONS.items():
    statements = [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
                  {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": condition}]
    policy = {"PolicyName": "edge", "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
    role = {"Path": "/", "RoleName": "edge", "RoleId": "AROAEXAMPLE", "Arn": ROLE, "CreateDate": "2026-01-02T03:04:05Z",
            "AssumeRolePolicyDocument": {}, "InstanceProfileList": [], "AttachedManagedPolicies": [], "Tags": [],
            "RolePolicyList": [policy]}
    with open("account.json", "w") as file:
        json.dump({"UserDetailList": [], "GroupDetailList": [], "Policies": [], "RoleDetailList": [role]}, file)
    subprocess.run(["venv/bin/iam-ape", "--arn", ROLE, "--input", "account.json", "--output", "allowed.json"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    allowed = json.load(open("allowed.json"))["Statement"]
    print(f"{title}\n  denied where  {json.dumps(condition)}")
    for statement in allowed:
        print(f"  allowed where {json.dumps(statement.get('Condition'), sort_keys=True)}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
one key
  denied where  {"Bool": {"aws:SecureTransport": "false"}}
  allowed where {"Bool": {"aws:SecureTransport": ["true"]}}
if it exists
  denied where  {"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}
  allowed where {"StringNotEqualsIfExists": {"aws:SourceVpc": ["vpc-1"]}}
for all values
  denied where  {"ForAllValues:StringEquals": {"aws:TagKeys": ["owner"]}}
  allowed where {"ForAnyValue:StringEquals": {"aws:TagKeys": ["owner"]}}
SEEN
