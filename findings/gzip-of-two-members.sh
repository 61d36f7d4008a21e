#!/usr/bin/env bash
# A gzip file may have more than one member, one behind the other (RFC 1952, 2.2): `cat a.gz b.gz` of CloudFront's logs
# is one, and so is what Firehose writes of CloudWatch Logs, whose records come compressed. zcat, Python's gzip, DuckDB,
# polars and pyarrow read them whole. What stops behind the first member, with no word:
#   httpx 0.28.1           an object with Content-Encoding: gzip; requests 2.34.2 and aiohttp 3.14.5 read all of it
#   deflate 0.9.0          gzip_decompress, libdeflate for Python, the fast one
#   Python 3.11            zlib.decompress(…, 31), unlike gzip.decompress
#   zstandard 0.25.0       ZstdDecompressor().decompress(), with two frames of zstd; its stream_reader reads both
#   curl 7.88.1            --compressed writes the first, and ends with 23, "Failed writing received data"
# Requests, or lines of an audit's log, are missing, and each file that was tried had one member. Take gzip.decompress.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq curl=7.88.1-10+deb12u15 libcurl4=7.88.1-10+deb12u15 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install httpx==0.28.1 requests==2.34.2 aiohttp==3.14.5 \
  deflate==0.9.0 zstandard==0.25.0 cramjam==2.14.0
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
cd "$folder"

venv/bin/python - <<'PYTHON' | tee seen
import asyncio
import gzip
import http.server
import subprocess
import threading
import zlib

import aiohttp
import cramjam
import deflate
import httpx
import requests
import zstandard

HOURS = [b"2026-01-02\t03:04:05\t/a\n", b"2026-01-02\t04:05:06\t/b\n"]
LOG = b"".join(gzip.compress(hour) for hour in HOURS)
FRAMES = b"".join(zstandard.compress(hour) for hour in HOURS)


class Bucket(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(LOG)))
        self.end_headers()
        self.wfile.write(LOG)

    def log_message(self, *_):
        pass


async def by_aiohttp():
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as answer:
            return await answer.read()


def by_curl():
    run = subprocess.run(["usr/bin/curl", "--silent", "--compressed", url], capture_output=True)
    return run.stdout + f"exit code {run.returncode}\n".encode()


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/log.gz"
for name, read in [("gzip.decompress", lambda: gzip.decompress(LOG)),
                   ("cramjam", lambda: bytes(cramjam.gzip.decompress(LOG))),
                   ("deflate", lambda: bytes(deflate.gzip_decompress(LOG))), ("zlib", lambda: zlib.decompress(LOG, 31)),
                   ("requests", lambda: requests.get(url).content), ("aiohttp", lambda: asyncio.run(by_aiohttp())),
                   ("httpx", lambda: httpx.get(url).content), ("curl --compressed", by_curl),
                   ("zstandard", lambda: zstandard.ZstdDecompressor().decompress(FRAMES)),
                   ("zstandard, stream_reader", lambda: zstandard.ZstdDecompressor().stream_reader(FRAMES).read()),
                   ("cramjam, zstd", lambda: bytes(cramjam.zstd.decompress(FRAMES)))]:
    print(f"{name}:", ", ".join(line.split("\t")[-1] for line in read().decode().splitlines()))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
gzip.decompress: /a, /b
cramjam: /a, /b
deflate: /a
zlib: /a
requests: /a, /b
aiohttp: /a, /b
httpx: /a
curl --compressed: /a, exit code 23
zstandard: /a
zstandard, stream_reader: /a, /b
cramjam, zstd: /a, /b
SEEN
