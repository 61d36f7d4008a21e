#!/usr/bin/env bash
# A function at the edge answers a form or an API's call with a redirect: 303 to a page that says thanks, 308 to another
# address. RFC 9110, 15.4: 303 is fetched by GET, 307 and 308 are asked for as before, by the same method. What scripts
# that post something make of it:
#   BusyBox 1.35 wget --post-data      303: the form is sent to the second address, too, and is handled twice. 301 and
#                                      302 likewise (there RFC 9110 lets a client choose; the others here have GET)
#   HTTP::Tiny 0.080 (Perl's own)      303: a GET with the form in it. CloudFront answers each GET that has a body with
#                                      403 ("Request and response behavior for custom origins" in its guide), so that
#                                      the page of thanks is a denial. With 301 and 302 it stops
#   curl 7.88.1 -X POST -L -d          301, 302, 303: POST with nothing in it (without -X it is right)
#   open-uri of Ruby 3.1               308 is an error, of a GET as well; 301 to 307 are followed
#   urllib of Python 3.11              307 and 308 of a POST are errors, while those of a GET are followed
#   wget 1.21.3, curl -L -d            right
# Look at what a redirect leads to by a server of one's own, as here. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq busybox-static=1:1.35.0-4+deb12u1+b1 ruby3.1=3.1.7+really3.1.2-0+deb12u1 \
  libruby3.1=3.1.7+really3.1.2-0+deb12u1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
arch=x86_64-linux-gnu
export RUBYLIB=usr/lib/ruby/vendor_ruby:usr/lib/ruby/3.1.0:usr/lib/$arch/ruby/3.1.0

python3 - <<'PYTHON' | tee seen
import http.server
import os
import subprocess
import threading


class Edge(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        asked.append(" ".join(word for word in (self.command, self.path, body) if word))
        self.send_response(code if self.path == "/form" else 200)
        self.send_header("Location", "/thanks")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_):
        pass


asked = []
edge = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Edge)
threading.Thread(target=edge.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{edge.server_port}/form"
POSTS = {
    "curl": ["curl", "-s", "-L", "-d", "a=1", url],
    "curl -X POST": ["curl", "-s", "-L", "-X", "POST", "-d", "a=1", url],
    "wget": ["wget", "-q", "-O", "-", "--post-data=a=1", url],
    "BusyBox": ["bin/busybox", "wget", "-q", "-O", "-", "--post-data", "a=1", url],
    "HTTP::Tiny": ["perl", "-MHTTP::Tiny", "-e", "HTTP::Tiny->new->post_form($ARGV[0], {a => 1})", url],
    "urllib": ["python3", "-c", "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], b'a=1')", url],
}
GETS = {
    "open-uri": ["usr/bin/ruby3.1", "-ropen-uri", "-e", "URI.open(ARGV[0]).read", url],
    "urllib": ["python3", "-c", "import sys, urllib.request; urllib.request.urlopen(sys.argv[1])", url],
}
for method, clients in (("POST", POSTS), ("GET", GETS)):
    for code in (301, 302, 303, 307, 308):
        print(method, code)
        for client, command in clients.items():
            asked.clear()
            libraries = {"LD_LIBRARY_PATH": "usr/lib/x86_64-linux-gnu"} if client == "open-uri" else {}
            subprocess.run(command, capture_output=True, env={**os.environ, **libraries, "no_proxy": "*"})
            print(f"  {client}:", ", ".join(asked[1:]) or "not followed")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
POST 301
  curl: GET /thanks
  curl -X POST: POST /thanks
  wget: GET /thanks
  BusyBox: POST /thanks a=1
  HTTP::Tiny: not followed
  urllib: GET /thanks
POST 302
  curl: GET /thanks
  curl -X POST: POST /thanks
  wget: GET /thanks
  BusyBox: POST /thanks a=1
  HTTP::Tiny: not followed
  urllib: GET /thanks
POST 303
  curl: GET /thanks
  curl -X POST: POST /thanks
  wget: GET /thanks
  BusyBox: POST /thanks a=1
  HTTP::Tiny: GET /thanks a=1
  urllib: GET /thanks
POST 307
  curl: POST /thanks a=1
  curl -X POST: POST /thanks a=1
  wget: POST /thanks a=1
  BusyBox: POST /thanks a=1
  HTTP::Tiny: not followed
  urllib: not followed
POST 308
  curl: POST /thanks a=1
  curl -X POST: POST /thanks a=1
  wget: POST /thanks a=1
  BusyBox: POST /thanks a=1
  HTTP::Tiny: not followed
  urllib: not followed
GET 301
  open-uri: GET /thanks
  urllib: GET /thanks
GET 302
  open-uri: GET /thanks
  urllib: GET /thanks
GET 303
  open-uri: GET /thanks
  urllib: GET /thanks
GET 307
  open-uri: GET /thanks
  urllib: GET /thanks
GET 308
  open-uri: not followed
  urllib: GET /thanks
SEEN
