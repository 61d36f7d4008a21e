#!/usr/bin/env bash
# policyuniverse 1.5.1.20231109 (what several scanners of bucket policies read policies with) does not know the
# principal CanonicalUser: a statement that grants s3:GetObject to one has no principals and lets nobody in, as far as
# it is concerned. An origin access identity of CloudFront may be named in either form, by its canonical user or by its
# ARN, and both are one principal to S3; here one is a reader and the other nobody. An inventory of who may read a
# bucket leaves out CloudFront itself, and a comparison of two policies that mean the same finds a principal gone.
# Compare both forms by the identity's S3CanonicalUserId (GetCloudFrontOriginAccessIdentity). Fails where that is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install policyuniverse==1.5.1.20231109

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from policyuniverse.policy import Policy

canonical = "b970b42360b81c8ddbd79d2f5df0069ba9033c8a79655752abe380cd6d63ba8bcf23384d568fcf89fc49700b5e11a0fd"
identity = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E127EXAMPLE51Z"
for principal in [{"AWS": identity}, {"CanonicalUser": canonical}, {"CanonicalUser": canonical, "AWS": "111122223333"}]:
    policy = Policy({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*"}]})
    print(*principal, "->", sorted(policy.principals), len(policy.whos_allowed()))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
AWS -> ['arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E127EXAMPLE51Z'] 1
CanonicalUser -> [] 0
CanonicalUser AWS -> ['111122223333'] 1
SEEN
