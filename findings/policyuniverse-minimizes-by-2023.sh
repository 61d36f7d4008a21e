#!/usr/bin/env bash
# policyuniverse 1.5.1.20231109 shortens a list of actions to prefixes (`minimize_policy`) that match nothing else, and
# says so of the actions that it knows, which are those of November 2023. CloudFront has had many since, so that a
# prefix grants by today's API (the operations of botocore 1.44.8) what nobody asked for: PublishFunction becomes
# cloudfront:p*, which is PutResourcePolicy too, and UpdateDistribution cloudfront:updated*, which is tenants and
# domains as well. `minchars` makes prefixes longer, and does not help with names that go on: createi* is
# CreateInvalidation and what was added behind it. No newer version is out. An audit that compares a policy before and
# after by this library's own `expand_policy` finds them equal, since it expands by the same list. Write actions out.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install policyuniverse==1.5.1.20231109 botocore==1.44.8

"$folder/venv/bin/python" - 2>/dev/null <<'PYTHON' | grep '^[a-z]*:' | tee "$folder/seen"
import fnmatch

from botocore.session import get_session
from policyuniverse.expander_minimizer import expand_policy, minimize_policy

session = get_session()
for service, action, shortest in [("cloudfront", "PublishFunction", None), ("cloudfront", "UpdateDistribution", None),
                                  ("cloudfront", "CreateInvalidation", 12)]:
    policy = {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": [f"{service}:{action}"], "Resource": "*"}]}
    small = minimize_policy(policy, minchars=shortest)
    back = expand_policy(small)["Statement"][0]["Action"]
    [pattern] = small["Statement"][0]["Action"]
    now = [name for name in session.get_service_model(service).operation_names
           if fnmatch.fnmatchcase(name.lower(), pattern.split(":")[1])]
    print(f"{service}:{action} -> {pattern}, by itself {back}")
    print("more:", *(name for name in now if name != action))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
cloudfront:PublishFunction -> cloudfront:p*, by itself ['cloudfront:publishfunction']
more: PublishConnectionFunction PutResourcePolicy
cloudfront:UpdateDistribution -> cloudfront:updated*, by itself ['cloudfront:updatedistribution']
more: UpdateDistributionTenant UpdateDistributionWithStagingConfig UpdateDomainAssociation
cloudfront:CreateInvalidation -> cloudfront:createinvali*, by itself ['cloudfront:createinvalidation']
more: CreateInvalidationForDistributionTenant
SEEN
