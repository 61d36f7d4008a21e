"""moto's server with an edge estate in it: a second emulator, which nobody here wrote.

Run by the Python of the environment that scripts/moto makes. Prints the environment to audit it with as JSON, and serves
until standard input closes. moto checks neither signatures nor policies, drops function associations, and has no log
deliveries; what it does not do at all stands in MotoTests.
"""

import io
import json
import logging
import sys
import zipfile

import boto3
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)
ACCOUNT = "123456789012"  # moto's own, as no other is asked for
KEY = {"region_name": "us-east-1", "aws_access_key_id": "testing", "aws_secret_access_key": "testing"}
TRUST = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"]},
    "Action": "sts:AssumeRole"}]}
LOGGING = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    "Resource": "arn:aws:logs:*:*:*"}]}
BLOCK = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}


def package():
    """A Lambda@Edge package of one handler."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("index.js", "exports.handler = async (event) => event.Records[0].cf.request;")
    return content.getvalue()


def seed(client):
    role = client("iam").create_role(RoleName="edge", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    client("iam").put_role_policy(RoleName="edge", PolicyName="logs", PolicyDocument=json.dumps(LOGGING))
    function = client("lambda").create_function(
        FunctionName="edge", Runtime="nodejs22.x", Role=role, Handler="index.handler", Code={"ZipFile": package()},
        Publish=True, MemorySize=128, Timeout=5)
    bucket = "moto-site"
    client("s3").create_bucket(Bucket=bucket)
    client("s3control").put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=BLOCK)
    access = client("cloudfront").create_origin_access_control(OriginAccessControlConfig={
        "Name": "site", "Description": "", "SigningProtocol": "sigv4", "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3"})["OriginAccessControl"]["Id"]
    behavior = {
        "TargetOriginId": "site", "ViewerProtocolPolicy": "allow-all",
        "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6", "Compress": True,
        "LambdaFunctionAssociations": {"Quantity": 1, "Items": [{
            "LambdaFunctionARN": f"{function['FunctionArn'].removesuffix(':1')}:1", "EventType": "viewer-request",
            "IncludeBody": False}]}}
    made = client("cloudfront").create_distribution(DistributionConfig={
        "CallerReference": "moto", "Comment": "site", "Enabled": True, "DefaultCacheBehavior": behavior,
        "Origins": {"Quantity": 1, "Items": [{
            "Id": "site", "DomainName": f"{bucket}.s3.us-east-1.amazonaws.com", "OriginPath": "",
            "S3OriginConfig": {"OriginAccessIdentity": ""}, "OriginAccessControlId": access}]}})["Distribution"]
    client("s3").put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*", "Condition": {"StringEquals": {"AWS:SourceArn": made["ARN"]}}}]}))
    client("logs").create_log_group(logGroupName="/aws/lambda/us-east-1.edge")
    return made["Id"]


def main():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    clients = {}

    def client(service):
        if service not in clients:
            clients[service] = boto3.client(service, endpoint_url=endpoint, **KEY)
            # S3 Control puts the account before the host, and 123456789012.127.0.0.1 is none.
            clients[service].meta.events.register("before-sign.s3-control", without_account)
        return clients[service]

    distribution = seed(client)
    print(json.dumps({
        "distribution": distribution,
        "environment": {
            "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing"}}), flush=True)
    sys.stdin.read()
    server.stop()


def without_account(request, **_):
    request.url = request.url.replace(f"//{ACCOUNT}.", "//")


if __name__ == "__main__":
    main()
