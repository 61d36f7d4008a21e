#!/usr/bin/env bash
# An answer that is compressed for some and not for others has to say so to caches by `Vary: Accept-Encoding`, on both.
# Five ways to compress what an application in Python answers, as the origin of a distribution:
#   aiohttp 3.14.5, enable_compression()   no Vary at all. A part of a file (Range) is compressed by itself, as 206 with
#                                          the Content-Range of the file: what is put together of such parts is no file
#   Litestar 2.25.0, brotli-asgi 1.7.0     Vary on what is compressed alone: the first visitor without gzip leaves the
#                                          plain page in a cache for all
#   Starlette 1.10.0                       Vary on both, but not for HEAD
#   these four                             the compressed page has the ETag of the plain one, a strong one for two texts
#   Flask-Compress 1.25                    right in all of this
# All five compress for `gzip;q=0` too, which refuses gzip.
# Behind CloudFront a cache policy with EnableAcceptEncodingGzip keeps the two apart by itself; a policy without it, and
# browsers or proxies behind it, go by Vary. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aiohttp==3.14.5 litestar==2.25.0 brotli-asgi==1.7.0 \
  starlette==1.10.0 flask==3.1.3 flask-compress==1.25 httpx==0.28.1

cd "$folder"
mkdir site
venv/bin/python -c 'print("edge " * 4000)' > site/page.txt
cat > try.py <<'PYTHON'
import asyncio
import logging

import aiohttp
from aiohttp import web
from brotli_asgi import BrotliMiddleware
from flask import Flask, request
from flask_compress import Compress
from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.static_files import create_static_files_router
from litestar.testing import TestClient as LitestarClient
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

logging.disable(logging.CRITICAL)
REQUESTS = [("GET", "identity", None), ("GET", "gzip", None), ("GET", "gzip;q=0", None), ("HEAD", "gzip", None),
            ("GET", "gzip", "bytes=0-4999")]


def show(name, call):
    etags = {}
    for method, accepted, part in REQUESTS:
        if method == "HEAD" and name == "aiohttp":
            continue
        headers = {"Accept-Encoding": accepted, **({"Range": part} if part else {})}
        status, answer, size = call(method, headers)
        answer = {key.lower(): value for key, value in answer.items()}
        encoding, tag = answer.get("content-encoding", "plain"), answer.get("etag", "")
        etags.setdefault(encoding, tag.removeprefix("W/"))
        print(f"{name}: {method} {accepted}{' ' + part if part else ''}: {status} {encoding}, Vary {answer.get('vary')}"
              + (f", Content-Range {answer['content-range']}, {size} bytes" if status == 206 else ""))
    if "gzip" in etags:
        print(f"{name}: ETag of both the same: {etags['gzip'] == etags['plain']}")


def streamed(client):
    def call(method, headers):
        with client.stream(method, "/page.txt", headers=headers) as answer:
            return answer.status_code, answer.headers, len(b"".join(answer.iter_raw()))
    return call


async def file(request):
    answer = web.FileResponse("site/page.txt")
    answer.enable_compression()
    return answer


async def with_aiohttp():
    application = web.Application()
    application.router.add_get("/page.txt", file)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/page.txt"
    answers = {}
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        for method, accepted, part in REQUESTS:
            if method == "HEAD":
                continue
            headers = {"Accept-Encoding": accepted, **({"Range": part} if part else {})}
            async with session.request(method, url, headers=headers) as answer:
                answers[method, accepted, part] = answer.status, dict(answer.headers), len(await answer.read())
    await runner.cleanup()
    return answers

answers = asyncio.run(with_aiohttp())
show("aiohttp", lambda method, headers: answers[method, headers["Accept-Encoding"], headers.get("Range")])
with LitestarClient(Litestar([create_static_files_router("/", ["site"])],
                             compression_config=CompressionConfig("gzip"))) as client:
    show("litestar", streamed(client))
for name, middleware in ("brotli-asgi", BrotliMiddleware), ("starlette", GZipMiddleware):
    files = Starlette(routes=[Mount("/", StaticFiles(directory="site"))], middleware=[Middleware(middleware)])
    show(name, streamed(TestClient(files)))

flask = Flask("origin")
Compress(flask)


@flask.get("/page.txt")
def page():
    text = open("site/page.txt").read()
    answer = flask.make_response(text)
    answer.add_etag()
    return answer.make_conditional(request, accept_ranges=True, complete_length=len(text))


def with_flask(method, headers):
    answer = flask.test_client().open("/page.txt", method=method, headers=headers)
    return answer.status_code, answer.headers, len(answer.data)


show("flask-compress", with_flask)
PYTHON
venv/bin/python -W ignore try.py | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
aiohttp: GET identity: 200 plain, Vary None
aiohttp: GET gzip: 200 gzip, Vary None
aiohttp: GET gzip;q=0: 200 gzip, Vary None
aiohttp: GET gzip bytes=0-4999: 206 gzip, Vary None, Content-Range bytes 0-4999/20001, 49 bytes
aiohttp: ETag of both the same: True
litestar: GET identity: 200 plain, Vary None
litestar: GET gzip: 200 gzip, Vary Accept-Encoding
litestar: GET gzip;q=0: 200 gzip, Vary Accept-Encoding
litestar: HEAD gzip: 200 plain, Vary None
litestar: GET gzip bytes=0-4999: 200 gzip, Vary Accept-Encoding
litestar: ETag of both the same: True
brotli-asgi: GET identity: 200 plain, Vary None
brotli-asgi: GET gzip: 200 gzip, Vary Accept-Encoding
brotli-asgi: GET gzip;q=0: 200 gzip, Vary Accept-Encoding
brotli-asgi: HEAD gzip: 200 plain, Vary None
brotli-asgi: GET gzip bytes=0-4999: 206 plain, Vary None, Content-Range bytes 0-4999/20001, 5000 bytes
brotli-asgi: ETag of both the same: True
starlette: GET identity: 200 plain, Vary Accept-Encoding
starlette: GET gzip: 200 gzip, Vary Accept-Encoding
starlette: GET gzip;q=0: 200 gzip, Vary Accept-Encoding
starlette: HEAD gzip: 200 plain, Vary None
starlette: GET gzip bytes=0-4999: 206 plain, Vary None, Content-Range bytes 0-4999/20001, 5000 bytes
starlette: ETag of both the same: True
flask-compress: GET identity: 200 plain, Vary Accept-Encoding
flask-compress: GET gzip: 200 gzip, Vary Accept-Encoding
flask-compress: GET gzip;q=0: 200 gzip, Vary Accept-Encoding
flask-compress: HEAD gzip: 200 gzip, Vary Accept-Encoding
flask-compress: GET gzip bytes=0-4999: 206 plain, Vary Accept-Encoding, Content-Range bytes 0-4999/20001, 5000 bytes
flask-compress: ETag of both the same: False
SEEN
