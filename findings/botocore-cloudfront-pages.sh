#!/usr/bin/env bash
# botocore 1.44.8 has paginators for some of CloudFront's lists and not for others, and the AWS CLI pages by itself
# only where there is one: ListDistributions, ListKeyValueStores and ListConnectionFunctions are whole, whereas
# ListFunctions and the lists of cache, origin request and response headers policies end after the first page (100
# items where no MaxItems says otherwise), with NextMarker in the answer and no warning. Their answers have no
# IsTruncated either, so that a loop written for distributions ends on them after one page as well: go on as long as
# NextMarker is there. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import boto3

client = boto3.client("cloudfront", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
model = client.meta.service_model
lists = {}
for name in model.operation_names:
    shape = model.operation_model(name)
    if name.startswith("List") and "Marker" in (shape.input_shape.members if shape.input_shape else {}):
        lists[name] = shape.output_shape
methods = {operation: method for method, operation in client.meta.method_to_api_mapping.items()}
for name, output in sorted(lists.items()):
    if not client.can_paginate(methods[name]):
        truncated = any("IsTruncated" in getattr(member, "members", {}) for member in output.members.values())
        print(name if truncated else name + " (no IsTruncated)")
print("paginated:", sum(client.can_paginate(methods[name]) for name in lists), "of", len(lists))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
ListAnycastIpLists
ListCachePolicies (no IsTruncated)
ListConflictingAliases (no IsTruncated)
ListContinuousDeploymentPolicies (no IsTruncated)
ListDistributionsByAnycastIpListId
ListDistributionsByCachePolicyId
ListDistributionsByKeyGroup
ListDistributionsByOriginRequestPolicyId
ListDistributionsByOwnedResource
ListDistributionsByRealtimeLogConfig
ListDistributionsByResponseHeadersPolicyId
ListDistributionsByVpcOriginId
ListDistributionsByWebACLId
ListFieldLevelEncryptionConfigs (no IsTruncated)
ListFieldLevelEncryptionProfiles (no IsTruncated)
ListFunctions (no IsTruncated)
ListKeyGroups (no IsTruncated)
ListOriginRequestPolicies (no IsTruncated)
ListRealtimeLogConfigs
ListResponseHeadersPolicies (no IsTruncated)
ListVpcOrigins
paginated: 17 of 38
SEEN
