#!/usr/bin/env bash
# MaxItems of a paginator of botocore 1.44.8, `--max-items` of the AWS CLI, is "the total number of items to return".
# Some answers are of more than one list, and it counts those of one list alone, the first in the model:
#   GetAccountAuthorizationDetails   counts users; groups, roles and policies come whole. With Filter=["Role"], as one
#                                    asks, there are no users: MaxItems=2 goes through all pages and answers all roles
#   ListObjectVersions               counts versions; delete markers come along whole, and of a prefix that has nothing
#                                    else all that there are (aws-cli's issue 2525, of 2017, is open)
#   ListObjectsV2 with a delimiter   counts objects; folders come whole
# There is a NextToken where the first list was cut, and none where it was not, as if one had asked for everything. So a
# first look at a few roles of a large account asks for all of them, and a clean-up that is to delete a hundred markers
# a run deletes what there is. What was cut is not lost: a call with StartingToken goes on rightly. Cut lists yourself.
# A server made here answers. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install botocore==1.44.8

cd "$folder"
AWS_CONFIG_FILE=/dev/null venv/bin/python - <<'PYTHON' | tee seen
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import botocore.session

IAM, S3 = "https://iam.amazonaws.com/doc/2010-05-08/", "http://s3.amazonaws.com/doc/2006-03-01/"
asked = 0


def members(tag, name, prefix):
    return "".join(f"<{tag}><{name}>{prefix}{number}</{name}></{tag}>" for number in range(4))


class Stub(BaseHTTPRequestHandler):
    def answer(self, body):
        global asked
        asked += 1
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def do_GET(self):
        if "versions" in self.path:
            versions = "" if "prefix=gone" in self.path else members("Version", "Key", "v")
            self.answer(f'<ListVersionsResult xmlns="{S3}"><IsTruncated>false</IsTruncated>{versions}'
                        f'{members("DeleteMarker", "Key", "d")}</ListVersionsResult>')
        else:
            self.answer(f'<ListBucketResult xmlns="{S3}"><IsTruncated>false</IsTruncated>'
                        f'{members("Contents", "Key", "o")}{members("CommonPrefixes", "Prefix", "f")}'
                        "</ListBucketResult>")

    def do_POST(self):
        """Three pages of four roles, and of two users where no filter says otherwise."""
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        page = int(query.get("Marker", ["0"])[0])
        users = "" if "Filter.member.1" in query else "".join(
            f"<member><UserName>u{page}{number}</UserName></member>" for number in range(2))
        more = f"<Marker>{page + 1}</Marker>" if page < 2 else ""
        self.answer(f'<GetAccountAuthorizationDetailsResponse xmlns="{IAM}"><GetAccountAuthorizationDetailsResult>'
                    f"<IsTruncated>{'true' if more else 'false'}</IsTruncated>{more}"
                    f"<UserDetailList>{users}</UserDetailList>"
                    f"<RoleDetailList>{members('member', 'RoleName', f'r{page}')}</RoleDetailList>"
                    "</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=server.serve_forever, daemon=True).start()
session = botocore.session.Session()
session.set_credentials("test", "test")
for service, call, options in [
        ("iam", "get_account_authorization_details", {}),
        ("iam", "get_account_authorization_details", {"Filter": ["Role"]}),
        ("s3", "list_object_versions", {"Bucket": "logs"}),
        ("s3", "list_object_versions", {"Bucket": "logs", "Prefix": "gone"}),
        ("s3", "list_objects_v2", {"Bucket": "logs", "Delimiter": "/"})]:
    client = session.create_client(service, region_name="us-east-1",
                                   endpoint_url=f"http://127.0.0.1:{server.server_port}")
    asked = 0
    answer = client.get_paginator(call).paginate(PaginationConfig={"MaxItems": 2}, **options).build_full_result()
    lists = {name: len(value) for name, value in answer.items() if isinstance(value, list) and value}
    print(f"{call} {options}: {lists}, {asked} requests, NextToken: {'NextToken' in answer}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
get_account_authorization_details {}: {'UserDetailList': 2, 'RoleDetailList': 4}, 1 requests, NextToken: True
get_account_authorization_details {'Filter': ['Role']}: {'RoleDetailList': 12}, 3 requests, NextToken: False
list_object_versions {'Bucket': 'logs'}: {'Versions': 2, 'DeleteMarkers': 4}, 1 requests, NextToken: True
list_object_versions {'Bucket': 'logs', 'Prefix': 'gone'}: {'DeleteMarkers': 4}, 1 requests, NextToken: False
list_objects_v2 {'Bucket': 'logs', 'Delimiter': '/'}: {'Contents': 2, 'CommonPrefixes': 4}, 1 requests, NextToken: True
SEEN
