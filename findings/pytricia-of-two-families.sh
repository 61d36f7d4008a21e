#!/usr/bin/env bash
# Networks of AWS's ip-ranges.json, of offices and of partners go into a prefix tree, by which addresses of logs are
# told apart. The file has IPv4 and IPv6, and so have logs. pytricia 1.3.0 takes both into one tree, and compares bits
# from the left, whatever they are bits of:
#   PyTricia(128)   38.0.144.9, of another network altogether, is in 2600:9000::/28, as both begin with 26 00 90; and
#                   0a12:3456::1 is in 10.0.0.0/8, and each IPv6 address in 0.0.0.0/0
#   PyTricia()      has room for 32 bits, and takes IPv6 too: two networks of /48 are inserted, listed, and not found;
#                   the /40 around them answers for both
# No error in either. Its page says by now that the families had better be kept apart. py-radix 1.1.0 keeps them apart
# by itself, and is right. One tree a family, PyTricia(32) and PyTricia(128), asked by the family of the address. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install pytricia==1.3.0 py-radix==1.1.0

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import ipaddress

import pytricia
import radix

ADDRESSES = ["38.0.144.9", "10.1.1.1", "192.0.2.1", "2600:9000::1", "2600:9000:1::1", "2600:9000:2::1", "0a12:3456::1",
             "2001:db8::1"]
for networks in (["2600:9000::/28", "10.0.0.0/8", "0.0.0.0/0"],
                 ["2600:9000::/40", "2600:9000:1::/48", "2600:9000:2::/48"]):
    trees = {"PyTricia(128)": pytricia.PyTricia(128), "PyTricia()": pytricia.PyTricia()}
    other = radix.Radix()
    for network in networks:
        for tree in trees.values():
            tree.insert(network, network)
        other.add(network)
    print(*networks)
    for address in ADDRESSES:
        inside = [ipaddress.ip_network(network) for network in networks
                  if ipaddress.ip_address(address) in ipaddress.ip_network(network)]
        right = str(max(inside, key=lambda network: network.prefixlen)) if inside else None
        answers = {name: tree.get_key(address) for name, tree in trees.items()}
        found = other.search_best(address)
        answers["py-radix"] = found and found.prefix
        wrong = {name: answer for name, answer in answers.items() if answer != right}
        print(f"  {address} is in {right}{', but ' + str(wrong) if wrong else ''}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
2600:9000::/28 10.0.0.0/8 0.0.0.0/0
  38.0.144.9 is in 0.0.0.0/0, but {'PyTricia(128)': '2600:9000::/28', 'PyTricia()': '2600:9000::/28'}
  10.1.1.1 is in 10.0.0.0/8
  192.0.2.1 is in 0.0.0.0/0
  2600:9000::1 is in 2600:9000::/28
  2600:9000:1::1 is in 2600:9000::/28
  2600:9000:2::1 is in 2600:9000::/28
  0a12:3456::1 is in None, but {'PyTricia(128)': '10.0.0.0/8', 'PyTricia()': '10.0.0.0/8'}
  2001:db8::1 is in None, but {'PyTricia(128)': '0.0.0.0/0', 'PyTricia()': '0.0.0.0/0'}
2600:9000::/40 2600:9000:1::/48 2600:9000:2::/48
  38.0.144.9 is in None
  10.1.1.1 is in None
  192.0.2.1 is in None
  2600:9000::1 is in 2600:9000::/40
  2600:9000:1::1 is in 2600:9000:1::/48, but {'PyTricia()': '2600:9000::/40'}
  2600:9000:2::1 is in 2600:9000:2::/48, but {'PyTricia()': '2600:9000::/40'}
  0a12:3456::1 is in None
  2001:db8::1 is in None
SEEN
