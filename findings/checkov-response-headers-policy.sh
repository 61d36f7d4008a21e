#!/usr/bin/env bash
# checkov 3.3.30, CKV2_AWS_32, "Ensure CloudFront distribution has a response headers policy attached": it asks whether
# the distribution's resource refers to such a policy's resource in the code, and not for the attribute. So
#   response_headers_policy_id = "67f7725c-…", AWS's own policy   fails
#   the same through a data source                               passes
# The usual way to attach a managed policy is thus a failure, which teams suppress, and a suppressed check says nothing
# of the behaviours that have none. Look at each behaviour's response_headers_policy_id. Fails where a line below is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install checkov==3.3.30

check() {
  local name=$1 behavior=$2 more=$3
  mkdir -p "$folder/$name"
  cat > "$folder/$name/main.tf" <<TERRAFORM
resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    domain_name = "www.example.com"
    origin_id   = "site"
  }
  default_cache_behavior {
    target_origin_id       = "site"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    $behavior
  }
  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
  viewer_certificate {
    cloudfront_default_certificate = true
  }
}
$more
TERRAFORM
  printf '%s: %s\n' "$name" "$("$folder/venv/bin/checkov" --directory "$folder/$name" --framework terraform --quiet \
    --compact --skip-download --check CKV2_AWS_32 --output json 2>/dev/null |
    python3 -c 'import json, sys; print("passes" if json.load(sys.stdin)["summary"]["passed"] else "fails")')"
}
own='resource "aws_cloudfront_response_headers_policy" "own" {
  name = "own"
}'
managed='data "aws_cloudfront_response_headers_policy" "managed" {
  name = "Managed-SecurityHeadersPolicy"
}'
{
  check attached 'response_headers_policy_id = aws_cloudfront_response_headers_policy.own.id' "$own"
  check none '' "$own"
  check managed-by-id 'response_headers_policy_id = "67f7725c-6f97-4210-82d7-5512b31e9d03"' ''
  check managed-by-data 'response_headers_policy_id = data.aws_cloudfront_response_headers_policy.managed.id' "$managed"
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
attached: passes
none: fails
managed-by-id: fails
managed-by-data: passes
SEEN
