#!/usr/bin/env bash
# "This page is over": Expires: 0, -1, or Thu, 01 Jan 1970 00:00:00 GMT, as applications and servers write it, mostly
# with Pragma: no-cache beside it. RFC 9111 (5.3) has a date that is none, "especially the value 0", mean just that.
# Varnish 7.1.1 (Debian 12's) with its built-in VCL, for answers without Cache-Control:
#   Expires: 0, -1, and empty               is taken for no Expires at all: kept for default_ttl, two minutes
#   Expires: Thu, 01 Jan 1970 00:00:00 GMT  the same. It is second 0, and 0 stands for "none" there; one second later,
#                                           and every other day of the past, is over
#   Pragma: no-cache beside it              is not looked at, also without Expires
# Varnish does go by Cache-Control. So the pages of an application that says it the old way are handed out to others for
# two minutes, and a test with another day of the past passes. Have the application say Cache-Control, or set beresp.ttl
# to 0s where there is Expires and no Cache-Control. Needs gcc, as Varnish does. Fails where a line below is no longer
# so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq varnish=7.1.1-2+deb12u1 libvarnishapi3=7.1.1-2+deb12u1 libjemalloc2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu:$folder/usr/lib/x86_64-linux-gnu/varnish

python3 - << 'PYTHON' | tee seen
import http.client
import http.server
import os
import socket
import subprocess
import threading
import time

ANSWERS = [[("Expires", "0")], [("Expires", "-1")], [("Expires", "")],
           [("Expires", "Thu, 01 Jan 1970 00:00:00 GMT")], [("Expires", "Thu, 01 Jan 1970 00:00:01 GMT")],
           [("Expires", "Wed, 31 Dec 2014 00:00:00 GMT")], [("Pragma", "no-cache")],
           [("Pragma", "no-cache"), ("Expires", "0")], [("Cache-Control", "no-cache"), ("Expires", "0")],
           [("Cache-Control", "max-age=0")]]
asked = []


class Origin(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked.append(self.path)
        self.send_response(200)
        for name, value in ANSWERS[int(self.path[1:])] if self.path[1:].isdigit() else []:
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def get(port, path):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    client.request("GET", path)
    client.getresponse().read()
    client.close()


with socket.socket() as one:
    one.bind(("127.0.0.1", 0))
    port = one.getsockname()[1]
origin = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Origin)
threading.Thread(target=origin.serve_forever, daemon=True).start()
with open("varnish.vcl", "w") as conf:
    conf.write(f'vcl 4.1; backend origin {{ .host = "127.0.0.1"; .port = "{origin.server_port}"; }}')
with open("out", "w") as out:
    varnish = subprocess.Popen(["usr/sbin/varnishd", "-F", "-j", "none", "-a", f"127.0.0.1:{port}", "-T", "none", "-n",
                                os.getcwd() + "/varnish", "-f", os.getcwd() + "/varnish.vcl"], stdout=out, stderr=out)
try:
    for _ in range(100):
        try:
            get(port, "/warm-up")
            break
        except OSError:
            time.sleep(0.2)
    for number, headers in enumerate(ANSWERS):
        get(port, f"/{number}")
        get(port, f"/{number}")
        kept = "kept" if asked.count(f"/{number}") == 1 else "asked for again"
        print("; ".join(f"{name}: {value}" for name, value in headers) + " -> " + kept)
finally:
    varnish.terminate()
    varnish.wait()
PYTHON

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
Expires: 0 -> kept
Expires: -1 -> kept
Expires:  -> kept
Expires: Thu, 01 Jan 1970 00:00:00 GMT -> kept
Expires: Thu, 01 Jan 1970 00:00:01 GMT -> asked for again
Expires: Wed, 31 Dec 2014 00:00:00 GMT -> asked for again
Pragma: no-cache -> kept
Pragma: no-cache; Expires: 0 -> kept
Cache-Control: no-cache; Expires: 0 -> asked for again
Cache-Control: max-age=0 -> asked for again
SEEN
