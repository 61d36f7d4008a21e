#!/usr/bin/env bash
# community.aws.cloudfront_distribution 11.2.0 (ansible 14.5.0) updates a distribution, and leaves alone what a task
# does not name: aliases, price class, web ACL, origins and the other behaviours stay. The default behaviour does not.
# It is made anew in each update, also by a task that names a comment alone, or a price class that is the one already:
#   kept      target, protocol policy, methods, compress, Lambda@Edge functions, trusted signers
#   gone      CloudFront functions, trusted key groups, response headers and origin request policy, real-time log
#   changed   the cache policy is gone, and ForwardedValues of the module's own stand there: all query strings, a day
# All of it is valid, and CloudFront takes it. What asked for signed URLs is open to all then, and what a function
# rewrote goes to the origin as it came. A behaviour for a path loses the same where a task names it. Give every setting
# of the behaviour in every task, function_associations and trusted_key_groups too, in the API's own form (quantity,
# items), or change such distributions with something else. Fails where a line below is no longer so.
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
import textwrap
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
BEFORE = {
    "CallerReference": "site", "Comment": "site", "Enabled": True, "PriceClass": "PriceClass_100",
    "Aliases": listed("www.example.com"), "DefaultRootObject": "", "HttpVersion": "http2", "IsIPV6Enabled": True,
    "WebACLId": "arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/1", "CacheBehaviors": listed(),
    "CustomErrorResponses": listed(), "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
    "Origins": listed({"Id": "www", "DomainName": "www.example.net", "OriginPath": "", "CustomHeaders": listed(),
                       "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only",
                                              "OriginSslProtocols": listed("TLSv1.2")}}),
    "DefaultCacheBehavior": {
        "TargetOriginId": "www", "ViewerProtocolPolicy": "https-only", "Compress": True, "SmoothStreaming": False,
        "FieldLevelEncryptionId": "", "TrustedSigners": {"Enabled": False, "Quantity": 0},
        "AllowedMethods": {**listed("HEAD", "GET"), "CachedMethods": listed("HEAD", "GET")},
        "LambdaFunctionAssociations": listed({
            "LambdaFunctionARN": "arn:aws:lambda:us-east-1:123456789012:function:site:1",
            "EventType": "origin-request", "IncludeBody": False}),
        "FunctionAssociations": listed({"FunctionARN": ARN + "function/site", "EventType": "viewer-request"}),
        "TrustedKeyGroups": {"Enabled": True, **listed("key-group")}, "CachePolicyId": "cache",
        "OriginRequestPolicyId": "origin-request", "ResponseHeadersPolicyId": "headers",
        "RealtimeLogConfigArn": ARN + "realtime-log-config/site"},
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


def run(**task):
    basic._ANSIBLE_PROFILE = "legacy"
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": {
        "access_key": "test", "secret_key": "test", "region": "us-east-1", "distribution_id": "E1", **task}}).encode()
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        cloudfront_distribution.main()
    print(task, "changed:", json.loads(out.getvalue())["changed"])
    after = sent.pop()
    print("  changed:", *[name for name in BEFORE if after[name] != BEFORE[name]])
    old, new = BEFORE["DefaultCacheBehavior"], after["DefaultCacheBehavior"]
    print(textwrap.fill("  gone from it: " + " ".join(name for name in old if name not in new), 100,
                        subsequent_indent="    "))
    print("  new in it:", *[name for name in sorted(new) if name not in old], new["ForwardedValues"]["QueryString"])


botocore.client.BaseClient._make_api_call = answer
run(comment="the site")
run(price_class="PriceClass_100")
run(default_cache_behavior={"compress": False})
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
{'comment': 'the site'} changed: True
  changed: Comment DefaultCacheBehavior
  gone from it: FunctionAssociations TrustedKeyGroups CachePolicyId OriginRequestPolicyId
    ResponseHeadersPolicyId RealtimeLogConfigArn
  new in it: DefaultTTL ForwardedValues MaxTTL MinTTL True
{'price_class': 'PriceClass_100'} changed: True
  changed: DefaultCacheBehavior
  gone from it: FunctionAssociations TrustedKeyGroups CachePolicyId OriginRequestPolicyId
    ResponseHeadersPolicyId RealtimeLogConfigArn
  new in it: DefaultTTL ForwardedValues MaxTTL MinTTL True
{'default_cache_behavior': {'compress': False}} changed: True
  changed: DefaultCacheBehavior
  gone from it: FunctionAssociations TrustedKeyGroups CachePolicyId OriginRequestPolicyId
    ResponseHeadersPolicyId RealtimeLogConfigArn
  new in it: DefaultTTL ForwardedValues MaxTTL MinTTL True
SEEN
