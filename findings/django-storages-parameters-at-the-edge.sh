#!/usr/bin/env bash
# django-storages 1.14.6 (S3) answers `storage.url("a.pdf", parameters=…)`, and with custom_domain it is a URL of the
# distribution in front of the bucket. The parameters are boto3's, ResponseContentDisposition and VersionId, and without
# custom_domain boto3 makes of them what S3 reads, response-content-disposition and versionId. With it they are put into
# the query by boto3's names, which neither CloudFront nor S3 knows, and a signed URL signs that: the same line of code
# makes a download on the bucket, and behind the distribution the page in the browser, and the newest version instead
# of the one that was asked for. S3's own names are an error on the bucket (ParamValidationError). `expire` without a
# key of CloudFront, and `http_method`, are dropped without a word: a link that works for ever. Say S3's names where
# there is a custom_domain, and have a policy of the behaviour hand them on. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install django-storages==1.14.6 boto3==1.44.8 django==5.2.9 \
  cryptography==46.0.3

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import re

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

settings.configure()
from storages.backends.s3 import S3Storage

key = rsa.generate_private_key(65537, 2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
bucket = {"access_key": "test", "secret_key": "test", "bucket_name": "files", "region_name": "eu-west-1",
          "signature_version": "s3v4"}
KINDS = [("bucket", bucket), ("distribution", {**bucket, "custom_domain": "d1.cloudfront.net"}),
         ("signed", {**bucket, "custom_domain": "d1.cloudfront.net", "cloudfront_key_id": "K1", "cloudfront_key": key})]
for options in [{"parameters": {"ResponseContentDisposition": "attachment"}}, {"parameters": {"VersionId": "v1"}},
                {"parameters": {"response-content-disposition": "attachment"}}, {"expire": 60}, {"http_method": "PUT"}]:
    print(options)
    for name, settings in KINDS:
        try:
            url = S3Storage(**settings).url("a.pdf", **options)
            said = re.sub(r"[?&](X-Amz-.*|Expires=.*)", " (signed)", url)
        except Exception as error:
            said = type(error).__name__
        print(f"   {name}: {said}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
{'parameters': {'ResponseContentDisposition': 'attachment'}}
   bucket: https://files.s3.amazonaws.com/a.pdf?response-content-disposition=attachment (signed)
   distribution: https://d1.cloudfront.net/a.pdf?ResponseContentDisposition=attachment
   signed: https://d1.cloudfront.net/a.pdf?ResponseContentDisposition=attachment (signed)
{'parameters': {'VersionId': 'v1'}}
   bucket: https://files.s3.amazonaws.com/a.pdf?versionId=v1 (signed)
   distribution: https://d1.cloudfront.net/a.pdf?VersionId=v1
   signed: https://d1.cloudfront.net/a.pdf?VersionId=v1 (signed)
{'parameters': {'response-content-disposition': 'attachment'}}
   bucket: ParamValidationError
   distribution: https://d1.cloudfront.net/a.pdf?response-content-disposition=attachment
   signed: https://d1.cloudfront.net/a.pdf?response-content-disposition=attachment (signed)
{'expire': 60}
   bucket: https://files.s3.amazonaws.com/a.pdf (signed)
   distribution: https://d1.cloudfront.net/a.pdf
   signed: https://d1.cloudfront.net/a.pdf (signed)
{'http_method': 'PUT'}
   bucket: https://files.s3.amazonaws.com/a.pdf (signed)
   distribution: https://d1.cloudfront.net/a.pdf
   signed: https://d1.cloudfront.net/a.pdf (signed)
SEEN
