"""What people and tools change in the compliant estate behind a baseline's back, each by its name."""

import json
import urllib.request

import resources as r
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

GROUP = "/aws/lambda/us-east-1.image-resizer"
CHANGES = {}


def change(function):
    """Registers it under its name, dashes for underscores."""
    CHANGES[function.__name__.replace("_", "-")] = function
    return function


def change_books(estate, edit):
    r.change_distribution(estate.account, estate.books, edit)


def change_site(estate, edit):
    r.change_distribution(estate.account, estate.site, edit)


def images(estate):
    return f"books-images-{estate.account.number}"


# Distributions


@change
def settings(estate):
    def edit(config):
        config.update(PriceClass="PriceClass_100", HttpVersion="http2", DefaultRootObject="")
        config["Restrictions"]["GeoRestriction"] = {"RestrictionType": "whitelist", **r.items(["JP", "KR"])}
        config["ViewerCertificate"]["MinimumProtocolVersion"] = "TLSv1.2_2019"
        app = config["Origins"]["Items"][1]
        app["OriginPath"] = "/v2"
        app["CustomOriginConfig"]["OriginReadTimeout"] = 45

    change_books(estate, edit)


@change
def association_removed(estate):
    def edit(config):
        config["CacheBehaviors"]["Items"][0]["LambdaFunctionAssociations"] = r.items([])
        config["DefaultCacheBehavior"]["FunctionAssociations"] = r.items([])

    change_books(estate, edit)


@change
def behavior_removed_and_another_added(estate):
    """The one that is added comes first, where it takes requests from the others."""
    def edit(config):
        behaviors = config["CacheBehaviors"]["Items"]
        behaviors[:] = [{**behaviors[1], "PathPattern": "/api/v1/*", "Compress": False}, behaviors[1]]

    change_books(estate, edit)


@change
def behaviors_reordered(estate):
    change_books(estate, lambda config: config["CacheBehaviors"]["Items"].reverse())


@change
def alias(estate):
    change_books(estate, lambda config: config.update(Aliases=r.items(["www.example.com", "b.example.com"])))


@change
def error_pages(estate):
    pages = [
        {"ErrorCode": 403, "ResponsePagePath": "/other.html", "ResponseCode": "200", "ErrorCachingMinTTL": 300},
        {"ErrorCode": 500, "ErrorCachingMinTTL": 1}]
    change_site(estate, lambda config: config.update(CustomErrorResponses=r.items(pages)))


@change
def no_security_headers(estate):
    change_books(estate, lambda config: config["CacheBehaviors"]["Items"][0].pop("ResponseHeadersPolicyId"))


@change
def cache_policy(estate):
    client = estate.account.client("cloudfront")
    answer = client.get_cache_policy_config(Id=estate.short_cache_policy)
    config = answer["CachePolicyConfig"]
    config.update(MaxTTL=900, DefaultTTL=800)
    config["ParametersInCacheKeyAndForwardedToOrigin"].update(
        EnableAcceptEncodingGzip=False,
        QueryStringsConfig={"QueryStringBehavior": "whitelist", "QueryStrings": r.items(["a", "b"])})
    client.update_cache_policy(Id=estate.short_cache_policy, IfMatch=answer["ETag"], CachePolicyConfig=config)


# Functions and stores


@change
def function_code(estate):
    r.change_function(estate.account, "site-index", r.INDEX_CODE.replace("index.html", "200.html"))
    r.publish(estate.account, "site-index")


@change
def function_configuration(estate):
    code = r.GUARD_CODE % r.store_id(estate.store)
    r.change_function(estate.account, "books-image-guard", code, runtime="cloudfront-js-1.0")
    r.publish(estate.account, "books-image-guard")


@change
def store(estate):
    etag, _ = r.keys_request(estate.account, "GET", estate.store)
    r.keys_request(estate.account, "POST", estate.store, "/keys", etag, {
        "Puts": [{"Key": "/images/0001.jpg", "Value": "changed"}, {"Key": "extra", "Value": "nobody's"}],
        "Deletes": [{"Key": "/images/0002.jpg"}]})


# Roles and buckets


@change
def trust_policy(estate):
    statements = [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "sts:AssumeRole"}]
    estate.account.client("iam").update_assume_role_policy(RoleName="edge", PolicyDocument=r.policy(*statements))


@change
def inline_policies(estate):
    iam = estate.account.client("iam")
    for name in ("inline", "another"):
        iam.put_role_policy(RoleName="edge", PolicyName=name, PolicyDocument=r.policy(
            {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}))


@change
def inline_policy(estate):
    estate.account.client("iam").put_role_policy(RoleName="edge", PolicyName="inline", PolicyDocument=r.policy(
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}))


@change
def attached_policy(estate):
    estate.account.client("iam").detach_role_policy(RoleName="edge", PolicyArn=r.BASIC_EXECUTION)


@change
def attached_policies(estate):
    iam = estate.account.client("iam")
    iam.attach_role_policy(RoleName="edge", PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
    iam.detach_role_policy(RoleName="edge", PolicyArn=r.BASIC_EXECUTION)


@change
def bucket_policy(estate):
    s3 = estate.account.client("s3")
    policy = json.loads(s3.get_bucket_policy(Bucket=images(estate))["Policy"])
    policy["Statement"][0]["Resource"] = f"arn:aws:s3:::{images(estate)}/public/*"
    policy["Statement"].append({
        "Sid": "more", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
        "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{images(estate)}/*"})
    s3.put_bucket_policy(Bucket=images(estate), Policy=json.dumps(policy, indent=1))


@change
def public_access_block(estate):
    estate.account.client("s3").put_public_access_block(
        Bucket=images(estate), PublicAccessBlockConfiguration={
            "BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": False,
            "RestrictPublicBuckets": True})


@change
def no_public_access_block(estate):
    estate.account.client("s3").delete_public_access_block(Bucket=images(estate))


# Logs and Lambda


@change
def retention(estate):
    estate.account.client("logs", "eu-west-1").put_retention_policy(logGroupName=GROUP, retentionInDays=365)


@change
def retention_once_more(estate):
    estate.account.client("logs", "eu-west-1").put_retention_policy(logGroupName=GROUP, retentionInDays=7)


@change
def no_retention(estate):
    estate.account.client("logs", "ap-northeast-1").delete_retention_policy(logGroupName=GROUP)


@change
def subscription(estate):
    """What all is to feed; no drift."""
    for region in ("us-east-1", "eu-west-1"):
        r.subscribe(estate.account, GROUP, region)


@change
def subscription_filter(estate):
    estate.account.client("logs", "eu-west-1").delete_subscription_filter(logGroupName=GROUP, filterName="edge")


@change
def subscription_filters(estate):
    number = estate.account.number
    estate.account.client("logs", "us-east-1").put_subscription_filter(
        logGroupName=GROUP, filterName="edge", filterPattern="ERROR",
        destinationArn=f"arn:aws:firehose:us-east-1:{number}:deliverystream/other")
    estate.account.client("logs", "eu-west-1").delete_subscription_filter(logGroupName=GROUP, filterName="edge")
    r.subscribe(estate.account, GROUP, "ap-northeast-1")


@change
def reserved_concurrency(estate):
    client = estate.account.client("lambda")
    client.put_function_concurrency(FunctionName="images-invalidator", ReservedConcurrentExecutions=5)


@change
def lambda_configuration(estate):
    estate.account.client("lambda").update_function_configuration(
        FunctionName="image-resizer", MemorySize=256, Timeout=10, Description="other")


# What one repair cannot do with one call


@change
def draft_beside(estate):
    """What serves has lost its store, while somebody works on the next version of the code."""
    code = r.GUARD_CODE % r.store_id(estate.store)
    r.change_function(estate.account, "books-image-guard", code)
    r.publish(estate.account, "books-image-guard")
    r.change_function(estate.account, "books-image-guard", code + "// not ready\n")


@change
def environment(estate):
    arn = r.change_lambda(
        estate.account, "status-api", Environment={"Variables": {"ALLOWED_ORIGINS": r.LAMBDA_SECRET}})

    def edit(config):
        config["CacheBehaviors"]["Items"][0]["LambdaFunctionAssociations"]["Items"][0]["LambdaFunctionARN"] = arn

    change_books(estate, edit)


# What no SDK knows


@change
def unknown_elements(estate):
    """Elements of next year, in the middle of the document: on the wire as they are, since botocore would drop them."""
    url = f"{estate.account.endpoint}/2020-05-31/distribution/{estate.books}/config"

    def send(method, body=None, **headers):
        request = AWSRequest(method, url, data=body, headers={"Content-Type": "text/xml", **headers})
        SigV4Auth(Credentials(estate.account.number, "unverified"), "cloudfront", "us-east-1").add_auth(request)
        wire = urllib.request.Request(url, body, dict(request.headers), method=method)
        with urllib.request.urlopen(wire) as answer:
            return answer.headers["ETag"], answer.read().decode()

    etag, document = send("GET")
    document = document.replace("<Comment>", '<Future kind="a"><Mode>new</Mode><Mode/></Future><Comment>', 1)
    document = document.replace("<PathPattern>", "<Tuning>7</Tuning><PathPattern>", 1)
    send("PUT", document.encode(), **{"If-Match": etag})
