#!/usr/bin/env bash
# Five programs of Debian 12 that ask a URL many times, as one does before a distribution goes live. Ten requests that
# are all answered with 403, as a WAF or a bucket does it, end with exit code 0 in each, and what is said of them
# differs:
#   siege 4.0.7     availability 100.00 and no failed transactions: a failure is 5xx alone
#   hey 0.1.4       a table of codes. -n 10 -c 3 asks nine times, and says so nowhere; a redirect is followed and
#                   counted as the 200 behind it, in the time of both
#   ab 2.3          no failed requests, and "Non-2xx responses: 10" below; answers of different lengths have failed
#   wrk 4.1.0       "Non-2xx or 3xx responses"; a redirect is as good as a page, and quicker
#   h2load 1.52.0   10 failed; a redirect has succeeded
# siege asks for what a page refers to as well and counts those as transactions, so that its mean is that of small
# files. A gate that reads availability, failures or the exit code passes on an edge that lets nobody in. Count the
# 200s. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq siege=4.0.7-1+b1 hey=0.1.4-2+b4 wrk=4.1.0-3+b2 libluajit-5.1-2 \
  nghttp2-client=1.52.0-1+deb12u3 libnghttp2-14 libev4 libc-ares2 libjansson4 libjemalloc2 \
  apache2-utils=2.4.71-1~deb12u1 libapr1 libaprutil1 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
cd "$folder"

HOME=$folder python3 - <<'PYTHON' | tee seen
import collections
import http.server
import itertools
import re
import subprocess
import threading

PAGE = b'<html><script src="/app.js"></script><img src="/logo.png"></html>'
asked = []
lengths = itertools.count(1)


class Edge(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self):
        asked.append(self.path)
        path, _, tool = self.path.partition("?")
        code = {"/403": 403, "/301": 301, "/503": 503}.get(path, 200)
        body = PAGE if path == "/page" else b"x" * (next(lengths) if path == "/lengths" else 10)
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        if code == 301:
            self.send_header("Location", "/target?" + tool)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass


TOOLS = {"siege": (["-R", "etc/siege/siegerc", "-b", "-c", "2", "-r", "5"],
                   r'"(availability|failed_transactions)":\s*([\d.]+)'),
         "hey": (["-n", "10", "-c", "3"], r"\[(\d+)\]\s+(\d+) responses"),
         "ab": (["-n", "10", "-c", "2"], r"(Failed requests|Non-2xx responses):\s+(\d+)"),
         "wrk": (["-t", "1", "-c", "1", "-d", "1s"], r"(Non-2xx or 3xx responses)"),
         "h2load": (["--h1", "-n", "10", "-c", "2"], r"(\d+) (succeeded|failed)")}
server = Server(("127.0.0.1", 0), Edge)
threading.Thread(target=server.serve_forever, daemon=True).start()
for path in "/403", "/503", "/301", "/page", "/lengths":
    print(path)
    for name, (options, pattern) in TOOLS.items():
        asked.clear()
        url = f"http://127.0.0.1:{server.server_port}{path}?{name}"
        run = subprocess.run(["usr/bin/" + name, *options, url], capture_output=True, text=True)
        said = [found if isinstance(found, str) else " ".join(found)
                for found in re.findall(pattern, run.stdout + run.stderr)]
        # What one program still had on its way when it ended is not counted to the next.
        paths = [one.partition("?") for one in asked]
        counted = collections.Counter(path for path, _, tool in paths if tool in (name, ""))
        counts = ", ".join(f"{count} {path}" for path, count in sorted(counted.items()))
        print(f"  {name}: {', '.join(said) or 'nothing'}; exit code {run.returncode}", end="")
        print("" if name == "wrk" else f"; asked {counts}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
/403
  siege: availability 100.00, failed_transactions 0; exit code 0; asked 10 /403
  hey: 403 9; exit code 0; asked 9 /403
  ab: Failed requests 0, Non-2xx responses 10; exit code 0; asked 10 /403
  wrk: Non-2xx or 3xx responses; exit code 0
  h2load: 0 succeeded, 10 failed; exit code 0; asked 10 /403
/503
  siege: availability 0.00, failed_transactions 10; exit code 0; asked 10 /503
  hey: 503 9; exit code 0; asked 9 /503
  ab: Failed requests 0, Non-2xx responses 10; exit code 0; asked 10 /503
  wrk: Non-2xx or 3xx responses; exit code 0
  h2load: 0 succeeded, 10 failed; exit code 0; asked 10 /503
/301
  siege: availability 100.00, failed_transactions 0; exit code 0; asked 10 /301, 10 /target
  hey: 200 9; exit code 0; asked 9 /301, 9 /target
  ab: Failed requests 0, Non-2xx responses 10; exit code 0; asked 10 /301
  wrk: nothing; exit code 0
  h2load: 10 succeeded, 0 failed; exit code 0; asked 10 /301
/page
  siege: availability 100.00, failed_transactions 0; exit code 0; asked 10 /app.js, 10 /logo.png, 10 /page
  hey: 200 9; exit code 0; asked 9 /page
  ab: Failed requests 0; exit code 0; asked 10 /page
  wrk: nothing; exit code 0
  h2load: 10 succeeded, 0 failed; exit code 0; asked 10 /page
/lengths
  siege: availability 100.00, failed_transactions 0; exit code 0; asked 10 /lengths
  hey: 200 9; exit code 0; asked 9 /lengths
  ab: Failed requests 9; exit code 0; asked 10 /lengths
  wrk: nothing; exit code 0
  h2load: 10 succeeded, 0 failed; exit code 0; asked 10 /lengths
SEEN
