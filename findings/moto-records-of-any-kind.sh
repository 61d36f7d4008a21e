#!/usr/bin/env bash
# Names of distributions are moved by ChangeResourceRecordSets of Route 53, which refuses a good deal
# (InvalidChangeBatch). moto 5.2.5 refuses some of it, a record that is there already, one outside of the zone, and a
# batch as a whole, so that it looks checked. These it takes:
#   DELETE of an alias to another distribution than the one that is there
#                                        AWS wants what is there, to the letter, by which a script that is late finds
#                                        out that somebody has moved the name; here the record is gone. Of a record
#                                        that is no alias, another value or TTL is refused here, too
#   CNAME beside A, CNAME at the apex    which DNS does not allow, and for which there are aliases
#   EvaluateTargetHealth for an alias of a distribution; A with a text that is no address; TXT without quotes
# Its change is INSYNC in the first answer as well, where AWS says PENDING, so that nothing ever waits. A test of a move
# to another distribution, or back, passes whatever it would do. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[route53]==5.2.5' boto3==1.44.8

AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" -W ignore - \
  <<'PYTHON' | tee "$folder/seen"
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

CLOUDFRONT = {"HostedZoneId": "Z2FDTNDATAQYW2", "DNSName": "d111111abcdef8.cloudfront.net",
              "EvaluateTargetHealth": False}

with mock_aws():
    route53 = boto3.client("route53")
    zone = route53.create_hosted_zone(Name="example.com", CallerReference="1")["HostedZone"]["Id"]

    def change(*changes):
        batch = []
        for action, name, kind, what in changes:
            record = {"Name": name, "Type": kind}
            record |= {"AliasTarget": what} if isinstance(what, dict) else {
                "TTL": what[1], "ResourceRecords": [{"Value": what[0]}]}
            batch.append({"Action": action, "ResourceRecordSet": record})
        try:
            answer = route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": batch})
            return "taken, " + answer["ChangeInfo"]["Status"]
        except ClientError as error:
            return error.response["Error"]["Code"]

    def records():
        sets = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
        return [f"{one['Name']} {one['Type']}" for one in sets if one["Type"] not in ("NS", "SOA")]

    print("alias:", change(("CREATE", "www.example.com", "A", CLOUDFRONT)))
    print("again:", change(("CREATE", "www.example.com", "A", CLOUDFRONT)))
    print("of another zone:", change(("CREATE", "www.example.org", "A", CLOUDFRONT)))
    print("new:", change(("CREATE", "api.example.com", "CNAME", ("new.example.net", 60))), records())
    print("DELETE with another value:", change(("DELETE", "api.example.com", "CNAME", ("old.example.net", 60))),
          records())
    print("with another TTL:", change(("DELETE", "api.example.com", "CNAME", ("new.example.net", 300))), records())
    other = CLOUDFRONT | {"DNSName": "d222222abcdef8.cloudfront.net"}
    print("of an alias to another distribution:", change(("DELETE", "www.example.com", "A", other)), records())
    print("alias:", change(("CREATE", "www.example.com", "A", CLOUDFRONT)))
    print("CNAME beside A:", change(("CREATE", "www.example.com", "CNAME", ("d111111abcdef8.cloudfront.net", 60))))
    print("CNAME at the apex:", change(("CREATE", "example.com", "CNAME", ("d111111abcdef8.cloudfront.net", 60))))
    healthy = CLOUDFRONT | {"EvaluateTargetHealth": True}
    print("EvaluateTargetHealth:", change(("CREATE", "a.example.com", "A", healthy)))
    print("no address:", change(("CREATE", "b.example.com", "A", ("192.0.2", 60))))
    print("TXT without quotes:", change(("CREATE", "c.example.com", "TXT", ("v=spf1 -all", 60))))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
alias: taken, INSYNC
again: InvalidChangeBatch
of another zone: InvalidChangeBatch
new: taken, INSYNC ['api.example.com. CNAME', 'www.example.com. A']
DELETE with another value: InvalidInput ['api.example.com. CNAME', 'www.example.com. A']
with another TTL: InvalidInput ['api.example.com. CNAME', 'www.example.com. A']
of an alias to another distribution: taken, INSYNC ['api.example.com. CNAME']
alias: taken, INSYNC
CNAME beside A: taken, INSYNC
CNAME at the apex: taken, INSYNC
EvaluateTargetHealth: taken, INSYNC
no address: taken, INSYNC
TXT without quotes: taken, INSYNC
SEEN
