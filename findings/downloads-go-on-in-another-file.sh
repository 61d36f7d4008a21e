#!/usr/bin/env bash
# A large file that broke off is gone on with: `wget -c`, `curl -C -`, lftp's `get -c`. HTTP has If-Range for it: the
# rest, if it is still the file of before, or else all of the new one, by ETag or date, both of which CloudFront and S3
# send. Of Debian 12's
#   wget 1.21.3 -c, curl 7.88.1 -C -, lftp 4.9.2 get -c
#                     ask for the rest alone, and put what comes behind what is there: the beginning of the old release
#                     and the end of the new one, exit code 0
#   wget -c -N        which is to fetch what is newer, asks for the rest, is told that it is newer, and does the same
#   aria2 1.36.0 -c   without its own notes on a file fetches it from its beginning
# wget's page warns of it under -c, as something that one cannot tell; the answer to each of these requests has the ETag
# of another file and the whole length. A mirror or a build that tries again after a deployment has a package that never
# was. Give a name with a version or hash to what is large, and compare checksums. Fails where a line below is no longer
# so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq wget=1.21.3-1+deb12u1 curl=7.88.1-10+deb12u15 libcurl4=7.88.1-10+deb12u15 \
  lftp=4.9.2-2+b1 aria2=1.36.0-1 libaria2-0=1.36.0-1 libc-ares2 libssh2-1 libpsl5 libpcre2-8-0 libreadline8 \
  2>/dev/null && for package in *.deb; do dpkg -x "$package" .; done)

cd "$folder"
cat > server.py <<'PYTHON'
import http.server
import re

NEW = b"new " * 375


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked = re.match(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked and self.headers.get("If-Range") in (None, '"new"'):
            part = NEW[int(asked[1]):]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {asked[1]}-{len(NEW) - 1}/{len(NEW)}")
        else:
            part = NEW
            self.send_response(200)
        for name, value in (("ETag", '"new"'), ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT"),
                            ("Accept-Ranges", "bytes"), ("Content-Length", str(len(part)))):
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(part)

    do_HEAD = do_GET

    def log_message(self, *_):
        headers = [name for name in ("Range", "If-Range", "If-Modified-Since") if name in self.headers]
        open("asked", "a").write(", ".join(headers) + "\n")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
open("port", "w").write(str(server.server_port))
server.serve_forever()
PYTHON
python3 server.py & server=$!
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
url=http://127.0.0.1:$(cat port)/release.tar

continued() {
  local code=0 said
  said=$1; shift
  rm -f asked release.tar*
  for _ in $(seq 100); do printf 'old '; done > release.tar
  touch -d 2025-01-01 release.tar
  LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu HOME=$folder "$@" > log 2>&1 || code=$?
  echo "$said: asked for $(tr '\n' ' ' < asked)- $(grep -o old release.tar | wc -l) old," \
    "$(grep -o new release.tar | wc -l) new, exit $code"
}
{
  continued 'wget -c' usr/bin/wget --no-config -c "$url"
  continued 'wget -c -N' usr/bin/wget --no-config -c -N "$url"
  continued 'curl -C -' usr/bin/curl -q -sS -C - -o release.tar "$url"
  continued 'lftp get -c' usr/bin/lftp --norc -c "get -c $url"
  continued 'aria2c -c' usr/bin/aria2c --no-conf -c "$url"
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
wget -c: asked for Range - 100 old, 275 new, exit 0
wget -c -N: asked for Range, If-Modified-Since - 100 old, 275 new, exit 0
curl -C -: asked for Range - 100 old, 275 new, exit 0
lftp get -c: asked for Range - 100 old, 275 new, exit 0
aria2c -c: asked for  - 0 old, 375 new, exit 0
SEEN
