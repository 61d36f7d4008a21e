#!/usr/bin/env bash
# Zones come out of BIND, of cli53 and of Route 53's import as files of RFC 1035, and which names lead to a distribution
# is asked of such a file. zonefile-parser 0.1.20 reads one for Python. Of a file that BIND takes, with no error:
#   a line without a name     belongs to the name above it (5.1). Here it is of the zone itself: the AAAA record of
#                             www, and the second MX of mail, stand at example.com
#   IN 60 CNAME, 1H IN CNAME  a TTL behind the class, or with a unit as BIND has it, is taken for the type: `60` or `1H`
#                             with the value CNAME or IN; what it leads to is gone. 60 IN CNAME is right, and its TTL a
#                             text, where the one of $TTL is a number
#   two texts of one TXT      the first alone, so that half of an SPF or a DKIM key is missing
#   names without a dot       at their end stay so in values: www is www and not www.example.com., as it is for the
#                             names of records
# dnspython 2.9.2 is right throughout. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install zonefile-parser==0.1.20 dnspython==2.9.2

cd "$folder"
cat > zone <<'ZONE'
$ORIGIN example.com.
$TTL 3600
@     IN SOA ns1.example.com. hostmaster.example.com. 1 7200 3600 1209600 300
@     IN NS ns1.example.net.
www   IN A 192.0.2.1
      IN AAAA 2001:db8::1
blog  IN CNAME www
mail  IN MX 10 mail1.example.net.
      IN MX 20 mail2.example.net.
one   60 CNAME d111111abcdef8.cloudfront.net.
two   60 IN CNAME d111111abcdef8.cloudfront.net.
three IN 60 CNAME d111111abcdef8.cloudfront.net.
four  1H IN CNAME d111111abcdef8.cloudfront.net.
spf   IN TXT "v=spf1 include:a.example.net " "include:b.example.net -all"
ZONE

venv/bin/python - <<'PYTHON' | tee seen
import dns.rdatatype
import dns.zone
import zonefile_parser

with open("zone") as file:
    text = file.read()
right = [(str(name), records.ttl, dns.rdatatype.to_text(records.rdtype), record.to_text())
         for name, node in dns.zone.from_text(text, relativize=False).items()
         for records in node for record in records]
for name, ttl, kind, value in right:
    if kind not in ("SOA", "NS"):
        print("dnspython:", name, ttl, kind, value)
for record in zonefile_parser.parse(text):
    if record.rtype not in ("SOA", "NS"):
        print("zonefile-parser:", record.name, repr(record.ttl), record.rtype, *record.rdata.values())
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
dnspython: www.example.com. 3600 A 192.0.2.1
dnspython: www.example.com. 3600 AAAA 2001:db8::1
dnspython: blog.example.com. 3600 CNAME www.example.com.
dnspython: mail.example.com. 3600 MX 10 mail1.example.net.
dnspython: mail.example.com. 3600 MX 20 mail2.example.net.
dnspython: one.example.com. 60 CNAME d111111abcdef8.cloudfront.net.
dnspython: two.example.com. 60 CNAME d111111abcdef8.cloudfront.net.
dnspython: three.example.com. 60 CNAME d111111abcdef8.cloudfront.net.
dnspython: four.example.com. 3600 CNAME d111111abcdef8.cloudfront.net.
dnspython: spf.example.com. 3600 TXT "v=spf1 include:a.example.net " "include:b.example.net -all"
zonefile-parser: www.example.com. 3600 A 192.0.2.1
zonefile-parser: example.com. 3600 AAAA 2001:db8::1
zonefile-parser: blog.example.com. 3600 CNAME www
zonefile-parser: mail.example.com. 3600 MX 10 mail1.example.net.
zonefile-parser: example.com. 3600 MX 20 mail2.example.net.
zonefile-parser: one.example.com. '60' CNAME d111111abcdef8.cloudfront.net.
zonefile-parser: two.example.com. '60' CNAME d111111abcdef8.cloudfront.net.
zonefile-parser: three.example.com. 3600 60 CNAME
zonefile-parser: four.example.com. 3600 1H IN
zonefile-parser: spf.example.com. 3600 TXT v=spf1 include:a.example.net 
SEEN
