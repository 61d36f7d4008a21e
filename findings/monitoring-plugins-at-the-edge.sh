#!/usr/bin/env bash
# check_http and check_curl of monitoring-plugins 2.3.3 (Debian 12's) watch sites for Nagios and Icinga. Of a page that
# comes from a cache, as behind a distribution:
#   -M 1d   "warn if document is more than SECONDS old": the age is Date less Last-Modified, and Date is of the moment
#           at which the edge got the page. Age is not looked at: what changed a minute before it was kept, and
#           has been kept for three days, is a minute old, and OK, whatever day it is
#   -m 100  "minimum page size required": the header is counted as part of the page. An empty page with status 200 has
#           more than 100 bytes, is OK, and longer with each header that CloudFront adds; -m 12:12 fails for one of 12
#   -d      "string to expect in the response headers" has a case: X-Cache is not found where the header is written
#           x-cache, as HTTP/2 has it and many proxies do
#   -f follow   Location: /de/ of a site on port 8080 leads check_curl to port 80 of that host, another server, and
#           check_http back to 8080; the whole address of it is right in both
# Look at the text of a page (-s, with a day in it) and not at its size. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq monitoring-plugins-basic=2.3.3-5+deb12u2 monitoring-plugins-standard=2.3.3-5+deb12u2 \
  liburiparser1=0.9.7+dfsg-2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu

python3 - <<'PYTHON' | tee seen
import email.utils
import http.server
import re
import subprocess
import threading
import time


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        self.send_response_only(302 if self.path == "/start" else 200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def ask(title, *options):
    print(title, *[option.replace(port, "8080") for option in options])
    for plugin in ("check_http", "check_curl"):
        asked.clear()
        run = subprocess.run([f"usr/lib/nagios/plugins/{plugin}", "-H", "127.0.0.1", "-p", port, *options],
                             capture_output=True, text=True)
        if "follow" in options:
            print(f"  {plugin} asked this port for", *asked)
        else:
            told = re.sub(r" - \d+ bytes in.*| on '.*", "", run.stdout.partition("|")[0].strip())
            print(f"  {plugin}: {run.returncode}, {re.sub(' HTTP/1.. 200 OK( -)?', '', told)}")


def day(days, seconds=0):
    return email.utils.formatdate(time.time() - days * 86400 - seconds, usegmt=True)


asked = []
site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=site.serve_forever, daemon=True).start()
port = str(site.server_port)
body = b"hello world\n"
headers = {"Date": day(0), "Last-Modified": day(3)}
ask("changed three days ago:", "-M", "1d")
headers = {"Date": day(3), "Last-Modified": day(3, 60), "Age": "259200"}
ask("kept for three days:", "-M", "1d")
headers = {"Date": day(0), "Content-Type": "text/html", "Via": "1.1 edge", "X-Cache": "Hit from cloudfront"}
ask("twelve bytes:", "-m", "12:12")
ask("with X-Cache:", "-d", "X-Cache: Hit")
body = b""
ask("an empty page:", "-m", "100")
headers["x-cache"] = headers.pop("X-Cache")
ask("with x-cache:", "-d", "X-Cache: Hit")
headers["Location"] = f"http://127.0.0.1:{port}/de/"
ask("a redirect to an address:", "-u", "/start", "-f", "follow")
headers["Location"] = "/de/"
ask("a redirect to a path:", "-u", "/start", "-f", "follow")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
changed three days ago: -M 1d
  check_http: 2, HTTP CRITICAL: Last modified 3.0 days ago
  check_curl: 2, HTTP CRITICAL: Last modified 3.0 days ago
kept for three days: -M 1d
  check_http: 0, HTTP OK:
  check_curl: 0, HTTP OK:
twelve bytes: -m 12:12
  check_http: 1, HTTP WARNING: page size 158 too large
  check_curl: 1, HTTP WARNING: page size 158 too large
with X-Cache: -d X-Cache: Hit
  check_http: 0, HTTP OK:
  check_curl: 0, HTTP OK:
an empty page: -m 100
  check_http: 0, HTTP OK:
  check_curl: 0, HTTP OK:
with x-cache: -d X-Cache: Hit
  check_http: 2, HTTP CRITICAL: header 'X-Cache: Hit' not found
  check_curl: 2, HTTP CRITICAL: header 'X-Cache: Hit' not found
a redirect to an address: -u /start -f follow
  check_http asked this port for /start /de/
  check_curl asked this port for /start /de/
a redirect to a path: -u /start -f follow
  check_http asked this port for /start /de/
  check_curl asked this port for /start
SEEN
