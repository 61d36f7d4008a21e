#!/usr/bin/env bash
# cloudfront-log-parser 0.3.0 is PyPI's parser of CloudFront's standard logs "with some extra intelligence". It reads
# today's lines, of which it knows the first 23 fields, and some of what it adds is otherwise than one would think:
#   ip_address    is X-Forwarded-For where the viewer sent one, whole, and not c-ip: who asked is what somebody claims,
#                 or a list; c-ip is then kept nowhere
#   is_pc         False for Windows, and the version of iOS is missing: User-Agent is read with the %20 that the log has
#                 in it. is_mobile and is_bot are right, so that the shares look as if they had been counted
#   status_code   a text, where sizes and times are numbers
#   edge          None for Seoul, Munich and others: its table (cloudfront-edge-codes 0.1.4) is of 2018
# Read the fields by the names in the line #Fields, and decode User-Agent once. Fails where a line below is no longer
# so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install setuptools==75.8.0 six==1.17.0 \
  user-agents==1.1.0 ua-parser==1.0.2 cloudfront-edge-codes==0.1.4 cloudfront-log-parser==0.3.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import urllib.parse

import cloudfront_log_parser
import user_agents

WINDOWS = "Mozilla/5.0%20(Windows%20NT%2010.0;%20Win64;%20x64)%20Chrome/131.0.0.0%20Safari/537.36"
PHONE = ("Mozilla/5.0%20(iPhone;%20CPU%20iPhone%20OS%2017_0%20like%20Mac%20OS%20X)%20AppleWebKit/605.1.15%20"
         "(KHTML,%20like%20Gecko)%20Version/17.0%20Mobile/15E148%20Safari/604.1")


def line(edge, address, agent, forwarded):
    return "\t".join(["2026-01-02", "03:04:05", edge, "1045", address, "GET", "d111111abcdef8.cloudfront.net", "/",
                      "200", "-", agent, "-", "-", "Hit", "id==", "www.example.com", "https", "23", "0.001", forwarded,
                      "TLSv1.3", "TLS_AES_128_GCM_SHA256", "Hit", "HTTP/2.0", "-", "-", "11040", "0.001", "Hit",
                      "text/html", "1000", "-", "-"])


log = "\n".join(["#Version: 1.0", line("FRA60-P1", "192.0.2.1", WINDOWS, "-"),
                 line("ICN54-C2", "192.0.2.2", PHONE, "198.51.100.7"),
                 line("MUC50-P1", "192.0.2.3", WINDOWS, "198.51.100.7,%20203.0.113.9")])
for number, one in enumerate(cloudfront_log_parser.parse(log), 1):
    agent = user_agents.parse(urllib.parse.unquote(one.user_agent))
    print(f"from 192.0.2.{number}: ip_address {one.ip_address}, status_code {one.status_code!r}, edge", end=" ")
    print(one.edge and one.edge["city"])
    print(f"  {one.os_family} {one.os_version or '-'}, is_pc {one.is_pc}, is_mobile {one.is_mobile}; decoded:", end=" ")
    print(f"{agent.os.family} {agent.os.version_string or '-'}, is_pc {agent.is_pc}, is_mobile {agent.is_mobile}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
from 192.0.2.1: ip_address 192.0.2.1, status_code '200', edge Frankfurt
  Windows -, is_pc False, is_mobile False; decoded: Windows 10, is_pc True, is_mobile False
from 192.0.2.2: ip_address 198.51.100.7, status_code '200', edge None
  iOS -, is_pc False, is_mobile True; decoded: iOS 17.0, is_pc False, is_mobile True
from 192.0.2.3: ip_address 198.51.100.7,%20203.0.113.9, status_code '200', edge None
  Windows -, is_pc False, is_mobile False; decoded: Windows 10, is_pc True, is_mobile False
SEEN
