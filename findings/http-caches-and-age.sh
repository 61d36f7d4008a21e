#!/usr/bin/env bash
# What an edge hands out has an Age: it was there for so long. RFC 9111, 4.2.3, counts that, so that `max-age=60` with
# `Age: 55` is good for five seconds more, and with `Age: 100` for none. Three caches for Python's clients do not look:
#   cachecontrol 0.14.4               sixty seconds from now in each case
#   requests-cache 1.3.3              the same, with cache_control=True; without, it goes by none of these headers
#   hishel 2.0.0, rfc=True            the same, and writes `Age: 0` over what the edge said
# Behind a distribution a client with such a cache has a page for up to twice its time, and a probe that goes through
# it reports an age of its own. Two more things differ from what one expects: hishel follows RFC 9111 since 2.0 only
# where it is told to, and keeps `no-store` too by default; and must-revalidate, which says nothing of an answer that
# is fresh, makes requests-cache ask each time. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install cachecontrol==0.14.4 requests-cache==1.3.3 \
  'hishel[httpx]==2.0.0' httpx==0.28.1 requests==2.34.2

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import http.server
import threading

import cachecontrol
import hishel
import hishel.httpx
import requests
import requests_cache

ANSWERS = {"/fresh": {"Cache-Control": "max-age=60", "Age": "5"}, "/old": {"Cache-Control": "max-age=60", "Age": "100"},
           "/again": {"Cache-Control": "max-age=60, must-revalidate"}, "/never": {"Cache-Control": "no-store"}}
asked = []


class Edge(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked.append(self.path)
        self.send_response(200)
        for name, value in ANSWERS[self.path].items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def hishel_client(**options):
    return hishel.httpx.CacheClient(storage=hishel.SqliteStorage(database_path=f"{len(options)}.db"), **options)


CLIENTS = {"cachecontrol": cachecontrol.CacheControl(requests.Session()),
           "requests-cache": requests_cache.CachedSession(backend="memory", cache_control=True),
           "requests-cache without cache_control": requests_cache.CachedSession(backend="memory"),
           "hishel, rfc=True": hishel_client(rfc=True), "hishel": hishel_client()}
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Edge)
threading.Thread(target=server.serve_forever, daemon=True).start()
for path, headers in ANSWERS.items():
    print(*(f"{name}: {value}" for name, value in headers.items()), sep="; ")
    for name, client in CLIENTS.items():
        asked.clear()
        answers = [client.get(f"http://127.0.0.1:{server.server_port}{path}") for _ in range(2)]
        said = "from the cache" if len(asked) == 1 else "asked again"
        print(f"  {name}: {said}{', with another Age' if answers[-1].headers.get('Age') != headers.get('Age') else ''}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Cache-Control: max-age=60; Age: 5
  cachecontrol: from the cache
  requests-cache: from the cache
  requests-cache without cache_control: from the cache
  hishel, rfc=True: from the cache, with another Age
  hishel: from the cache
Cache-Control: max-age=60; Age: 100
  cachecontrol: from the cache
  requests-cache: from the cache
  requests-cache without cache_control: from the cache
  hishel, rfc=True: from the cache, with another Age
  hishel: from the cache
Cache-Control: max-age=60, must-revalidate
  cachecontrol: from the cache
  requests-cache: asked again
  requests-cache without cache_control: from the cache
  hishel, rfc=True: from the cache, with another Age
  hishel: from the cache
Cache-Control: no-store
  cachecontrol: asked again
  requests-cache: asked again
  requests-cache without cache_control: from the cache
  hishel, rfc=True: asked again
  hishel: from the cache
SEEN
