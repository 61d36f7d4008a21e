#!/usr/bin/env bash
# checkov 3.3.30 on a distribution in Terraform, with a Lambda@Edge function, its access log and an origin group, all in
# one file and connected by references:
#   CKV_AWS_116, CKV_AWS_117    the function fails for want of a dead letter queue and of a VPC. CloudFront takes no
#                               function with a VPC ("Restrictions on Lambda@Edge"), and one that is waited for has no
#                               letters to bury: whoever follows these findings can deploy no more
#   CKV_AWS_86                  "has Access Logging enabled" fails for a distribution whose log is delivered as it is by
#                               now (aws_cloudwatch_log_delivery_source, standard logging v2); it looks for
#                               logging_config alone, so that two logs are paid for, or the check is switched off
#   CKV_AWS_310                 "should have origin failover configured" passes with an origin group that no behaviour
#                               goes to: nothing fails over
# Skip the first two for functions of the edge by a comment: that the distribution refers to them is not looked at.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install checkov==3.3.30

mkdir "$folder/site"
cat > "$folder/site/main.tf" <<'TERRAFORM'
resource "aws_cloudfront_distribution" "site" {
  enabled = true
  origin {
    domain_name = "a.example.com"
    origin_id   = "a"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  origin {
    domain_name = "b.example.com"
    origin_id   = "b"
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  origin_group {
    origin_id = "both"
    failover_criteria {
      status_codes = [500, 502, 503, 504]
    }
    member {
      origin_id = "a"
    }
    member {
      origin_id = "b"
    }
  }
  default_cache_behavior {
    target_origin_id       = "a"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    lambda_function_association {
      event_type = "viewer-request"
      lambda_arn = aws_lambda_function.edge.qualified_arn
    }
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

resource "aws_lambda_function" "edge" {
  function_name = "edge"
  role          = "arn:aws:iam::123456789012:role/edge"
  handler       = "index.handler"
  runtime       = "nodejs22.x"
  filename      = "edge.zip"
  publish       = true
}

resource "aws_cloudwatch_log_delivery_source" "site" {
  name         = "site"
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.site.arn
}

resource "aws_cloudwatch_log_delivery_destination" "site" {
  name = "site"
  delivery_destination_configuration {
    destination_resource_arn = "arn:aws:s3:::logs"
  }
}

resource "aws_cloudwatch_log_delivery" "site" {
  delivery_source_name     = aws_cloudwatch_log_delivery_source.site.name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.site.arn
}
TERRAFORM

"$folder/venv/bin/checkov" --directory "$folder/site" --compact --output json --soft-fail --framework terraform \
  --check CKV_AWS_116,CKV_AWS_117,CKV_AWS_86,CKV_AWS_310 2> "$folder/said" > "$folder/report"
"$folder/venv/bin/python" - "$folder/report" <<'PYTHON' | tee "$folder/seen"
import json
import sys

results = json.load(open(sys.argv[1]))["results"]
for check in sorted(results["passed_checks"] + results["failed_checks"], key=lambda check: check["check_id"]):
    print(check["check_result"]["result"], check["check_id"], check["check_name"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
FAILED CKV_AWS_116 Ensure that AWS Lambda function is configured for a Dead Letter Queue(DLQ)
FAILED CKV_AWS_117 Ensure that AWS Lambda function is configured inside a VPC
PASSED CKV_AWS_310 Ensure CloudFront distributions should have origin failover configured
FAILED CKV_AWS_86 Ensure CloudFront distribution has Access Logging enabled
SEEN
