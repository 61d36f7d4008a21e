#!/usr/bin/env bash
# SimpleCookie of Python's http.cookies (seen with 3.11) is what handlers of Lambda@Edge read a Cookie header with, as
# it is there without a package. It stops at the first pair that it does not like, without an error: where that is a
# value with quotes inside or a name with brackets, as consent banners and analytics set them and browsers send them,
# the cookies behind it are gone, and with a blank in a value, or no value, those before it as well. The session of such
# a viewer is missing, and which one that is depends on the order in which sites set their cookies. parse_cookie of
# Werkzeug 3.1.3 reads all of them. Split by `;` and at the first `=`, as browsers do. Fails where a line below is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install Werkzeug==3.1.3

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from http.cookies import SimpleCookie

from werkzeug.http import parse_cookie

for header in ("lang=de; session=5", 'lang=de; consent={"all":1}; session=5', "lang=de; seen=1 page; session=5",
               "lang=de; seen; session=5", "lang=de; list[0]=a; session=5"):
    print(header)
    print("  http.cookies:", *(SimpleCookie(header).keys() or ["nothing"]))
    print("  Werkzeug:", *parse_cookie(header).keys())
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
lang=de; session=5
  http.cookies: lang session
  Werkzeug: lang session
lang=de; consent={"all":1}; session=5
  http.cookies: lang
  Werkzeug: lang consent session
lang=de; seen=1 page; session=5
  http.cookies: nothing
  Werkzeug: lang seen session
lang=de; seen; session=5
  http.cookies: nothing
  Werkzeug: lang seen session
lang=de; list[0]=a; session=5
  http.cookies: lang
  Werkzeug: lang list[0] session
SEEN
