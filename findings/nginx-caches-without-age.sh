#!/usr/bin/env bash
# nginx 1.22.1 (Debian 12's) with proxy_cache, in front of a distribution or behind one. It reads Cache-Control; of what
# else RFC 9111 says of these headers, three things are otherwise:
#   Age            is not looked at: `max-age=60` with `Age: 100`, an answer that is over, is kept for another sixty
#                  seconds. What is kept goes out with the Age that it came with, the same each time, so that the cache
#                  behind nginx keeps it too long as well
#   Expires: 0     before `Cache-Control: max-age=60`: not kept. Behind it: kept. By the RFC max-age wins; here the
#                  order of two headers does, which nobody chooses
#   x-max-age=60   is taken for max-age=60: what it looks for are the letters
# HAProxy 2.6.12, given the same answers, goes by the RFC in each. Pages of an edge thus live twice as long behind
# nginx, and a probe sees an Age that stands still. X-Accel-Expires from the origin, or proxy_ignore_headers and
# proxy_cache_valid, say it to nginx. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq nginx=1.22.1-9+deb12u11 haproxy=2.6.12-1+deb12u4 liblua5.3-0 \
  libopentracing-c-wrapper0 libopentracing1 2> /dev/null && for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
cd "$folder"

python3 - <<'PYTHON' | tee seen
import http.client
import http.server
import os
import socket
import subprocess
import threading
import time

ANSWERS = {"/plain": [("Cache-Control", "max-age=60")], "/old": [("Cache-Control", "max-age=60"), ("Age", "100")],
           "/half": [("Cache-Control", "max-age=60"), ("Age", "30")],
           "/first": [("Expires", "0"), ("Cache-Control", "max-age=60")],
           "/last": [("Cache-Control", "max-age=60"), ("Expires", "0")], "/other": [("Cache-Control", "x-max-age=60")]}
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
port = {"nginx": free_port(), "HAProxy": free_port()}
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


def get(port, path):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    client.request("GET", path)
    answer = client.getresponse()
    answer.read()
    client.close()
    return answer.headers.get("Age")


with open("out", "w") as out:
    running = [subprocess.Popen(["usr/sbin/nginx", "-p", os.getcwd(), "-c", os.getcwd() + "/nginx.conf"], stderr=out),
               subprocess.Popen(["usr/sbin/haproxy", "-db", "-f", "haproxy.conf"], stderr=out)]
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
            time.sleep(1.2)
            age = get(number, path)
            grown = age and int(age) > int(dict(headers).get("Age", "0"))
            print(f"  {name}: {'kept' if len(asked) == 1 else 'asked again'}", end="")
            age = "no Age" if age is None else "a greater Age" if grown else "the same Age"
            print(f", with {age}" if len(asked) == 1 else "")
finally:
    for program in running:
        program.terminate()
        program.wait()
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Cache-Control: max-age=60
  nginx: kept, with no Age
  HAProxy: kept, with a greater Age
Cache-Control: max-age=60; Age: 100
  nginx: kept, with the same Age
  HAProxy: asked again
Cache-Control: max-age=60; Age: 30
  nginx: kept, with the same Age
  HAProxy: kept, with a greater Age
Expires: 0; Cache-Control: max-age=60
  nginx: asked again
  HAProxy: kept, with a greater Age
Cache-Control: max-age=60; Expires: 0
  nginx: kept, with no Age
  HAProxy: kept, with a greater Age
Cache-Control: x-max-age=60
  nginx: kept, with no Age
  HAProxy: asked again
SEEN
