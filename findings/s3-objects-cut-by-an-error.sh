#!/usr/bin/env bash
# `with …open("s3://…", "wb") as file:` writes an object piece by piece: a list of redirects, a report, a file of logs.
# S3 makes an object whole or not at all, and one would think that an error within the block leaves the old one. What
# is there after an error behind the first piece, of seven libraries for Python:
#   s3fs 2026.9.0, universal_pathlib 0.3.10   the first piece, as the new object: leaving the block closes the file, and
#                                             closing uploads it. In gzip around it, it is a good file of fewer lines
#   pyarrow 26.0.1                            the same; ParquetWriter gives it its end as well, so that it is a good
#                                             table of fewer rows, which no reader complains of
#   cloudpathlib 0.26.0                       the first piece
#   smart_open 9.0.2, s3path 0.6.5, obstore 0.12.1   the old object (smart_open's issue 763 had it otherwise)
# (Arrow's issue 40502 asks for a way not to.) The error is seen in the log of the job, and the edge hands out the half
# at once. Write into memory or a file and put that, or, with s3fs, open it within `with fs.transaction:`. Seen against
# moto 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[s3,server]==5.2.5' s3fs==2026.9.0 \
  universal_pathlib==0.3.10 pyarrow==26.0.1 'cloudpathlib[s3]==0.26.0' 'smart_open[s3]==9.0.2' s3path==0.6.5 \
  obstore==0.12.1

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 venv/bin/python -W ignore - <<'PYTHON' |
import gzip
import io
import logging
import os

from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
address = "127.0.0.1:{}".format(server.get_host_and_port()[1])
os.environ["AWS_ENDPOINT_URL"] = url = f"http://{address}"

import boto3
import cloudpathlib
import obstore
import pyarrow
import s3fs
import smart_open
import upath
from obstore.store import S3Store
from pyarrow import fs, parquet
from s3path import S3Path

s3 = boto3.client("s3", endpoint_url=url)
s3.create_bucket(Bucket="site")
files = s3fs.S3FileSystem(endpoint_url=url)
arrow = fs.S3FileSystem(access_key="test", secret_key="test", endpoint_override=address, scheme="http",
                        region="us-east-1")
store = S3Store("site", endpoint=url, access_key_id="test", secret_access_key="test", region="us-east-1",
                client_options={"allow_http": True})
OPENED = {
    "s3fs": lambda: files.open("site/list", "wb"),
    "universal_pathlib": lambda: upath.UPath("s3://site/list", endpoint_url=url).open("wb"),
    "pyarrow": lambda: arrow.open_output_stream("site/list"),
    "cloudpathlib": lambda: cloudpathlib.S3Client(endpoint_url=url).CloudPath("s3://site/list").open("wb"),
    "smart_open": lambda: smart_open.open("s3://site/list", "wb", transport_params={"client": s3}),
    "s3path": lambda: S3Path("/site/list").open("wb"),
    "obstore": lambda: obstore.open_writer(store, "list"),
}


class Failed(Exception):
    pass


def lines():
    yield b"first\n"
    raise Failed


def there():
    return s3.get_object(Bucket="site", Key="list")["Body"].read()


for name, opened in OPENED.items():
    s3.put_object(Bucket="site", Key="list", Body=b"old 1\nold 2\n")
    try:
        with opened() as file:
            for line in lines():
                file.write(line)
    except Failed:
        print(name, there())
try:
    with files.transaction, files.open("site/list", "wb") as file:
        for line in lines():
            file.write(line + b"with a transaction")
except Failed:
    print("s3fs, transaction", there())
try:
    with files.open("site/list", "wb") as file, gzip.open(file, "wb") as packed:
        for line in lines():
            packed.write(line)
except Failed:
    print("s3fs, gzip", gzip.decompress(there()))
schema = pyarrow.schema([("line", pyarrow.binary())])
try:
    with parquet.ParquetWriter("site/list", schema, filesystem=arrow) as table:
        for line in lines():
            table.write_table(pyarrow.table({"line": [line]}, schema))
except Failed:
    print("pyarrow, ParquetWriter", parquet.read_table(io.BytesIO(there())).to_pylist())
server.stop()
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
s3fs b'first\n'
universal_pathlib b'first\n'
pyarrow b'first\n'
cloudpathlib b'first\n'
smart_open b'old 1\nold 2\n'
s3path b'old 1\nold 2\n'
obstore b'old 1\nold 2\n'
s3fs, transaction b'old 1\nold 2\n'
s3fs, gzip b'first\n'
pyarrow, ParquetWriter [{'line': b'first\n'}]
SEEN
