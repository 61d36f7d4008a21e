#!/usr/bin/env bash
# CloudFront delivers a log several times an hour, and some entries up to a day later ("Timing of log file delivery" in
# its guide). Two makers of reports that are run as files come, both Debian 12's, go by logs of one server, which come
# in order: they keep the time of the last line that they have seen, and leave out what is hours older:
#   Webalizer 2.23 -p   "ignored", as the two lines of comments are, in one number with them
#   AWStats 7.8         "corrupted" within a file; of a file that comes later each line is an "old record"
# Hits and bytes of what came late are missing for good, also when the file is read again, and the reports look whole.
# GoAccess 1.7 counts all. Put the files of a day together, sort their lines, and make the report two days later. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq webalizer=2.23.08-3.3 libgeoip1 awstats=7.8-3+deb12u2 goaccess=1:1.7-1 \
  libmaxminddb0=1.7.1-1 2> /dev/null && for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
cd "$folder"

# Three files: an hour; the next one, with lines of a second and of hours before; one that is four hours late.
python3 - <<'PYTHON'
FIELDS = ("date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) "
          "cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken "
          "x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status "
          "fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len "
          "sc-range-start sc-range-end")
FILES = {"one": ["10:00:00", "10:00:01"], "two": ["11:00:00", "10:59:59", "08:30:00"],
         "three": ["07:00:00", "07:00:01"]}
for name, times in FILES.items():
    with open(name, "w") as log:
        print("#Version: 1.0\n#Fields:", FIELDS, file=log)
        for time in times:
            print("2026-01-02", time, "FRA60-P1", "1000", "192.0.2.1", "GET", "d111111abcdef8.cloudfront.net",
                  "/page.html", "200", "-", "Mozilla/5.0%20(X11;%20Linux%20x86_64)", "-", "-", "Hit", "id==",
                  "www.example.com", "https", "23", "0.001", "-", "TLSv1.3", "TLS_AES_128_GCM_SHA256", "Hit",
                  "HTTP/2.0", "-", "-", "11040", "0.001", "Hit", "text/html", "1000", "-", "-", sep="\t", file=log)
PYTHON
mkdir webalizer awstats
format='%time2 %other %bytesd %host %method %virtualname %url %code %referer %ua %query'
cat > awstats.site.conf <<CONF
LogType=W
LogFormat="$format$(printf ' %%other%.0s' {1..21})"
LogSeparator="\\t"
SiteDomain="www.example.com"
HostAliases="d111111abcdef8.cloudfront.net"
DirData="$folder/awstats"
DNSLookup=0
CONF
{
  for file in one two three; do
    echo "$file:" $(awk '!/^#/ { print $2 }' "$file")
    usr/bin/webalizer -p -q -F w3c -n site -o webalizer "$file" > webalizer.out 2>&1 || true
    awk '$2 == 2026 { print "  Webalizer: hits so far", $3 }' webalizer/webalizer.hist
    perl usr/lib/cgi-bin/awstats.pl -config=site -configdir="$folder" -LogFile="$file" -update > awstats.out 2>&1
    sed -n 's/^ Found \([1-9].*\(corrupted\|old\|new\).*\)/  AWStats: \1/p' awstats.out
  done
  usr/bin/goaccess one two three --config-file=etc/goaccess/goaccess.conf --log-format=CLOUDFRONT -o goaccess.json \
    > /dev/null 2>&1
  python3 -c 'import json; print("GoAccess: hits", json.load(open("goaccess.json"))["general"]["valid_requests"])'
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
one: 10:00:00 10:00:01
  Webalizer: hits so far 2
  AWStats: 2 new qualified records.
two: 11:00:00 10:59:59 08:30:00
  Webalizer: hits so far 4
  AWStats: 1 corrupted records,
  AWStats: 2 new qualified records.
three: 07:00:00 07:00:01
  Webalizer: hits so far 4
  AWStats: 2 old records,
GoAccess: hits 7
SEEN
