#!/usr/bin/env bash
# Cloud Custodian 0.9.53: a value filter whose key yields a list (aliases, methods, protocols, architectures, layers)
# takes `op: in` to ask whether the list as a whole is a member of `value`, so that it never holds, and `op: not-in` to
# hold on every resource, also on one whose list has the forbidden member. The policy validates. `intersect` and
# `difference` are the ones that look at members; `contains` asks for one. "TLSv1 is not-in the origin's protocols"
# finds the good and the bad ones alike, and with `in` none: it looks like a clean account. Fails where that is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install c7n==0.9.53

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from c7n.policy import PolicyCollection
from c7n.config import Config
from c7n.resources import load_resources

load_resources(("aws.distribution",))
key = "Origins.Items[].CustomOriginConfig.OriginSslProtocols.Items[]"


def distribution(name, *protocols):
    return {"Id": name, "Origins": {"Quantity": 1, "Items": [
        {"CustomOriginConfig": {"OriginSslProtocols": {"Quantity": len(protocols), "Items": list(protocols)}}}]}}


estate = [distribution("old", "TLSv1", "TLSv1.2"), distribution("new", "TLSv1.2")]
for op, value in [("in", ["TLSv1", "TLSv1.1"]), ("not-in", ["TLSv1", "TLSv1.1"]),
                  ("in", ["TLSv1", "TLSv1.1", "TLSv1.2"]), ("intersect", ["TLSv1", "TLSv1.1"]),
                  ("difference", ["TLSv1.2"]), ("contains", "TLSv1")]:
    data = {"policies": [{"name": "p", "resource": "aws.distribution",
                          "filters": [{"type": "value", "key": key, "op": op, "value": value}]}]}
    policy = list(PolicyCollection.from_data(data, Config.empty(region="us-east-1", account_id="123456789012")))[0]
    policy.validate()
    print(op, value, [resource["Id"] for resource in policy.resource_manager.filter_resources(estate)])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
in ['TLSv1', 'TLSv1.1'] []
not-in ['TLSv1', 'TLSv1.1'] ['old', 'new']
in ['TLSv1', 'TLSv1.1', 'TLSv1.2'] []
intersect ['TLSv1', 'TLSv1.1'] ['old']
difference ['TLSv1.2'] ['old']
contains TLSv1 ['old']
SEEN
