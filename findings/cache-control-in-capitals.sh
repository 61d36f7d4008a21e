#!/usr/bin/env bash
# Directives of Cache-Control are to be compared without case (RFC 9111, 5.2). Two readers of the header for Python keep
# their case and look for small letters: Werkzeug 3.1.3, with which Flask, moto and many probes read it, and
# cachecontrol 0.14.3, which is the cache of pip and of many a client. Of `Max-Age=60` or `NO-STORE`, as some servers
# and old proxies write them, the first says that max_age is None and no_store False, and the second that nothing is
# there: the answer looks as if nobody had said anything about caching. A browser, or an edge, that goes by the RFC does
# another thing than the probe reports. Make the value of the header lower case before it is read. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install Werkzeug==3.1.3 CacheControl==0.14.3 requests==2.34.2

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from cachecontrol.controller import CacheController
from werkzeug.datastructures import ResponseCacheControl
from werkzeug.http import parse_cache_control_header

for header in ("max-age=60", "Max-Age=60", "no-store", "NO-STORE", "max-age=60, max-age=0"):
    read = parse_cache_control_header(header, cls=ResponseCacheControl)
    other = CacheController().parse_cache_control({"cache-control": header})
    print(f"{header}: Werkzeug max_age {read.max_age}, no_store {read.no_store}; cachecontrol {other}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
max-age=60: Werkzeug max_age 60, no_store False; cachecontrol {'max-age': 60}
Max-Age=60: Werkzeug max_age None, no_store False; cachecontrol {}
no-store: Werkzeug max_age None, no_store True; cachecontrol {'no-store': None}
NO-STORE: Werkzeug max_age None, no_store False; cachecontrol {}
max-age=60, max-age=0: Werkzeug max_age 0, no_store False; cachecontrol {'max-age': 0}
SEEN
