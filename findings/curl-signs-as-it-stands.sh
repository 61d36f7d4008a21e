#!/usr/bin/env bash
# curl 7.88.1 (Debian 12's) signs requests to AWS: --aws-sigv4 aws:amz:REGION:SERVICE. SigV4 wants a query sorted,
# encoded and with `=` behind each name, and the path encoded once more for all services but S3. This version signs both
# as they stand, so that whether it is right depends on how the URL was written (worked out here by the documentation):
#   ?Action=…&Version=…   right, and wrong with Version before Action, also from -G -d
#   ?policy               wrong: S3's way to ask for a part of a bucket; ?policy= is right
#   ?Resource=arn:…       wrong; arn%3A… is right
#   /functions/arn%3A…    wrong: Lambda's path with an ARN, and with a colon
#   -T file               wrong: the body that is signed is none
# The answer is SignatureDoesNotMatch (403), for some calls of one script, which looks like a key or a clock. Write
# queries sorted and encoded, and -d @file for -T; a path with what is encoded cannot be written. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
version=7.88.1-10+deb12u15
(cd "$folder" && apt-get download -qq curl=$version libcurl4=$version 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
"$folder/usr/bin/curl" --version | head -n 1

cd "$folder"
python3 - <<'PYTHON' | tee seen
import hashlib
import hmac
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import quote, unquote

KEY = "example-secret-key"
seen = []


class Stub(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        seen.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


def encoded(text):
    return quote(unquote(text), safe="-_.~")


def is_right(method, target, headers, body, service):
    """Whether the signature is that of the documentation, for the headers and the time that curl signed."""
    path, _, query = target.partition("?")
    pairs = sorted((encoded(name), encoded(value)) for name, _, value in
                   (pair.partition("=") for pair in query.split("&") if pair))
    names = re.search(r"SignedHeaders=([^, ]+)", headers["authorization"]).group(1)
    canonical = "\n".join([
        method, path if service == "s3" else quote(path, safe="/-_.~"),
        "&".join(name + "=" + value for name, value in pairs),
        "".join(f"{name}:{headers[name]}\n" for name in names.split(";")), names, hashlib.sha256(body).hexdigest()])
    scope = [headers["x-amz-date"][:8], "us-east-1", service, "aws4_request"]
    key = ("AWS4" + KEY).encode()
    for part in scope:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    to_sign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], "/".join(scope),
               hashlib.sha256(canonical.encode()).hexdigest()]
    return hmac.new(key, "\n".join(to_sign).encode(), hashlib.sha256).hexdigest() in headers["authorization"]


server = HTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=server.serve_forever, daemon=True).start()
open("body", "w").write("text")
for service, target, *options in [
        ("iam", "/?Action=GetUser&Version=2010-05-08"), ("iam", "/?Version=2010-05-08&Action=GetUser"),
        ("iam", "/", "-G", "-d", "Version=2010-05-08", "-d", "Action=GetUser"),
        ("iam", "/", "-d", "Version=2010-05-08&Action=GetUser"),
        ("s3", "/bucket?policy"), ("s3", "/bucket?policy="), ("s3", "/bucket/a%20b"),
        ("cloudfront", "/2020-05-31/tagging?Resource=arn:aws:cloudfront::123456789012:distribution/E1"),
        ("cloudfront", "/2020-05-31/tagging?Resource=arn%3Aaws%3Acloudfront%3A%3A123456789012%3Adistribution%2FE1"),
        ("lambda", "/2015-03-31/functions/edge"), ("lambda", "/2015-03-31/functions/edge%3A3"),
        ("lambda", "/2015-03-31/functions/edge:3"),
        ("s3", "/bucket/key", "-X", "PUT", "-d", "@body"), ("s3", "/bucket/key", "-T", "body")]:
    subprocess.run(["usr/bin/curl", "--silent", "--fail", "--aws-sigv4", "aws:amz:us-east-1:" + service, "--user",
                    "AKIDEXAMPLE:" + KEY, *options, f"http://127.0.0.1:{server.server_port}{target}"], check=True)
    print("right" if is_right(*seen.pop(), service) else "WRONG", service, target, *options)
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
right iam /?Action=GetUser&Version=2010-05-08
WRONG iam /?Version=2010-05-08&Action=GetUser
WRONG iam / -G -d Version=2010-05-08 -d Action=GetUser
right iam / -d Version=2010-05-08&Action=GetUser
WRONG s3 /bucket?policy
right s3 /bucket?policy=
right s3 /bucket/a%20b
WRONG cloudfront /2020-05-31/tagging?Resource=arn:aws:cloudfront::123456789012:distribution/E1
right cloudfront /2020-05-31/tagging?Resource=arn%3Aaws%3Acloudfront%3A%3A123456789012%3Adistribution%2FE1
right lambda /2015-03-31/functions/edge
WRONG lambda /2015-03-31/functions/edge%3A3
WRONG lambda /2015-03-31/functions/edge:3
right s3 /bucket/key -X PUT -d @body
WRONG s3 /bucket/key -T body
SEEN
