#!/usr/bin/env bash
# Lists of networks (AWS's ip-ranges.json, offices, partners) are brought together into as few as there can be, before a
# WAF, a security group or a firewall gets them. Each line here is one that a list may have, and the exit code is 0:
#   aggregate 1.6, Debian 12's   leaves out an address without a length, a network with a blank in front, one with an
#                                address in it (10.0.0.7/24), all of IPv6, and 0.0.0.0/0: of seven lines two are left.
#                                It says so on stderr, and with -q, as scripts have it, nowhere
#   aggregate6 1.0.15            leaves out 10.0.0.7/24 alone, "not a valid IP network, ignoring"
#   cidrize 3.1.0                reads ranges, and answers one network around each, unless strict=True is said:
#                                192.0.2.0-128 is a /24, with 127 more, and twelve addresses across a border are a /23.
#                                With strict it is exact
#   netaddr 1.3.0                cidr_merge leaves 10.0.0.7/24 as it is, equal to 10.0.0.0/24 and with another text, so
#                                that two lists are equal to it and differ in each diff
# What is left out is shut out, or let in, by whoever takes the list; what is around a range is somebody else's. Count
# addresses before and after, with Python's ipaddress, which refuses what it does not read. Fails where a line below is
# no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq aggregate=1.6-7+b1 2> /dev/null
dpkg -x aggregate_*.deb .
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install aggregate6==1.0.15 cidrize==3.1.0 netaddr==1.3.0

cat > list <<'LIST'
198.51.100.0/25
198.51.100.128/25
 203.0.113.0/24
192.0.2.1
10.0.0.7/24
2600:9000::/28
LIST
{
  echo "aggregate: $(usr/bin/aggregate -q < list | xargs)"
  echo "aggregate, with 0.0.0.0/0: $( (cat list; echo 0.0.0.0/0) | usr/bin/aggregate -q | xargs)"
  echo "aggregate6: $(venv/bin/aggregate6 list 2> /dev/null | xargs)"
  venv/bin/python - <<'PYTHON'
from cidrize import cidrize
from netaddr import IPNetwork, cidr_merge

for text in ("192.0.2.0-128", "192.0.2.250-192.0.3.5", "10.0.0.[1-5]"):
    loose, strict = cidrize(text), cidrize(text, strict=True)
    print(f"cidrize: {text}: {' '.join(map(str, loose))}, {sum(one.size for one in loose)} addresses;",
          f"strict {sum(one.size for one in strict)}")
print("netaddr:", *cidr_merge(["10.0.0.7/24", "192.0.2.1"]), IPNetwork("10.0.0.7/24") == IPNetwork("10.0.0.0/24"))
PYTHON
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
aggregate: 198.51.100.0/24
aggregate, with 0.0.0.0/0: 198.51.100.0/24
aggregate6: 192.0.2.1/32 198.51.100.0/24 203.0.113.0/24 2600:9000::/28
cidrize: 192.0.2.0-128: 192.0.2.0/24, 256 addresses; strict 129
cidrize: 192.0.2.250-192.0.3.5: 192.0.2.0/23, 512 addresses; strict 12
cidrize: 10.0.0.[1-5]: 10.0.0.0/29, 8 addresses; strict 5
netaddr: 10.0.0.7/24 192.0.2.1/32 True
SEEN
