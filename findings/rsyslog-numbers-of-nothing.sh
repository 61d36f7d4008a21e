#!/usr/bin/env bash
# CloudFront's logs have "-" where there is nothing, and so have those of functions that copy them. rsyslog 8.2302.0
# (Debian 12's) reads JSON (mmjsonparse), and writes what a template says. datatype="number" of a property, by which a
# field is no text, puts the letters there without quotes, whatever they are, and the line is no JSON:
#   "bytes": "-"             "bytes":-
#   "time": "012345"         "time":012345, and a word, 1,5 or 0x10 as they stand; an empty text is 0
# What else is another thing when it comes out, also where the whole is written (%$!%):
#   {"Host": 1, "host": 2}   {"Host": 2}: names are compared without case
#   12345678901234567890     9223372036854775807
#   an object, by jsonf      a text with JSON in it
# No word in the log of rsyslog. The reader behind it drops the lines without bytes or a time, as errors are, and the
# rest adds up. Keep such fields as texts. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq rsyslog=8.2302.0-1+deb12u2 libestr0=0.1.11-1 libfastjson4=1.2304.0-1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu

cat > lines << 'LINES'
{"bytes": "900"}
{"bytes": "-"}
{"bytes": "012345"}
{"bytes": "0x10"}
{"bytes": ""}
{"bytes": 900, "rule": {"id": "r1"}}
{"bytes": 900, "Host": 1, "host": 2}
{"bytes": 12345678901234567890}
LINES
cat > rsyslog.conf << CONF
module(load="imfile")
module(load="mmjsonparse")
global(workDirectory="$folder" net.enableDNS="off")
template(name="fields" type="list" option.jsonf="on") {
  property(outname="bytes" name="\$!bytes" format="jsonf" datatype="number")
  property(outname="rule" name="\$!rule" format="jsonf")
}
template(name="whole" type="string" string="%\$!%\n")
input(type="imfile" File="$folder/lines" Tag="lines" ruleset="lines" addMetadata="off")
ruleset(name="lines") {
  action(type="mmjsonparse" cookie="")
  action(type="omfile" file="$folder/fields" template="fields")
  action(type="omfile" file="$folder/whole" template="whole")
}
CONF
touch fields whole
modules=$folder/usr/lib/x86_64-linux-gnu/rsyslog
usr/sbin/rsyslogd -n -f "$folder/rsyslog.conf" -i "$folder/pid" -M "$modules" > log 2>&1 &
for _ in {1..100}; do
  test "$(wc -l < whole)" -lt "$(wc -l < lines)" || break
  sleep 0.1
done
kill $!
wait $! || true

python3 - << 'PYTHON' | tee seen
import json

for line, fields, whole in zip(*(open(name).read().splitlines() for name in ("lines", "fields", "whole"))):
    try:
        json.loads(fields)
        word = ""
    except ValueError:
        word = "  (no JSON)"
    print(line)
    print(f"  by fields  {fields}{word}")
    print(f"  %$!%       {whole}")
PYTHON

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
{"bytes": "900"}
  by fields  {"bytes":900, "rule":""}
  %$!%       { "bytes": "900" }
{"bytes": "-"}
  by fields  {"bytes":-, "rule":""}  (no JSON)
  %$!%       { "bytes": "-" }
{"bytes": "012345"}
  by fields  {"bytes":012345, "rule":""}  (no JSON)
  %$!%       { "bytes": "012345" }
{"bytes": "0x10"}
  by fields  {"bytes":0x10, "rule":""}  (no JSON)
  %$!%       { "bytes": "0x10" }
{"bytes": ""}
  by fields  {"bytes":0, "rule":""}
  %$!%       { "bytes": "" }
{"bytes": 900, "rule": {"id": "r1"}}
  by fields  {"bytes":900, "rule":"{ \"id\": \"r1\" }"}
  %$!%       { "bytes": 900, "rule": { "id": "r1" } }
{"bytes": 900, "Host": 1, "host": 2}
  by fields  {"bytes":900, "rule":""}
  %$!%       { "bytes": 900, "Host": 2 }
{"bytes": 12345678901234567890}
  by fields  {"bytes":9223372036854775807, "rule":""}
  %$!%       { "bytes": 9223372036854775807 }
SEEN
