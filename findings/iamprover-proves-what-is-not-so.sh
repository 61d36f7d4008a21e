#!/usr/bin/env bash
# iamprover 0.7.1 proves by a solver that nobody may do what a rule forbids, from policies or from an account's whole
# GetAccountAuthorizationDetails; of its PASS its page says "will not miss one", and of policy variables
# (${aws:username}, ${aws:PrincipalTag/team}) that they are widened to * "always in the over-approximating direction, so
# they never hide a violation". That is so in what allows. In what denies it is the other way round, and it does the
# same there:
#   Deny, Resource edge/${aws:username}/*      is Deny of edge/*/*: what one is denied in one's own part, all are in all
#   Deny, NotResource edge/${aws:username}/*   denies everything, one's own part too
# so that rules which are broken PASS, "proven", with exit code 0. The second is a usual way to keep people to their own
# part, in a policy, a boundary or an SCP. With the name itself in the variable's place both FAIL, rightly. Look for ${
# in denials, and put names in before it is asked. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install iamprover==0.7.1

cd "$folder"
cat > invariants.yaml <<'YAML'
invariants:
  - id: nobody-reads
    description: No principal may read these objects
    forbid:
      action: "s3:GetObject"
      resource: "arn:aws:s3:::edge/*/*"
YAML
cat > write.py <<'PYTHON'
import json
import sys

ALLOW = {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::edge/*"}
DENIED = {
    "nothing": [],
    "one's own": [{"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::edge/%s/*"}],
    "all but one's own": [{"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::edge/%s/*"}],
    "all": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}],
}
text = json.dumps({"Version": "2012-10-17", "Statement": [ALLOW, *DENIED[sys.argv[1]]]})
document = json.loads(text.replace("%s", sys.argv[2]))
user = {"arn": "arn:aws:iam::123456789012:user/ann", "policies": [{"name": "own", "document": document}]}
json.dump({"principals": [user]}, open("account.json", "w"))
PYTHON
for denied in nothing "one's own" "all but one's own" all; do
  # shellcheck disable=SC2016
  for name in ann '${aws:username}'; do
    venv/bin/python write.py "$denied" "$name"
    code=0
    venv/bin/iamprover verify --account account.json --invariants invariants.yaml > out || code=$?
    echo "denied: $denied, $name: $(grep -oE 'PASS|FAIL' out | head -1), exit code $code"
  done
done | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
denied: nothing, ann: FAIL, exit code 2
denied: nothing, ${aws:username}: FAIL, exit code 2
denied: one's own, ann: FAIL, exit code 2
denied: one's own, ${aws:username}: PASS, exit code 0
denied: all but one's own, ann: FAIL, exit code 2
denied: all but one's own, ${aws:username}: PASS, exit code 0
denied: all, ann: PASS, exit code 0
denied: all, ${aws:username}: PASS, exit code 0
SEEN
