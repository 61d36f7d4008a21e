#!/usr/bin/env bash
# `Link` says what to load beforehand (CloudFront hands it on, and Early Hints are made of it), and where the next page
# is. Clients for Python read it: response.links of requests 2.34.2, httpx 0.28.1 and aiohttp 3.14.5. RFC 8288, 3, lets
# a URI have a semicolon, a parameter have no value, and a name be in any case. None of these is an error:
#   two with rel=preload       requests and httpx have the last alone, so that a check of what is preloaded finds one
#   …; crossorigin; as=font    (as each font has it) they leave out what comes behind crossorigin, a rel too
#   title="a=b"; rel=next      the same: there is no `next`, and a loop over pages ends after the first
#   <…/page;v=2>; rel=next     next is …/page, another address, and v is 2>
#   REL=next                   there is no next
# aiohttp keeps several, goes on behind crossorigin (which it drops), and knows an address with a semicolon; it has no
# next for REL either, and a part of a title with a semicolon. weblinking 1.0.0 reads all of them. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install requests==2.34.2 httpx==0.28.1 aiohttp==3.14.5 \
  weblinking==1.0.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import asyncio
import http.server
import threading

import aiohttp
import httpx
import requests
import weblinking

HEADERS = (
    '<https://e.test/page>; rel="next"',
    '</a.css>; rel=preload; as=style, </a.js>; rel=preload; as=script',
    '</a.woff2>; rel=preload; crossorigin; as=font',
    '</a.woff2>; crossorigin; rel=preload',
    '<https://e.test/page?n=2>; title="a=b"; rel=next',
    '<https://e.test/page;v=2>; rel=next',
    '<https://e.test/page>; REL=next',
    '<https://e.test/page>; title="a; b"; rel=next',
)


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Link", header)
        self.end_headers()

    def log_message(self, *_):
        pass


async def by_aiohttp():
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return [{key: str(value) for key, value in link.items()} for link in response.links.values()]


def told(links):
    return "; ".join(" ".join([link["url"], *sorted(f"{key}={value}" for key, value in link.items() if key != "url")])
                     for link in links)


site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=site.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{site.server_port}/"
for header in HEADERS:
    print(header)
    print("  requests:", told(requests.get(url).links.values()))
    print("  httpx:", told(httpx.get(url).links.values()))
    print("  aiohttp:", told(asyncio.run(by_aiohttp())).replace(url, "/"))
    print("  weblinking:", told({"url": link.uri, **dict(link.params)} for link in weblinking.parse(header)))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
<https://e.test/page>; rel="next"
  requests: https://e.test/page rel=next
  httpx: https://e.test/page rel=next
  aiohttp: https://e.test/page rel=next
  weblinking: https://e.test/page rel=next
</a.css>; rel=preload; as=style, </a.js>; rel=preload; as=script
  requests: /a.js as=script rel=preload
  httpx: /a.js as=script rel=preload
  aiohttp: /a.css as=style rel=preload; /a.js as=script rel=preload
  weblinking: /a.css as=style rel=preload; /a.js as=script rel=preload
</a.woff2>; rel=preload; crossorigin; as=font
  requests: /a.woff2 rel=preload
  httpx: /a.woff2 rel=preload
  aiohttp: /a.woff2 as=font rel=preload
  weblinking: /a.woff2 as=font crossorigin= rel=preload
</a.woff2>; crossorigin; rel=preload
  requests: /a.woff2
  httpx: /a.woff2
  aiohttp: /a.woff2 rel=preload
  weblinking: /a.woff2 crossorigin= rel=preload
<https://e.test/page?n=2>; title="a=b"; rel=next
  requests: https://e.test/page?n=2
  httpx: https://e.test/page?n=2
  aiohttp: https://e.test/page?n=2 rel=next title=a=b
  weblinking: https://e.test/page?n=2 rel=next title=a=b
<https://e.test/page;v=2>; rel=next
  requests: https://e.test/page rel=next v=2>
  httpx: https://e.test/page rel=next v=2>
  aiohttp: https://e.test/page;v=2 rel=next
  weblinking: https://e.test/page;v=2 rel=next
<https://e.test/page>; REL=next
  requests: https://e.test/page REL=next
  httpx: https://e.test/page REL=next
  aiohttp: https://e.test/page REL=next
  weblinking: https://e.test/page rel=next
<https://e.test/page>; title="a; b"; rel=next
  requests: https://e.test/page title=a
  httpx: https://e.test/page title=a
  aiohttp: https://e.test/page rel=next title="a
  weblinking: https://e.test/page rel=next title=a; b
SEEN
