#!/usr/bin/env bash
# cfn-lint 1.58.0 holds the values of one half of a CloudFront distribution against their lists, and says nothing to
# the other half: ViewerProtocolPolicy: https, a country in small letters and an error code of 418 are errors, but in
# the associations EventType: viewer_request passes, as do origin-request for a CloudFront function (there are viewer
# events alone), a Lambda version of another region than us-east-1, `$LATEST` and an alias, and two functions for one
# event. PriceClass: None, which no API knows, is in its list. Each is refused by CloudFront, when the stack is half
# made and rolls back. A template without complaint says nothing about what runs at the edge. Fails where that is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install cfn-lint==1.58.0

cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import json


def template(name, behavior={}, **config):
    behavior = {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only",
                "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6", **behavior}
    origin = {"Id": "o", "DomainName": "www.example.com", "CustomOriginConfig": {"OriginProtocolPolicy": "https-only"}}
    distribution = {"Enabled": True, "DefaultCacheBehavior": behavior, "Origins": [origin], **config}
    with open(name + ".json", "w") as file:
        json.dump({"Resources": {"Site": {"Type": "AWS::CloudFront::Distribution",
                                          "Properties": {"DistributionConfig": distribution}}}}, file)


def edge(event, arn="arn:aws:lambda:us-east-1:123456789012:function:f:1"):
    return {"EventType": event, "LambdaFunctionARN": arn}


function = "arn:aws:cloudfront::123456789012:function/f"
template("protocol-https", {"ViewerProtocolPolicy": "https"})
template("error-code-418", CustomErrorResponses=[{"ErrorCode": 418}])
template("event-viewer_request", {"LambdaFunctionAssociations": [edge("viewer_request")]})
template("function-origin-request", {"FunctionAssociations": [
    {"EventType": "origin-request", "FunctionARN": function}]})
template("region-eu-west-1", {"LambdaFunctionAssociations": [
    edge("viewer-request", "arn:aws:lambda:eu-west-1:123456789012:function:f:1")]})
template("version-latest", {"LambdaFunctionAssociations": [
    edge("viewer-request", "arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST")]})
template("one-event-twice", {"LambdaFunctionAssociations": [edge("viewer-request"), edge("viewer-request")]})
template("price-class-none", PriceClass="None")
PYTHON
for name in protocol-https error-code-418 event-viewer_request function-origin-request region-eu-west-1 version-latest \
  one-event-twice price-class-none; do
  printf '%s: %s\n' "$name" "$("$folder/venv/bin/cfn-lint" --format parseable "$name.json" | cut -d : -f 6 || true)"
done | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
protocol-https: E3030
error-code-418: E3030
event-viewer_request: 
function-origin-request: 
region-eu-west-1: 
version-latest: 
one-event-twice: 
price-class-none: 
SEEN
