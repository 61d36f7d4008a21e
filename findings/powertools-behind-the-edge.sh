#!/usr/bin/env bash
# aws-lambda-powertools 3.37.0, LambdaFunctionUrlResolver: what answers behind a distribution whose origin is a function
# URL. Some of what it answers depends on the request and does not say so, which a cache has to be told by Vary:
#   compress=True        gzip where "gzip" stands in Accept-Encoding, without `Vary: Accept-Encoding`; for gzip;q=0 as
#                        well, which refuses it, and not for GZIP
#   CORSConfig           with more than one origin the answer names the one that asked, without `Vary: Origin`
# So a browser, or an edge whose cache key lacks that header, hands out what was made for somebody else, and whether a
# page works depends on who came first. And HEAD of a path that has a GET is 404, so that health checks and checkers of
# links see nothing there. Add Vary in the routes, and have both headers in the cache policy. Fails where a line below
# is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-lambda-powertools==3.37.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from aws_lambda_powertools.event_handler import CORSConfig, LambdaFunctionUrlResolver

ORIGINS = CORSConfig(allow_origin="https://one.example", extra_origins=["https://two.example"])
app = LambdaFunctionUrlResolver(cors=ORIGINS)


@app.get("/prices", compress=True, cache_control="public, max-age=60")
def prices():
    return {"prices": [1, 2, 3]}


def answer(method, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    http = {"method": method, "path": "/prices", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "test"}
    event = {"version": "2.0", "routeKey": "$default", "rawPath": "/prices", "rawQueryString": "", "headers": headers,
             "requestContext": {"http": http, "stage": "$default", "requestId": "1"}, "isBase64Encoded": False}
    answer = app.resolve(event, None)
    print(method, headers)
    print(f"  {answer['statusCode']}", *(f"{name}: {answer['headers'].get(name, 'none')}" for name in (
        "Content-Encoding", "Access-Control-Allow-Origin", "Vary")), sep="; ")


for encoding in ("gzip", "gzip;q=0", "GZIP", "br"):
    answer("GET", accept_encoding=encoding)
for origin in ("https://one.example", "https://two.example"):
    answer("GET", origin=origin)
answer("HEAD")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
GET {'accept-encoding': 'gzip'}
  200; Content-Encoding: gzip; Access-Control-Allow-Origin: none; Vary: none
GET {'accept-encoding': 'gzip;q=0'}
  200; Content-Encoding: gzip; Access-Control-Allow-Origin: none; Vary: none
GET {'accept-encoding': 'GZIP'}
  200; Content-Encoding: none; Access-Control-Allow-Origin: none; Vary: none
GET {'accept-encoding': 'br'}
  200; Content-Encoding: none; Access-Control-Allow-Origin: none; Vary: none
GET {'origin': 'https://one.example'}
  200; Content-Encoding: none; Access-Control-Allow-Origin: https://one.example; Vary: none
GET {'origin': 'https://two.example'}
  200; Content-Encoding: none; Access-Control-Allow-Origin: https://two.example; Vary: none
HEAD {}
  404; Content-Encoding: none; Access-Control-Allow-Origin: none; Vary: none
SEEN
