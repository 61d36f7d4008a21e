#!/usr/bin/env bash
# Logs of a WAF, of CloudFront and of functions are JSON, and syslog-ng 3.38.1 (Debian 12's) reads them (json-parser),
# filters, and writes JSON again (format-json). What goes in as {"taken": 0.0000005} comes out as another thing. That
# all values are texts is on its page ("handles every data as strings"); these are not:
#   0.0000005, 1e3            "0.000000" and "1000.000000": six digits behind the point of each fraction
#   12345678901234567890      "9223372036854775807", a trace or an id of 64 bits; 1767323045123456 is right
#   "aws.region": "x"         {"aws":{"region":"x"}}: a dot in a name makes an object
#   ["a", "b"], []            "a,b" and "", so that one cannot tell an empty list, an empty text and null
#   {}                        gone
#   [{"name": "host"}], as a WAF writes headers, a text with JSON in it
# With `@version: 4.0` at the head, which is experimental there, numbers, lists and null stay; fractions, the large
# number, dots and {} do not, and [1, 2] is ["1","2"]. What counts, or looks for a rule, behind it has other values than
# the log in the bucket. Send $MESSAGE on as it is. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq syslog-ng-core=3.38.1-5+deb12u1 libivykis0=0.42.4-1 libnet1=1.1.6+dfsg-3.2 libwrap0=7.6.q-32 \
  libpcre3=2:8.39-15 libjson-c5=0.16-2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/syslog-ng:$folder/usr/lib/x86_64-linux-gnu:$folder/lib/x86_64-linux-gnu

cat > lines << 'LINES'
{"taken": 0.0000005}
{"limit": 1e3}
{"trace": 12345678901234567890}
{"time": 1767323045123456}
{"bytes": 900, "cached": true, "error": null}
{"aws.region": "us-east-1"}
{"rules": ["a", "b"], "labels": [], "codes": [1, 2]}
{"labels": {}, "action": "BLOCK"}
{"headers": [{"name": "host"}]}
LINES
for version in 3.38 4.0; do
  cat > "$version.conf" << CONF
@version: $version
source lines { file("$folder/lines" flags(no-parse)); };
destination out {
  file("$folder/out.$version" template("\$(format-json .log.* --rekey .log.* --shift 5)\n"));
};
log { source(lines); parser { json-parser(prefix(".log.")); }; destination(out); };
CONF
  usr/sbin/syslog-ng --foreground --no-caps --cfgfile="$folder/$version.conf" --persist-file="$folder/$version.state" \
    --pidfile="$folder/pid" --control="$folder/control" --module-path="$folder/usr/lib/syslog-ng/3.38" 2> log &
  touch "out.$version"
  for _ in {1..100}; do
    test "$(wc -l < "out.$version")" -lt "$(wc -l < lines)" || break
    sleep 0.1
  done
  kill $!
  wait $! || true
done
for version in 3.38 4.0; do
  echo "@version: $version"
  paste -d ' ' lines <(sed 's/^/ ->  /' "out.$version") | sed 's/^/  /'
done | tee seen

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
@version: 3.38
  {"taken": 0.0000005}  ->  {"taken":"0.000000"}
  {"limit": 1e3}  ->  {"limit":"1000.000000"}
  {"trace": 12345678901234567890}  ->  {"trace":"9223372036854775807"}
  {"time": 1767323045123456}  ->  {"time":"1767323045123456"}
  {"bytes": 900, "cached": true, "error": null}  ->  {"error":"","cached":"true","bytes":"900"}
  {"aws.region": "us-east-1"}  ->  {"aws":{"region":"us-east-1"}}
  {"rules": ["a", "b"], "labels": [], "codes": [1, 2]}  ->  {"rules":"a,b","labels":"","codes":"1,2"}
  {"labels": {}, "action": "BLOCK"}  ->  {"action":"BLOCK"}
  {"headers": [{"name": "host"}]}  ->  {"headers":"[{\"name\":\"host\"}]"}
@version: 4.0
  {"taken": 0.0000005}  ->  {"taken":0.000000}
  {"limit": 1e3}  ->  {"limit":1000.000000}
  {"trace": 12345678901234567890}  ->  {"trace":9223372036854775807}
  {"time": 1767323045123456}  ->  {"time":1767323045123456}
  {"bytes": 900, "cached": true, "error": null}  ->  {"error":null,"cached":true,"bytes":900}
  {"aws.region": "us-east-1"}  ->  {"aws":{"region":"us-east-1"}}
  {"rules": ["a", "b"], "labels": [], "codes": [1, 2]}  ->  {"rules":["a","b"],"labels":[],"codes":["1","2"]}
  {"labels": {}, "action": "BLOCK"}  ->  {"action":"BLOCK"}
  {"headers": [{"name": "host"}]}  ->  {"headers":[{"name":"host"}]}
SEEN
