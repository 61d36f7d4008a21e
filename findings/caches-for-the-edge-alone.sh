#!/usr/bin/env bash
# An origin says to the edge something else than to browsers, so that pages are kept where they can be invalidated:
# `max-age=0, s-maxage=60`, or a header of its own beside `no-store`. Two caches that stand between such an origin and a
# distribution, or in its place in tests, both Debian 12's:
#   HAProxy 2.6.12   keeps nothing that says max-age=0, whatever s-maxage says (its issue 2203, mended since); max-age=1
#                    beside it, and s-maxage alone, are right
#   Varnish 7.1.1    with its built-in VCL passes over Cache-Control, no-store as well, where any Surrogate-Control is
#                    there, and does not read that: it keeps the page for default_ttl, two minutes, where the header
#                    says one second, or nothing but content="ESI/1.0"
# nginx 1.22.1 goes by s-maxage, and by no-store. So a page is asked for each time, or is two minutes old where nobody
# may keep it. Give max-age=1; say no-store in Surrogate-Control too, or take the header away in VCL. Needs gcc, as
# Varnish does. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq nginx=1.22.1-9+deb12u11 haproxy=2.6.12-1+deb12u4 liblua5.3-0 \
  libopentracing-c-wrapper0 libopentracing1 varnish=7.1.1-2+deb12u1 libvarnishapi3=7.1.1-2+deb12u1 libjemalloc2 \
  2> /dev/null && for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu:$folder/usr/lib/x86_64-linux-gnu/varnish
cd "$folder"

python3 - <<'PYTHON' | tee seen
import http.client
import http.server
import os
import socket
import subprocess
import threading
import time

ANSWERS = {"/1": [("Cache-Control", "max-age=0, s-maxage=60")], "/2": [("Cache-Control", "s-maxage=60")],
           "/3": [("Cache-Control", "max-age=1, s-maxage=60")],
           "/4": [("Cache-Control", "no-store"), ("Surrogate-Control", "max-age=1")],
           "/5": [("Cache-Control", "no-store"), ("Surrogate-Control", 'content="ESI/1.0"')],
           "/6": [("Cache-Control", "no-store"), ("CDN-Cache-Control", "max-age=60")],
           "/7": [("Cache-Control", "no-store")]}
asked = []


class Origin(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked.append(self.path)
        self.send_response(200)
        for name, value in ANSWERS[self.path]:
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


origin = Server(("127.0.0.1", 0), Origin)
threading.Thread(target=origin.serve_forever, daemon=True).start()
port = {"nginx": free_port(), "HAProxy": free_port(), "Varnish": free_port()}
temporary = "".join(f"{name}_temp_path {os.getcwd()}/{name}; " for name in ("client_body", "fastcgi", "uwsgi", "scgi"))
with open("nginx.conf", "w") as conf:
    conf.write(f"""daemon off; pid {os.getcwd()}/pid; error_log {os.getcwd()}/log; master_process off; events {{}}
http {{ access_log off; proxy_cache_path {os.getcwd()}/kept keys_zone=kept:1m; proxy_temp_path {os.getcwd()}/proxy;
{temporary} server {{ listen 127.0.0.1:{port['nginx']};
location / {{ proxy_cache kept; proxy_pass http://127.0.0.1:{origin.server_port}; }} }} }}""")
with open("haproxy.conf", "w") as conf:
    conf.write(f"""defaults
  mode http
  timeout connect 5s
  timeout client 10s
  timeout server 10s
cache kept
  total-max-size 4
  max-age 600
listen all
  bind 127.0.0.1:{port['HAProxy']}
  http-request cache-use kept
  http-response cache-store kept
  server origin 127.0.0.1:{origin.server_port}
""")


with open("varnish.vcl", "w") as conf:
    conf.write(f'vcl 4.1; backend origin {{ .host = "127.0.0.1"; .port = "{origin.server_port}"; }}')


def get(port, path):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    client.request("GET", path)
    answer = client.getresponse()
    answer.read()
    client.close()


with open("out", "w") as out:
    running = [subprocess.Popen(["usr/sbin/nginx", "-p", os.getcwd(), "-c", os.getcwd() + "/nginx.conf"], stderr=out),
               subprocess.Popen(["usr/sbin/haproxy", "-db", "-f", "haproxy.conf"], stderr=out),
               subprocess.Popen(["usr/sbin/varnishd", "-F", "-j", "none", "-a", f"127.0.0.1:{port['Varnish']}",
                                 "-T", "none", "-n", os.getcwd() + "/varnish", "-f", os.getcwd() + "/varnish.vcl"],
                                stdout=out, stderr=out)]
try:
    for number in port.values():
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", number), 1).close()
                break
            except OSError:
                time.sleep(0.1)
    for path, headers in ANSWERS.items():
        print(*(f"{name}: {value}" for name, value in headers), sep="; ")
        for name, number in port.items():
            asked.clear()
            get(number, path)
            time.sleep(1.5)
            get(number, path)
            print(f"  {name}: {'kept' if len(asked) == 1 else 'asked again'}")
finally:
    for program in running:
        program.terminate()
        program.wait()
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Cache-Control: max-age=0, s-maxage=60
  nginx: kept
  HAProxy: asked again
  Varnish: kept
Cache-Control: s-maxage=60
  nginx: kept
  HAProxy: kept
  Varnish: kept
Cache-Control: max-age=1, s-maxage=60
  nginx: kept
  HAProxy: kept
  Varnish: kept
Cache-Control: no-store; Surrogate-Control: max-age=1
  nginx: asked again
  HAProxy: asked again
  Varnish: kept
Cache-Control: no-store; Surrogate-Control: content="ESI/1.0"
  nginx: asked again
  HAProxy: asked again
  Varnish: kept
Cache-Control: no-store; CDN-Cache-Control: max-age=60
  nginx: asked again
  HAProxy: asked again
  Varnish: asked again
Cache-Control: no-store
  nginx: asked again
  HAProxy: asked again
  Varnish: asked again
SEEN
