#!/usr/bin/env bash
# URLs of logs, of a sitemap and of a list to invalidate are brought into one form before they are compared or counted.
# RFC 3986 (6.2.2) says what may be changed so that it stays the same: case of %2f, letters that need no escape, dots.
# Libraries for Python go further, each in its own way, and what comes out is asked for or invalidated as something
# else:
#   url-normalize 3.1.0   //a//b is /a/b: another key in S3, and another path in a cache; an = within a value is encoded
#   w3lib 2.5.0           canonicalize_url sorts the values of one name as well: a=2&a=1 is a=1&a=2, and %20 is +
#   furl 2.1.4            by reading alone: %20 is +, and a URL within a value is encoded
#   ada-url 4.0.0, hyperlink 21.0.0, rfc3986 2.0.0
#                         leave these alone, and differ in :443, in %7E and in a `?` with nothing behind it
# CloudFront's cache goes by the text of path and query, so that an invalidation of the one form does not reach the
# other. Compare by one library, and ask by what stood there. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install url-normalize==3.1.0 w3lib==2.5.0 furl==2.1.4 \
  ada-url==4.0.0 hyperlink==21.0.0 rfc3986==2.0.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import ada_url
import furl
import hyperlink
import url_normalize
import w3lib.url
from rfc3986 import normalize_uri

LIBRARIES = {
    "url-normalize": url_normalize.url_normalize, "w3lib": w3lib.url.canonicalize_url,
    "furl": lambda url: furl.furl(url).url,
    "ada-url": lambda url: ada_url.URL(url).href, "rfc3986": normalize_uri,
    "hyperlink": lambda url: hyperlink.URL.from_text(url).normalize().to_text(),
}
HOST = "https://www.example.com"
for rest in "//a//b", "/a?b=2&b=1", "/a%20b?c=d%20e", "/a?next=https://b/?c=d", "/%7Ea%2fb", "/a?", ":443/a":
    print(rest)
    for name, library in LIBRARIES.items():
        if (answer := library(HOST + rest)) != HOST + rest:
            print("  ", name, answer.removeprefix(HOST))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
//a//b
   url-normalize /a/b
/a?b=2&b=1
   w3lib /a?b=1&b=2
/a%20b?c=d%20e
   w3lib /a%20b?c=d+e
   furl /a%20b?c=d+e
/a?next=https://b/?c=d
   url-normalize /a?next=https://b/?c%3Dd
   w3lib /a?next=https%3A%2F%2Fb%2F%3Fc%3Dd
   furl /a?next=https%3A%2F%2Fb%2F%3Fc%3Dd
/%7Ea%2fb
   url-normalize /~a%2Fb
   w3lib /~a%2Fb
   furl /~a%2Fb
   rfc3986 /%7Ea%2Fb
   hyperlink /~a%2Fb
/a?
   url-normalize /a
   w3lib /a
   furl /a
   hyperlink /a
:443/a
   url-normalize /a
   furl /a
   ada-url /a
   hyperlink /a
SEEN
