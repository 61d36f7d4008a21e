"""The pieces that estates are built of, each made through the AWS API, each healthy unless asked otherwise."""

import io
import json
import time
import urllib.parse
import urllib.request
import zipfile

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from account import REGION

# Values that may surface nowhere; whoever tests that searches for these.
LAMBDA_SECRET = "s3cr3t-lambda-environment-value"
ORIGIN_SECRET = "s3cr3t-origin-custom-header-value"

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST_HEADER = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
SECURITY_HEADERS_POLICY = "67f7725c-6f97-4210-82d7-5512b31e9d03"
BASIC_EXECUTION = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"

EDGE_SERVICES = ("lambda.amazonaws.com", "edgelambda.amazonaws.com")

# The package-image guard of the field report, its date parsing put right: only ISO 8601 is sure to parse at the edge.
GUARD_CODE = """import cf from 'cloudfront'

const kvsId = '%s'
const kvsHandle = cf.kvs(kvsId)

async function handler(event) {
    const request = event.request
    try {
        const value = await kvsHandle.get(request.uri)
        const parts = /^(\\d{4})-(\\d{2})-(\\d{2}) (\\d{2}):(\\d{2}):(\\d{2})\\+09:00$/.exec(value)
        const opens = Date.UTC(+parts[1], +parts[2] - 1, +parts[3], +parts[4] - 9, +parts[5], +parts[6])
        if (opens > Date.now()) {
            request.uri = '/now_printing.jpg'
        }
    } catch (error) {
        console.log(`${request.uri}: ${error}`)
    }
    return request
}
"""

INDEX_CODE = """function handler(event) {
    const request = event.request
    if (request.uri.endsWith('/')) {
        request.uri += 'index.html'
    }
    return request
}
"""

# Lambda@Edge wants `status` and lists of headers, not API Gateway's `statusCode` and plain headers.
STATUS_CODE = """exports.handler = async (event) => {
  const request = event.Records[0].cf.request
  const query = new URLSearchParams(request.querystring)
  const headers = { 'content-type': [{ key: 'Content-Type', value: 'application/json; charset=UTF-8' }] }
  if (!query.has('job_id')) {
    return { status: '200', headers, body: JSON.stringify({ success: false, message: 'Not found parameter job_id.' }) }
  }
  return { status: '200', headers, body: JSON.stringify({ success: true, status: 'COMPLETE' }) }
}
"""

RESIZER_CODE = """exports.handler = async (event) => {
  const { request, response } = event.Records[0].cf
  const size = new URLSearchParams(request.querystring).get('s')
  if (size && response.status === '200') {
    response.headers['x-image-size'] = [{ key: 'X-Image-Size', value: size }]
  }
  return response
}
"""

INVALIDATOR_CODE = """exports.handler = async (event) => {
  console.log(`${event.Records.length} objects changed`)
}
"""


def items(values):
    """CloudFront's way to write a list; no `Items` when it is empty."""
    values = list(values)
    return {"Quantity": len(values), **({"Items": values} if values else {})}


# IAM


def role(account, name, services=EDGE_SERVICES, statements=()):
    iam = account.client("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(services))["Role"]["Arn"]
    iam.attach_role_policy(RoleName=name, PolicyArn=BASIC_EXECUTION)
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=policy(*statements))
    return arn


def trust(services):
    return policy({"Effect": "Allow", "Principal": {"Service": list(services)}, "Action": "sts:AssumeRole"})


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


# Lambda


def edge_lambda(account, name, code, role_arn, region=REGION, **configuration):
    """A function and its first version; gives the version's ARN."""
    client = account.client("lambda", region)
    client.create_function(
        FunctionName=name, Role=role_arn, Code={"ZipFile": archive(code)},
        **{"Runtime": "nodejs24.x", "Handler": "index.handler", "MemorySize": 128, "Timeout": 5, **configuration})
    return publish_version(account, name, region)


def change_lambda(account, name, **configuration):
    """Changes the function and publishes what came of it; gives the new version's ARN."""
    account.client("lambda").update_function_configuration(FunctionName=name, **configuration)
    return publish_version(account, name)


def change_code(account, name, code, **others):
    """Deploys other code and publishes it; gives the new version's ARN."""
    account.client("lambda").update_function_code(FunctionName=name, ZipFile=archive(code, **others))
    return publish_version(account, name)


def image_lambda(account, name, role_arn):
    """A function that is a container image, and its first version; gives the version's ARN."""
    account.client("lambda").create_function(
        FunctionName=name, Role=role_arn, PackageType="Image", Timeout=5,
        Code={"ImageUri": f"{account.number}.dkr.ecr.us-east-1.amazonaws.com/{name}:1"})
    return publish_version(account, name)


def publish_version(account, name, region=REGION):
    client = account.client("lambda", region)
    for _ in range(200):  # a version published while its function is still Pending would not be Active
        state = client.get_function_configuration(FunctionName=name)
        if state["State"] == "Active" and state.get("LastUpdateStatus") != "InProgress":
            return client.publish_version(FunctionName=name)["FunctionArn"]
        time.sleep(0.05)
    raise RuntimeError(f"{name} did not become Active: {state}")


def archive(code, **others):
    """A package with the handler's file and others by their names, or of files by their paths."""
    files = {**(code if isinstance(code, dict) else {"index.js": code}), **others}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def edge_log_groups(account, name, regions, retention=30):
    """Where replicas log: their region, with `us-east-1.` before the name. The console's tests log without it."""
    for region in regions:
        log_group(account, f"/aws/lambda/us-east-1.{name}", region, retention)
    log_group(account, f"/aws/lambda/{name}", REGION, retention)


def log_group(account, name, region=REGION, retention=30):
    logs = account.client("logs", region)
    logs.create_log_group(logGroupName=name)
    if retention:
        logs.put_retention_policy(logGroupName=name, retentionInDays=retention)


def subscribe(account, name, region):
    account.client("logs", region).put_subscription_filter(
        logGroupName=name, filterName="edge", filterPattern="",
        destinationArn=f"arn:aws:firehose:{region}:{account.number}:deliverystream/edge")


# CloudFront Functions and their stores


def key_value_store(account, name, keys):
    """Gives the ARN. In AWS it ends in a UUID, in the emulator in the name: code that opens a store must take the id
    from the ARN (`store_id`), for the emulator's `Id` is yet another."""
    arn = account.client("cloudfront").create_key_value_store(Name=name, Comment="")["KeyValueStore"]["ARN"]
    etag, _ = keys_request(account, "GET", arn)
    keys_request(account, "POST", arn, "/keys", etag, {"Puts": [{"Key": k, "Value": v} for k, v in keys.items()]})
    return arn


def store_id(arn):
    return arn.rpartition("/")[2]


def keys(account, arn):
    """The keys of a store with their values."""
    return keys_request(account, "GET", arn, "/keys")[1]["Items"]


def keys_request(account, method, arn, path="", etag=None, body=None):
    """Gives the ETag and the answer. boto3 signs SigV4A only with a native library; the emulator takes SigV4 from a
    twelve-digit key as well."""
    request = AWSRequest(
        method, f"{account.endpoint}/key-value-stores/{urllib.parse.quote(arn, safe='')}{path}",
        data=json.dumps(body).encode() if body else None,
        headers={"Content-Type": "application/json", **({"If-Match": etag} if etag else {})})
    SigV4Auth(Credentials(account.number, "unverified"), "cloudfront-keyvaluestore", REGION).add_auth(request)
    wire = urllib.request.Request(request.url, request.data, dict(request.headers), method=method)
    with urllib.request.urlopen(wire) as answer:
        return answer.headers["ETag"], json.loads(answer.read() or "null")


def function(account, name, code, stores=(), runtime="cloudfront-js-2.0"):
    """A function, published; gives its ARN."""
    arn = unpublished_function(account, name, code, stores, runtime)
    publish(account, name)
    return arn


def unpublished_function(account, name, code, stores=(), runtime="cloudfront-js-2.0"):
    created = account.client("cloudfront").create_function(
        Name=name, FunctionCode=code.encode(), FunctionConfig=function_config(stores, runtime))
    return created["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]


def function_config(stores, runtime="cloudfront-js-2.0"):
    return {
        "Comment": "", "Runtime": runtime,
        "KeyValueStoreAssociations": items({"KeyValueStoreARN": arn} for arn in stores),
    }


def change_function(account, name, code, stores=(), runtime="cloudfront-js-2.0"):
    """Changes DEVELOPMENT, as every deployment tool does first; LIVE changes with `publish`."""
    client = account.client("cloudfront")
    etag = client.describe_function(Name=name, Stage="DEVELOPMENT")["ETag"]
    client.update_function(
        Name=name, IfMatch=etag, FunctionCode=code.encode(), FunctionConfig=function_config(stores, runtime))


def publish(account, name):
    client = account.client("cloudfront")
    client.publish_function(Name=name, IfMatch=client.describe_function(Name=name, Stage="DEVELOPMENT")["ETag"])


# Buckets


def bucket(account, name):
    """A bucket that nobody can read yet, all four blocks of public access on."""
    s3 = account.client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True})
    return name


def grant_read(account, name, *distribution_ids):
    """`*` as the only id stands for every distribution of this account."""
    arns = [f"arn:aws:cloudfront::{account.number}:distribution/{id}" for id in distribution_ids]
    operator = "ArnLike" if "*" in distribution_ids else "StringEquals"
    account.client("s3").put_bucket_policy(Bucket=name, Policy=policy({
        "Sid": "AllowCloudFront", "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*",
        "Condition": {operator: {"AWS:SourceArn": arns if len(arns) > 1 else arns[0]}}}))


def notify(account, name, lambda_arn):
    account.client("s3").put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={
        "LambdaFunctionConfigurations": [
            {"Id": "changed", "LambdaFunctionArn": lambda_arn, "Events": ["s3:ObjectCreated:*"]}]})


# Distributions


def origin_access_control(account, name, kind="s3"):
    return account.client("cloudfront").create_origin_access_control(OriginAccessControlConfig={
        "Name": name, "Description": "", "SigningProtocol": "sigv4", "SigningBehavior": "always",
        "OriginAccessControlOriginType": kind})["OriginAccessControl"]["Id"]


def short_cache_policy(account, name="CachingLittle", encodings=True):
    """Five seconds at most, compressed answers kept apart."""
    return account.client("cloudfront").create_cache_policy(CachePolicyConfig={
        "Name": name, "Comment": "", "MinTTL": 1, "DefaultTTL": 5, "MaxTTL": 5,
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "EnableAcceptEncodingGzip": encodings, "EnableAcceptEncodingBrotli": encodings,
            "HeadersConfig": {"HeaderBehavior": "none"}, "CookiesConfig": {"CookieBehavior": "none"},
            "QueryStringsConfig": {"QueryStringBehavior": "all"}}})["CachePolicy"]["Id"]


def day_cache_policy(account, name="CachingSizes", parameter="s"):
    """For a day, each value of a parameter on its own: by default, each size of an image."""
    return account.client("cloudfront").create_cache_policy(CachePolicyConfig={
        "Name": name, "Comment": "", "MinTTL": 1, "DefaultTTL": 86400, "MaxTTL": 31536000,
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "EnableAcceptEncodingGzip": True, "EnableAcceptEncodingBrotli": True,
            "HeadersConfig": {"HeaderBehavior": "none"}, "CookiesConfig": {"CookieBehavior": "none"},
            "QueryStringsConfig": {
                "QueryStringBehavior": "whitelist", "QueryStrings": items([parameter])}}})["CachePolicy"]["Id"]


def s3_origin(id, bucket_name, access_control=""):
    return {
        "Id": id, "DomainName": f"{bucket_name}.s3.{REGION}.amazonaws.com", "OriginPath": "",
        "CustomHeaders": items([]), "S3OriginConfig": {"OriginAccessIdentity": "", "OriginReadTimeout": 30},
        "ConnectionAttempts": 3, "ConnectionTimeout": 10, "OriginShield": {"Enabled": False},
        "OriginAccessControlId": access_control}


def custom_origin(id, domain, secret=ORIGIN_SECRET):
    return {
        "Id": id, "DomainName": domain, "OriginPath": "",
        "CustomHeaders": items([{"HeaderName": "X-Origin-Verify", "HeaderValue": secret}]),
        "CustomOriginConfig": {
            "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only",
            "OriginSslProtocols": items(["TLSv1.2"]), "OriginReadTimeout": 30, "OriginKeepaliveTimeout": 5},
        "ConnectionAttempts": 3, "ConnectionTimeout": 10, "OriginShield": {"Enabled": False},
        "OriginAccessControlId": ""}


def behavior(origin, path=None, functions=None, lambdas=None, **changes):
    """A cache behaviour, the default one without a path; associations as {event: ARN}."""
    return {
        **({"PathPattern": path} if path else {}),
        "TargetOriginId": origin, "ViewerProtocolPolicy": "redirect-to-https", "Compress": True,
        "AllowedMethods": {**items(["GET", "HEAD"]), "CachedMethods": items(["GET", "HEAD"])},
        "TrustedSigners": {"Enabled": False, "Quantity": 0}, "TrustedKeyGroups": {"Enabled": False, "Quantity": 0},
        "SmoothStreaming": False, "FieldLevelEncryptionId": "", "CachePolicyId": CACHING_OPTIMIZED,
        "ResponseHeadersPolicyId": SECURITY_HEADERS_POLICY,
        "FunctionAssociations": items(
            {"EventType": event, "FunctionARN": arn} for event, arn in (functions or {}).items()),
        "LambdaFunctionAssociations": items(
            {"EventType": event, "LambdaFunctionARN": arn, "IncludeBody": False}
            for event, arn in (lambdas or {}).items()),
        **changes}


def legacy(behavior, *query_string_keys):
    """The same behaviour with the settings from before there were cache policies."""
    changed = {key: value for key, value in behavior.items() if key not in ("CachePolicyId", "OriginRequestPolicyId")}
    return {
        **changed, "MinTTL": 0, "DefaultTTL": 5, "MaxTTL": 5,
        "ForwardedValues": {
            "QueryString": True, "Cookies": {"Forward": "none"}, "Headers": items([]),
            "QueryStringCacheKeys": items(query_string_keys)}}


def distribution_config(account, name, origins, behaviors, aliases=(), log_bucket=None, tls="TLSv1.2_2021",
                        error_pages=()):
    """The first behaviour is the default one. With aliases it has a certificate of its own, else CloudFront's."""
    default, *others = behaviors
    own_certificate = f"arn:aws:acm:{REGION}:{account.number}:certificate/00000000-0000-4000-8000-000000000000"
    certificate = {"CloudFrontDefaultCertificate": True, "MinimumProtocolVersion": "TLSv1"}
    if aliases:
        certificate = {
            "CloudFrontDefaultCertificate": False, "SSLSupportMethod": "sni-only", "MinimumProtocolVersion": tls,
            "ACMCertificateArn": own_certificate}
    return {
        "CallerReference": name, "Aliases": items(aliases), "DefaultRootObject": "index.html",
        "Origins": items(origins), "OriginGroups": items([]), "DefaultCacheBehavior": default,
        "CacheBehaviors": items(others), "CustomErrorResponses": items(error_pages), "Comment": name,
        "Logging": {
            "Enabled": bool(log_bucket), "IncludeCookies": False,
            "Bucket": f"{log_bucket}.s3.amazonaws.com" if log_bucket else "",
            "Prefix": f"{name}/" if log_bucket else ""},
        "PriceClass": "PriceClass_All", "Enabled": True, "ViewerCertificate": certificate,
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}}, "WebACLId": "",
        "HttpVersion": "http2and3", "IsIPV6Enabled": True, "ContinuousDeploymentPolicyId": "", "Staging": False}


def distribution(account, *arguments, **options):
    """Makes it of what `distribution_config` takes; gives its id."""
    config = distribution_config(account, *arguments, **options)
    return account.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]["Id"]


def change_distribution(account, id, change):
    """Gives the configuration to `change` to edit in place, and puts it back."""
    client = account.client("cloudfront")
    answer = client.get_distribution_config(Id=id)
    change(answer["DistributionConfig"])
    client.update_distribution(Id=id, IfMatch=answer["ETag"], DistributionConfig=answer["DistributionConfig"])
