#!/usr/bin/env bash
# jsontoml and tomljson of go-toml 1.9.4 (Debian 12's golang-github-pelletier-go-toml) turn JSON into TOML and back:
# what the AWS CLI prints becomes a configuration that people edit. TOML tells 60 from 60.0, JSON need not, and jsontoml
# writes the second for each number:
#   "ttl": 31536000               31536000.0, a fraction to each reader of TOML: botocore refuses it where CloudFront
#                                 wants an integer, and in a text it is "31536000.0"
#   "id": 12345678901234567       12345678901234568.0, another number; from 17 digits on the last ones are lost
#   [403, 404]                    [403.0, 404.0]
# tomljson writes 60 for 60.0, so that there and back again gives the JSON that was there, and the two look right. And
# it refuses `day = 2026-11-29`, a day without a time, which is valid, with "incorrect date/time separation character".
# Convert with Python (tomllib, tomli-w), which keeps whole numbers. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq golang-github-pelletier-go-toml=1.9.4-1+b6 2> /dev/null
dpkg -x golang-github-pelletier-go-toml_*.deb .

cat > settings.json << 'JSON'
{"DefaultTTL": 31536000, "Quantity": 2, "Id": 12345678901234567, "Codes": [403, 404], "Rate": 0.05}
JSON
{
  echo 'jsontoml'
  usr/bin/jsontoml < settings.json | sed 's/^/  /'
  echo 'what Python reads there'
  usr/bin/jsontoml < settings.json | python3 -c 'import sys, tomllib
for name, value in tomllib.load(sys.stdin.buffer).items():
    print(" ", name, type(value).__name__, value)'
  echo 'and tomljson'
  usr/bin/jsontoml < settings.json | usr/bin/tomljson | sed 's/^/  /'
  echo 'day = 2026-11-29' > day.toml
  usr/bin/tomljson < day.toml 2>&1 || true
  python3 -c 'import tomllib; print("Python:", tomllib.load(open("day.toml", "rb"))["day"])'
} | sed '/^ *$/d' | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
jsontoml
  Codes = [403.0, 404.0]
  DefaultTTL = 31536000.0
  Id = 12345678901234568.0
  Quantity = 2.0
  Rate = 0.05
what Python reads there
  Codes list [403.0, 404.0]
  DefaultTTL float 31536000.0
  Id float 1.2345678901234568e+16
  Quantity float 2.0
  Rate float 0.05
and tomljson
  {
    "Codes": [
      403,
      404
    ],
    "DefaultTTL": 31536000,
    "Id": 12345678901234568,
    "Quantity": 2,
    "Rate": 0.05
  }
(1, 17): parsing error: incorrect date/time separation character: 
Python: 2026-11-29
SEEN
