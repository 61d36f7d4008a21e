#!/usr/bin/env bash
# Lists of URLs (from logs, sitemaps, redirects, for an invalidation or to warm a cache) are brought into one form
# before they are compared. RFC 3986 says what is equal in all (6.2.2: case of a host, %7E and ~, /./); to
# CloudFront and S3 nearly all else is another page or another key. Four libraries for Python, as they come:
#   all four                ?x=%2F is ?x=/
#   url-normalize 3.1.0     /a//b is /a/b, two keys of S3
#   w3lib 2.5.0             canonicalize_url, Scrapy's: ?x is ?x=, any order of parameters and of their values is one,
#                           though :443 is a port of its own
#   courlan 1.4.0           normalize_url: /a//b, and ?x is no query at all; utm_… is taken out; the byte %E9, as ISO
#                           8859-1 has é, becomes U+FFFD, so that all such values are one. ;v=1, @ and + in a path are
#                           written as %3Bv=1, %40 and %2B, which is no longer what was signed, and + another key of S3
#   tk-normalizer 1.3.0     no case in paths and values, /a%2Fb is /a/b, /a;v=1 is /a, a slash at the end is nothing
# Counts by URL are then too few and too high, and what is asked for by the new text may be a 404. Keep the text as it
# was beside the form. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install url-normalize==3.1.0 w3lib==2.5.0 courlan==1.4.0 \
  tk-normalizer==1.3.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from courlan import normalize_url
from tk_normalizer import TkNormalizer
from url_normalize import url_normalize
from w3lib.url import canonicalize_url

FORMS = {"url-normalize": url_normalize, "w3lib": canonicalize_url, "courlan": normalize_url,
         "tk-normalizer": lambda url: str(TkNormalizer(url))}
HOST = "https://d1.example.com"
print("equal by RFC 3986, or by what https is")
for one, other in (("/%7Ea", "/~a"), ("/a", ":443/a"), ("/b", "/a/../b")):
    print(" ", one, other, "-", *[name for name, form in FORMS.items() if form(HOST + one) == form(HOST + other)])
print("two things to CloudFront and S3")
for one, other in (("/a/b", "/a//b"), ("/a", "/A"), ("/a", "/a/"), ("/a/b", "/a%2Fb"), ("/a", "/a;v=1"),
                   ("/a", "/a?x"), ("/a?x", "/a?x="), ("/a?x=1&y=2", "/a?y=2&x=1"),
                   ("/a?x=1&x=2", "/a?x=2&x=1"), ("/a?x=b", "/a?x=B"), ("/a?x=%2F", "/a?x=/"), ("/a?x=%E9", "/a?x=%E8"),
                   ("/a", "/a?utm_source=x"), ("/a+b", "/a%20b")):
    same = [name for name, form in FORMS.items() if form(HOST + one) == form(HOST + other)]
    print(" ", one, other, "-", *(same or ["none"]))
print("what becomes of a path")
for path in ("/a;v=1", "/a@b", "/a+b", "/a(b)"):
    forms = {name: form(HOST + path).rpartition("example.com")[2] for name, form in FORMS.items()}
    print(" ", path, "-", *[f"{name}: {form}" for name, form in forms.items() if form != path])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
equal by RFC 3986, or by what https is
  /%7Ea /~a - url-normalize w3lib tk-normalizer
  /a :443/a - url-normalize courlan
  /b /a/../b - url-normalize w3lib
two things to CloudFront and S3
  /a/b /a//b - url-normalize courlan
  /a /A - tk-normalizer
  /a /a/ - tk-normalizer
  /a/b /a%2Fb - tk-normalizer
  /a /a;v=1 - tk-normalizer
  /a /a?x - courlan
  /a?x /a?x= - w3lib courlan tk-normalizer
  /a?x=1&y=2 /a?y=2&x=1 - w3lib courlan tk-normalizer
  /a?x=1&x=2 /a?x=2&x=1 - w3lib tk-normalizer
  /a?x=b /a?x=B - tk-normalizer
  /a?x=%2F /a?x=/ - url-normalize w3lib courlan tk-normalizer
  /a?x=%E9 /a?x=%E8 - courlan tk-normalizer
  /a /a?utm_source=x - courlan tk-normalizer
  /a+b /a%20b - none
what becomes of a path
  /a;v=1 - courlan: /a%3Bv=1 tk-normalizer: /a
  /a@b - courlan: /a%40b
  /a+b - courlan: /a%2Bb
  /a(b) - courlan: /a%28b%29
SEEN
