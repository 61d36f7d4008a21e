#!/usr/bin/env bash
# community.aws.cloudfront_distribution 11.2.0 (ansible 14.5.0) has purge_aliases, purge_origins and
# purge_custom_error_responses ("whether to remove any … that aren't listed"), each of them off unless a task says
# otherwise. One expects that what a task names is added or changed, and that the rest stays. For aliases it is so. But
#   origins           are told apart by domain and not by id. One that is named to change its path loses its custom
#                     headers, origin access control, Origin Shield and attempts: the secret that the origin asks for is
#                     no longer sent. Of two of one domain the first is gone, "an origin that does not exist"
#   error responses   those that stood there are gone when another is named
#   countries         have no such option; the list becomes what the task says
# The word is `changed`, with no warning. Name all of them, whole, in each task, and give each origin a domain of its
# own. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet)
"${pip[@]}" install boto3==1.44.8
# The module runs with this Python; the rest of Ansible asks for a newer one, and is not needed here.
"${pip[@]}" download --no-deps --python-version 3.13 --only-binary :all: --dest "$folder" ansible==14.5.0 \
  ansible-core==2.21.5

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import contextlib
import copy
import glob
import io
import json
import sys
import zipfile

for name in glob.glob("ansible*.whl"):
    with zipfile.ZipFile(name) as wheel:
        wheel.extractall("lib", [member for member in wheel.namelist() if member.startswith((
            "ansible/__init__", "ansible/_vendor/", "ansible/module_utils/", "ansible/release",
            "ansible_collections/amazon/aws/", "ansible_collections/community/aws/"))])
sys.path.insert(0, "lib")

import botocore.client
import botocore.validate
from ansible.module_utils import basic
from ansible_collections.community.aws.plugins.modules import cloudfront_distribution


def listed(*items):
    return {"Quantity": len(items), "Items": list(items)} if items else {"Quantity": 0}


ARN = "arn:aws:cloudfront::123456789012:"
SECRET = {"HeaderName": "x-secret", "HeaderValue": "s"}
CUSTOM = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only",
          "OriginSslProtocols": listed("TLSv1.2"), "OriginReadTimeout": 30, "OriginKeepaliveTimeout": 5}
BEFORE = {
    "CallerReference": "site", "Comment": "site", "Enabled": True, "Aliases": listed("www.example.com"),
    "DefaultRootObject": "", "IsIPV6Enabled": True, "CacheBehaviors": listed(),
    "CustomErrorResponses": listed({"ErrorCode": 404, "ResponsePagePath": "/404.html", "ResponseCode": "404"}),
    "Restrictions": {"GeoRestriction": {"RestrictionType": "blacklist", **listed("KP")}},
    "Origins": listed({"Id": "www", "DomainName": "www.example.net", "OriginPath": "", "CustomHeaders": listed(SECRET),
                       "OriginAccessControlId": "E2ACCESS", "ConnectionAttempts": 2, "CustomOriginConfig": CUSTOM,
                       "OriginShield": {"Enabled": True, "OriginShieldRegion": "us-east-1"}}),
    "DefaultCacheBehavior": {"TargetOriginId": "www", "ViewerProtocolPolicy": "https-only"},
}
sent = []


def answer(client, operation, parameters):
    shape = client.meta.service_model.operation_model(operation).input_shape
    report = botocore.validate.ParamValidator().validate(parameters, shape)
    assert not report.has_errors(), report.generate_report()
    if operation == "ListTagsForResource":
        return {"Tags": {"Items": []}}
    config = copy.deepcopy(BEFORE)
    if operation == "UpdateDistribution":
        config = parameters["DistributionConfig"]
        sent.append(copy.deepcopy(config))
    return {"ETag": "E1", "Distribution": {"Id": "E1", "ARN": ARN + "distribution/E1", "DistributionConfig": config}}


def run(title, **task):
    basic._ANSIBLE_PROFILE = "legacy"
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": {
        "access_key": "test", "secret_key": "test", "region": "us-east-1", "distribution_id": "E1", **task}}).encode()
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        cloudfront_distribution.main()
    answered = json.loads(out.getvalue())
    print(title, "- changed:", answered.get("changed"), answered.get("msg", ""))
    for name in sent[-1] if sent else ():
        old, new = BEFORE[name], sent[-1][name]
        if name == "Origins" and old != new:
            old, new = old["Items"][0], new["Items"][0]
            print("  other than before:", *[name for name in old if old[name] != new.get(name)])
        elif name not in ("DefaultCacheBehavior", "Origins") and old != new:
            print(" ", name, json.dumps(new["GeoRestriction"] if name == "Restrictions" else new))
    sent.clear()


botocore.client.BaseClient._make_api_call = answer
run("an alias", aliases=["example.com"])
run("the path of an origin", origins=[{"domain_name": "www.example.net", "origin_path": "/v2"}])
run("a second origin", origins=[
    {"id": name, "domain_name": "www.example.net", "origin_path": "/" + name, "custom_origin_config": {}}
    for name in ("www", "v2")])
run("an error", custom_error_responses=[{"error_code": 403}])
run("a country", restrictions={"geo_restriction": {"restriction_type": "blacklist", "items": ["IR"]}})
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
an alias - changed: True 
  Aliases {"Quantity": 2, "Items": ["example.com", "www.example.com"]}
the path of an origin - changed: True 
  other than before: OriginPath CustomHeaders OriginAccessControlId ConnectionAttempts OriginShield
a second origin - changed: None Default cache behavior has target_origin_id pointing to an origin that does not exist.
an error - changed: True 
  CustomErrorResponses {"Quantity": 1, "Items": [{"ErrorCode": 403}]}
a country - changed: True 
  Restrictions {"Quantity": 1, "Items": ["IR"], "RestrictionType": "blacklist"}
SEEN
