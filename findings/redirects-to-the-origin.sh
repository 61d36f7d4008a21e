#!/usr/bin/env bash
# Behind a distribution the application sees the origin's own name and, often, plain HTTP: CloudFront does not hand on
# Host unless told to. Where a framework makes a redirect by itself, for a slash that is missing or from redirect("/a"),
# it names either a path, which is right anywhere, or what it takes for its own address. Of eleven for Python:
#   Starlette 1.10.0, FastAPI 0.165.0   307 to http://origin…/d/ for the slash, though a path for redirect()
#   Flask 3.1.3                         308 to http://origin…/d/ for the slash, a path for redirect(): permanent, so
#                                       that a browser that once had it never asks the edge again
#   CherryPy 18.10.0, Pyramid 2.1       http://origin… for both, CherryPy with 301 for the slash
#   Bottle 0.13.4                       http://origin… for redirect(), and no redirect for the slash
#   Django 5.2.19, aiohttp 3.14.5, Tornado 6.6.1   a path for both
#   Litestar 2.25.0, falcon 4.4.0       a path for redirect(), and no redirect for the slash
# Viewers see the origin's name, without TLS, or reach nothing; tests without an edge pass. HEAD of a page that has a
# GET, by which monitors and checkers of links ask, is 405 for FastAPI, Litestar, falcon and Tornado. Have the slashes
# right in the links, rewrite Location at the edge, or let it hand on Host. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install starlette==1.10.0 fastapi==0.165.0 \
  flask==3.1.3 werkzeug==3.1.9 cherrypy==18.10.0 pyramid==2.1 bottle==0.13.4 django==5.2.19 aiohttp==3.14.5 \
  tornado==6.6.1 litestar==2.25.0 falcon==4.4.0 httpx==0.28.1

cat > "$folder/try.py" <<'PYTHON'
import asyncio
import logging

import aiohttp
import bottle
import cherrypy
import django
import falcon
import fastapi
import flask
import litestar
import tornado.web
from aiohttp import web
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from falcon import testing
from litestar.response import Redirect
from litestar.testing import TestClient as LitestarClient
from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPFound
from pyramid.response import Response
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from werkzeug.test import Client

logging.disable(logging.CRITICAL)
ASKED = ("HEAD", "/a"), ("GET", "/d"), ("GET", "/go")
HOST = "origin.internal"


def line(name, answers):
    words = [" ".join([*asked, str(status), place or ""]).strip() for asked, (status, place) in zip(ASKED, answers)]
    print(f"{name}:", ", ".join(words))


def asgi(client):
    answers = [client.request(method, where, follow_redirects=False) for method, where in ASKED]
    return [(answer.status_code, answer.headers.get("location")) for answer in answers]


def wsgi(application):
    client = Client(application)
    answers = [client.open(where, method=method, headers={"Host": HOST}) for method, where in ASKED]
    return [(answer.status_code, answer.headers.get("Location")) for answer in answers]


async def page(request):
    return PlainTextResponse("page")


async def go(request):
    return RedirectResponse("/a")


starlette = Starlette(routes=[Route("/a", page), Route("/d/", page), Route("/go", go)])
line("starlette", asgi(TestClient(starlette, base_url=f"http://{HOST}")))

fast = fastapi.FastAPI()
for where in "/a", "/d/":
    fast.get(where)(lambda: "page")
fast.get("/go", response_class=RedirectResponse)(lambda: "/a")
line("fastapi", asgi(TestClient(fast, base_url=f"http://{HOST}")))


@litestar.get(["/a", "/d/"])
async def litestar_page() -> str:
    return "page"


@litestar.get("/go")
async def litestar_go() -> Redirect:
    return Redirect("/a")


with LitestarClient(litestar.Litestar([litestar_page, litestar_go]), base_url=f"http://{HOST}") as client:
    line("litestar", asgi(client))


class Page:
    def on_get(self, request, response):
        response.text = "page"


class Go:
    def on_get(self, request, response):
        raise falcon.HTTPFound("/a")


application = falcon.App()
for where, resource in ("/a", Page()), ("/d/", Page()), ("/go", Go()):
    application.add_route(where, resource)
line("falcon", wsgi(application))

application = flask.Flask("origin")
application.add_url_rule("/a", "a", lambda: "page")
application.add_url_rule("/d/", "d", lambda: "page")
application.add_url_rule("/go", "go", lambda: flask.redirect("/a"))
line("flask", wsgi(application))

application = bottle.Bottle()
application.get(["/a", "/d/"])(lambda: "page")
application.get("/go")(lambda: bottle.redirect("/a"))
line("bottle", wsgi(application))

with Configurator() as configurator:
    for name, where in ("a", "/a"), ("d", "/d/"), ("go", "/go"):
        configurator.add_route(name, where)
    for name in "a", "d":
        configurator.add_view(lambda request: Response("page"), route_name=name)
    configurator.add_view(lambda request: HTTPFound("/a"), route_name="go")
    configurator.add_notfound_view(lambda request: Response("none", status=404), append_slash=True)
    line("pyramid", wsgi(configurator.make_wsgi_app()))


class Folder:
    @cherrypy.expose
    def index(self):
        return "page"


class Root:
    d = Folder()

    @cherrypy.expose
    def a(self):
        return "page"

    @cherrypy.expose
    def go(self):
        raise cherrypy.HTTPRedirect("/a")


cherrypy.config.update({"log.screen": False})
line("cherrypy", wsgi(cherrypy.tree.mount(Root(), "/")))

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="none",
                   MIDDLEWARE=["django.middleware.common.CommonMiddleware"])
urlpatterns = [path("a", lambda request: HttpResponse("page")), path("d/", lambda request: HttpResponse("page")),
               path("go", lambda request: HttpResponseRedirect("/a"))]
django.setup()
from django.core.wsgi import get_wsgi_application  # noqa: E402
line("django", wsgi(get_wsgi_application()))


class TornadoPage(tornado.web.RequestHandler):
    @tornado.web.addslash
    def get(self):
        self.write("page")


class TornadoPlain(tornado.web.RequestHandler):
    def get(self):
        self.write("page")


async def others():
    async def page(request):
        return web.Response(text="page")

    async def go(request):
        raise web.HTTPFound("/a")

    application = web.Application(middlewares=[web.normalize_path_middleware()])
    for where, handler in ("/a", page), ("/d/", page), ("/go", go):
        application.router.add_get(where, handler)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server = tornado.web.Application([("/a", TornadoPlain), ("/d/?", TornadoPage), (
        "/go", tornado.web.RedirectHandler, {"url": "/a", "permanent": False})]).listen(0, "127.0.0.1")
    ports = {"aiohttp": runner.addresses[0][1],
             "tornado": next(iter(server._sockets.values())).getsockname()[1]}
    async with aiohttp.ClientSession(headers={"Host": HOST}) as session:
        for name, port in ports.items():
            answers = []
            for method, where in ASKED:
                async with session.request(method, f"http://127.0.0.1:{port}{where}", allow_redirects=False) as answer:
                    answers.append((answer.status, answer.headers.get("Location")))
            line(name, answers)
    server.stop()
    await runner.cleanup()


asyncio.run(others())
PYTHON
"$folder/venv/bin/python" -W ignore "$folder/try.py" | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
starlette: HEAD /a 200, GET /d 307 http://origin.internal/d/, GET /go 307 /a
fastapi: HEAD /a 405, GET /d 307 http://origin.internal/d/, GET /go 307 /a
litestar: HEAD /a 405, GET /d 200, GET /go 302 /a
falcon: HEAD /a 405, GET /d 404, GET /go 302 /a
flask: HEAD /a 200, GET /d 308 http://origin.internal/d/, GET /go 302 /a
bottle: HEAD /a 200, GET /d 404, GET /go 303 http://origin.internal/a
pyramid: HEAD /a 200, GET /d 307 http://origin.internal/d/, GET /go 302 http://origin.internal/a
cherrypy: HEAD /a 200, GET /d 301 http://origin.internal/d/, GET /go 303 http://origin.internal/a
django: HEAD /a 200, GET /d 301 /d/, GET /go 302 /a
aiohttp: HEAD /a 200, GET /d 308 /d/, GET /go 302 /a
tornado: HEAD /a 405, GET /d 301 /d/, GET /go 302 /a
SEEN
