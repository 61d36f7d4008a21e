#!/usr/bin/env bash
# community.aws.s3_sync 11.2.0 (ansible 14.5.0) puts a folder into a bucket, below key_prefix ("Module will add slash at
# end of prefix if necessary"). With `delete: true` it removes what is there and not in the folder, and what is there is
# each key that begins with the letters of the prefix: without the slash. A site at `app` takes along app-admin/… and
# application/…, which belong to others. With a slash at the end of key_prefix they stay.
# Include and exclude are for the folder alone: with `include: "*.html"` everything else below the prefix counts as not
# in the folder, and is deleted, where `aws s3 sync --delete` leaves what is excluded alone on both sides. So the usual
# two tasks, pages with one Cache-Control and the rest with another, delete each other's files, and each run ends with
# half of the site. Give the prefix its slash, and delete in one task without patterns. Seen against moto 5.2.5. Fails
# where that is no longer so.
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

for name in ("index.html", "site.css"):
    pathlib.Path("site").mkdir(exist_ok=True)
    pathlib.Path("site", name).write_text(name)


def run(**task):
    basic._ANSIBLE_PROFILE = "legacy"
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": {
        "access_key": "test", "secret_key": "test", "region": "us-east-1", "bucket": "sites", "file_root": "site",
        "delete": True, **task}}).encode()
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        s3_sync.main()
    print(task)
    print("  removed:", *sorted(json.loads(out.getvalue().splitlines()[-1])["removed"]))


with moto.mock_aws():
    s3 = boto3.client("s3", "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    s3.create_bucket(Bucket="sites")
    for prefix in ("app/", "app"):
        for key in ("app/old.html", "app-admin/index.html", "application/data.json", "www/index.html"):
            s3.put_object(Bucket="sites", Key=key, Body=b"x")
        run(key_prefix=prefix)
    run(key_prefix="app/", include="*.html", cache_control="no-cache")
    run(key_prefix="app/", exclude="*.html", cache_control="max-age=86400")
    print("left:", *[found["Key"] for found in s3.list_objects_v2(Bucket="sites")["Contents"]])
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
{'key_prefix': 'app/'}
  removed: app/old.html
{'key_prefix': 'app'}
  removed: app-admin/index.html app/old.html application/data.json
{'key_prefix': 'app/', 'include': '*.html', 'cache_control': 'no-cache'}
  removed: app/site.css
{'key_prefix': 'app/', 'exclude': '*.html', 'cache_control': 'max-age=86400'}
  removed: app/index.html
left: app/site.css www/index.html
SEEN
