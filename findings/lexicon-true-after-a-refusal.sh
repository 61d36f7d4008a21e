#!/usr/bin/env bash
# dns-lexicon 3.25.2 changes DNS records at some eighty providers in one way, Route 53 among them; clients of ACME and
# scripts that move a name use it. update_record and delete_record answer True, and one would think that this says that
# it was done. For Route 53 what comes back is not looked at: a refusal is a line in the library's log, and True:
#   delete_record, of a record whose TTL is not 3600   Route 53 deletes what is named to the digit. lexicon has read the
#                                        TTL just before, and names its own option `ttl`, 3600. The record stays
#   delete_record, of an alias of a distribution       is named as a record with a value: it stays
#   delete_record, update_record of two by weight      are named without SetIdentifier: they stay as they were
#   update_record, of a record of 60 seconds           is done, and its TTL is 3600 from then on: the next move, or the
#                                        way back, takes an hour for some viewers
# create_record answers False where it is refused. So a clean-up, or a move of a name to another distribution, ends well
# and has changed nothing. Give `ttl` as it stands there, and look at the records afterwards. A server made here refuses
# what Route 53 does. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install dns-lexicon==3.25.2 boto3==1.44.8

cd "$folder"
AWS_CONFIG_FILE=/dev/null AWS_DEFAULT_REGION=us-east-1 venv/bin/python - <<'PYTHON' | tee seen
import logging
import os
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lexicon.client import Client

SPACE = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"'
ZONE = ("<HostedZone><Id>/hostedzone/Z1</Id><Name>example.com.</Name><CallerReference>one</CallerReference>"
        "<Config><PrivateZone>false</PrivateZone></Config></HostedZone>")


def record(name, value, more="", ttl=60):
    return (f"<Name>{name}.example.com.</Name><Type>A</Type>{more}<TTL>{ttl}</TTL><ResourceRecords><ResourceRecord>"
            f"<Value>{value}</Value></ResourceRecord></ResourceRecords>")


START = {
    "day": [record("day", "192.0.2.1", ttl=3600)], "minute": [record("minute", "192.0.2.2")],
    "www": ["<Name>www.example.com.</Name><Type>A</Type><AliasTarget><HostedZoneId>Z2FDTNDATAQYW2</HostedZoneId>"
            "<DNSName>d111111abcdef8.cloudfront.net.</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth>"
            "</AliasTarget>"],
    "api": [record("api", "192.0.2.3", "<SetIdentifier>blue</SetIdentifier><Weight>90</Weight>"),
            record("api", "192.0.2.4", "<SetIdentifier>green</SetIdentifier><Weight>10</Weight>")]}
records = {}


def change(action, wanted):
    """Whether Route 53 takes the change: by ChangeResourceRecordSets in its reference."""
    there = records.setdefault(re.search(r"<Name>(\w+)\.", wanted)[1], [])
    if action == "DELETE":
        if wanted not in there:
            return False
        there.remove(wanted)
    elif any("<SetIdentifier>" in one for one in there) or action == "CREATE" and there:
        return False  # beside records by weight there is none without; there is one already
    else:
        there[:] = [wanted]
    return True


class Stub(BaseHTTPRequestHandler):
    def answer(self, status, name, body):
        body = f"<{name} {SPACE}>{body}</{name}>".encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path.endswith("/rrset"):
            sets = "".join(f"<ResourceRecordSet>{one}</ResourceRecordSet>" for some in records.values() for one in some)
            self.answer(200, "ListResourceRecordSetsResponse",
                        f"<ResourceRecordSets>{sets}</ResourceRecordSets><IsTruncated>false</IsTruncated>")
        else:
            self.answer(200, "ListHostedZonesByNameResponse",
                        f"<HostedZones>{ZONE}</HostedZones><IsTruncated>false</IsTruncated>")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if change(*re.search(r"<Action>(.*)</Action><ResourceRecordSet>(.*)</ResourceRecordSet>", body).groups()):
            self.answer(200, "ChangeResourceRecordSetsResponse", "<ChangeInfo><Id>/change/C1</Id>"
                        "<Status>PENDING</Status><SubmittedAt>2026-11-29T00:00:00Z</SubmittedAt></ChangeInfo>")
        else:
            self.answer(400, "ErrorResponse", "<Error><Type>Sender</Type><Code>InvalidChangeBatch</Code>"
                        "<Message>not as it stands there</Message></Error>")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ["AWS_ENDPOINT_URL_ROUTE_53"] = f"http://127.0.0.1:{server.server_port}"
logging.disable(logging.CRITICAL)
config = {"provider_name": "route53", "domain": "example.com", "auth_access_key": "test", "auth_access_secret": "test"}
for call, name in [("delete", "day"), ("delete", "minute"), ("delete", "www"), ("delete", "api"), ("update", "minute"),
                   ("update", "api"), ("create", "api")]:
    records.clear()
    records.update({key: list(value) for key, value in START.items()})
    with Client(config) as client:
        if call == "delete":
            said = client.delete_record(rtype="A", name=name)
        elif call == "update":
            said = client.update_record(rtype="A", name=name, content="192.0.2.9")
        else:
            said = client.create_record(rtype="A", name=name, content="192.0.2.9")
    now = "as it was" if records[name] == START[name] else [re.sub(r"<.*?>", " ", one).split() for one in records[name]]
    print(f"{call} {name}: {said}; {now}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
delete day: True; []
delete minute: True; as it was
delete www: True; as it was
delete api: True; as it was
update minute: True; [['minute.example.com.', 'A', '3600', '192.0.2.9']]
update api: True; as it was
create api: False; as it was
SEEN
