#!/usr/bin/env bash
# aws-resource-validator 2.6.0 has Pydantic models of AWS's APIs, made of the types of boto3, to look at a configuration
# before it is sent, in a build without credentials. botocore 1.44.8 looks as well, when it sends. The models take, with
# no error:
#   WebAclId, ResponseHeaderPolicyId    (for WebACLId, ResponseHeadersPolicyId) any name that is none: it is kept, and
#                     botocore refuses it then, in the deployment. A comment in its source has it ("silently preserved")
#   "false", "off", "n"                 False, and "on" and 1 True, as Pydantic reads them
#   "80", 80.0                          80 as a port; both are an error to botocore
# so that what passed is another configuration than the one that was looked at: `model.Enabled` is False, the file says
# "off", and what is sent is the one or the other. And they refuse two words of today's API, as their types are older:
# sigv4a and always-amz-auth of an origin access control. Hold the file against botocore.validate.ParamValidator, too.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-resource-validator==2.6.0 \
  aws-resource-validator-cloudfront==2.6.0 botocore==1.44.8 pydantic==2.14.4

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import copy
import json

import botocore.session
import botocore.validate
import pydantic
from aws_resource_validator.pydantic_models.cloudfront import cloudfront_classes

MODEL = botocore.session.Session().get_service_model("cloudfront")


def listed(*items):
    return {"Quantity": len(items), "Items": list(items)}


def look(title, kind, config):
    errors = botocore.validate.ParamValidator().validate(config, MODEL.shape_for(kind))
    try:
        read = getattr(cloudfront_classes, kind + "TypeDef").model_validate(config).model_dump(exclude_unset=True)
        same = json.dumps(read, sort_keys=True) == json.dumps(config, sort_keys=True)
        told = "takes it" if same else "takes it for something else"
    except pydantic.ValidationError as error:
        told = "refuses it"
    print(f"{title}: botocore {'refuses' if errors.has_errors() else 'takes'} it, the model {told}")


CUSTOM = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only",
          "OriginSslProtocols": listed("TLSv1.2")}
SITE = {"CallerReference": "site", "Comment": "site", "Enabled": True,
        "Origins": listed({"Id": "www", "DomainName": "www.example.net", "CustomOriginConfig": CUSTOM}),
        "DefaultCacheBehavior": {"TargetOriginId": "www", "ViewerProtocolPolicy": "https-only", "CachePolicyId": "c"}}
look("a distribution", "DistributionConfig", SITE)
look("a protocol policy of `https`", "DistributionConfig", {
    **SITE, "DefaultCacheBehavior": {**SITE["DefaultCacheBehavior"], "ViewerProtocolPolicy": "https"}})
look("no origins", "DistributionConfig", {name: SITE[name] for name in SITE if name != "Origins"})
look("WebAclId", "DistributionConfig", {**SITE, "WebAclId": "arn"})
look("ResponseHeaderPolicyId", "DistributionConfig", {
    **SITE, "DefaultCacheBehavior": {**SITE["DefaultCacheBehavior"], "ResponseHeaderPolicyId": "r"}})
for value in ("off", "false", 1):
    look(f"Enabled: {value!r}", "DistributionConfig", {**SITE, "Enabled": value})
for value in ("80", 80.0):
    config = copy.deepcopy(SITE)
    config["Origins"]["Items"][0]["CustomOriginConfig"]["HTTPPort"] = value
    look(f"HTTPPort: {value!r}", "DistributionConfig", config)
for protocol, behaviour in (("sigv4", "always"), ("sigv4a", "always"), ("sigv4", "always-amz-auth")):
    look(f"{protocol}, {behaviour}", "OriginAccessControlConfig", {
        "Name": "www", "SigningProtocol": protocol, "SigningBehavior": behaviour,
        "OriginAccessControlOriginType": "s3"})
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
a distribution: botocore takes it, the model takes it
a protocol policy of `https`: botocore takes it, the model refuses it
no origins: botocore refuses it, the model refuses it
WebAclId: botocore refuses it, the model takes it
ResponseHeaderPolicyId: botocore refuses it, the model takes it
Enabled: 'off': botocore refuses it, the model takes it for something else
Enabled: 'false': botocore refuses it, the model takes it for something else
Enabled: 1: botocore refuses it, the model takes it for something else
HTTPPort: '80': botocore refuses it, the model takes it for something else
HTTPPort: 80.0: botocore refuses it, the model takes it for something else
sigv4, always: botocore takes it, the model takes it
sigv4a, always: botocore takes it, the model refuses it
sigv4, always-amz-auth: botocore takes it, the model refuses it
SEEN
