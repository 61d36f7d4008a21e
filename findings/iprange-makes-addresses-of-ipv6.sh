#!/usr/bin/env bash
# iprange 1.0.4 (Debian 12's, of FireHOL) puts lists of networks together, takes one from another and counts addresses:
# lists of a firewall are made of AWS's ip-ranges.json with it. It knows IPv4, and what else stands in a line it takes
# for one all the same, as inet_aton of C does, where a whole number is an address:
#   2600:9000::/28    0.0.10.40, as 2600 is before the colon, with a line on stderr ("Ignoring text after hostname") and
#                     exit code 0: the list has a network more that nobody named, and none of IPv6
#   10/8              0.0.0.0/8, the whole of another network, with no line at all
#   10.0.0.010        10.0.0.8
# A list that is counted, and loaded, looks right. netmask 2.4.4 reads IPv6, and refuses nothing of the rest either.
# Take the IPv4 prefixes of the file alone, or Python's ipaddress, which refuses all three in a list of IPv4. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq iprange=1.0.4+ds-2 netmask=2.4.4-3 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)

cd "$folder"
for network in 10.0.0.0/8 10/8 10.0.0.010 2600:9000::/28 2409:8c00:2421:300::/56; do
  echo "$network"
  echo "  iprange $(usr/bin/iprange <<< "$network" 2> errors), exit $?, $(grep -c Ignoring errors) line on stderr"
  echo "  netmask$(usr/bin/netmask -c "$network" | tr -s ' ')"
  echo "  ipaddress $(python3 -c '
import ipaddress, sys
try:
    print(ipaddress.IPv4Network(sys.argv[1]))
except ValueError as error:
    print(type(error).__name__)' "$network")"
done | tee seen
printf '%s\n' 192.0.2.0/24 2600:9000::/28 > list
echo "addresses in 192.0.2.0/24 and 2600:9000::/28: $(usr/bin/iprange --count-unique list 2> errors | cut -d , -f 2)" |
  tee -a seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
10.0.0.0/8
  iprange 10.0.0.0/8, exit 0, 0 line on stderr
  netmask 10.0.0.0/8
  ipaddress 10.0.0.0/8
10/8
  iprange 0.0.0.0/8, exit 0, 0 line on stderr
  netmask 0.0.0.0/8
  ipaddress AddressValueError
10.0.0.010
  iprange 10.0.0.8, exit 0, 0 line on stderr
  netmask 10.0.0.8/32
  ipaddress AddressValueError
2600:9000::/28
  iprange 0.0.10.40, exit 0, 1 line on stderr
  netmask 2600:9000::/28
  ipaddress AddressValueError
2409:8c00:2421:300::/56
  iprange 0.0.9.105, exit 0, 1 line on stderr
  netmask2409:8c00:2421:300::/56
  ipaddress AddressValueError
addresses in 192.0.2.0/24 and 2600:9000::/28: 257
SEEN
