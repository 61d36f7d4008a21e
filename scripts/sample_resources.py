"""What the samples are built of beyond `resources`: settings that nobody would choose, as they were once chosen."""

import io
import json
import zipfile
from pathlib import Path

import resources as r


def role(account, name, services=r.EDGE_SERVICES, managed=(), policies=None, path="/", list_statement=True):
    """A role; `policies` are inline ones, {name: statements}. A single statement may stand without a list."""
    iam = account.client("iam")
    trust = json.loads(r.trust(services))
    if not list_statement:
        trust["Statement"] = trust["Statement"][0]
    made = iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=json.dumps(trust))
    for policy in managed:
        iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    for policy, statements in (policies or {}).items():
        iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=r.policy(*statements))
    return made["Role"]["Arn"]


def allow(action, resource):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def handler(file):
    return (Path(__file__).parent / "handlers" / file).read_text()


def archive(file):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as zip:
        zip.writestr(zipfile.ZipInfo(f"index{Path(file).suffix}", (2024, 1, 1, 0, 0, 0)), handler(file))
    return buffer.getvalue()


def function(account, name, file, role_arn, **configuration):
    account.client("lambda").create_function(
        FunctionName=name, Role=role_arn, Code={"ZipFile": archive(file)},
        **{"Handler": "index.handler", "MemorySize": 128, **configuration})


def edge_lambda(account, name, file, role_arn, **configuration):
    """A function and its first version; gives the version's ARN."""
    function(account, name, file, role_arn, **configuration)
    return r.publish_version(account, name)


def replica_logs(account, name, *regions):
    """As Lambda makes them by itself: kept for ever."""
    for region in regions:
        r.log_group(account, f"/aws/lambda/us-east-1.{name}", region, retention=None)


def old_bucket(account, name):
    """As buckets were before April 2023: nothing blocks public access."""
    s3 = account.client("s3")
    s3.create_bucket(Bucket=name)
    s3.delete_public_access_block(Bucket=name)


def arn(bucket):
    return f"arn:aws:s3:::{bucket}"


def cloudfront(action, resource, account, distribution_id):
    return {
        "Sid": "AllowCloudFrontServicePrincipalReadOnly" if "Object" in action else "AllowCloudFrontToList",
        **allow(action, resource), "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Condition": {"StringEquals": {
            "AWS:SourceArn": f"arn:aws:cloudfront::{account.number}:distribution/{distribution_id}"}}}


def deny_plain_http(bucket):
    """The CDK's `enforceSSL`, for objects only: the emulator is reached by plain HTTP, and denies the audit too."""
    return {
        "Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*Object*", "Resource": [f"{arn(bucket)}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}}


def bucket_policy(account, bucket, *statements):
    account.client("s3").put_bucket_policy(Bucket=bucket, Policy=r.policy(*statements))


def behavior(origin, path=None, headers_policy=None, **members):
    """Without a response headers policy unless one is named."""
    made = r.behavior(origin, path, **members)
    del made["ResponseHeadersPolicyId"]
    return {**made, **({"ResponseHeadersPolicyId": headers_policy} if headers_policy else {})}


def methods(allowed):
    return {"AllowedMethods": {**r.items(allowed), "CachedMethods": r.items(["GET", "HEAD"])}}


def forwarding(behavior, *query_string_keys, query_string=False, ttls=(0, 86400, 31536000)):
    """The same behaviour with `ForwardedValues`, the console's TTLs unless others are named."""
    made = r.legacy(behavior, *query_string_keys)
    made["ForwardedValues"]["QueryString"] = query_string
    return {**made, **dict(zip(("MinTTL", "DefaultTTL", "MaxTTL"), ttls))}


def error_page(code, response_code, path, seconds):
    return {
        "ErrorCode": code, "ResponsePagePath": path, "ResponseCode": str(response_code), "ErrorCachingMinTTL": seconds}


def origin_group(id, codes, *members):
    return r.items([{
        "Id": id, "FailoverCriteria": {"StatusCodes": r.items(codes)},
        "Members": r.items({"OriginId": member} for member in members)}])


def distribution(account, comment, origins, behaviors, aliases=(), log_bucket=None, tls="TLSv1.2_2021", error_pages=(),
                 tags=None, **members):
    config = r.distribution_config(account, comment, origins, behaviors, aliases, log_bucket, tls, error_pages)
    made = account.client("cloudfront").create_distribution_with_tags(DistributionConfigWithTags={
        "DistributionConfig": {**config, **members},
        "Tags": {"Items": [{"Key": key, "Value": value} for key, value in (tags or {}).items()]}})
    return made["Distribution"]["Id"]
