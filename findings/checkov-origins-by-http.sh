#!/usr/bin/env bash
# checkov 3.3.30 has three checks on the origins of a distribution in Terraform, whose names say more than they look at:
#   CKV2_AWS_72, "origin protocol policy enforces HTTPS-only"    fails for load balancers (.elb.), .mediastore. and
#                                                                .mediapackage. alone: http-only to others passes
#   CKV2_AWS_54, "using secure SSL protocols"                    fails for SSLv3 alone: TLSv1 passes
#   CKV2_AWS_46, "with S3 have Origin Access set to enabled"     passes as soon as one of the origins has it, and with
#                                                                origin_access_identity = "", which is how S3 has none
# An example with a load balancer shows the first to work. Ask for origin_protocol_policy and origin_ssl_protocols of
# each origin oneself. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install checkov==3.3.30

cd "$folder"
venv/bin/python - <<'PYTHON'
def custom(host, policy="https-only", protocol="TLSv1.2"):
    return f"""
    domain_name = "{host}"
    custom_origin_config {{
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "{policy}"
      origin_ssl_protocols   = ["{protocol}"]
    }}"""


def bucket(name, more=""):
    return f"""
    domain_name = aws_s3_bucket.{name}.bucket_regional_domain_name
    {more}"""


ACCESS = 'origin_access_control_id = "E2ACCESS"'
BALANCER = "edge-1.us-east-1.elb.amazonaws.com"
DISTRIBUTIONS = {
    "https": [custom("www.example.com")],
    "http": [custom("www.example.com", "http-only")],
    "http_balancer": [custom(BALANCER, "http-only")],
    "http_website": [custom("site.s3-website-us-east-1.amazonaws.com", "http-only")],
    "ssl_3": [custom("www.example.com", protocol="SSLv3")],
    "tls_1": [custom("www.example.com", protocol="TLSv1")],
    "no_access": [bucket("one")],
    "access": [bucket("one", ACCESS)],
    "access_to_one_of_two": [bucket("one", ACCESS), bucket("two")],
    "no_identity": [bucket("one", 's3_origin_config {\n      origin_access_identity = ""\n    }')],
}
with open("main.tf", "w") as file:
    for name in ("one", "two"):
        file.write(f'resource "aws_s3_bucket" "{name}" {{\n  bucket = "{name}"\n}}\n')
    for name, origins in DISTRIBUTIONS.items():
        file.write(f'resource "aws_cloudfront_distribution" "{name}" {{\n  enabled = true\n')
        for number, origin in enumerate(origins):
            file.write(f'  origin {{\n    origin_id = "{number}"{origin}\n  }}\n')
        file.write("""  default_cache_behavior {
    target_origin_id       = "0"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
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
""")
PYTHON
mkdir scanned && mv main.tf scanned
venv/bin/checkov --directory scanned --framework terraform --check CKV2_AWS_46,CKV2_AWS_54,CKV2_AWS_72 --compact \
  --output json 2> errors > report.json || true
venv/bin/python - <<'PYTHON' | tee seen
import json

with open("report.json") as file:
    results = json.load(file)["results"]
for kind in ("passed_checks", "failed_checks"):
    for check in ("CKV2_AWS_72", "CKV2_AWS_54", "CKV2_AWS_46"):
        print(check, kind.partition("_")[0] + ":", *sorted(
            found["resource"].partition(".")[2] for found in results[kind] if found["check_id"] == check))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
CKV2_AWS_72 passed: access access_to_one_of_two http http_website https no_access no_identity ssl_3 tls_1
CKV2_AWS_54 passed: access access_to_one_of_two http http_balancer http_website https no_access no_identity tls_1
CKV2_AWS_46 passed: access access_to_one_of_two http http_balancer http_website https no_identity ssl_3 tls_1
CKV2_AWS_72 failed: http_balancer
CKV2_AWS_54 failed: ssl_3
CKV2_AWS_46 failed: no_access
SEEN
