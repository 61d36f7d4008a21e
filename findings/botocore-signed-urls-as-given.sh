#!/usr/bin/env bash
# CloudFrontSigner of botocore 1.44.8 signs a URL letter by letter, and puts the signature at its end:
#   …/my file.pdf   is signed with the blank in it, whereas viewers ask for my%20file.pdf
#   …/ü             is signed as \u00fc, JSON's way to write it, whereas viewers ask for %C3%BC
#   …/page#part     the signature goes behind the fragment, which no browser sends: the request is without one
# A canned policy is not in the URL, so that CloudFront has to make the text that was signed from what is asked for, and
# that is another one then. Presigned URLs of S3, from the same library, are encoded by it, whence the habit.
# Only some files of a site have such names, so that it looks like a matter of permissions. Encode the URL, and leave
# out the fragment, before signing. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install botocore==1.44.8

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json
from datetime import datetime, timezone
from urllib.parse import urlsplit

import botocore.session
from botocore.signers import CloudFrontSigner

signed = []
signer = CloudFrontSigner("K2EXAMPLE", lambda message: signed.append(message.decode()) or b"signature")
session = botocore.session.Session()
session.set_credentials("test", "test")
client = session.create_client("s3", "us-east-1")
for path in ("my file.pdf", "ü", "page#part"):
    url = signer.generate_presigned_url(f"https://www.example.com/{path}", datetime(2026, 1, 2, tzinfo=timezone.utc))
    resource = signed[-1].split('"Resource":')[1].split(",")[0]
    print(f"{path}: signs {resource}, answers {url.split('.com')[1].split('&')[0]}")
    print("  query:", "Signature" in urlsplit(url).query)
    presigned = client.generate_presigned_url("get_object", Params={"Bucket": "site-of-mine", "Key": path})
    print("  S3:", urlsplit(presigned).path)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
my file.pdf: signs "https://www.example.com/my file.pdf", answers /my file.pdf?Expires=1767312000
  query: True
  S3: /my%20file.pdf
ü: signs "https://www.example.com/\u00fc", answers /ü?Expires=1767312000
  query: True
  S3: /%C3%BC
page#part: signs "https://www.example.com/page#part", answers /page#part?Expires=1767312000
  query: False
  S3: /page%23part
SEEN
