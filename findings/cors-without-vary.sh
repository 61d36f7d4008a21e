#!/usr/bin/env bash
# An application that lets two sites read its answers says in Access-Control-Allow-Origin which of them asked. A cache
# in front has to be told by `Vary: Origin`, on each answer, one to a request without Origin among them (the Fetch
# standard has a section on it, "CORS protocol and HTTP caches"). Five libraries for Python with two origins allowed:
#   falcon 4.4.0               no Vary at all: whoever comes first decides for all
#   Litestar 2.25.0            Vary where the origin is allowed alone: an answer to no Origin, or to another, is kept
#                              without a word of CORS, and the browsers of the allowed sites refuse it
#   flask-cors 6.0.5           right; to a request without Origin it names the first of the list
#   Starlette 1.10.0, django-cors-headers 4.9.0   right
# With a crawler or a link as the first request, pages of the allowed sites fail until the edge forgets, and then work.
# Have Origin in the cache policy, or let a response headers policy answer CORS. Fails where a line below is no longer
# so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install falcon==4.4.0 litestar==2.25.0 flask==3.1.3 \
  flask-cors==6.0.5 starlette==1.10.0 django==5.2.19 django-cors-headers==4.9.0 httpx==0.28.1

cat > "$folder/try.py" <<'PYTHON'
import logging

import django
import falcon
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from falcon import testing
from flask import Flask
from flask_cors import CORS
from litestar import Litestar, get
from litestar.config.cors import CORSConfig
from litestar.testing import TestClient as LitestarClient
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

logging.disable(logging.CRITICAL)
ALLOWED = ["https://a.example", "https://c.example"]


def show(name, call):
    for asked in None, "https://a.example", "https://c.example", "https://b.example":
        answer = {key.lower(): value for key, value in dict(call({"Origin": asked} if asked else {})).items()}
        print(f"{name}: Origin {asked}: {answer.get('access-control-allow-origin')}, Vary {answer.get('vary')}")


class Page:
    def on_get(self, request, response):
        response.text = "page"


application = falcon.App(middleware=[falcon.CORSMiddleware(allow_origins=ALLOWED)])
application.add_route("/", Page())
show("falcon", lambda headers: testing.TestClient(application).simulate_get("/", headers=headers).headers)


@get("/")
async def litestar_page() -> str:
    return "page"


with LitestarClient(Litestar([litestar_page], cors_config=CORSConfig(allow_origins=ALLOWED))) as client:
    show("litestar", lambda headers: client.get("/", headers=headers).headers)

flask = Flask("origin")
CORS(flask, origins=ALLOWED)
flask.add_url_rule("/", view_func=lambda: "page")
show("flask-cors", lambda headers: flask.test_client().get("/", headers=headers).headers)


async def starlette_page(request):
    return PlainTextResponse("page")


starlette = Starlette(routes=[Route("/", starlette_page)],
                      middleware=[Middleware(CORSMiddleware, allow_origins=ALLOWED)])
show("starlette", lambda headers: TestClient(starlette).get("/", headers=headers).headers)

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, INSTALLED_APPS=["corsheaders"], SECRET_KEY="none",
                   MIDDLEWARE=["corsheaders.middleware.CorsMiddleware"], CORS_ALLOWED_ORIGINS=ALLOWED)
urlpatterns = [path("", lambda request: HttpResponse("page"))]
django.setup()
from django.test import Client  # noqa: E402
show("django-cors-headers", lambda headers: Client().get("/", headers=headers).headers)
PYTHON
"$folder/venv/bin/python" -W ignore "$folder/try.py" | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
falcon: Origin None: None, Vary None
falcon: Origin https://a.example: https://a.example, Vary None
falcon: Origin https://c.example: https://c.example, Vary None
falcon: Origin https://b.example: None, Vary None
litestar: Origin None: None, Vary None
litestar: Origin https://a.example: https://a.example, Vary Origin
litestar: Origin https://c.example: https://c.example, Vary Origin
litestar: Origin https://b.example: None, Vary None
flask-cors: Origin None: https://a.example, Vary Origin
flask-cors: Origin https://a.example: https://a.example, Vary Origin
flask-cors: Origin https://c.example: https://c.example, Vary Origin
flask-cors: Origin https://b.example: None, Vary None
starlette: Origin None: None, Vary Origin
starlette: Origin https://a.example: https://a.example, Vary Origin
starlette: Origin https://c.example: https://c.example, Vary Origin
starlette: Origin https://b.example: None, Vary Origin
django-cors-headers: Origin None: None, Vary origin
django-cors-headers: Origin https://a.example: https://a.example, Vary origin
django-cors-headers: Origin https://c.example: https://c.example, Vary origin
django-cors-headers: Origin https://b.example: None, Vary origin
SEEN
