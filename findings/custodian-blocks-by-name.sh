#!/usr/bin/env bash
# Cloud Custodian 0.9.53 puts filters together in blocks, `or:` and `not:`, which one takes for plain logic. What the
# filters within find is gathered by the id of a resource, and what that is its class says. For aws.rrset, a record of
# Route 53, it is the name of the record, and for aws.log-metric the name of the metric filter. Several have one name:
# a host has A, AAAA and TXT, and a module gives each group of an edge function a metric filter `errors`.
#   not: Type is TXT              of www with A and TXT neither is left: what does not match goes with its namesake
#   or: Type is A, or AAAA        of www with A, AAAA and TXT the last is answered, TXT, which no filter found; the two
#                                 that were found are gone
#   not: of one group             takes the metric filters of that name in all groups away
#   or: of one group              answers the one of another group
# The same filters without a block, and one `op: ne` or `op: in`, are right. Validation says nothing, and aws.rrset has
# an action `delete`, which then deletes records that were never asked for, and leaves those that were. Write such
# conditions as one filter of JMESPath or `op: in`, and look at resources.json before an action. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install c7n==0.9.53

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import copy

from c7n.config import Config
from c7n.policy import PolicyCollection
from c7n.resources import load_resources

load_resources(("aws.rrset", "aws.log-metric"))
records = [{"Name": f"{name}.example.com.", "Type": type} for name, type in (
    ("www", "A"), ("www", "AAAA"), ("www", "TXT"), ("old", "A"))]
metrics = [{"filterName": "errors", "logGroupName": f"/aws/lambda/us-east-1.{name}", "metricTransformations": []}
           for name in ("login", "images")]


def found(resource, filters, read):
    data = {"policies": [{"name": "p", "resource": resource, "filters": filters}]}
    policy = list(PolicyCollection.from_data(data, Config.empty(region="us-east-1", account_id="123456789012")))[0]
    policy.validate()
    left = policy.resource_manager.filter_resources(copy.deepcopy(read))
    return sorted("{} {}".format(one["Name"].split(".")[0], one["Type"]) if "Type" in one
                  else one["logGroupName"].split(".")[1] for one in left)


login = {"logGroupName": "/aws/lambda/us-east-1.login"}
for filters in (
        [{"type": "value", "key": "Type", "op": "ne", "value": "TXT"}],
        [{"not": [{"Type": "TXT"}]}],
        [{"type": "value", "key": "Type", "op": "in", "value": ["A", "AAAA"]}],
        [{"or": [{"Type": "A"}, {"Type": "AAAA"}]}]):
    print("rrset", filters[0], found("aws.rrset", filters, records))
for filters in ([login], [{"or": [login, {"logGroupName": "another"}]}], [{"not": [login]}]):
    print("log-metric", filters[0], found("aws.log-metric", filters, metrics))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
rrset {'type': 'value', 'key': 'Type', 'op': 'ne', 'value': 'TXT'} ['old A', 'www A', 'www AAAA']
rrset {'not': [{'Type': 'TXT'}]} ['old A']
rrset {'type': 'value', 'key': 'Type', 'op': 'in', 'value': ['A', 'AAAA']} ['old A', 'www A', 'www AAAA']
rrset {'or': [{'Type': 'A'}, {'Type': 'AAAA'}]} ['old A', 'www TXT']
log-metric {'logGroupName': '/aws/lambda/us-east-1.login'} ['login']
log-metric {'or': [{'logGroupName': '/aws/lambda/us-east-1.login'}, {'logGroupName': 'another'}]} ['images']
log-metric {'not': [{'logGroupName': '/aws/lambda/us-east-1.login'}]} []
SEEN
