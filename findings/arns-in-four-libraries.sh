#!/usr/bin/env bash
# An ARN says what a thing is and whose it is, and libraries for Python take it apart. That of a distribution is read
# rightly by all of these. Of others, which AWS's own answers have, no error tells that they are read otherwise:
#   simple-arn 0.0.3     "parsing and serialization": str() of what was parsed has the word None where there is no
#                        region or account, arn:aws:cloudfront:None:…, arn:aws:s3:None:None:site. All of CloudFront,
#                        IAM, Route 53 and buckets are so, and a policy or a comparison that is made of it fits nothing
#   aws-arn 0.1.0        a web ACL is a rule group (Terraform's and CloudFormation's names for it, too); a version of
#                        a function, a log group with its ":*", and what has a : in its name have the id None; the
#                        secret edge/key is called key, as is each other …/key
#   arnmatch 2026.5.1    version 7 of a function is an alias, and its id is the function's alone; ":*" is a part of the
#                        group's name, and a role's path of the role's; an origin access identity is an error
#   aws-arns 1.5.1       a bucket is an S3Object; a rule of a bus of one's own is one of the default bus; ":*" as above
# Versions and ":*" are what Lambda@Edge and CloudWatch Logs answer everywhere. Split at the first five colons, which is
# right for each ARN, and read the rest by its service. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install simple-arn==0.0.3 aws-arn==0.1.0 \
  arnmatch==2026.5.1 aws-arns==1.5.1

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import arnmatch
import aws_arn
import simple_arn
from aws_arns.parse_arn import parse_arn


def of_arnmatch(arn):
    try:
        one = arnmatch.arnmatch(arn)
    except ValueError as error:
        return str(error).split(":")[0]
    return f"{one.resource_type} {one.resource_id}"


def of_aws_arn(arn):
    one = aws_arn.parse_arn(arn)
    return f"{one['cloudformation']} {one['resource_id']}"


def of_aws_arns(arn):
    one = parse_arn(arn)
    return f"{type(one).__name__} {one.resource_id}"


for arn in ("arn:aws:cloudfront::123456789012:distribution/E1",
            "arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/1a-2b",
            "arn:aws:lambda:us-east-1:123456789012:function:edge:7",
            "arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/us-east-1.edge:*",
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:edge/key-AbCdEf",
            "arn:aws:iam::123456789012:role/service-role/edge",
            "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
            "arn:aws:events:us-east-1:123456789012:rule/own-bus/nightly",
            "arn:aws:s3:::site"):
    print(arn)
    print("  simple-arn", simple_arn.parse_arn(arn))
    print("  aws-arn   ", of_aws_arn(arn))
    print("  arnmatch  ", of_arnmatch(arn))
    print("  aws-arns  ", of_aws_arns(arn))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
arn:aws:cloudfront::123456789012:distribution/E1
  simple-arn arn:aws:cloudfront:None:123456789012:distribution/E1
  aws-arn    AWS::CloudFront::Distribution E1
  arnmatch   distribution E1
  aws-arns   Arn E1
arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/1a-2b
  simple-arn arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/1a-2b
  aws-arn    AWS::WAFv2::RuleGroup 1a-2b
  arnmatch   webacl 1a-2b
  aws-arns   Arn webacl/site/1a-2b
arn:aws:lambda:us-east-1:123456789012:function:edge:7
  simple-arn arn:aws:lambda:us-east-1:123456789012:function:edge:7
  aws-arn    AWS::Lambda::Function None
  arnmatch   function-alias edge
  aws-arns   LambdaFunction edge:7
arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/us-east-1.edge:*
  simple-arn arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/us-east-1.edge:*
  aws-arn    AWS::Logs::LogGroup None
  arnmatch   log-group /aws/lambda/us-east-1.edge:*
  aws-arns   CloudWatchLogGroupStream /aws/lambda/us-east-1.edge:*
arn:aws:secretsmanager:us-east-1:123456789012:secret:edge/key-AbCdEf
  simple-arn arn:aws:secretsmanager:us-east-1:123456789012:secret:edge/key-AbCdEf
  aws-arn    AWS::SecretsManager::Secret key-AbCdEf
  arnmatch   secret edge/key-AbCdEf
  aws-arns   SecretManagerSecret edge/key-AbCdEf
arn:aws:iam::123456789012:role/service-role/edge
  simple-arn arn:aws:iam:None:123456789012:role/service-role/edge
  aws-arn    AWS::IAM::Role edge
  arnmatch   iam-role service-role/edge
  aws-arns   IamRole service-role/edge
arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1
  simple-arn arn:aws:iam:None:cloudfront:user/CloudFront Origin Access Identity E1
  aws-arn    AWS::IAM::User CloudFront Origin Access Identity E1
  arnmatch   No pattern matched ARN
  aws-arns   IamUser CloudFront Origin Access Identity E1
arn:aws:events:us-east-1:123456789012:rule/own-bus/nightly
  simple-arn arn:aws:events:us-east-1:123456789012:rule/own-bus/nightly
  aws-arn    AWS::Events::Rule nightly
  arnmatch   rule-on-custom-event-bus nightly
  aws-arns   EventBridgeRuleOnDefaultEventBus own-bus/nightly
arn:aws:s3:::site
  simple-arn arn:aws:s3:None:None:site
  aws-arn    AWS::S3::Bucket site
  arnmatch   bucket site
  aws-arns   S3Object site
SEEN
