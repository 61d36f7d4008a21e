#!/usr/bin/env bash
# The edge asks an origin again when a file is over (If-None-Match, If-Modified-Since), and viewers go on with a
# download that broke off (Range with If-Range: the rest of this version, or all of another). Static files of six
# frameworks for Python, all of which send ETag and Last-Modified:
#   Litestar 2.25.0     never says 304, and knows no Range: its ETag is for nothing, each asking is the whole file
#   WhiteNoise 6.12.0   no 304 for W/"…", which CloudFront makes of an ETag when it compresses, nor for a list of two
#   WhiteNoise, falcon 4.4.0, aiohttp 3.14.5
#                       pass over If-Range: the rest of the new file is put behind the beginning of the old one
#   two ranges in one request (bytes=0-1,4-5)    falcon 400, Flask 3.1.3 and aiohttp 416, for what is valid and may be
#                       answered with all of it, as WhiteNoise does
#   Starlette 1.10.0    right in all of it
# A deployment in the middle of a download, or a player that asks for two parts, is what shows it. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install litestar==2.25.0 whitenoise==6.12.0 falcon==4.4.0 \
  aiohttp==3.14.5 flask==3.1.3 starlette==1.10.0 httpx==0.28.1

cd "$folder"
mkdir site
venv/bin/python -c 'print("edge " * 600)' > site/page.html
cat > try.py <<'PYTHON'
import asyncio
import logging
from os.path import abspath

import aiohttp
import falcon
from aiohttp import web
from falcon import testing
from flask import Flask
from litestar import Litestar
from litestar.static_files import create_static_files_router
from litestar.testing import TestClient as LitestarClient
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient
from werkzeug.test import Client
from whitenoise import WhiteNoise

logging.disable(logging.CRITICAL)


def questions(tag, date):
    return {
        "tag": {"If-None-Match": tag}, "weak": {"If-None-Match": "W/" + tag},
        "list": {"If-None-Match": f'"other", {tag}'}, "date": {"If-Modified-Since": date},
        "part": {"Range": "bytes=0-9"}, "rest": {"Range": "bytes=0-9", "If-Range": tag},
        "rest of another": {"Range": "bytes=0-9", "If-Range": '"other"'}, "two parts": {"Range": "bytes=0-1,4-5"},
    }


def show(name, get):
    headers = {key.lower(): value for key, value in dict(get({}).headers).items()}
    asked = questions(headers["etag"], headers["last-modified"])
    print(f"{name}:", ", ".join(f"{what} {get(question).status_code}" for what, question in asked.items()))


class Answer:
    def __init__(self, status, headers):
        self.status_code, self.headers = status, headers


async def with_aiohttp():
    application = web.Application()
    application.router.add_static("/", "site")
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/page.html"
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as first:
            tag, date = first.headers["ETag"], first.headers["Last-Modified"]
        statuses = {}
        for what, question in questions(tag, date).items():
            async with session.get(url, headers=question) as answer:
                statuses[what] = answer.status
    await runner.cleanup()
    print("aiohttp:", ", ".join(f"{what} {status}" for what, status in statuses.items()))


with LitestarClient(Litestar([create_static_files_router("/", ["site"])])) as client:
    show("litestar", lambda headers: client.get("/page.html", headers=headers))
whitenoise = Client(WhiteNoise(lambda environ, start: [start("404 Not Found", []) and b""], root="site"))
show("whitenoise", lambda headers: whitenoise.get("/page.html", headers=headers))
application = falcon.App()
application.add_static_route("/", abspath("site"))
show("falcon", lambda headers: testing.TestClient(application).simulate_get("/page.html", headers=headers))
flask = Flask("origin", static_folder=abspath("site"), static_url_path="/")
show("flask", lambda headers: flask.test_client().get("/page.html", headers=headers))
asyncio.run(with_aiohttp())
starlette = TestClient(Starlette(routes=[Mount("/", StaticFiles(directory="site"))]))
show("starlette", lambda headers: starlette.get("/page.html", headers=headers))
PYTHON
venv/bin/python -W ignore try.py | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
litestar: tag 200, weak 200, list 200, date 200, part 200, rest 200, rest of another 200, two parts 200
whitenoise: tag 304, weak 200, list 200, date 304, part 206, rest 206, rest of another 206, two parts 200
falcon: tag 304, weak 304, list 304, date 304, part 206, rest 206, rest of another 206, two parts 400
flask: tag 304, weak 304, list 304, date 304, part 206, rest 206, rest of another 200, two parts 416
aiohttp: tag 304, weak 304, list 304, date 304, part 206, rest 206, rest of another 206, two parts 416
starlette: tag 304, weak 304, list 304, date 304, part 206, rest 206, rest of another 200, two parts 206
SEEN
