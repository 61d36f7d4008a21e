#!/usr/bin/env bash
# policy_sentry 0.15.2 writes a policy from a list of actions (`mode: actions`), and leaves out what it cannot place
# without a word: all six actions of cloudfront-keyvaluestore, since their resource is an ARN of cloudfront, and of a
# wildcard all that have a resource: lambda:Get* becomes the three of twenty-one that want "*", cloudfront:GetD*
# nothing. Asked for the calls of a deployment, it answers a policy that is valid, looks small, and under which the
# upload to the key value store is denied. Name actions one by one, and hold the list that went in against the one that
# came out. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install policy_sentry==0.15.2

while IFS= read -r actions; do
  printf 'mode: actions\nname: deploy\nactions: [%s]\n' "'${actions//, /\', \'}'" > "$folder/wanted.yml"
  HOME="$folder" "$folder/venv/bin/policy_sentry" write-policy --input-file "$folder/wanted.yml" > "$folder/policy.json"
  written=$(grep -oE '"[a-z0-9-]+:[A-Za-z]+"' "$folder/policy.json" | tr -d '"' | paste -sd ' ' || true)
  printf '%s -> %s\n' "$actions" "${written:-nothing}"
done <<'ACTIONS' | tee "$folder/seen"
cloudfront:UpdateKeyValueStore, cloudfront-keyvaluestore:UpdateKeys
cloudfront-keyvaluestore:GetKey
lambda:GetFunction
lambda:Get*
cloudfront:GetDistribution
cloudfront:GetD*
ACTIONS

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
cloudfront:UpdateKeyValueStore, cloudfront-keyvaluestore:UpdateKeys -> cloudfront:UpdateKeyValueStore
cloudfront-keyvaluestore:GetKey -> nothing
lambda:GetFunction -> lambda:GetFunction
lambda:Get* -> lambda:GetAccountSettings lambda:GetEventSourceMapping lambda:GetFunctionUrlConfig
cloudfront:GetDistribution -> cloudfront:GetDistribution
cloudfront:GetD* -> nothing
SEEN
