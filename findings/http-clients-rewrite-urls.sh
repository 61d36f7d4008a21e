#!/usr/bin/env bash
# A URL of CloudFront that is signed with a canned policy is good for one text: the policy is not sent along, and is
# made again out of what is asked for. Who checks such links from Python, or fetches by them, asks for another text with
# some of the usual clients:
#   urllib (3.11), httpx 0.28.1       ask for these URLs as they are
#   urllib3 2.8.0                     writes %2f as %2F
#   requests 2.34.2                   that, and decodes what need not be encoded: %7E is ~
#   aiohttp 3.14.5 (through yarl)     decodes more: in a query https%3A%2F%2F is https://, in a path %2C is a comma
# To most servers it is the same resource, which is why nobody notices; here the signature is of another text, for the
# links alone that have such a thing in them, and for none in a browser. (Paths may be brought into one form at the edge
# before that; of queries CloudFront says no such thing.) Cache keys go by the text of a query as well. For aiohttp say
# yarl.URL(url, encoded=True). Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aiohttp==3.14.5 yarl==1.25.1 botocore==1.44.8 \
  cryptography==48.0.0 httpx==0.28.1 requests==2.34.2 urllib3==2.8.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import asyncio
import base64
import datetime
import http.server
import threading
import urllib.parse
import urllib.request

import aiohttp
import httpx
import requests
import urllib3
import yarl
from botocore.signers import CloudFrontSigner
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

KEY = rsa.generate_private_key(65537, 2048)
SCHEME = padding.PKCS1v15(), hashes.SHA1()
UNTIL = datetime.datetime(2040, 1, 1, tzinfo=datetime.timezone.utc)
asked = []


class Edge(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def fits(url):
    """Whether it is a signature of what was asked for, without its own three parameters, as the guide has it."""
    url, *parameters = url.replace("?Expires=", "&Expires=").rsplit("&", 3)
    values = dict(parameter.split("=", 1) for parameter in parameters)
    until = f'{{"DateLessThan":{{"AWS:EpochTime":{values["Expires"]}}}}}'
    policy = f'{{"Statement":[{{"Resource":"{url}","Condition":{until}}}]}}'
    signature = base64.b64decode(values["Signature"].translate(str.maketrans("-_~", "+=/")))
    try:
        KEY.public_key().verify(signature, policy.encode(), *SCHEME)
    except InvalidSignature:
        return "does not fit"
    return "fits"


async def by_aiohttp(url):
    async with aiohttp.ClientSession() as session, session.get(url):
        pass


CLIENTS = {"urllib": lambda url: urllib.request.urlopen(url).close(), "httpx": httpx.get,
           "urllib3": lambda url: urllib3.PoolManager().request("GET", url), "requests": requests.get,
           "aiohttp": lambda url: asyncio.run(by_aiohttp(url)),
           "aiohttp, encoded=True": lambda url: asyncio.run(by_aiohttp(yarl.URL(url, encoded=True)))}
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Edge)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
signer = CloudFrontSigner("K1", lambda message: KEY.sign(message, *SCHEME))
for path in ("/a%20b.pdf?x=1", "/a%7Eb.pdf", "/a%2fb.pdf", "/a%2Cb.pdf", "/view?of=https%3A%2F%2Fexample.com%2F"):
    signed = signer.generate_presigned_url(base + path, date_less_than=UNTIL)
    print(path)
    for name, get in CLIENTS.items():
        get(signed)
        shown = asked[-1].partition("Expires=")[0].rstrip("?&")
        print(f"  {name}: {shown}, the signature {fits(base + asked[-1])}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
/a%20b.pdf?x=1
  urllib: /a%20b.pdf?x=1, the signature fits
  httpx: /a%20b.pdf?x=1, the signature fits
  urllib3: /a%20b.pdf?x=1, the signature fits
  requests: /a%20b.pdf?x=1, the signature fits
  aiohttp: /a%20b.pdf?x=1, the signature fits
  aiohttp, encoded=True: /a%20b.pdf?x=1, the signature fits
/a%7Eb.pdf
  urllib: /a%7Eb.pdf, the signature fits
  httpx: /a%7Eb.pdf, the signature fits
  urllib3: /a%7Eb.pdf, the signature fits
  requests: /a~b.pdf, the signature does not fit
  aiohttp: /a~b.pdf, the signature does not fit
  aiohttp, encoded=True: /a%7Eb.pdf, the signature fits
/a%2fb.pdf
  urllib: /a%2fb.pdf, the signature fits
  httpx: /a%2fb.pdf, the signature fits
  urllib3: /a%2Fb.pdf, the signature does not fit
  requests: /a%2Fb.pdf, the signature does not fit
  aiohttp: /a%2Fb.pdf, the signature does not fit
  aiohttp, encoded=True: /a%2fb.pdf, the signature fits
/a%2Cb.pdf
  urllib: /a%2Cb.pdf, the signature fits
  httpx: /a%2Cb.pdf, the signature fits
  urllib3: /a%2Cb.pdf, the signature fits
  requests: /a%2Cb.pdf, the signature fits
  aiohttp: /a,b.pdf, the signature does not fit
  aiohttp, encoded=True: /a%2Cb.pdf, the signature fits
/view?of=https%3A%2F%2Fexample.com%2F
  urllib: /view?of=https%3A%2F%2Fexample.com%2F, the signature fits
  httpx: /view?of=https%3A%2F%2Fexample.com%2F, the signature fits
  urllib3: /view?of=https%3A%2F%2Fexample.com%2F, the signature fits
  requests: /view?of=https%3A%2F%2Fexample.com%2F, the signature fits
  aiohttp: /view?of=https://example.com/, the signature does not fit
  aiohttp, encoded=True: /view?of=https%3A%2F%2Fexample.com%2F, the signature fits
SEEN
