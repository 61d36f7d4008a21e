#!/usr/bin/env bash
# parliament 1.6.4 knows for each condition key which type its values have, and looks whether they are of it. IAM takes
# IPv6 beside IPv4 (RFC 4632 and IPv6 networks), and days in the forms of ISO 8601 that W3C has (date alone, minutes,
# fractions, offsets) or in seconds since 1970 ("Date condition operators" and "IP address condition operators" in its
# guide). parliament takes IPv4 alone, and of the forms of a day the one with seconds and a Z:
#   aws:SourceIp       2001:db8::/32 is a MISMATCHED_TYPE, also beside an IPv4 network in one list
#   aws:CurrentTime    2026-12-01, 2026-12-01T00:00:00+01:00, …00.000Z and 1796083200 are, too
#   aws:EpochTime      the number that this key is there for is one; a text like a day passes
# So the office that gets IPv6, and writes its second network into the policy of the bucket or of the role that deploys
# the edge, has a build that fails on what is right. Overrides are for the whole finding, and then a number in the
# place of an address passes, too. Leave MISMATCHED_TYPE of these keys to Access Analyzer's ValidatePolicy. Fails where
# a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install parliament==1.6.4 'setuptools<81'

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json

import parliament


def show(operator, key, values):
    statement = {"Effect": "Allow", "Action": "cloudfront:GetDistribution",
                 "Resource": "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE",
                 "Condition": {operator: {key: values}}}
    policy = parliament.analyze_policy_string(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    print(key, values, *(finding.issue for finding in policy.findings))


for values in ("192.0.2.0/24", "192.0.2.1", "2001:db8::/32", "2001:db8::1", ["192.0.2.0/24", "2001:db8::/32"]):
    show("IpAddress", "aws:SourceIp", values)
for values in ("2026-12-01T00:00:00Z", "2026-12-01T00:00:00.000Z", "2026-12-01T00:00:00+01:00", "2026-12-01T00:00Z",
               "2026-12-01", "1796083200"):
    show("DateLessThan", "aws:CurrentTime", values)
for values in ("1796083200", "2026-12-01T00:00:00Z"):
    show("DateLessThan", "aws:EpochTime", values)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
aws:SourceIp 192.0.2.0/24
aws:SourceIp 192.0.2.1
aws:SourceIp 2001:db8::/32 MISMATCHED_TYPE
aws:SourceIp 2001:db8::1 MISMATCHED_TYPE
aws:SourceIp ['192.0.2.0/24', '2001:db8::/32'] MISMATCHED_TYPE
aws:CurrentTime 2026-12-01T00:00:00Z
aws:CurrentTime 2026-12-01T00:00:00.000Z MISMATCHED_TYPE
aws:CurrentTime 2026-12-01T00:00:00+01:00 MISMATCHED_TYPE
aws:CurrentTime 2026-12-01T00:00Z MISMATCHED_TYPE
aws:CurrentTime 2026-12-01 MISMATCHED_TYPE
aws:CurrentTime 1796083200 MISMATCHED_TYPE
aws:EpochTime 1796083200 MISMATCHED_TYPE
aws:EpochTime 2026-12-01T00:00:00Z
SEEN
