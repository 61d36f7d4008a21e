#!/usr/bin/env bash
# AVIF, WebP or JPEG: an origin, or a handler at the edge, asks the Accept header of the browser, and libraries for
# Python answer it. By RFC 9110 (12.5.1) the weights count and the order of the header does not. The usual Accept of
# browsers weighs the formats that they know alike, and Chrome's image/* too, so that a rule of the library decides
# (offered: JPEG, WebP, AVIF, in this order):
#   WebOb 1.8.11, falcon 4.4.0     JPEG for Chrome, as image/* is as good: whoever offers it first never sends another
#   Werkzeug 3.1.9                 WebP for Chrome: what is named goes before image/*, then the order of the offer
#   Django 5.2.19, Litestar 2.25   AVIF for Chrome, WebP for Safari: the order of the header
#   python-mimeparse 2.0.0         AVIF for all: the last of the offer, by its own word
# Offered the other way round it is AVIF in most of them. What a cache keeps for one Accept, and how many variants there
# are, changes with a move from one framework to the next. Offer the best first, and test with headers of browsers.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install webob==1.8.11 werkzeug==3.1.9 falcon==4.4.0 \
  django==5.2.19 litestar==2.25.0 python-mimeparse==2.0.0

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import mimeparse
from django.conf import settings
from django.http import HttpRequest
from falcon import testing
from litestar.datastructures.headers import Accept
from webob.acceptparse import create_accept_header
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

settings.configure()
BROWSERS = {
    "Chrome": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "Firefox": "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
    "Safari": "image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,video/*;q=0.8,image/png,image/svg+xml,"
              "image/*;q=0.8,*/*;q=0.5",
    "any": "*/*",
}


def django(accept, offer):
    request = HttpRequest()
    request.META["HTTP_ACCEPT"] = accept
    return request.get_preferred_type(offer)


LIBRARIES = {
    "webob": lambda accept, offer: create_accept_header(accept).acceptable_offers(offer)[0][0],
    "falcon": lambda accept, offer: testing.create_req(headers={"Accept": accept}).client_prefers(offer),
    "werkzeug": lambda accept, offer: parse_accept_header(accept, MIMEAccept).best_match(offer),
    "django": django,
    "litestar": lambda accept, offer: Accept(accept).best_match(offer),
    "mimeparse": lambda accept, offer: mimeparse.best_match(offer, accept),
}
for offer in ("jpeg", "webp", "avif"), ("avif", "webp", "jpeg"):
    print(*offer)
    for name, library in LIBRARIES.items():
        answers = [library(accept, [f"image/{one}" for one in offer]) for accept in BROWSERS.values()]
        print(f"  {name:9}", *(f"{browser} {answer[6:]}" for browser, answer in zip(BROWSERS, answers)))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
jpeg webp avif
  webob     Chrome jpeg Firefox webp Safari webp any jpeg
  falcon    Chrome jpeg Firefox webp Safari webp any jpeg
  werkzeug  Chrome webp Firefox webp Safari webp any jpeg
  django    Chrome avif Firefox avif Safari webp any jpeg
  litestar  Chrome avif Firefox avif Safari webp any jpeg
  mimeparse Chrome avif Firefox avif Safari avif any avif
avif webp jpeg
  webob     Chrome avif Firefox avif Safari avif any avif
  falcon    Chrome avif Firefox avif Safari avif any avif
  werkzeug  Chrome avif Firefox avif Safari avif any avif
  django    Chrome avif Firefox avif Safari webp any avif
  litestar  Chrome avif Firefox avif Safari webp any avif
  mimeparse Chrome webp Firefox webp Safari webp any jpeg
SEEN
