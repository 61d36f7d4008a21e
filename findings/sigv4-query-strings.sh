#!/usr/bin/env bash
# Three ways to sign a request to AWS by hand in Python, and what SigV4 wants of a query ("URI-encode each parameter
# name and value", then "sort the parameter names"; AWS's own vectors get-vanilla-utf8-query and
# get-vanilla-query-order-encoded have both). Worked out here by that text:
#   requests-aws4auth 1.4.0       right throughout
#   aws-requests-auth 0.4.3       sorts `name=value` as one text, in which ".10=" comes before ".1=": a list of nine
#                                 members is signed well and one of ten is not. What is not encoded stays so
#   botocore 1.44.8, SigV4Auth    takes what is not encoded as it stands as well. Its clients encode first, but the
#                                 usual recipe, AWSRequest(url=…) and add_auth, does not
# An ARN in a query (…/tagging?Resource=arn:aws:cloudfront::…) or Qualifier=$LATEST is a valid URL with none of it
# encoded, and `requests` sends it as it is: SignatureDoesNotMatch (403), on the calls with an ARN alone, which looks
# like a missing permission. Encode values before signing. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install requests==2.34.2 requests-aws4auth==1.4.0 \
  aws-requests-auth==0.4.3 botocore==1.44.8

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import hashlib
import hmac
import re
from urllib.parse import quote, unquote, urlsplit

import requests
from aws_requests_auth.aws_auth import AWSRequestsAuth
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from requests_aws4auth import AWS4Auth

KEY = "example-secret-key"


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def is_right(request, service):
    """Whether the signature is that of the documentation, for the headers and the time that the library signed."""
    authorization = text(request.headers["Authorization"])
    signed = re.search(r"SignedHeaders=([^,\s]+)", authorization).group(1)
    url = urlsplit(request.url)
    headers = {"host": url.netloc, **{name.lower(): text(value) for name, value in request.headers.items()}}
    encode = lambda part: quote(unquote(part), safe="-_.~")
    pairs = sorted((encode(name), encode(value)) for name, _, value in (p.partition("=") for p in url.query.split("&")))
    canonical = "\n".join([
        "GET", url.path, "&".join(name + "=" + value for name, value in pairs),
        "".join(f"{name}:{headers[name].strip()}\n" for name in signed.split(";")), signed,
        hashlib.sha256(b"").hexdigest()])
    moment = headers["x-amz-date"]
    scope = [moment[:8], "us-east-1", service, "aws4_request"]
    key = ("AWS4" + KEY).encode()
    for part in scope:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    to_sign = ["AWS4-HMAC-SHA256", moment, "/".join(scope), hashlib.sha256(canonical.encode()).hexdigest()]
    return hmac.new(key, "\n".join(to_sign).encode(), hashlib.sha256).hexdigest() in authorization


def aws4auth(request, service):
    return AWS4Auth("AKIDEXAMPLE", KEY, "us-east-1", service)(request)


def requests_auth(request, service):
    return AWSRequestsAuth("AKIDEXAMPLE", KEY, urlsplit(request.url).netloc, "us-east-1", service)(request)


def by_botocore(request, service):
    signed = AWSRequest(method="GET", url=request.url)
    SigV4Auth(Credentials("AKIDEXAMPLE", KEY), service, "us-east-1").add_auth(signed)
    request.headers.update(dict(signed.headers.items()))
    return request


def members(count):
    names = "&".join(f"ActionNames.member.{number}=s3%3AGetObject" for number in range(1, count + 1))
    return f"https://iam.amazonaws.com/?Action=SimulateCustomPolicy&{names}&Version=2010-05-08"


tagging = "https://cloudfront.amazonaws.com/2020-05-31/tagging?Resource="
for name, url, service in [
        ("an encoded ARN", tagging + "arn%3Aaws%3Acloudfront%3A%3A123456789012%3Adistribution%2FE1", "cloudfront"),
        ("an ARN", tagging + "arn:aws:cloudfront::123456789012:distribution/E1", "cloudfront"),
        ("$LATEST", "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/f?Qualifier=$LATEST", "lambda"),
        ("nine members", members(9), "iam"), ("ten members", members(10), "iam")]:
    answers = []
    for library, sign in [("requests-aws4auth", aws4auth), ("aws-requests-auth", requests_auth),
                          ("botocore", by_botocore)]:
        prepared = requests.Request("GET", url).prepare()
        assert prepared.url == url
        answers.append(f"{library} {'right' if is_right(sign(prepared, service), service) else 'WRONG'}")
    print(f"{name}: {', '.join(answers)}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
an encoded ARN: requests-aws4auth right, aws-requests-auth right, botocore right
an ARN: requests-aws4auth right, aws-requests-auth WRONG, botocore WRONG
$LATEST: requests-aws4auth right, aws-requests-auth WRONG, botocore WRONG
nine members: requests-aws4auth right, aws-requests-auth right, botocore right
ten members: requests-aws4auth right, aws-requests-auth WRONG, botocore right
SEEN
