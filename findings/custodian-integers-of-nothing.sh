#!/usr/bin/env bash
# Cloud Custodian 0.9.53: a value that is not there fulfils neither `lt` nor `gt`. With `value_type: integer` it is 0:
# "retention below 30 days" then finds the log groups that never expire (they have no retentionInDays), which are the
# reverse of what was meant, and a policy that cuts or raises settings acts on them. Put `key: …, value: present`
# before each such comparison. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install c7n==0.9.53

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from c7n.policy import PolicyCollection
from c7n.config import Config
from c7n.resources import load_resources

load_resources(("aws.log-group",))
estate = [{"logGroupName": "forever"}, {"logGroupName": "week", "retentionInDays": 7},
          {"logGroupName": "year", "retentionInDays": 365}]
for extra in [{"op": "lt"}, {"op": "lt", "value_type": "integer"}]:
    data = {"policies": [{"name": "p", "resource": "aws.log-group", "filters": [
        {"type": "value", "key": "retentionInDays", "value": 30, **extra}]}]}
    policy = list(PolicyCollection.from_data(data, Config.empty(region="us-east-1", account_id="123456789012")))[0]
    policy.validate()
    print(*extra.values(), [group["logGroupName"] for group in policy.resource_manager.filter_resources(estate)])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
lt ['week']
lt integer ['forever', 'week']
SEEN
