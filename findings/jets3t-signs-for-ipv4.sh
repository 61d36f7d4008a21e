#!/usr/bin/env bash
# JetS3t 0.8.1 (Debian 12's libjets3t-java) makes signed URLs of CloudFront in Java: buildPolicyForSignedUrl takes the
# resource, the end, a range of addresses, and the beginning; the last two may be null, for "not limited". For no range
# it writes one all the same:
#   "IpAddress": {"AWS:SourceIp": "0.0.0.0/0"}
# which is all of IPv4, and nobody else: CloudFront's guide says not to enable IPv6 for distributions with IpAddress
# in policies. So of the viewers with one link those who come by IPv6 are refused (403), and the test from a network
# that has IPv4 alone gets the page. botocore 1.44.8 writes no IpAddress where none is given. Write the policy as a
# text, and hand that to signUrl. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install botocore==1.44.8
cd "$folder"
apt-get download -qq libjets3t-java=0.8.1+dfsg-4 libbsh-java=2.0b4-20 libcommons-logging-java=1.2-3 \
  libcommons-httpclient-java=3.1-16 openjdk-17-jre-headless=17.0.21.1+2-1~deb12u1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
while IFS= read -r link; do ln -sfn "$folder$(readlink "$link")" "$link"; done < <(find usr/lib/jvm -lname '/etc/*')

cat > policy.bsh << 'BSH'
import org.jets3t.service.CloudFrontService;
print(CloudFrontService.buildPolicyForSignedUrl("https://d111111abcdef8.cloudfront.net/*", new Date(1767323045000L),
                                                null, null));
BSH
cat > policy.py << 'PYTHON'
import datetime

from botocore.signers import CloudFrontSigner

end = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
print(CloudFrontSigner("K1", None).build_policy("https://d111111abcdef8.cloudfront.net/*", end))
PYTHON
{
  jars=usr/share/java
  usr/lib/jvm/java-17-openjdk-amd64/bin/java \
    -cp "$jars/bsh.jar:$jars/jets3t-0.8.1.jar:$jars/commons-logging.jar:$jars/commons-httpclient.jar" \
    bsh.Interpreter policy.bsh
  venv/bin/python policy.py
} | tee policies
python3 - << 'PYTHON' | tee seen
import json
for name, line in zip(("JetS3t", "botocore"), open("policies")):
    print(name, json.loads(line)["Statement"][0]["Condition"])
PYTHON

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
JetS3t {'DateLessThan': {'AWS:EpochTime': 1767323045}, 'IpAddress': {'AWS:SourceIp': '0.0.0.0/0'}}
botocore {'DateLessThan': {'AWS:EpochTime': 1767323045}}
SEEN
