#!/usr/bin/env bash
# Cloud Custodian 0.9.53: `waf-enabled` on distributions knows the web ACLs of AWS WAF Classic alone, and says so neither in
# its name nor when it runs. A distribution with a web ACL of today (its WebACLId is an ARN) matches both `state: false`
# and `state: true`, so that a policy about those without one finds them all. `wafv2-enabled` is the filter to use.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install c7n==0.9.53

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from unittest import mock

from c7n.config import Config
from c7n.policy import PolicyCollection
from c7n.resources import load_resources

load_resources(("aws.distribution", "aws.waf"))
ACL = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/00000000-0000-4000-8000-000000000000"
for state in (False, True):
    data = {"policies": [{"name": "p", "resource": "aws.distribution", "filters": [
        {"type": "waf-enabled", "state": state}]}]}
    policy = list(PolicyCollection.from_data(data, Config.empty(region="us-east-1", account_id="123456789012")))[0]
    policy.validate()
    manager = policy.resource_manager
    classic = mock.Mock(**{"resources.return_value": []})  # AWS WAF Classic has no web ACL left
    with mock.patch.object(manager, "get_resource_manager", return_value=classic):
        found = manager.filter_resources([{"Id": "E1NONE", "WebACLId": ""}, {"Id": "E2GUARDED", "WebACLId": ACL}])
    print(f"state {state}:", [one["Id"] for one in found])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
state False: ['E1NONE', 'E2GUARDED']
state True: ['E2GUARDED']
SEEN
