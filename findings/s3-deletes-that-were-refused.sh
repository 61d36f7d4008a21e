#!/usr/bin/env bash
# What is deleted from S3 by more than one goes as DeleteObjects, up to 1000 keys a request. Its answer is 200, and says
# for each key whether it is gone: one that a policy of the bucket keeps is an <Error> in it (AccessDenied). Who deletes
# a folder, a tenant or the logs of a year wants to hear of that. Of seven clients for Python:
#   boto3 1.43.117              objects.filter(…).delete(), of a bucket's resource, has the errors somewhere within its
#                               answer, and raises nothing, as other actions do
#   s3fs 2026.9.0               rm(recursive=True) answers the names that are gone, and raises nothing (its issue 838;
#                               its pull request 1047 of September mends it)
#   universal_pathlib 0.3.10, cloudpathlib 0.26.0   rmdir(recursive=True) and rmtree() end well
#   s3cmd 2.4.0                 del --recursive prints the key among those that it deletes, and ends with 0
#   minio 7.2.20                remove_objects() asks for nothing: it is a generator, which deletes while one goes
#                               through it for errors. Its page says so; who does not look for errors deletes nothing
#   obstore 0.12.1, s3path 0.6.5   raise an error
# A deletion that is asked for by law is then done by the log, and the object is still handed out. List the prefix
# afterwards. A server made here keeps one of three objects, as S3 does. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.43.117 s3fs==2026.9.0 minio==7.2.20 \
  universal_pathlib==0.3.10 cloudpathlib==0.26.0 obstore==0.12.1 s3path==0.6.5 s3cmd==2.4.0

cd "$folder"
AWS_CONFIG_FILE=/dev/null venv/bin/python -W ignore - <<'PYTHON' | tee seen
import os
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

SPACE = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
KEPT, keys = "site/kept.html", set()


class Stub(BaseHTTPRequestHandler):
    """A bucket that hands out nothing but names, and deletes all but one key."""
    protocol_version = "HTTP/1.1"

    def do(self):
        parts, query = urlsplit(self.path), parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        key = unquote(parts.path).lstrip("/").partition("/")[2]
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        status, body = 200, ""
        if "delete" in query:
            for name in re.findall("<Key>(.*?)</Key>", sent):
                keys.discard(name if name != KEPT else None)
                body += (f"<Deleted><Key>{name}</Key></Deleted>" if name != KEPT else f"<Error><Key>{name}</Key>"
                         "<Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
            body = f"<DeleteResult {SPACE}>{body}</DeleteResult>"
        elif self.command == "DELETE":
            keys.discard(key if key != KEPT else None)
            status = 403 if key == KEPT else 204
        elif "location" in query:
            body = f"<LocationConstraint {SPACE}/>"
        elif self.command == "GET" and not key:
            prefix = query.get("prefix", [""])[0]
            found = [name for name in sorted(keys) if name.startswith(prefix)]
            folders = {prefix + name[len(prefix):].split("/")[0] + "/" for name in found if "/" in name[len(prefix):]
                       and "delimiter" in query}
            body = "".join(f"<Contents><Key>{name}</Key><LastModified>2026-11-29T00:00:00.000Z</LastModified>"
                           "<ETag>e</ETag><Size>1</Size></Contents>" for name in found if not folders)
            body += "".join(f"<CommonPrefixes><Prefix>{name}</Prefix></CommonPrefixes>" for name in folders)
            body = (f"<ListBucketResult {SPACE}><Name>edge</Name><IsTruncated>false</IsTruncated>{body}"
                    "</ListBucketResult>")
        elif key:
            status = 200 if key in keys else 404
        if status == 403:
            body = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body.encode())

    do_GET = do_HEAD = do_POST = do_DELETE = do

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
threading.Thread(target=server.serve_forever, daemon=True).start()
host = f"127.0.0.1:{server.server_port}"
os.environ.update(AWS_ENDPOINT_URL=f"http://{host}", AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test",
                  AWS_DEFAULT_REGION="us-east-1", AWS_MAX_ATTEMPTS="1")

import boto3
import cloudpathlib
import minio
import obstore
import s3fs
import s3path
import upath
from minio.deleteobjects import DeleteObject

options = {"key": "test", "secret": "test", "endpoint_url": f"http://{host}", "skip_instance_cache": True,
           "use_listings_cache": False}
client = minio.Minio(host, "test", "test", secure=False, region="us-east-1")
store = obstore.store.S3Store("edge", client_options={"allow_http": True}, virtual_hosted_style_request=False)


def s3cmd():
    run = subprocess.run(["venv/bin/s3cmd", "--config", os.devnull, "--no-ssl", "--host", host, "--host-bucket", host,
                          "--access_key", "test", "--secret_key", "test", "del", "--recursive", "--force",
                          "s3://edge/site/"], capture_output=True, text=True)
    return run.returncode, sorted(re.findall(r"delete: \S*/(\S+)'", run.stdout)), run.stderr


bucket = boto3.resource("s3").Bucket("edge")
for name, delete in [
        ("boto3", lambda: bucket.objects.filter(Prefix="site/").delete()[0]["Errors"][0]["Key"]),
        ("s3fs", lambda: s3fs.S3FileSystem(**options).rm("edge/site", recursive=True)),
        ("universal_pathlib", lambda: upath.UPath("s3://edge/site", **options).rmdir(recursive=True)),
        ("cloudpathlib", lambda: cloudpathlib.CloudPath("s3://edge/site").rmtree()), ("s3cmd", s3cmd),
        ("minio", lambda: client.remove_objects("edge", [DeleteObject(key) for key in sorted(keys)]) and None),
        ("minio, gone through", lambda: [error.name for error in client.remove_objects("edge", [
            DeleteObject(key) for key in sorted(keys)])]),
        ("obstore", lambda: obstore.delete(store, sorted(keys))),
        ("s3path", lambda: s3path.S3Path("/edge/site/").rmdir())]:
    keys.update(["site/a.html", KEPT, "site/z.html"])
    try:
        said = f"answers {delete()}"
    except Exception as error:
        said = f"raises {type(error).__name__}"
    print(f"{name}: {said}; still there: {', '.join(sorted(keys))}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
boto3: answers site/kept.html; still there: site/kept.html
s3fs: answers ['edge/site', 'edge/site/a.html', 'edge/site/z.html']; still there: site/kept.html
universal_pathlib: answers None; still there: site/kept.html
cloudpathlib: answers None; still there: site/kept.html
s3cmd: answers (0, ['a.html', 'kept.html', 'z.html'], ''); still there: site/kept.html
minio: answers None; still there: site/a.html, site/kept.html, site/z.html
minio, gone through: answers ['site/kept.html']; still there: site/kept.html
obstore: raises GenericError; still there: site/kept.html
s3path: raises AccessDenied; still there: site/kept.html, site/z.html
SEEN
