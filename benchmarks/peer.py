"""The peer: the reads of one `audit check`, made with boto3 as it is meant to be made fast.

One client a service and region, shared by 32 threads, a connection for each of them.

    peer.py CALLS.json      {"cloudfront:GetDistributionConfig": 1000, …}: how often to call what

Prints the number of calls that were made. Operations it has no arguments for are named on stderr.
"""

import concurrent.futures
import functools
import itertools
import json
import sys

import boto3
from botocore.config import Config

THREADS = 32
MANAGED_POLICY = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
# What the benchmark's estate is made of; see `many` in scripts/estate.py.
ROLE, LAMBDA, FUNCTION = "edge", "image-resizer", "index"


@functools.cache
def client(service, region):
    config = Config(max_pool_connections=THREADS, s3={"addressing_style": "path"}, retries={"mode": "standard"})
    return boto3.client(service, region_name=region, config=config)


def arguments(operation, ids, buckets):
    """The arguments of the calls of one operation, taken round and round."""
    bucket = [{"Bucket": name} for name in buckets]
    stages = [{"Name": FUNCTION, "Stage": stage} for stage in ("DEVELOPMENT", "LIVE")]
    version = [{"FunctionName": LAMBDA, "Qualifier": "1"}]
    role = [{"RoleName": ROLE}]
    return {
        "cloudfront:GetDistributionConfig": [{"Id": id} for id in ids],
        "cloudfront:GetDistribution": [{"Id": id} for id in ids],
        "cloudfront:ListInvalidations": [{"DistributionId": id, "MaxItems": "100"} for id in ids],
        "cloudfront:DescribeFunction": stages, "cloudfront:GetFunction": stages,
        "lambda:GetFunction": version, "lambda:GetFunctionConfiguration": version,
        "lambda:ListVersionsByFunction": [{"FunctionName": LAMBDA}],
        "lambda:GetFunctionConcurrency": [{"FunctionName": LAMBDA}],
        "iam:GetRole": role, "iam:ListRolePolicies": role, "iam:ListAttachedRolePolicies": role,
        "iam:GetPolicy": [{"PolicyArn": MANAGED_POLICY}],
        "iam:GetPolicyVersion": [{"PolicyArn": MANAGED_POLICY, "VersionId": "v1"}],
        "s3:GetBucketPolicy": bucket, "s3:GetPublicAccessBlock": bucket, "s3:GetBucketLocation": bucket,
        "s3:HeadBucket": bucket, "s3:GetBucketNotificationConfiguration": bucket, "s3:GetBucketPolicyStatus": bucket,
        "logs:DescribeLogGroups": [{"logGroupNamePrefix": "/aws/lambda/"}],
        "account:ListRegions": [{"RegionOptStatusContains": ["ENABLED", "ENABLED_BY_DEFAULT"]}],
    }.get(operation, [{}] if operation.split(":")[1].startswith(("List", "GetCaller", "Describe")) else [])


def main():
    with open(sys.argv[1]) as file:
        wanted = json.load(file)
    cloudfront = client("cloudfront", "us-east-1")
    made = 1  # the listing that the rest begins with
    items = cloudfront.list_distributions()["DistributionList"]["Items"]
    ids = [item["Id"] for item in items]
    buckets = {
        origin["DomainName"].partition(".")[0] for item in items for origin in item["Origins"]["Items"]
        if "S3OriginConfig" in origin}
    wanted["cloudfront:ListDistributions"] = wanted.get("cloudfront:ListDistributions", 1) - 1
    regions = ["us-east-1"]
    if wanted.get("logs:DescribeLogGroups", 0) > 1:
        listed = client("account", "us-east-1").list_regions(RegionOptStatusContains=["ENABLED", "ENABLED_BY_DEFAULT"])
        regions = [region["RegionName"] for region in listed["Regions"]]
        wanted["account:ListRegions"] = wanted.get("account:ListRegions", 1) - 1
        made += 1

    calls = []
    for operation, count in wanted.items():
        service, name = operation.split(":")
        chosen = arguments(operation, ids, sorted(buckets))
        if count > 0 and (not chosen or service == "cloudfront-keyvaluestore"):
            print(f"peer: no arguments for {operation}, left out", file=sys.stderr)
            continue
        places = regions if service == "logs" else ["us-east-1"]
        for keywords, region in itertools.islice(zip(itertools.cycle(chosen), itertools.cycle(places)), max(count, 0)):
            target = client(service, region)  # made here: making clients is not thread-safe
            snake = {operation: method for method, operation in target.meta.method_to_api_mapping.items()}
            calls.append((getattr(target, snake[name]), keywords))

    def call(pair):
        method, keywords = pair
        body = method(**keywords).get("FunctionCode")
        return body.read() if hasattr(body, "read") else None

    with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
        made += sum(1 for _ in pool.map(call, calls))
    print(made)


if __name__ == "__main__":
    main()
