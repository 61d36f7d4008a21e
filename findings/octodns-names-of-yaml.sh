#!/usr/bin/env bash
# octoDNS 1.22.0 keeps a zone in YAML, a record under its name, and brings Route 53 and others to it. Names are read by
# PyYAML, hence YAML 1.1, and what comes out is made a text again:
#   no:           false.example.com, and the same with on, off and yes: the site for Norway is at another name
#   0123:         83.example.com; 1_000 is 1000, 12:30 is 750, 0x10 is 16, 1.10 is 1.1
#   null:         none.example.com
#   ttl: 010      8 seconds
# No error; a value of TXT that is no text is one (TypeError). The record that was there under the right name is not in
# the file any more, so that the plan deletes it and creates the other, and says so among the rest. Languages, countries
# and numbers are usual as names in front of a distribution. se, fi, n and y are right. Put quotes around names. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install octodns==1.22.0

cd "$folder"
mkdir zones
venv/bin/python -W ignore - 2> errors <<'PYTHON' | tee seen || cat errors
from pathlib import Path

from octodns.provider.yaml import YamlProvider
from octodns.zone import Zone


def read(name, ttl="300"):
    Path("zones/example.com.yaml").write_text(
        f"---\n{name}:\n  ttl: {ttl}\n  type: CNAME\n  value: d111111abcdef8.cloudfront.net.\n")
    zone = Zone("example.com.", [])
    YamlProvider("files", "zones").populate(zone)
    record, = zone.records
    return record


for name in "se", "no", "'no'", "on", "yes", "n", "0123", "0189", "1_000", "12:30", "0x10", "1.10", "null":
    print(name, read(name).fqdn)
for ttl in "60", "010", "1:00":
    print("ttl", ttl, read("www", ttl).ttl)
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
se se.example.com.
no false.example.com.
'no' no.example.com.
on true.example.com.
yes true.example.com.
n n.example.com.
0123 83.example.com.
0189 0189.example.com.
1_000 1000.example.com.
12:30 750.example.com.
0x10 16.example.com.
1.10 1.1.example.com.
null none.example.com.
ttl 60 60
ttl 010 8
ttl 1:00 60
SEEN
