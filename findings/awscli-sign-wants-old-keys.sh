#!/usr/bin/env bash
# `openssl genrsa -out private_key.pem 2048` is how CloudFront's guide makes the key of signed URLs. OpenSSL 3 writes
# PKCS#8 with it ("BEGIN PRIVATE KEY"), where OpenSSL 1 wrote PKCS#1 ("BEGIN RSA PRIVATE KEY"). `aws cloudfront sign` of
# AWS CLI 1.46.3 reads the older one alone, and says of the newer that there is "No PEM start marker", as if the file
# were none. The public key is taken by CloudFront either way, so that the key looks wrong where the tool is: keys are
# made anew and key groups changed for nothing. `openssl rsa -traditional` converts it. Days without a time are UTC in
# --date-less-than, and 20260102 is a day in August 1970. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install awscli==1.46.3 cryptography==46.0.3

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
for name, form in (("new.pem", serialization.PrivateFormat.PKCS8),
                   ("old.pem", serialization.PrivateFormat.TraditionalOpenSSL)):
    with open(name, "wb") as file:
        file.write(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
PYTHON
{
  for key in new.pem old.pem; do
    for day in 2026-01-02 20260102; do
      printf '%s (%s), %s: ' "$key" "$(head -1 "$key" | tr -d -)" "$day"
      TZ=Asia/Tokyo venv/bin/aws cloudfront sign --url https://www.example.com/a --key-pair-id K2EXAMPLE \
        --private-key "file://$key" --date-less-than "$day" > out 2>&1 || true
      grep -o 'Expires=[0-9]*\|No PEM start marker' out
    done
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
new.pem (BEGIN PRIVATE KEY), 2026-01-02: No PEM start marker
new.pem (BEGIN PRIVATE KEY), 20260102: No PEM start marker
old.pem (BEGIN RSA PRIVATE KEY), 2026-01-02: Expires=1767312000
old.pem (BEGIN RSA PRIVATE KEY), 20260102: Expires=20260102
SEEN
