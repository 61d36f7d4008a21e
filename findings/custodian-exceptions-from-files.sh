#!/usr/bin/env bash
# Exceptions of a Cloud Custodian (0.9.53) policy stand in a file: `op: not-in` with value_from, and an action on what
# is left. Who is excepted, of the roles a, b and c where a and b are to be, depends on more than the list:
#   csv2dict, a blank line at the end of the file or within    nobody is, without `expr`: the action takes all roles.
#                         With `expr: RoleName` it takes none, also of those that are not in the list (its issue 9589
#                         has that, of 2024, with a line of the log)
#   csv2dict, one row that lacks its last column    the column is gone in all rows: without `expr` the names that stood
#                         in it are no exceptions any more
#   csv, txt              a blank or a comment behind a name is a part of it in txt (b # keep); in csv a blank in front
#   json, `expr` of a text    each name whose letters are in it is excepted: of {"keep": "bacon"} are a, b and c
#   json without `expr`, of an object    its keys are the names
# Each policy validates, and the run ends with 0. Keep such lists as JSON, a list of texts, and have one name in the
# test that must be found and one that must not. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install c7n==0.9.53

"$folder/venv/bin/python" -W ignore - "$folder" 2> "$folder/log" <<'PYTHON' | tee "$folder/seen"
import pathlib
import sys

from c7n.config import Config
from c7n.policy import PolicyCollection
from c7n.resources import load_resources

load_resources(("aws.iam-role",))
number = 0


def left(text, format, **more):
    global number
    number += 1
    path = pathlib.Path(sys.argv[1], f"{number}.list")
    path.write_text(text)
    policy = list(PolicyCollection.from_data({"policies": [{"name": "p", "resource": "aws.iam-role", "filters": [
        {"type": "value", "key": "RoleName", "op": "not-in",
         "value_from": {"url": path.as_uri(), "format": format, **more}}]}]},
        Config.empty(region="us-east-1", account_id="123456789012")))[0]
    policy.validate()
    roles = policy.resource_manager.filter_resources([{"RoleName": name} for name in "abc"])
    print(f"{format:8} {more.get('expr', ''):8} {text!r}: {' '.join(one['RoleName'] for one in roles) or 'none'}")


good = "RoleName,why\na,edge\nb,logs\n"
for text in (good, good + "\n", good.replace("\nb", "\n\nb")):
    left(text, "csv2dict")
    left(text, "csv2dict", expr="RoleName")
left("team,RoleName\none,a\ntwo,b\n", "csv2dict")
left("team,RoleName\none,a\ntwo,b\nthree\n", "csv2dict")
left("a\nb\n", "txt")
left("a\nb # keep\n", "txt")
left("edge, a\nlogs, b\n", "csv", expr="[*][1]")
left('{"keep": ["a", "b"]}', "json", expr="keep")
left('{"keep": "bacon"}', "json", expr="keep")
left('{"keep": ["a", "b"]}', "json")
PYTHON

diff "$folder/seen" - <<'SEEN' || { cat "$folder/log"; echo 'this is no longer so'; exit 1; }
csv2dict          'RoleName,why\na,edge\nb,logs\n': c
csv2dict RoleName 'RoleName,why\na,edge\nb,logs\n': c
csv2dict          'RoleName,why\na,edge\nb,logs\n\n': a b c
csv2dict RoleName 'RoleName,why\na,edge\nb,logs\n\n': none
csv2dict          'RoleName,why\na,edge\n\nb,logs\n': a b c
csv2dict RoleName 'RoleName,why\na,edge\n\nb,logs\n': none
csv2dict          'team,RoleName\none,a\ntwo,b\n': c
csv2dict          'team,RoleName\none,a\ntwo,b\nthree\n': a b c
txt               'a\nb\n': c
txt               'a\nb # keep\n': b c
csv      [*][1]   'edge, a\nlogs, b\n': a b c
json     keep     '{"keep": ["a", "b"]}': c
json     keep     '{"keep": "bacon"}': none
json              '{"keep": ["a", "b"]}': a b c
SEEN
