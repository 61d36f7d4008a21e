#!/usr/bin/env bash
# An origin or a WAF that has too much to do answers 503 or 429 with Retry-After, and CloudFront hands that on. What
# clients for Python with retries make of it, asked with a timeout of five seconds where there is one:
#   requests 2.34.2, HTTPAdapter(max_retries=3)    asks again and waits as long as the header says, up to six hours each
#                        time, 18 in all, with no word; then it is a 503. Its page has "never to requests where data has
#                        made it to the server", which is so of a 503 without the header, and timeout= is not for waits
#   urllib3 2.8.0        the same, with no option given
#   retry-requests 2.0.0 the same, though 503 is not in its list of statuses; and POST as well
#   aiohttp-retry 2.9.1  does not know the header, and asks again at once, POST as well
#   retryhttp 1.5.0      heeds it in a 429, and not in a 503
#   httpx-retries 0.6.0  waits up to two minutes, ten times, and leaves POST alone
# So a probe or a collector that was written against refused connections stands still for a day when one answer says so,
# while another asks harder than it was told. Give requests Retry(total=3, respect_retry_after_header=False), or
# retry_after_max. (The waits are only counted here.) Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install requests==2.34.2 urllib3==2.8.0 httpx==0.28.1 \
  aiohttp==3.14.5 retry-requests==2.0.0 aiohttp-retry==2.9.1 retryhttp==1.5.0 httpx-retries==0.6.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import asyncio
import http.server
import threading
import time

import aiohttp_retry
import httpx
import httpx_retries
import requests
import retry_requests
import retryhttp
import tenacity
import urllib3
from requests.adapters import HTTPAdapter


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.command)
        self.send_response(status)
        if after:
            self.send_header("Retry-After", after)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_):
        pass


def by_requests(method):
    with requests.Session() as session:
        session.mount("http://", HTTPAdapter(max_retries=3))
        return session.request(method, url, timeout=5).status_code


def by_urllib3(method):
    return urllib3.request(method, url, timeout=5).status


def by_retry_requests(method):
    return retry_requests.retry().request(method, url, timeout=5).status_code


def by_aiohttp_retry(method):
    async def ask():
        async with aiohttp_retry.RetryClient() as client, client.request(method, url) as response:
            return response.status
    return asyncio.run(ask())


def by_retryhttp(method):
    @retryhttp.retry
    def ask():
        return httpx.request(method, url, timeout=5).raise_for_status()
    try:
        ask()
    except tenacity.RetryError as error:
        return error.last_attempt.exception().response.status_code


def by_httpx_retries(method):
    with httpx.Client(transport=httpx_retries.RetryTransport(), timeout=5) as client:
        return client.request(method, url).status_code


async def wait(seconds, *_):
    waits.append(seconds)


time.sleep = lambda seconds: waits.append(seconds)
asyncio.sleep = wait
asked, waits = [], []
site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=site.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{site.server_port}/"
for method, status, after in (("GET", 503, "86400"), ("GET", 429, "100"), ("GET", 503, None), ("POST", 503, "100")):
    print(method, status, "Retry-After:", after)
    for client in (by_requests, by_urllib3, by_retry_requests, by_aiohttp_retry, by_retryhttp, by_httpx_retries):
        asked.clear()
        waits.clear()
        found = client(method)
        # Most back off by a number of seconds that is in part chance.
        told = [f"{second:.0f}" if second > 50 else "a little" for second in waits if second]
        print(f"  {client.__name__[3:]}: {found}, asked {len(asked)} times, waits:", ", ".join(told) or "none")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
GET 503 Retry-After: 86400
  requests: 503, asked 4 times, waits: 21600, 21600, 21600
  urllib3: 503, asked 4 times, waits: 21600, 21600, 21600
  retry_requests: 503, asked 4 times, waits: 21600, 21600, 21600
  aiohttp_retry: 503, asked 3 times, waits: a little, a little
  retryhttp: 503, asked 3 times, waits: a little, a little
  httpx_retries: 503, asked 11 times, waits: 120, 120, 120, 120, 120, 120, 120, 120, 120, 120
GET 429 Retry-After: 100
  requests: 429, asked 4 times, waits: 100, 100, 100
  urllib3: 429, asked 4 times, waits: 100, 100, 100
  retry_requests: 429, asked 4 times, waits: 100, 100, 100
  aiohttp_retry: 429, asked 1 times, waits: none
  retryhttp: 429, asked 3 times, waits: 100, 100
  httpx_retries: 429, asked 11 times, waits: 100, 100, 100, 100, 100, 100, 100, 100, 100, 100
GET 503 Retry-After: None
  requests: 503, asked 1 times, waits: none
  urllib3: 503, asked 1 times, waits: none
  retry_requests: 503, asked 1 times, waits: none
  aiohttp_retry: 503, asked 3 times, waits: a little, a little
  retryhttp: 503, asked 3 times, waits: a little, a little
  httpx_retries: 503, asked 11 times, waits: none
POST 503 Retry-After: 100
  requests: 503, asked 1 times, waits: none
  urllib3: 503, asked 1 times, waits: none
  retry_requests: 503, asked 4 times, waits: 100, 100, 100
  aiohttp_retry: 503, asked 3 times, waits: a little, a little
  retryhttp: 503, asked 3 times, waits: a little, a little
  httpx_retries: 503, asked 1 times, waits: none
SEEN
