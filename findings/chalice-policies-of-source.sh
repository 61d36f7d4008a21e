#!/usr/bin/env bash
# Chalice 1.34.0 writes the IAM policy of a function from the calls that it finds in its source (autogen_policy, on for
# a new project, and `chalice gen-policy`). For a service that it does not know it says so. Of others it leaves out
# without a word what a function is denied later, at run time:
#   lambda.invoke             its action has another name, lambda:InvokeFunction
#   paginators and waiters    what the AWS calls of a list or of a wait mostly are
#   Session().client(…)       each call of such a client, as of resources, and of `from boto3 import client`
#   c: Client = client(…)     a client with a type beside its name
#   s3.get_bucket_encryption  its action has another name, too (s3:GetEncryptionConfiguration)
#   list_distribution_tenants is not in its list of actions
# What it finds is right, so that the policy looks well made. Hold it against the calls that CloudTrail shows, or write
# it oneself. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install chalice==1.34.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from chalice.policy import policy_from_source_code

SOURCES = [
    "boto3.client('cloudfront').list_functions()",
    "boto3.client('cloudfront').get_paginator('list_functions').paginate()",
    "boto3.client('cloudfront').get_waiter('distribution_deployed').wait(Id='E1')",
    "boto3.client('cloudfront').list_distribution_tenants()",
    "boto3.client('lambda').get_function(FunctionName='edge')",
    "boto3.client('lambda').invoke(FunctionName='edge')",
    "boto3.Session().client('sqs').send_message()",
    "boto3.resource('sqs').Queue('url').send_message()",
    "from boto3 import client\nclient('sqs').send_message()",
    "queue = boto3.client('sqs')\nqueue.send_message()",
    "queue: object = boto3.client('sqs')\nqueue.send_message()",
    "boto3.client('s3').put_object(Bucket='logs')",
    "boto3.client('s3').get_bucket_encryption(Bucket='logs')",
]
for source in SOURCES:
    statements = policy_from_source_code("import boto3\n" + source)["Statement"]
    print(source.replace("\n", "; "))
    print("  ", *[action for statement in statements for action in statement["Action"]] or ["nothing"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
boto3.client('cloudfront').list_functions()
   cloudfront:ListFunctions
boto3.client('cloudfront').get_paginator('list_functions').paginate()
   nothing
boto3.client('cloudfront').get_waiter('distribution_deployed').wait(Id='E1')
   nothing
boto3.client('cloudfront').list_distribution_tenants()
   nothing
boto3.client('lambda').get_function(FunctionName='edge')
   lambda:GetFunction
boto3.client('lambda').invoke(FunctionName='edge')
   nothing
boto3.Session().client('sqs').send_message()
   nothing
boto3.resource('sqs').Queue('url').send_message()
   nothing
from boto3 import client; client('sqs').send_message()
   nothing
queue = boto3.client('sqs'); queue.send_message()
   sqs:SendMessage
queue: object = boto3.client('sqs'); queue.send_message()
   nothing
boto3.client('s3').put_object(Bucket='logs')
   s3:PutObject
boto3.client('s3').get_bucket_encryption(Bucket='logs')
   nothing
SEEN
