#!/usr/bin/env bash
# `endpoint_url` of botocore 1.44.8 is the place that a client speaks to, for every service that one tests against an
# emulator. For the data of CloudFront's key value stores (cloudfront-keyvaluestore) it is not: the endpoint rules put
# the account of the store's ARN before the host, of a custom endpoint too. http://127.0.0.1:5000 becomes
# http://123456789012.127.0.0.1:5000, which is no address and no name, and http://localhost:5000 a subdomain that only
# some resolvers know. The call ends as EndpointConnectionError, which looks like an emulator that is not up. Two more
# things come first: without the extra package awscrt each call is a MissingDependencyException (SigV4A), on an emulator
# that looks at no signature. A name with a wildcard record, or one's own resolver for *.localhost, is what such tests
# need. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8

cat > "$folder/ask.py" <<'PYTHON'
import sys
import boto3
from botocore.awsrequest import AWSResponse


def answer(request, **_):
    print(sys.argv[1], "asks", request.url.split("/key-value-stores")[0])
    return AWSResponse(request.url, 200, {}, type("Body", (), {"stream": lambda self: iter([b"{}"])})())


store = "arn:aws:cloudfront::123456789012:key-value-store/1a2b3c4d-1111-2222-3333-444455556666"
for service, call in [("lambda", lambda client: client.list_functions()),
                      ("cloudfront", lambda client: client.list_functions()),
                      ("cloudfront-keyvaluestore", lambda client: client.describe_key_value_store(KvsARN=store))]:
    client = boto3.client(service, endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="test",
                          aws_secret_access_key="test")
    client.meta.events.register("before-send.*", answer)
    try:
        call(client)
    except Exception as error:
        if type(error).__name__ == "MissingDependencyException":
            print(service, type(error).__name__)
PYTHON
{
  "$folder/venv/bin/python" "$folder/ask.py" http://127.0.0.1:5000
  "$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'botocore[crt]==1.44.8'
  "$folder/venv/bin/python" "$folder/ask.py" http://127.0.0.1:5000
  "$folder/venv/bin/python" "$folder/ask.py" http://localhost:5000
} | sed 's/\(2015-03-31\|2020-05-31\).*//' | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
http://127.0.0.1:5000 asks http://127.0.0.1:5000/
http://127.0.0.1:5000 asks http://127.0.0.1:5000/
cloudfront-keyvaluestore MissingDependencyException
http://127.0.0.1:5000 asks http://127.0.0.1:5000/
http://127.0.0.1:5000 asks http://127.0.0.1:5000/
http://127.0.0.1:5000 asks http://123456789012.127.0.0.1:5000
http://localhost:5000 asks http://localhost:5000/
http://localhost:5000 asks http://localhost:5000/
http://localhost:5000 asks http://123456789012.localhost:5000
SEEN
