#!/usr/bin/env bash
# pycfmodel 2.1.3 reads templates for cfripper and others. Of types that it has no class for, such as
# AWS::CloudFront::Distribution, it takes the properties for what they look like, within quotes as well:
#   "012345678901"   12345678901, an account without its first digit
#   "1.10", 0.5      moments in January 1970
#   "2026-01-02"     a date, and "10.0.0.1" a network
#   "1e3"            1000
# A rule that compares with what stands in the template (an account in a list, a version in a comment, an origin's
# path or header) then finds no such thing, and does not fail on it. Tags, which have a class, keep their text. Read
# such values from the document itself. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install pycfmodel==2.1.3

"$folder/venv/bin/python" -W ignore - <<'PYTHON' 2>/dev/null | tee "$folder/seen"
import pycfmodel

TEXTS = ["012345678901", "1.10", 0.5, "2026-01-02", "10.0.0.1", "1e3", "true", "on", "TLSv1.2_2021"]
headers = [{"HeaderName": f"x-{number}", "HeaderValue": text} for number, text in enumerate(TEXTS)]
origin = {"Id": "site", "DomainName": "site.example", "OriginCustomHeaders": headers}
site = {"Type": "AWS::CloudFront::Distribution",
        "Properties": {"DistributionConfig": {"Enabled": True, "Origins": [origin]},
                       "Tags": [{"Key": "account", "Value": "012345678901"}]}}
read = pycfmodel.parse({"Resources": {"Site": site}}).resolve().Resources["Site"].Properties
for text, header in zip(TEXTS, read.DistributionConfig.Origins[0].OriginCustomHeaders):
    print(f"{text!r}: {type(header.HeaderValue).__name__} {header.HeaderValue}")
print("tag:", read.Tags[0].Value)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
'012345678901': int 12345678901
'1.10': datetime 1970-01-01 00:00:01.100000+00:00
0.5: datetime 1970-01-01 00:00:00.500000+00:00
'2026-01-02': date 2026-01-02
'10.0.0.1': IPv4Network 10.0.0.1/32
'1e3': int 1000
'true': bool True
'on': str on
'TLSv1.2_2021': str TLSv1.2_2021
tag: 012345678901
SEEN
