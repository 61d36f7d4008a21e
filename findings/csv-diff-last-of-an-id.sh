#!/usr/bin/env bash
# csv-diff 1.2 says what changed between two CSV or JSON files, row by row, by a key that one names (--key=id): two
# inventories, or two exports of a console. What it does not say, with exit code 0:
#   a key that stands there twice     the last row of it is looked at alone. Its page asks for a unique one, and it does
#                                     not: with a row for each behaviour of a distribution, or each version of a
#                                     function, all but the last may change, or go
#   a column that one file has alone  "1 column added", whatever is in it; a field more than the head of a CSV is passed
#                                     over
#   60 and 60.0, 1 and true           are equal in JSON, as are null and a member that is not there; 1 and "1" differ
#   a file without rows               ends with a StopIteration of Python, and no list of what was removed: the account
#                                     from which everything is gone is the one that is not reported
# An example with one row an id is right. Count ids first (cut -d, -f1 | sort | uniq -d), or leave --key out, by which
# whole rows are compared. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install csv-diff==1.2

cd "$folder"
compare() {
  printf '%b' "$3" >old
  printf '%b' "$4" >new
  code=0
  venv/bin/csv-diff old new --format="$2" ${5-} >said 2>&1 || code=$?
  set -- "$1" "$(grep -E '^([0-9]+ |[A-Z][A-Za-z]+$)' said | sort -u || true)"
  echo "$1: exit $code${2:+, $2}"
}
{
  compare 'one row each' csv 'id,path,ttl\nE1,/a,60\nE2,/c,60\n' 'id,path,ttl\nE1,/a,0\nE2,/c,60\n' --key=id
  compare 'two rows of E1' csv 'id,path,ttl\nE1,/a,60\nE1,/b,60\nE2,/c,60\n' \
    'id,path,ttl\nE1,/a,0\nE1,/b,60\nE2,/c,60\n' --key=id
  compare 'one of them gone' csv 'id,path\nE1,/a\nE1,/b\nE2,/c\n' 'id,path\nE1,/b\nE2,/c\n' --key=id
  compare 'without a key' csv 'id,path\nE1,/a\nE1,/b\nE2,/c\n' 'id,path\nE1,/b\nE2,/c\n'
  compare 'a column more' csv 'id,ttl\nE1,60\nE2,60\n' 'id,ttl,waf\nE1,60,none\nE2,60,acl\n' --key=id
  compare 'a field more' csv 'id,alias\nE1,a\nE2,b\n' 'id,alias\nE1,a,z\nE2,b\n' --key=id
  compare '60 and 60.0' json '[{"id": "E1", "ttl": 60}]' '[{"id": "E1", "ttl": 60.0}]' --key=id
  compare '1 and true' json '[{"id": "E1", "on": 1}]' '[{"id": "E1", "on": true}]' --key=id
  compare '1 and "1"' json '[{"id": "E1", "on": 1}]' '[{"id": "E1", "on": "1"}]' --key=id
  compare 'null and nothing' json '[{"id": "E1", "waf": null}, {"id": "E2", "waf": 1}]' \
    '[{"id": "E1"}, {"id": "E2", "waf": 1}]' --key=id
  compare 'all gone' csv 'id,path\nE1,/a\n' 'id,path\n' --key=id
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
one row each: exit 0, 1 row changed
two rows of E1: exit 0
one of them gone: exit 0
without a key: exit 0, 1 row removed
a column more: exit 0, 1 column added
a field more: exit 0
60 and 60.0: exit 0
1 and true: exit 0
1 and "1": exit 0, 1 row changed
null and nothing: exit 0
all gone: exit 1, StopIteration
SEEN
