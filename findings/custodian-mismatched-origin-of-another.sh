#!/usr/bin/env bash
# Cloud Custodian 0.9.53: `mismatch-s3-origin` finds distributions whose bucket is not in the account. For an origin that is
# no bucket it goes on with the bucket of the origin before, and of the distribution before: one without any bucket is
# matched after one whose bucket is missing, and the latter is there once an origin. Actions on what matches then reach
# distributions that are in order. `check_custom_origins: true` does not have it, and looks at website endpoints as well.
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

load_resources(("aws.distribution",))
bucket = {"Id": "bucket", "DomainName": "gone.s3.us-east-1.amazonaws.com", "OriginPath": "", "S3OriginConfig": {}}
custom = {"Id": "app", "DomainName": "app.example.com", "OriginPath": "", "CustomOriginConfig": {}}
estate = {"E1": [bucket, custom], "E2": [custom], "E3": [custom]}
session = mock.Mock()
session.client.return_value.list_buckets.return_value = {"Buckets": [{"Name": "there"}]}
for extra in ({}, {"check_custom_origins": True}):
    data = {"policies": [{"name": "p", "resource": "aws.distribution", "filters": [
        {"type": "mismatch-s3-origin", **extra}]}]}
    policy = list(PolicyCollection.from_data(data, Config.empty(region="us-east-1", account_id="123456789012")))[0]
    policy.validate()
    read = [{"Id": id, "Origins": {"Items": origins}} for id, origins in estate.items()]
    with mock.patch("c7n.resources.cloudfront.local_session", return_value=session):
        print(extra, [(one["Id"], one["c7n:mismatched-s3-origin"]) for one in policy.resource_manager.filter_resources(read)])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
{} [('E1', ['gone', 'gone']), ('E1', ['gone', 'gone']), ('E2', ['gone']), ('E3', ['gone'])]
{'check_custom_origins': True} [('E1', ['gone'])]
SEEN
