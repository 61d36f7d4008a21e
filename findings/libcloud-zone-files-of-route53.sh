#!/usr/bin/env bash
# apache-libcloud 3.9.1 lists a zone of Route 53 (list_records) and writes it as a zone file (export_to_bind_format), to
# move it or to keep a copy. What comes out of it:
#   more than a page      the next page is asked for by name, and not by type as well: where a page ends between two
#                         types of a name, the types in front come again, and a count is too high
#   records by weight     are plain ones, as if each viewer got all of them
#   the zone file         has "$TTL None" and names such as "example.com..", as those of Route 53 end with a dot:
#                         dnspython refuses it
#   TXT in it             has the quotes of Route 53 as a part of the text: with the dots and the TTL set right by hand,
#                         the text of each SPF, DKIM and verification record begins with a quote, and means nothing
# A small zone is right in the list, and that is what one tries; the file is looked at on the day that it is needed.
# Take what boto3's paginator of list_resource_record_sets answers. A server made here answers by the version of the API
# that libcloud asks for. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install apache-libcloud==3.9.1 dnspython==2.9.2

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import dns.exception
import dns.zone
from libcloud.dns.drivers.route53 import Route53DNSDriver

SPACE = 'xmlns="https://route53.amazonaws.com/doc/2012-02-29/"'


def value(text, more=""):
    return (f"{more}<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>{text}</Value></ResourceRecord>"
            "</ResourceRecords>")


records = [("example.com.", "A", value("192.0.2.9")), ("example.com.", "TXT", value('"v=spf1 -all"')),
           ("api.example.com.", "A", value("192.0.2.1", "<SetIdentifier>blue</SetIdentifier><Weight>90</Weight>")),
           ("api.example.com.", "A", value("192.0.2.2", "<SetIdentifier>green</SetIdentifier><Weight>10</Weight>")),
           ("mail.example.com.", "A", value("192.0.2.3")), ("mail.example.com.", "MX", value("10 mx.example.net.")),
           ("mail.example.com.", "TXT", value('"one"'))]
size = 100  # records a page


class Stub(BaseHTTPRequestHandler):
    def do_GET(self):
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if not path.endswith("/rrset"):
            body = (f"<GetHostedZoneResponse {SPACE}><HostedZone><Id>/hostedzone/Z1</Id><Name>example.com.</Name>"
                    f"<Config/><ResourceRecordSetCount>{len(records)}</ResourceRecordSetCount></HostedZone>"
                    "</GetHostedZoneResponse>")
        else:
            start = 0
            if "name" in query:
                wanted = (query["name"][0], query.get("type", [None])[0])
                start = next(index for index, (name, kind, _) in enumerate(records) if (name, kind) == wanted
                             or name == wanted[0] and not wanted[1])
            sets = "".join(f"<ResourceRecordSet><Name>{name}</Name><Type>{kind}</Type>{rest}</ResourceRecordSet>"
                           for name, kind, rest in records[start:start + size])
            more = "".join(f"<NextRecordName>{name}</NextRecordName><NextRecordType>{kind}</NextRecordType>"
                           for name, kind, _ in records[start + size:start + size + 1])
            body = (f"<ListResourceRecordSetsResponse {SPACE}><ResourceRecordSets>{sets}</ResourceRecordSets>"
                    f"<IsTruncated>{'true' if more else 'false'}</IsTruncated>{more}</ListResourceRecordSetsResponse>")
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=server.serve_forever, daemon=True).start()
zone = Route53DNSDriver("test", "test", secure=False, host="127.0.0.1", port=server.server_port).get_zone("Z1")
print("there:", len(records), "in the list:", len(zone.list_records()))
for record in zone.list_records():
    print(" ", record.name or "@", record.type, record.data, {k: v for k, v in record.extra.items() if k[0] != "_"})
size = 6
print("by pages:", [key for key, count in Counter((r.name, r.type) for r in zone.list_records()).items()
                    if count > 1 and key[0] == "mail"], len(zone.list_records()))
size = 100
text = zone.export_to_bind_format()
for line in text.splitlines():
    if line.startswith(("$", "api")):
        print(" ", line.replace("\t", " "))
try:
    dns.zone.from_text(text)
except dns.exception.DNSException as error:
    print("dnspython:", type(error).__name__)
mended = dns.zone.from_text(text.replace("com..", "com.").replace("$TTL None", "$TTL 60"), check_origin=False)
print("TXT:", [one.strings for one in mended.get_rdataset("@", "TXT")])
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
there: 7 in the list: 7
  @ A 192.0.2.9 {'ttl': 60}
  @ TXT "v=spf1 -all" {'ttl': 60}
  api A 192.0.2.1 {'ttl': 60}
  api A 192.0.2.2 {'ttl': 60}
  mail A 192.0.2.3 {'ttl': 60}
  mail MX mx.example.net. {'ttl': 60, 'priority': 10}
  mail TXT "one" {'ttl': 60}
by pages: [('mail', 'A'), ('mail', 'MX')] 9
  $ORIGIN example.com..
  $TTL None
  api.example.com.. 60 IN A 192.0.2.1
  api.example.com.. 60 IN A 192.0.2.2
dnspython: SyntaxError
TXT: [(b'"v=spf1 -all"',)]
SEEN
