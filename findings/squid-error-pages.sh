#!/usr/bin/env bash
# Squid 5.7 (Debian 12's) as a cache in front of an origin. Its page says of negative_ttl that it is for errors without
# an expiry of their own, and that the default, 0, is not to keep those. RFC 9111 lets any answer be kept that says
# max-age, errors too, which is how an origin is spared where a path is gone. Here
#   404, 403, 500, 503 with max-age=60   are asked for each time with the default, though they say how long; with
#                                        negative_ttl 1 second they are kept for their 60 seconds, and those that say
#                                        nothing for one. 410 and 308 are kept either way
#   NO-STORE beside max-age=60           is kept: directives are looked for in small letters, where the RFC (5.2) has
#                                        them compared without case; Max-Age=60 alone is not kept
#   max-age="60"                         not kept, though the RFC (5.2) wants either form to be read
#   an answer without a body             is not kept, a redirect with max-age=60 among them
#   Date: a year ago, max-age=60         is kept, for a minute; by the RFC (4.2.3) it is a year old
# So a flood of 404 reaches the origin through a cache that was told to keep them. Say negative_ttl 1 second, and write
# directives in small letters. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download -qq squid=5.7-2+deb12u6 squid-common=5.7-2+deb12u6 squid-langpack=20220130-1 \
  libecap3=1.0.1-3.4 libltdl7=2.4.7-7~deb12u1 libnetfilter-conntrack3=1.0.9-3 libnfnetlink0=1.0.2-2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu

python3 - << 'PYTHON' | tee seen
import email.utils
import http.client
import http.server
import os
import socket
import subprocess
import threading
import time

YEAR_AGO = email.utils.formatdate(time.time() - 365 * 86400, usegmt=True)
ANSWERS = {f"/{status}": (status, ["max-age=60"], None) for status in (200, 404, 403, 500, 503, 410, 308)}
ANSWERS |= {"/404-silent": (404, [], None), "/no-store": (200, ["max-age=60, no-store"], None),
            "/NO-STORE": (200, ["max-age=60, NO-STORE"], None), "/Max-Age": (200, ["Max-Age=60"], None),
            "/quoted": (200, ['max-age="60"'], None), "/year-ago": (200, ["max-age=60"], YEAR_AGO),
            "/301-empty": (301, ["max-age=60"], None), "/200-empty": (200, ["max-age=60"], None)}
asked = []


class Origin(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked.append(self.path)
        status, directives, date = ANSWERS.get(self.path, (404, [], None))
        self.send_response_only(status)
        self.send_header("Date", date or self.date_time_string())
        for value in directives:
            self.send_header("Cache-Control", value)
        body = b"" if self.path.endswith("empty") else b"page\n"
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": "example.com"})
    connection.getresponse().read()
    connection.close()


origin = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Origin)
threading.Thread(target=origin.serve_forever, daemon=True).start()
for ttl in ("0 seconds", "1 second"):
    port = free_port()
    with open("squid.conf", "w") as file:
        file.write(f"""http_port 127.0.0.1:{port} accel defaultsite=example.com vhost
cache_peer 127.0.0.1 parent {origin.server_port} 0 no-query originserver name=origin
http_access allow all
negative_ttl {ttl}
cache_mem 16 MB
access_log none
cache_log /dev/null
pid_filename none
pinger_enable off
unlinkd_program /bin/true
shutdown_lifetime 1 second
mime_table {os.getcwd()}/usr/share/squid/mime.conf
icon_directory {os.getcwd()}/usr/share/squid/icons
error_directory {os.getcwd()}/usr/share/squid/errors/templates
""")
    squid = subprocess.Popen(["usr/sbin/squid", "-N", "-n", f"findings{port}", "-f", "squid.conf"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                get(port, "/warm-up")
                break
            except OSError:
                time.sleep(0.2)
        asked.clear()
        for _ in range(3):
            for path in ANSWERS:
                get(port, path)
            time.sleep(2)
        print("negative_ttl", ttl)
        for path in ANSWERS:
            print(f"  {path[1:]:11} of 3 requests in 4 seconds the origin sees {asked.count(path)}")
    finally:
        squid.terminate()
        squid.wait()
PYTHON

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
negative_ttl 0 seconds
  200         of 3 requests in 4 seconds the origin sees 1
  404         of 3 requests in 4 seconds the origin sees 3
  403         of 3 requests in 4 seconds the origin sees 3
  500         of 3 requests in 4 seconds the origin sees 3
  503         of 3 requests in 4 seconds the origin sees 3
  410         of 3 requests in 4 seconds the origin sees 1
  308         of 3 requests in 4 seconds the origin sees 1
  404-silent  of 3 requests in 4 seconds the origin sees 3
  no-store    of 3 requests in 4 seconds the origin sees 3
  NO-STORE    of 3 requests in 4 seconds the origin sees 1
  Max-Age     of 3 requests in 4 seconds the origin sees 3
  quoted      of 3 requests in 4 seconds the origin sees 3
  year-ago    of 3 requests in 4 seconds the origin sees 1
  301-empty   of 3 requests in 4 seconds the origin sees 3
  200-empty   of 3 requests in 4 seconds the origin sees 3
negative_ttl 1 second
  200         of 3 requests in 4 seconds the origin sees 1
  404         of 3 requests in 4 seconds the origin sees 1
  403         of 3 requests in 4 seconds the origin sees 1
  500         of 3 requests in 4 seconds the origin sees 1
  503         of 3 requests in 4 seconds the origin sees 1
  410         of 3 requests in 4 seconds the origin sees 1
  308         of 3 requests in 4 seconds the origin sees 1
  404-silent  of 3 requests in 4 seconds the origin sees 3
  no-store    of 3 requests in 4 seconds the origin sees 3
  NO-STORE    of 3 requests in 4 seconds the origin sees 1
  Max-Age     of 3 requests in 4 seconds the origin sees 3
  quoted      of 3 requests in 4 seconds the origin sees 3
  year-ago    of 3 requests in 4 seconds the origin sees 1
  301-empty   of 3 requests in 4 seconds the origin sees 3
  200-empty   of 3 requests in 4 seconds the origin sees 3
SEEN
