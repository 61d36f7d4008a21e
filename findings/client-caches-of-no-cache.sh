#!/usr/bin/env bash
# A collector or a probe in Python keeps what it has asked for, by the headers that came with it. RFC 9111 says when an
# answer may be used again without asking. Three caches, each told to go by the headers, where it may not:
#   max-age=60, no-cache       (to be asked for each time, 5.2.2.4) cachecontrol 0.14.4 uses it for a minute, as
#                              does aiohttp-client-cache 0.15.0, cache_control=True, which keeps no-cache alone for good
#   Vary: Accept-Language, *   (4.1) aiohttp-client-cache has one page for all
#   Expires: 0                 (over already, 5.3) the same keeps it for good; Expires in the past is right
#   an ETag and nothing else   (to be asked for again with it) requests-cache 1.3.3, cache_control=True, and
#                              aiohttp-client-cache never ask again; nor for an answer with no such header at all, as
#                              the end of what has none is "never", by their pages
#   ?v=1&v=2 and ?v=2&v=1      are one page to both of them, and ?a and ?a= to aiohttp-client-cache
# hishel 2.0.0, rfc=True, is right throughout. no-cache is what a page that changes has: what such a client says of a
# site is then of an hour, or a month, ago. Set expire_after, and ask without a cache where the answer is looked at.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install requests==2.34.2 cachecontrol==0.14.4 \
  requests-cache==1.3.3 aiohttp==3.14.5 aiohttp-client-cache==0.15.0 'hishel[httpx]==2.0.0' httpx==0.28.1

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import asyncio
import http.server
import threading

import aiohttp_client_cache
import cachecontrol
import hishel
import hishel.httpx
import requests
import requests_cache


class Edge(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked.append(self.path)
        same = self.headers.get("If-None-Match") == '"1"'
        body = b"" if same else str(len(asked)).encode()
        self.send_response(304 if same else 200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def one_by_one(client):
    for query, more in requests_of_case:
        client.get(url + query, headers=more)


def by_cachecontrol():
    one_by_one(cachecontrol.CacheControl(requests.Session()))


def by_requests_cache():
    one_by_one(requests_cache.CachedSession(backend="memory", cache_control=True))


def by_aiohttp_client_cache():
    async def ask():
        cache = aiohttp_client_cache.CacheBackend(cache_control=True)
        async with aiohttp_client_cache.CachedSession(cache=cache) as client:
            for query, more in requests_of_case:
                async with client.get(url + query, headers=more) as response:
                    await response.read()
    asyncio.run(ask())


def by_hishel():
    one_by_one(hishel.httpx.CacheClient(storage=hishel.SqliteStorage(database_path=f"{number}.db"), rfc=True))


asked = []
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Edge)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/"
twice = (("", {}), ("", {}))
german, english = ("", {"Accept-Language": "de"}), ("", {"Accept-Language": "en"})
fresh = {"Cache-Control": "max-age=60"}
for number, (headers, requests_of_case) in enumerate((
    (fresh, twice),
    ({"Cache-Control": "no-store"}, twice),
    ({"Cache-Control": "no-cache"}, twice),
    ({"Cache-Control": "max-age=60, no-cache"}, twice),
    ({**fresh, "Vary": "Accept-Language"}, (german, english)),
    ({**fresh, "Vary": "*"}, twice),
    ({"Expires": "0"}, twice),
    ({"Expires": "Thu, 01 Jan 2026 00:00:00 GMT"}, twice),
    ({"ETag": '"1"'}, twice),
    ({}, twice),
    (fresh, (("?v=1&v=2", {}), ("?v=2&v=1", {}))),
    (fresh, (("?a", {}), ("?a=", {}))),
)):
    told = "; ".join(f"{name}: {value}" for name, value in headers.items()) or "(no header)"
    print(told + "".join(f" {query}" for query, _ in requests_of_case if query))
    once = []
    for client in (by_cachecontrol, by_requests_cache, by_aiohttp_client_cache, by_hishel):
        asked.clear()
        client()
        if len(asked) == 1:
            once.append(client.__name__[3:])
    print("  from the cache:", ", ".join(once) or "none")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Cache-Control: max-age=60
  from the cache: cachecontrol, requests_cache, aiohttp_client_cache, hishel
Cache-Control: no-store
  from the cache: none
Cache-Control: no-cache
  from the cache: aiohttp_client_cache
Cache-Control: max-age=60, no-cache
  from the cache: cachecontrol, aiohttp_client_cache
Cache-Control: max-age=60; Vary: Accept-Language
  from the cache: aiohttp_client_cache
Cache-Control: max-age=60; Vary: *
  from the cache: aiohttp_client_cache
Expires: 0
  from the cache: aiohttp_client_cache
Expires: Thu, 01 Jan 2026 00:00:00 GMT
  from the cache: none
ETag: "1"
  from the cache: requests_cache, aiohttp_client_cache
(no header)
  from the cache: requests_cache, aiohttp_client_cache
Cache-Control: max-age=60 ?v=1&v=2 ?v=2&v=1
  from the cache: requests_cache, aiohttp_client_cache
Cache-Control: max-age=60 ?a ?a=
  from the cache: aiohttp_client_cache
SEEN
