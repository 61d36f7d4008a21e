#!/usr/bin/env bash
# community.aws.s3_sync 11.2.0 (ansible 14.5.0) puts a folder into a bucket. `exclude` is ".*" unless a task says
# otherwise, which reads as "nothing hidden". It is asked of names of files alone, and not of folders: .htaccess stays
# at home, and .git/config, .git/HEAD and all other parts of the repository go up and are served to whoever asks (so
# does .well-known, which has to). No pattern keeps a folder out: ".git" and ".git/*" are compared with "config", where
# `aws s3 sync --exclude` compares the path. For what is compressed in the folder, a usual way to serve it, it finds the
# type of the contents (app.js.gz is text/javascript) and that it is gzip, and sends the type alone: without
# Content-Encoding a browser takes the compressed bytes for a script. Copy what is to go up into a folder of its own,
# and compress at the edge. Seen against moto 5.2.5. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet)
"${pip[@]}" install 'moto[s3]==5.2.5' boto3==1.44.8
# The module runs with this Python; the rest of Ansible asks for a newer one, and is not needed here.
"${pip[@]}" download --no-deps --python-version 3.13 --only-binary :all: --dest "$folder" ansible==14.5.0 \
  ansible-core==2.21.5

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import contextlib
import glob
import gzip
import io
import json
import pathlib
import sys
import zipfile

for name in glob.glob("ansible*.whl"):
    with zipfile.ZipFile(name) as wheel:
        wheel.extractall("lib", [member for member in wheel.namelist() if member.startswith((
            "ansible/__init__", "ansible/_vendor/", "ansible/module_utils/", "ansible/release",
            "ansible_collections/amazon/aws/", "ansible_collections/community/aws/"))])
sys.path.insert(0, "lib")

import boto3
import moto
from ansible.module_utils import basic
from ansible_collections.community.aws.plugins.modules import s3_sync

for name in ("index.html", ".htaccess", ".git/config", ".well-known/security.txt"):
    path = pathlib.Path("site", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(name)
for name in ("app.js.gz", "logo.svgz"):
    pathlib.Path("site", name).write_bytes(gzip.compress(b""))


def run(**task):
    basic._ANSIBLE_PROFILE = "legacy"
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": {
        "access_key": "test", "secret_key": "test", "region": "us-east-1", "file_root": "site", "bucket": "site",
        "file_change_strategy": "force", **task}}).encode()
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        s3_sync.main()
    print(task, *sorted(entry["s3_path"] for entry in json.loads(out.getvalue().splitlines()[-1])["uploads"]))


with moto.mock_aws():
    s3 = boto3.client("s3", "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    s3.create_bucket(Bucket="site")
    run()
    run(exclude=".git,.git/*,*.gz,*.svgz")
    for key in ("app.js.gz", "logo.svgz"):
        found = s3.head_object(Bucket="site", Key=key)
        print(key, found["ContentType"], found.get("ContentEncoding"))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
{} .git/config .well-known/security.txt app.js.gz index.html logo.svgz
{'exclude': '.git,.git/*,*.gz,*.svgz'} .git/config .htaccess .well-known/security.txt index.html
app.js.gz text/javascript None
logo.svgz image/svg+xml None
SEEN
