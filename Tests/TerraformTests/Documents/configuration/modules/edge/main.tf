terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.tokyo]
    }
  }
}

variable "images_domain" {}
variable "site_domain" {}
variable "cache_policy" {}
variable "token" { sensitive = true }
variable "memory" {}
variable "greeting" {}
variable "legacy_ttl" {}
variable "with_old_guard" {}
variable "with_banner" {}
variable "with_tables" {}
variable "role_path" {}

output "distribution_arn" { value = aws_cloudfront_distribution.books.arn }

resource "aws_cloudfront_origin_access_control" "s3" {
  name                              = "books-s3"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_cache_policy" "short" {
  name        = "books-short"
  default_ttl = 5
  max_ttl     = 60
  min_ttl     = 1
  parameters_in_cache_key_and_forwarded_to_origin {
    enable_accept_encoding_brotli = true
    enable_accept_encoding_gzip   = true
    cookies_config {
      cookie_behavior = "whitelist"
      cookies {
        items = ["session"]
      }
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "all"
    }
  }
}

resource "aws_cloudfront_origin_request_policy" "api" {
  name    = "books-api"
  comment = "What the API wants to see"
  cookies_config {
    cookie_behavior = "none"
  }
  headers_config {
    header_behavior = "whitelist"
    headers {
      items = ["CloudFront-Viewer-Country", "Origin"]
    }
  }
  query_strings_config {
    query_string_behavior = "whitelist"
    query_strings {
      items = ["job_id"]
    }
  }
}

resource "aws_cloudfront_response_headers_policy" "security" {
  name = "books-security"
  cors_config {
    access_control_allow_credentials = false
    origin_override                  = true
    access_control_allow_headers {
      items = ["*"]
    }
    access_control_allow_methods {
      items = ["GET", "HEAD"]
    }
    access_control_allow_origins {
      items = ["https://books.example.com"]
    }
  }
  custom_headers_config {
    items {
      header   = "X-Books"
      override = true
      value    = "1"
    }
  }
  remove_headers_config {
    items {
      header = "Server"
    }
  }
  security_headers_config {
    content_type_options {
      override = true
    }
    frame_options {
      frame_option = "DENY"
      override     = true
    }
    strict_transport_security {
      access_control_max_age_sec = 31536000
      include_subdomains         = true
      override                   = true
    }
  }
  server_timing_headers_config {
    enabled       = true
    sampling_rate = 50
  }
}

resource "aws_cloudfront_key_value_store" "dates" {
  name    = "books-dates"
  comment = "Release dates"
}

resource "aws_cloudfrontkeyvaluestore_key" "date" {
  for_each            = { "/images/0001.jpg" = var.greeting, "/images/0002.jpg" = "2099-01-01 00:00:00+09:00" }
  key_value_store_arn = aws_cloudfront_key_value_store.dates.arn
  key                 = each.key
  value               = each.value
}

resource "aws_cloudfront_key_value_store" "flags" {
  name    = "books-flags"
  comment = "Switches"
}

resource "aws_cloudfrontkeyvaluestore_keys_exclusive" "flags" {
  key_value_store_arn = aws_cloudfront_key_value_store.flags.arn
  resource_key_value_pair {
    key   = "sale"
    value = "on"
  }
}

resource "aws_cloudfront_function" "guard" {
  name                         = "books-guard"
  runtime                      = "cloudfront-js-2.0"
  comment                      = "Hides what is not out yet"
  publish                      = true
  key_value_store_associations = [aws_cloudfront_key_value_store.dates.arn]
  code                         = "import cf from 'cloudfront'\nconst store = cf.kvs()\nasync function handler(event) {\n  const date = await store.get(event.request.uri)\n  return event.request\n}\n"
}

resource "aws_cloudfront_function" "old_guard" {
  count   = var.with_old_guard ? 1 : 0
  name    = "books-old-guard"
  runtime = "cloudfront-js-1.0"
  publish = false
  code    = "function handler(event) { return event.request }\n"
}

resource "aws_cloudfront_function" "banner" {
  count   = var.with_banner ? 1 : 0
  name    = "books-banner"
  runtime = "cloudfront-js-2.0"
  code    = "function handler(event) { return event.response }\n"
}

resource "aws_iam_role" "edge" {
  name = "books-edge"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })
  inline_policy {
    name = "read"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::books-images/*" }]
    })
  }
}

resource "aws_iam_role" "logs" {
  name = "books-resizer"
  path = "/edge/"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role" "invalidator" {
  name = "books-invalidator"
  path = var.role_path
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "tables" {
  count  = var.with_tables ? 1 : 0
  name   = "tables"
  role   = aws_iam_role.logs.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["dynamodb:GetItem"], Resource = "arn:aws:dynamodb:us-east-1:111122223333:table/books" }] })
}

resource "aws_iam_policy" "queue" {
  name   = "books-queue"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:us-east-1:111122223333:books" }] })
}

resource "aws_iam_role_policy_attachment" "logs" {
  for_each   = { execution = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", queue = aws_iam_policy.queue.arn }
  role       = aws_iam_role.logs.name
  policy_arn = each.value
}

resource "aws_lambda_function" "resizer" {
  function_name    = "books-resizer"
  role             = aws_iam_role.logs.arn
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  filename         = "${path.module}/resizer.zip"
  source_code_hash = filebase64sha256("${path.module}/resizer.zip")
  memory_size      = var.memory
  timeout          = 30
  publish          = true
}

resource "aws_lambda_function" "invalidator" {
  function_name                  = "books-invalidator"
  role                           = aws_iam_role.edge.arn
  handler                        = "index.handler"
  runtime                        = "nodejs22.x"
  filename                       = "${path.module}/resizer.zip"
  reserved_concurrent_executions = 1
  environment {
    variables = {
      DISTRIBUTION = "books"
      API_TOKEN    = var.token
    }
  }
}

resource "aws_cloudwatch_log_group" "resizer" {
  name              = "/aws/lambda/us-east-1.books-resizer"
  retention_in_days = 30
}

resource "aws_cloudwatch_log_group" "resizer_tokyo" {
  provider = aws.tokyo
  name     = "/aws/lambda/us-east-1.books-resizer"
}

# A secret inside of a set makes all of the set secret.
resource "aws_cloudfront_distribution" "private" {
  enabled = true
  origin {
    origin_id   = "app"
    domain_name = "private.books.example.com"
    custom_header {
      name  = "X-Origin-Verify"
      value = var.token
    }
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }
  default_cache_behavior {
    target_origin_id       = "app"
    viewer_protocol_policy = "https-only"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = var.cache_policy
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

resource "aws_cloudfront_distribution" "books" {
  enabled             = true
  is_ipv6_enabled     = true
  comment             = "books"
  default_root_object = "index.html"
  price_class         = "PriceClass_200"
  aliases             = ["books.example.com"]

  origin {
    origin_id                = "images"
    domain_name              = var.images_domain
    origin_access_control_id = aws_cloudfront_origin_access_control.s3.id
  }
  origin {
    origin_id   = "site"
    domain_name = var.site_domain
    s3_origin_config {
      origin_access_identity = "origin-access-identity/cloudfront/E2QWRUHAPOMQZL"
    }
  }
  origin {
    origin_id   = "app"
    domain_name = "app.books.example.com"
    custom_header {
      name  = "X-Origin-Verify"
      value = "s3cr3t-terraform-header"
    }
    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
    origin_shield {
      enabled              = true
      origin_shield_region = "us-east-1"
    }
  }
  origin_group {
    origin_id = "images-or-site"
    failover_criteria {
      status_codes = [500, 502]
    }
    member {
      origin_id = "images"
    }
    member {
      origin_id = "site"
    }
  }
  default_cache_behavior {
    target_origin_id           = "images"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = var.cache_policy
    response_headers_policy_id = aws_cloudfront_response_headers_policy.security.id
    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.guard.arn
    }
    lambda_function_association {
      event_type = "origin-response"
      lambda_arn = aws_lambda_function.resizer.qualified_arn
    }
  }
  ordered_cache_behavior {
    path_pattern             = "/api/*"
    target_origin_id         = "app"
    viewer_protocol_policy   = "https-only"
    allowed_methods          = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = aws_cloudfront_cache_policy.short.id
    origin_request_policy_id = aws_cloudfront_origin_request_policy.api.id
  }
  ordered_cache_behavior {
    path_pattern           = "/old/*"
    target_origin_id       = "site"
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    default_ttl            = var.legacy_ttl
    max_ttl                = 86400
    forwarded_values {
      query_string            = true
      query_string_cache_keys = ["page"]
      headers                 = ["Origin"]
      cookies {
        forward           = "whitelist"
        whitelisted_names = ["session"]
      }
    }
  }
  custom_error_response {
    error_code            = 403
    response_code         = 404
    response_page_path    = "/404.html"
    error_caching_min_ttl = 10
  }
  custom_error_response {
    error_code = 503
  }
  logging_config {
    bucket = "books-logs.s3.amazonaws.com"
    prefix = "books/"
  }
  restrictions {
    geo_restriction {
      restriction_type = "whitelist"
      locations        = ["JP", "KR"]
    }
  }
  viewer_certificate {
    acm_certificate_arn      = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000000"
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }
}
