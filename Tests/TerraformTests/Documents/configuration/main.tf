terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region                     = "us-east-1"
  s3_use_path_style          = true
  skip_requesting_account_id = false
  default_tags {
    tags = { project = "books" }
  }
}

provider "aws" {
  alias             = "tokyo"
  region            = "ap-northeast-1"
  s3_use_path_style = true
}

variable "token" {
  type      = string
  sensitive = true
  default   = "s3cr3t-terraform-environment"
}

variable "memory" {
  default = 128
}

variable "greeting" {
  default = "2024-02-15 09:00:00+09:00"
}

variable "legacy_ttl" {
  default = 3600
}

variable "with_old_guard" {
  default = true
}

variable "with_tables" {
  default = true
}

variable "role_path" {
  default = "/edge/"
}

variable "with_banner" {
  default = false
}

data "aws_caller_identity" "current" {}

data "aws_cloudfront_cache_policy" "optimized" {
  name = "Managed-CachingOptimized"
}

resource "aws_s3_bucket" "pages" {
  for_each = toset(["images", "site"])
  bucket   = "books-${each.key}-${data.aws_caller_identity.current.account_id}"
}

resource "aws_s3_bucket_public_access_block" "pages" {
  for_each                = aws_s3_bucket.pages
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_policy" "pages" {
  for_each = aws_s3_bucket.pages
  bucket   = each.value.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AllowCloudFront"
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${each.value.arn}/*"
      Condition = { StringEquals = { "AWS:SourceArn" = module.edge.distribution_arn } }
    }]
  })
}

module "edge" {
  source         = "./modules/edge"
  images_domain  = aws_s3_bucket.pages["images"].bucket_regional_domain_name
  site_domain    = aws_s3_bucket.pages["site"].bucket_regional_domain_name
  cache_policy   = data.aws_cloudfront_cache_policy.optimized.id
  token          = var.token
  memory         = var.memory
  greeting       = var.greeting
  legacy_ttl     = var.legacy_ttl
  with_old_guard = var.with_old_guard
  with_banner    = var.with_banner
  with_tables    = var.with_tables
  role_path      = var.role_path
  providers = {
    aws       = aws
    aws.tokyo = aws.tokyo
  }
}
