#!/usr/bin/env bash
# cfsign 0.0.3, "a Python library for generating AWS CloudFront signed URLs and cookies". What is signed, and how, is
# right. How it is written is not CloudFront's: its guide wants + - = and / of Base64 written as - _ ~ ("Creating a
# signature for a signed cookie", "… for a signed URL that uses a custom policy"), as they are in neither cookies nor
# queries, and botocore 1.44.8 does so. cfsign leaves them as Base64 has them, in the policy and the signature:
#   cookies         + and / of the signature, and == at its end, which each signature of a key of 2048 bits has
#   signed_url      the same, encoded: %2B, %2F and %3D%3D
#   …/a?size=2      with a query already, the signature goes behind a second ?, so that size is 2?Policy=… and there is
#                   no Policy at all
# What CloudFront says to such a signature is 403, as it does to a wrong key (aws-cloudfront-sign for Node had the same
# at first: its pull request 6), and the key is then looked for first. Sign with botocore's CloudFrontSigner. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install cfsign==0.0.3 boto3==1.44.8 cryptography==50.0.2

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import base64
from urllib.parse import parse_qs, urlsplit

from botocore.signers import CloudFrontSigner
from cfsign import configure
from cfsign.signature.cloudfront_signature import CloudfrontSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

PAGE = "https://d111111abcdef8.cloudfront.net/a"
key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
configure("K2JCJMDEHXQW5F", key.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def letters(text):
    return "".join(sorted({letter for letter in text if not letter.isalnum()})) or "none"


# One signature may be without a + or a /; twenty of them are not.
written, wanted = "", ""
for number in range(20):
    signature = CloudfrontSignature(f"{PAGE}{number}")
    cookies = signature.cookie_dict
    policy = base64.b64decode(cookies["CloudFront-Policy"])
    signed = base64.b64decode(cookies["CloudFront-Signature"])
    key.public_key().verify(signed, policy, padding.PKCS1v15(), hashes.SHA1())
    written += cookies["CloudFront-Signature"]
    theirs = CloudFrontSigner("K2JCJMDEHXQW5F", lambda message: key.sign(message, padding.PKCS1v15(), hashes.SHA1()))
    url = theirs.generate_presigned_url(f"{PAGE}{number}", policy=policy.decode())
    wanted += parse_qs(urlsplit(url).query)["Signature"][0]
print("what is signed is right; letters beside a-z, A-Z and 0-9:")
print("  cfsign", letters(written), "botocore", letters(wanted))
print("the same signatures:", written == wanted, "and with the letters changed:",
      written.translate(str.maketrans("+=/", "-_~")) == wanted)
query = parse_qs(urlsplit(CloudfrontSignature(PAGE + "?size=2").signed_url).query)
print("with a query:", *query, "size is", query["size"][0][:9])
query = parse_qs(urlsplit(theirs.generate_presigned_url(PAGE + "?size=2", policy="{}")).query)
print("with a query, botocore:", *query, "size is", query["size"][0])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
what is signed is right; letters beside a-z, A-Z and 0-9:
  cfsign +/= botocore -_~
the same signatures: False and with the letters changed: True
with a query: size Signature Key-Pair-Id size is 2?Policy=
with a query, botocore: size Policy Signature Key-Pair-Id size is 2
SEEN
