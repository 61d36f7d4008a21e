#!/usr/bin/env bash
# Scout Suite 5.14.0 has three rules on CloudFront, and their names are not what they look at:
#   Insecure Origin TLS Policy      asks for the lowest protocol of viewers: an origin with SSLv3 is in order, and one
#                                   with TLSv1.2 alone is a finding beside the default certificate. It has a list of
#                                   policies that are good, which ends in 2021: TLSv1.2_2025 and TLSv1.3_2025 are not
#   Insufficient Viewer Security    finds those without viewer_certificate, which its own reader puts into each: none
#   Clear-Text Origin TLS Policy    looks for the letters "http-only" in all that origins have: an origin whose name or
#                                   header has them is a finding, with https-only
# The report counts the distributions that were checked, so that it looks complete. Ask for OriginSslProtocols and
# MinimumProtocolVersion yourself. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet install)
# Of what it depends on, what its rules need: the clouds of others are left out.
"${pip[@]}" --no-deps scoutsuite==5.14.0
"${pip[@]}" policyuniverse==1.5.1.20231109 netaddr==1.3.0 coloredlogs==10.0 python-dateutil boto3==1.44.8 \
  2> "$folder/errors" || { cat "$folder/errors"; exit 1; }

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' 2> errors | tee seen || cat errors
from types import SimpleNamespace

from ScoutSuite.core.processingengine import ProcessingEngine
from ScoutSuite.core.ruleset import Ruleset
from ScoutSuite.providers.aws.resources.cloudfront.distributions import Distributions


def distribution(id, protocols=("TLSv1.2",), name="www", policy="https-only", minimum="TLSv1.2_2021", default=False):
    """A distribution as ListDistributions answers it."""
    origin = {"Id": name, "DomainName": name + ".example.net", "CustomOriginConfig": {
        "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": policy,
        "OriginSslProtocols": {"Quantity": len(protocols), "Items": list(protocols)}}}
    return {"Id": id, "Origins": {"Quantity": 1, "Items": [origin]}, "ViewerCertificate": {
        "CloudFrontDefaultCertificate": default, "MinimumProtocolVersion": minimum}}


read = Distributions(None)
distributions = dict(read._parse_distributions(found) for found in (
    distribution("in-order"),
    distribution("origin-with-SSLv3", protocols=("SSLv3", "TLSv1")),
    distribution("origin-by-http", policy="http-only"),
    distribution("origin-of-that-name", name="http-only"),
    distribution("default-certificate", minimum="TLSv1", default=True),
    distribution("policy-of-2025", minimum="TLSv1.3_2025"),
))
provider = SimpleNamespace(services={"cloudfront": {"distributions": distributions}}, service_list=["cloudfront"])
ProcessingEngine(Ruleset(cloud_provider="aws", filename="default.json")).run(provider)
for finding in provider.services["cloudfront"]["findings"].values():
    print(finding["description"], "-", finding["checked_items"], "checked")
    print("  found:", *[item.split(".")[2] for item in finding["items"]])
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Content Distribution with Clear-Text Origin TLS Policy - 6 checked
  found: origin-by-http origin-of-that-name
Content Distribution with Insecure Origin TLS Policy - 6 checked
  found: default-certificate policy-of-2025
Content Distribution with Insufficient Viewer Security Policy - 6 checked
  found:
SEEN
