#!/usr/bin/env bash
# ip-ranges.json of AWS has networks of IPv4 and of IPv6, and "is this address CloudFront's?" is asked of a tree of
# both. pytricia 1.3.0, the fast one, compares the bits in front, and forgets of which family they are:
#   2600:9000::/28 and 38.0.144.1   the same 28 bits: an address of somebody else in IPv4 is CloudFront's
#   130.176.0.0/17 and 82b0::1      the other way round
# PyTricia(128) and PyTricia(), which is said to be for IPv4, both take all of it without an error. Its README asks for
# two trees since its issue 29; the answer to an address of one family is right for most networks, so that tests pass.
# py-radix 1.1.0 and netaddr 1.3.0 keep the families apart. One tree a family. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install pytricia==1.3.0 py-radix==1.1.0 netaddr==1.3.0

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import netaddr
import pytricia
import radix

NETWORKS = ["2600:9000::/28", "130.176.0.0/17"]


def by_pytricia(*bits):
    tree = pytricia.PyTricia(*bits)
    for network in NETWORKS:
        tree[network] = network
    return tree.get


def by_radix():
    tree = radix.Radix()
    for network in NETWORKS:
        tree.add(network)
    return lambda address: getattr(tree.search_best(address), "prefix", None)


def by_netaddr():
    found = netaddr.IPSet(NETWORKS)
    return lambda address: next((str(each) for each in found.iter_cidrs() if address in each), None)


WAYS = {"PyTricia()": by_pytricia(), "PyTricia(128)": by_pytricia(128), "py-radix": by_radix(), "netaddr": by_netaddr()}
for address in "130.176.1.1", "2600:9000::1", "38.0.144.1", "82b0::1", "192.0.2.1", "2001:db8::1":
    print(address)
    for name, find in WAYS.items():
        print(f"  {name}: {find(address)}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
130.176.1.1
  PyTricia(): 130.176.0.0/17
  PyTricia(128): 130.176.0.0/17
  py-radix: 130.176.0.0/17
  netaddr: 130.176.0.0/17
2600:9000::1
  PyTricia(): 2600:9000::/28
  PyTricia(128): 2600:9000::/28
  py-radix: 2600:9000::/28
  netaddr: 2600:9000::/28
38.0.144.1
  PyTricia(): 2600:9000::/28
  PyTricia(128): 2600:9000::/28
  py-radix: None
  netaddr: None
82b0::1
  PyTricia(): 130.176.0.0/17
  PyTricia(128): 130.176.0.0/17
  py-radix: None
  netaddr: None
192.0.2.1
  PyTricia(): None
  PyTricia(128): None
  py-radix: None
  netaddr: None
2001:db8::1
  PyTricia(): None
  PyTricia(128): None
  py-radix: None
  netaddr: None
SEEN
