#!/usr/bin/env bash
# octodns-route53 1.3.1 (octoDNS 1.22.0) reads a zone of Route 53, to keep it in YAML, to compare it and to move it. A
# name may have more than one record of a type there, told apart by SetIdentifier: by weight, failover, region, country
# or as multi-value answer. That is how two distributions or two regions share a name. Of those that octoDNS has not
# made itself it keeps the first that Route 53 lists, as if it were a plain record, at level WARNING with no word:
#   90 for blue, 10 for green      blue for all;  PRIMARY and SECONDARY   PRIMARY, which nothing replaces
#   two regions, two countries     one of them;   two values of a multi-value answer   one of them
#   aliases by weight              both, as if they were one answer, and without their weights
# A plan against what was read has no changes, so that it looks complete; it has none either when green gets another
# address, or is gone. What is written from it to another provider, or to a new zone, sends each viewer to one side.
# Search for SetIdentifier (list-resource-record-sets) before a zone is taken over, and write these as dynamic records.
# Seen against moto 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install octodns==1.22.0 octodns-route53==1.3.1 \
  'moto[route53]==5.2.5' boto3==1.44.8

"$folder/venv/bin/python" -W ignore - 2> "$folder/log" <<'PYTHON' | tee "$folder/seen"
import logging

import boto3
from moto import mock_aws
from octodns.zone import Zone
from octodns_route53 import Route53Provider

logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
EDGE = {"HostedZoneId": "Z2FDTNDATAQYW2", "EvaluateTargetHealth": False}


def plain(*values):
    return {"TTL": 60, "ResourceRecords": [{"Value": value} for value in values]}


RECORDS = [
    {"Name": "weight", "Type": "A", "SetIdentifier": "blue", "Weight": 90, **plain("192.0.2.1")},
    {"Name": "weight", "Type": "A", "SetIdentifier": "green", "Weight": 10, **plain("192.0.2.2")},
    {"Name": "failover", "Type": "A", "SetIdentifier": "1", "Failover": "PRIMARY", **plain("192.0.2.1")},
    {"Name": "failover", "Type": "A", "SetIdentifier": "2", "Failover": "SECONDARY", **plain("192.0.2.2")},
    {"Name": "region", "Type": "A", "SetIdentifier": "eu", "Region": "eu-west-1", **plain("192.0.2.1")},
    {"Name": "region", "Type": "A", "SetIdentifier": "us", "Region": "us-east-1", **plain("192.0.2.2")},
    {"Name": "country", "Type": "A", "SetIdentifier": "de", "GeoLocation": {"CountryCode": "DE"}, **plain("192.0.2.1")},
    {"Name": "country", "Type": "A", "SetIdentifier": "all", "GeoLocation": {"CountryCode": "*"}, **plain("192.0.2.2")},
    {"Name": "multi", "Type": "A", "SetIdentifier": "1", "MultiValueAnswer": True, **plain("192.0.2.1")},
    {"Name": "multi", "Type": "A", "SetIdentifier": "2", "MultiValueAnswer": True, **plain("192.0.2.2")},
    {"Name": "alias", "Type": "A", "SetIdentifier": "1", "Weight": 90,
     "AliasTarget": {"DNSName": "d1.cloudfront.net.", **EDGE}},
    {"Name": "alias", "Type": "A", "SetIdentifier": "2", "Weight": 10,
     "AliasTarget": {"DNSName": "d2.cloudfront.net.", **EDGE}},
    {"Name": "usual", "Type": "A", **plain("192.0.2.1", "192.0.2.2")},
]
with mock_aws():
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    route53 = boto3.client("route53", **keys)
    id = route53.create_hosted_zone(Name="example.com.", CallerReference="1")["HostedZone"]["Id"]

    def change(action, record):
        record = {**record, "Name": record["Name"] + ".example.com."}
        route53.change_resource_record_sets(
            HostedZoneId=id, ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record}]})

    def provider():
        return Route53Provider("route53", access_key_id="test", secret_access_key="test")

    for record in RECORDS:
        change("CREATE", record)
    zone = Zone("example.com.", [])
    provider().populate(zone)
    for record in sorted(zone.records, key=lambda record: record.name):
        if record._type != "NS":
            values = record.data.get("values") or [record.data["value"]]
            print(f"{record.name}: {', '.join(map(str, values))}")
    print("plan:", provider().plan(zone))
    change("DELETE", RECORDS[1])
    change("UPSERT", {**RECORDS[0], "Weight": 0})
    print("plan without green, and blue at 0:", provider().plan(zone))
PYTHON
awk '/Identifier|[Ww]eight|skip/ { n++ } END { print "lines of the log about it: " n + 0 }' "$folder/log" |
  tee -a "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
alias: "d1.cloudfront.net." A Z2FDTNDATAQYW2, "d2.cloudfront.net." A Z2FDTNDATAQYW2
country: 192.0.2.1
failover: 192.0.2.1
multi: 192.0.2.1
region: 192.0.2.1
usual: 192.0.2.1, 192.0.2.2
weight: 192.0.2.1
plan: None
plan without green, and blue at 0: None
lines of the log about it: 0
SEEN
