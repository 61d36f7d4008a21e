#!/usr/bin/env bash
# minio 7.2.20 is a client for S3 in Python, AWS's too. A bucket's configuration is read into objects, changed and set,
# and what S3 has is replaced by that, so that what the objects have no room for is lost. No error, and for most buckets
# it is right. What comes back of what S3 answered:
#   lifecycle      a rule of the older form, <Prefix> without <Filter>, is one without a prefix: what was for logs/ is
#                  for the whole bucket, and deletes it. In <And> the size of the objects is gone, so that it is for all
#                  of a prefix. Of two transitions the first is left. (<Filter> with a size alone, or empty: ValueError)
#   notification   S3 calls the rules of a filter Prefix and Suffix in its answers (aws-sdk's issue 389) and takes
#                  "prefix" as well; each that is not "prefix" is a suffix here: `logs/` as a suffix fits no object, and
#                  of a prefix and a suffix the second alone is left. EventBridge is switched off
#   encryption     BucketKeyEnabled is gone, so that each object is a paid call of KMS again
# To add a rule is what such code is there for. Change these by boto3, which keeps them. What S3 answers stands here in
# a server made here. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install minio==7.2.20

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from minio import Minio

STATE = {
    "lifecycle": """<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
<Rule><ID>old</ID><Prefix>logs/</Prefix><Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule>
<Rule><ID>large</ID><Filter><And><Prefix>video/</Prefix><ObjectSizeGreaterThan>1000000</ObjectSizeGreaterThan></And>
</Filter><Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule>
<Rule><ID>colder</ID><Filter><Prefix>audit/</Prefix></Filter><Status>Enabled</Status>
<Transition><Days>30</Days><StorageClass>GLACIER</StorageClass></Transition>
<Transition><Days>365</Days><StorageClass>DEEP_ARCHIVE</StorageClass></Transition></Rule>
</LifecycleConfiguration>""",
    "notification": """<NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
<CloudFunctionConfiguration><Id>logs</Id>
<CloudFunction>arn:aws:lambda:us-east-1:123456789012:function:logs</CloudFunction><Event>s3:ObjectCreated:*</Event>
<Filter><S3Key><FilterRule><Name>Prefix</Name><Value>logs/</Value></FilterRule></S3Key></Filter>
</CloudFunctionConfiguration>
<TopicConfiguration><Id>pages</Id><Topic>arn:aws:sns:us-east-1:123456789012:pages</Topic>
<Event>s3:ObjectRemoved:*</Event><Filter><S3Key><FilterRule><Name>Prefix</Name><Value>site/</Value></FilterRule>
<FilterRule><Name>Suffix</Name><Value>.html</Value></FilterRule></S3Key></Filter></TopicConfiguration>
<EventBridgeConfiguration/></NotificationConfiguration>""",
    "encryption": """<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>
<ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>key</KMSMasterKeyID>
</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule>
</ServerSideEncryptionConfiguration>""",
}


class Handler(BaseHTTPRequestHandler):
    def answer(self, body=b""):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(STATE[self.path.split("?")[1].rstrip("=")].encode())

    def do_PUT(self):
        STATE[self.path.split("?")[1].rstrip("=")] = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer()

    def log_message(self, *arguments):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = Minio(f"127.0.0.1:{server.server_address[1]}", access_key="test", secret_key="test", secure=False,
               region="us-east-1")


def parts(name):
    text = re.sub(r">\s+<", "><", STATE[name])
    return {part: re.findall(f"<{part}>(.*?)</{part}>|<{part} ?/>", text) for part in (
        "Prefix", "ObjectSizeGreaterThan", "StorageClass", "Name", "Value", "EventBridgeConfiguration",
        "BucketKeyEnabled") if f"<{part}" in text}


def show(name):
    print(f"  {'; '.join(f'{part} {found}' for part, found in parts(name).items()) or 'nothing of it'}")


for name in STATE:
    print(name)
    show(name)
    kind = f"bucket_{name}"
    getattr(client, f"set_{kind}")("bucket", getattr(client, f"get_{kind}")("bucket"))
    show(name)
server.shutdown()
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
lifecycle
  Prefix ['logs/', 'video/', 'audit/']; ObjectSizeGreaterThan ['1000000']; StorageClass ['GLACIER', 'DEEP_ARCHIVE']
  Prefix ['video/', 'audit/']; StorageClass ['GLACIER']
notification
  Name ['Prefix', 'Prefix', 'Suffix']; Value ['logs/', 'site/', '.html']; EventBridgeConfiguration ['']
  Name ['suffix', 'suffix']; Value ['logs/', '.html']
encryption
  BucketKeyEnabled ['true']
  nothing of it
SEEN
