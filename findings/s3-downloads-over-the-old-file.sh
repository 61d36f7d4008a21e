#!/usr/bin/env bash
# A list of redirects, a key or a policy is fetched from S3 over the file that is there, each hour, and a download fails
# now and then. One would think that the file of before stays: boto3 writes into a file beside it, and renames that in
# the end. What is there after the object was missing (404), was refused (403) or broke off in the middle:
#   aioboto3 15.5.0        an empty file each time: it is opened before S3 is asked, and its docstring says "similar
#                          behaviour as S3Transfer's download_file()"
#   awswrangler 3.17.1     an empty file, where it was refused or broke off; with a 404 the old one
#   s3cmd 2.4.0 --force    an empty file where it was refused, and a part of the new one where it broke off
#   s3fs 2026.9.0          get_file: a part of the new one where it broke off; get: with a 404 or 403 the old one
#   boto3 1.40.61, minio 7.2.20, cloudpathlib 0.26.0   the old one each time
# Each says that it failed, with an error or an exit code. But what reads the file next has no redirects, or half of a
# list, and an empty file is valid to most readers. Fetch into another name, and rename it (os.replace). Seen against a
# server made here. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aioboto3==15.5.0 s3fs==2026.9.0 minio==7.2.20 \
  awswrangler==3.17.1 cloudpathlib==0.26.0 s3cmd==2.4.0

cd "$folder"
AWS_CONFIG_FILE=/dev/null venv/bin/python -W ignore - 2>/dev/null <<'PYTHON' | tee seen
import asyncio
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
KEY, OLD, NEW = "redirects.json", b"old" * 10, b"new" * 40000
mode = "200"


class Stub(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, headers=(), length=None):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do(self):
        parts, query = urlsplit(self.path), parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if "location" in query:
            return self.answer(200, f"<LocationConstraint {SPACE}/>".encode())
        if parts.path.count("/") == 1 or parts.path.endswith("edge/"):
            found = (f"<Contents><Key>{KEY}</Key><LastModified>2026-11-29T00:00:00.000Z</LastModified><ETag>e</ETag>"
                     f"<Size>{len(NEW)}</Size></Contents>" if KEY.startswith(query.get("prefix", [""])[0]) else "")
            return self.answer(200, f"<ListBucketResult {SPACE}><Name>edge</Name><IsTruncated>false</IsTruncated>"
                                    f"{found}</ListBucketResult>".encode())
        if mode == "404" or mode == "403" and self.command == "GET":
            code = {"404": "NoSuchKey", "403": "AccessDenied"}[mode]
            return self.answer(int(mode), f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode(),
                               [("Content-Type", "application/xml")])
        headers = [("ETag", '"e"'), ("Last-Modified", "Sun, 29 Nov 2026 00:00:00 GMT"), ("Accept-Ranges", "bytes")]
        status, start, end = 200, 0, len(NEW)
        if "Range" in self.headers and self.command == "GET":
            first, last = self.headers["Range"].removeprefix("bytes=").split("-")
            status, start, end = 206, int(first), min(int(last or len(NEW)) + 1, len(NEW))
            headers.append(("Content-Range", f"bytes {start}-{end - 1}/{len(NEW)}"))
        body = NEW[start:end]
        self.answer(status, body[:len(body) // 2] if mode == "cut" else body, headers, len(body))
        self.close_connection = mode == "cut"

    do_GET = do_HEAD = do

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=server.serve_forever, daemon=True).start()
host = f"127.0.0.1:{server.server_port}"
os.environ.update(AWS_ENDPOINT_URL=f"http://{host}", AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test",
                  AWS_DEFAULT_REGION="us-east-1", AWS_MAX_ATTEMPTS="1")

import aioboto3
import awswrangler
import boto3
import cloudpathlib
import minio
import s3fs
import urllib3


async def aio():
    async with aioboto3.Session().client("s3") as client:
        await client.download_file("edge", KEY, KEY)


def s3cmd():
    subprocess.run(["venv/bin/s3cmd", "--config", os.devnull, "--no-ssl", "--host", host, "--host-bucket", host,
                    "--access_key", "test", "--secret_key", "test", "--max-retries", "1", "--force", "get",
                    f"s3://edge/{KEY}", KEY], check=True, stdout=subprocess.DEVNULL)


fs = s3fs.S3FileSystem(key="test", secret="test", endpoint_url=f"http://{host}", use_listings_cache=False)
client = minio.Minio(host, "test", "test", secure=False, region="us-east-1",
                     http_client=urllib3.PoolManager(retries=False))
for name, get in [("boto3", lambda: boto3.client("s3").download_file("edge", KEY, KEY)),
                  ("aioboto3", lambda: asyncio.run(aio())),
                  ("awswrangler", lambda: awswrangler.s3.download(path=f"s3://edge/{KEY}", local_file=KEY)),
                  ("s3cmd", s3cmd), ("s3fs get", lambda: fs.get(f"edge/{KEY}", KEY)),
                  ("s3fs get_file", lambda: fs.get_file(f"edge/{KEY}", KEY)),
                  ("minio", lambda: client.fget_object("edge", KEY, KEY)),
                  ("cloudpathlib", lambda: cloudpathlib.CloudPath(f"s3://edge/{KEY}").download_to(KEY))]:
    left = []
    for mode in ("200", "404", "403", "cut"):
        with open(KEY, "wb") as file:
            file.write(OLD)
        try:
            get()
            said = "ends well"
        except Exception:
            said = f"{mode} fails"
        with open(KEY, "rb") as file:
            left.append(said + " " + {OLD: "(old)", NEW: "(new)", b"": "(empty)"}.get(file.read(), "(a part)"))
    print(f"{name}: {', '.join(left)}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
boto3: ends well (new), 404 fails (old), 403 fails (old), cut fails (old)
aioboto3: ends well (new), 404 fails (empty), 403 fails (empty), cut fails (empty)
awswrangler: ends well (new), 404 fails (old), 403 fails (empty), cut fails (empty)
s3cmd: ends well (new), 404 fails (old), 403 fails (empty), cut fails (a part)
s3fs get: ends well (new), 404 fails (old), 403 fails (old), cut fails (a part)
s3fs get_file: ends well (new), 404 fails (old), 403 fails (old), cut fails (a part)
minio: ends well (new), 404 fails (old), 403 fails (old), cut fails (old)
cloudpathlib: ends well (new), 404 fails (old), 403 fails (old), cut fails (old)
SEEN
