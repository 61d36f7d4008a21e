#!/usr/bin/env bash
# Mangum 0.22.0 runs ASGI applications (FastAPI, Starlette, Django) on Lambda, and takes events of Lambda@Edge by itself.
# What it makes of them is API Gateway's form in part, and neither it nor CloudFront says anything:
#   a body that is no text is in Base64, beside `isBase64Encoded`; CloudFront goes by `bodyEncoding`, which is missing and
#   so means text: viewers get the letters of the Base64 as an image, with status 200
#   of headers of one name only the last is left, where CloudFront takes a list: of two Set-Cookie one arrives
#   of the values of a header of the request only the first is left, so that the application misses half of the cookies
#   the path stays percent-encoded, where ASGI wants it decoded
# Behind an HTTP API of API Gateway the same application and library do each of these rightly. Let the application answer
# text with one cookie, or give the distribution a function URL as its origin. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install mangum==0.22.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import asyncio

from mangum import Mangum

asyncio.set_event_loop(asyncio.new_event_loop())
seen = {}


async def app(scope, receive, send):
    seen.update(path=scope["path"], cookies=[value.decode() for name, value in scope["headers"] if name == b"cookie"])
    await send({"type": "http.response.start", "status": 200, "headers": [
        (b"content-type", b"image/png"), (b"set-cookie", b"session=1; Secure"), (b"set-cookie", b"theme=dark")]})
    await send({"type": "http.response.body", "body": b"\x89PNG"})


def header(name, *values):
    return {name: [{"key": name, "value": value} for value in values]}


edge = {"Records": [{"cf": {
    "config": {"distributionId": "E2EXAMPLE", "eventType": "origin-request", "requestId": "r"},
    "request": {
        "clientIp": "192.0.2.1", "method": "GET", "uri": "/a%20b", "querystring": "",
        "headers": {**header("host", "www.example.com"), **header("cookie", "a=1", "b=2")}}}}]}
gateway = {
    "version": "2.0", "routeKey": "$default", "rawPath": "/a%20b", "rawQueryString": "", "cookies": ["a=1", "b=2"],
    "headers": {"host": "www.example.com"}, "isBase64Encoded": False,
    "requestContext": {"http": {"method": "GET", "path": "/a%20b", "sourceIp": "192.0.2.1", "protocol": "HTTP/1.1"}}}
handler = Mangum(app, lifespan="off")
for name, event in (("edge", edge), ("gateway", gateway)):
    answer = handler(event, {})
    cookies = answer.get("cookies") or [one["value"] for one in answer["headers"]["set-cookie"]]
    print(f"{name}: members {sorted(set(answer) - {'statusCode', 'status', 'headers', 'body'})}, body {answer['body']!r}")
    print(f"{name}: set-cookie {cookies}; the application sees {seen['path']!r}, {seen['cookies']}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
edge: members ['isBase64Encoded'], body 'iVBORw=='
edge: set-cookie ['theme=dark']; the application sees '/a%20b', ['a=1']
gateway: members ['cookies', 'isBase64Encoded'], body 'iVBORw=='
gateway: set-cookie ['session=1; Secure', 'theme=dark']; the application sees '/a b', ['a=1; b=2']
SEEN
