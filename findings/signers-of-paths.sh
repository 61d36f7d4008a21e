#!/usr/bin/env bash
# SigV4 wants the path as it is asked for, encoded, with S3; for each other service that text is encoded once more, so
# that %3A is signed as %253A ("Create a canonical request"); a host has its port. Signers for httpx and requests, which
# one takes for calls of Lambda, of S3 and of an API behind IAM without boto3, on a path, a query and a port:
#   httpx-auth 0.23.1, httpx-aws-auth 4.2.0   right with S3, and wrong with each other service where the path has
#                                 something encoded, as with a function's ARN, or a blank in a resource of an API
#   httpx-auth-awssigv4 0.1.4     signs the path decoded, so that keys with blanks and umlauts fail, the query in the
#                                 order of the URL, and the host without its port: no emulator, no private port
#   requests-auth-aws-sigv4 0.7   the same as the first two; of a parameter that comes twice, the last alone
#   requests-aws4auth 1.4.0       right, but for S3: a key with // or /./ is signed as another one
#   botocore 1.44.8               right
# The answer is 403, SignatureDoesNotMatch, for some calls of a script, and those of its tests are right. What is right
# is worked out here by the documentation, and nothing is sent. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install httpx==0.28.1 httpx-auth==0.23.1 \
  httpx-aws-auth==4.2.0 httpx-auth-awssigv4==0.1.4 requests==2.34.2 requests-auth-aws-sigv4==0.7 \
  requests-aws4auth==1.4.0 boto3==1.44.8

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import hashlib
import hmac
import re
from urllib.parse import quote, unquote, urlsplit

import httpx
import requests
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from httpx_auth import AWS4Auth as HttpxAuth
from httpx_auth_awssigv4 import SigV4Auth as HttpxSigV4
from httpx_aws_auth import AwsCredentials, AwsSigV4Auth
from requests_auth_aws_sigv4 import AWSSigV4
from requests_aws4auth import AWS4Auth

REGION = "us-east-1"
CASES = [
    ("s3", "https://site.s3.us-east-1.amazonaws.com/index.html"),
    ("s3", "https://site.s3.us-east-1.amazonaws.com/a%20b.html"),
    ("s3", "https://site.s3.us-east-1.amazonaws.com/logs//E1.gz"),
    ("lambda", "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/edge/policy"),
    ("lambda", "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn%3Aaws%3Alambda/policy"),
    ("execute-api", "https://api.example.com/pages/a%20b"),
    ("execute-api", "https://api.example.com/pages?path=b&limit=9"),
    ("execute-api", "https://api.example.com/pages?path=b&path=a"),
    ("execute-api", "http://127.0.0.1:4566/pages"),
]


def mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def encoded(text, safe=""):
    return quote(text, safe="-_.~" + safe)


def right(service, url, headers):
    headers = {name.lower(): value for name, value in headers.items()}
    scope, signed, signature = re.search("Credential=AK/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(.+)",
                                         headers["authorization"]).groups()
    parts = urlsplit(url)
    path = "/".join(encoded(unquote(part)) for part in parts.path.split("/"))
    pairs = sorted(tuple(encoded(unquote(part)) for part in pair.split("=")) for pair in parts.query.split("&") if pair)
    lines = "".join(f"{name}:{headers[name]}\n" for name in signed.split(";"))
    request = "\n".join(["GET", path if service == "s3" else encoded(path, "/"), "&".join(map("=".join, pairs)), lines,
                         signed, headers.get("x-amz-content-sha256", hashlib.sha256(b"").hexdigest())])
    key = b"AWS4SK"
    for part in scope.split("/"):
        key = mac(key, part)
    text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hashlib.sha256(request.encode()).hexdigest()]
    return mac(key, "\n".join(text)).hex() == signature


def by_httpx(auth, url):
    sent = []
    with httpx.Client(transport=httpx.MockTransport(lambda request: sent.append(request) or httpx.Response(200)),
                      auth=auth) as client:
        client.get(url)
    return f"{sent[0].url.scheme}://{sent[0].headers['host']}{sent[0].url.raw_path.decode()}", sent[0].headers


def by_requests(auth, url):
    prepared = requests.Request("GET", url, auth=auth).prepare()
    headers = {name: value.decode() if isinstance(value, bytes) else value for name, value in prepared.headers.items()}
    return prepared.url, {"Host": urlsplit(prepared.url).netloc, **headers}


def by_botocore(service, url):
    request = AWSRequest(method="GET", url=url)
    (S3SigV4Auth if service == "s3" else SigV4Auth)(Credentials("AK", "SK"), service, REGION).add_auth(request)
    return url, {"Host": urlsplit(url).netloc, **request.headers}


SIGNERS = {
    "httpx-auth": lambda s, url: by_httpx(HttpxAuth("AK", "SK", REGION, s), url),
    "httpx-aws-auth": lambda s, url: by_httpx(
        AwsSigV4Auth(credentials=AwsCredentials(access_key="AK", secret_key="SK"), region=REGION, service=s), url),
    "httpx-auth-awssigv4": lambda s, url: by_httpx(
        HttpxSigV4(access_key="AK", secret_key="SK", service=s, region=REGION), url),
    "requests-auth-aws-sigv4": lambda s, url: by_requests(
        AWSSigV4(s, aws_access_key_id="AK", aws_secret_access_key="SK", region=REGION), url),
    "requests-aws4auth": lambda s, url: by_requests(AWS4Auth("AK", "SK", REGION, s), url),
    "botocore": by_botocore,
}
for service, url in CASES:
    wrong = [name for name, signer in SIGNERS.items() if not right(service, *signer(service, url))]
    print(service, url.split("/", 3)[2].split(".")[0] if service != "execute-api" else url.split("/")[2],
          "/" + url.split("/", 3)[3])
    print("  wrong:", ", ".join(wrong) or "none")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
s3 site /index.html
  wrong: none
s3 site /a%20b.html
  wrong: httpx-auth-awssigv4
s3 site /logs//E1.gz
  wrong: requests-aws4auth
lambda lambda /2015-03-31/functions/edge/policy
  wrong: none
lambda lambda /2015-03-31/functions/arn%3Aaws%3Alambda/policy
  wrong: httpx-auth, httpx-aws-auth, httpx-auth-awssigv4, requests-auth-aws-sigv4
execute-api api.example.com /pages/a%20b
  wrong: httpx-auth, httpx-aws-auth, httpx-auth-awssigv4, requests-auth-aws-sigv4
execute-api api.example.com /pages?path=b&limit=9
  wrong: httpx-auth-awssigv4
execute-api api.example.com /pages?path=b&path=a
  wrong: httpx-auth-awssigv4, requests-auth-aws-sigv4
execute-api 127.0.0.1:4566 /pages
  wrong: httpx-auth-awssigv4
SEEN
