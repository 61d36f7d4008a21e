#!/usr/bin/env bash
# A move of a name to a distribution begins with a short TTL, and ends with a zone file that a tool has written. Two of
# Debian 12's, and dnspython:
#   ldns-compare-zones 1.8.3     "compares two zones", and a TTL that went from 3600 to 60 is no change to it: +0 -0 ~0,
#                                and 0 with -e, which is for a script to see that they differ. Nor is $TTL
#   dnspython 2.9.2              two zones, nodes and sets of records are == whatever their TTLs
#   DNS::ZoneParse 1.10 (Perl)   reads a zone, and output() writes it again:
#     a record without a TTL     has the TTL of the line above it, if that has one, and not that of $TTL (RFC 2308, 4):
#                                one line with 60, and all the names below are kept for a minute
#     TXT "a" "b"                becomes "a\" \"b", one text with two quotes and a blank in it: an SPF of two parts, or
#                                a DKIM key, is none any more
#     CAA, HTTPS, TLSA           are not in what is written. stderr has "Unparseable line", and a program goes on: who
#                                may issue certificates is no longer limited
# dnspython writes all of it. Compare what to_text() writes, sorted. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq ldnsutils=1.8.3-1+b1 libldns3=1.8.3-1+b1 libdns-zoneparse-perl=1.10-1.1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu PERL5LIB=$folder/usr/share/perl5
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install dnspython==2.9.2

cat > before <<'ZONE'
$ORIGIN example.com.
$TTL 3600
@     IN SOA ns1.example.net. hostmaster.example.net. 1 7200 3600 1209600 300
@     IN NS ns1.example.net.
api   60 IN CNAME d111111abcdef8.cloudfront.net.
img   IN A 192.0.2.1
spf   IN TXT "v=spf1 include:a.example.net " "include:b.example.net -all"
www   IN CNAME d111111abcdef8.cloudfront.net.
@     IN CAA 0 issue "amazon.com"
ZONE
sed 's/^www  /www 60/' before > shorter
sed 's/^\$TTL.*/$TTL 60/' before > shortest
sed 's/^www .*/www IN CNAME d222222abcdef8.cloudfront.net./' before > another

{
  for after in another shorter shortest; do
    code=0
    usr/bin/ldns-compare-zones -e before "$after" > compared || code=$?
    printf 'ldns-compare-zones, %s: %s, code %s\n' "$after" "$(tr -s '\t' ' ' < compared)" "$code"
  done
  perl -MDNS::ZoneParse -e '
    print DNS::ZoneParse->new("before", "example.com.")->output' 2> said > written
  grep -o 'Unparseable line' said
  grep -P '^[a-z@]+\t' written | grep -v SOA | tr '\t' ' ' | sed 's/^/DNS::ZoneParse: /'
  venv/bin/python - <<'PYTHON'
import dns.zone

before, *others = [dns.zone.from_file(name, "example.com.") for name in ("before", "another", "shorter", "shortest")]
print("dnspython, another, shorter and shortest are equal:", *[before == other for other in others])
for line in sorted(before.to_text().splitlines()):
    if " SOA " not in line:
        print("dnspython:", line)
PYTHON
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
ldns-compare-zones, another:  +0 -0 ~1, code 2
ldns-compare-zones, shorter:  +0 -0 ~0, code 0
ldns-compare-zones, shortest:  +0 -0 ~0, code 0
Unparseable line
DNS::ZoneParse: @ 3600 IN NS ns1.example.net.
DNS::ZoneParse: img 60 IN A 192.0.2.1
DNS::ZoneParse: api 60 IN CNAME d111111abcdef8.cloudfront.net.
DNS::ZoneParse: www 60 IN CNAME d111111abcdef8.cloudfront.net.
DNS::ZoneParse: spf 60 IN TXT "v=spf1 include:a.example.net \" \"include:b.example.net -all"
dnspython, another, shorter and shortest are equal: False True True
dnspython: @ 3600 IN CAA 0 issue "amazon.com"
dnspython: @ 3600 IN NS ns1.example.net.
dnspython: api 60 IN CNAME d111111abcdef8.cloudfront.net.
dnspython: img 3600 IN A 192.0.2.1
dnspython: spf 3600 IN TXT "v=spf1 include:a.example.net " "include:b.example.net -all"
dnspython: www 3600 IN CNAME d111111abcdef8.cloudfront.net.
SEEN
