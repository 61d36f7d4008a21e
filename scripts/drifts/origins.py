"""Drifts of origins and of the buckets behind them."""

import json

import resources as r
from drifts.making import BUCKET, Expected, alone, change_books, drift, expected, images


@drift
def origin_access_restricted(estate):
    change_books(estate, lambda config: config["Origins"]["Items"][0].update(OriginAccessControlId=""))
    return expected(estate, "origin-access-restricted", "Origins[images]")


@drift
def origin_lambda_url_access(estate):
    """A function behind a URL whose policy is of the time before a call took two permissions."""
    number, client = estate.account.number, estate.account.client("lambda")
    role = r.role(estate.account, "pages", services=["lambda.amazonaws.com"])
    r.edge_lambda(estate.account, "pages", r.STATUS_CODE, role)
    url = client.create_function_url_config(FunctionName="pages", AuthType="AWS_IAM")["FunctionUrl"]
    client.add_permission(
        FunctionName="pages", StatementId="cloudfront", Action="lambda:InvokeFunctionUrl",
        Principal="cloudfront.amazonaws.com", SourceArn=f"arn:aws:cloudfront::{number}:distribution/{estate.books}")
    control = r.origin_access_control(estate.account, "pages", "lambda")

    def change(config):
        origin = {**r.custom_origin("pages", url.split("/")[2]), "OriginAccessControlId": control}
        config["Origins"] = r.items([*config["Origins"]["Items"], origin])

    change_books(estate, change)
    return expected(estate, "origin-lambda-url-access", "Origins")


@drift
def origin_bucket_grant(estate):
    """The statement names the distribution that was there before."""
    r.grant_read(estate.account, images(estate), "E0GONE")
    return Expected("origin-bucket-grant", BUCKET, images(estate), "Policy", "us-east-1")


@drift
def origin_bucket_public(estate):
    estate.account.client("s3").delete_public_access_block(Bucket=images(estate))
    return Expected("origin-bucket-public", BUCKET, images(estate), "PublicAccessBlockConfiguration", "us-east-1")


@drift
def origin_bucket_public_any_customer(estate):
    """A grant to the service without saying for whom."""
    estate.account.client("s3").put_bucket_policy(Bucket=images(estate), Policy=r.policy({
        "Sid": "AllowCloudFront", "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{images(estate)}/*"}))
    return Expected("origin-bucket-public", BUCKET, images(estate), "Policy.Statement", "us-east-1")


@drift
def origin_bucket_stale_principal(estate):
    s3 = estate.account.client("s3")
    policy = json.loads(s3.get_bucket_policy(Bucket=images(estate))["Policy"])
    policy["Statement"].append({
        "Sid": "gone", "Effect": "Allow", "Principal": {"AWS": "AROAEXAMPLEEXAMPLE123"}, "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{images(estate)}/*"})
    s3.put_bucket_policy(Bucket=images(estate), Policy=json.dumps(policy))
    return Expected("origin-bucket-stale-principal", BUCKET, images(estate), "Policy", "us-east-1")


@drift
def origin_bucket_exists(estate):
    """An origin whose bucket was deleted with its stack."""
    def change(config):
        origin = {**config["Origins"]["Items"][0], "Id": "old", "DomainName": "books-old-images.s3.us-east-1.amazonaws.com"}
        config["Origins"] = r.items([*config["Origins"]["Items"], origin])

    change_books(estate, change)
    return expected(estate, "origin-bucket-exists", "Origins[old].DomainName")


@drift
def origin_bucket_missing_status(estate):
    """The error page was made for 404, which a bucket that may not be listed never answers."""
    page = {"ErrorCode": 404, "ResponsePagePath": "/404.html", "ResponseCode": "404", "ErrorCachingMinTTL": 10}
    r.change_distribution(
        estate.account, estate.site, lambda config: config.update(CustomErrorResponses=r.items([page])))
    return Expected(
        "origin-bucket-missing-status", BUCKET, f"books-site-{estate.account.number}", "Policy", "us-east-1")


@drift
def origin_failover(estate):
    cloudfront = estate.account.client("cloudfront")
    cloudfront.tag_resource(
        Resource=f"arn:aws:cloudfront::{estate.account.number}:distribution/{estate.books}",
        Tags={"Items": [{"Key": "criticality", "Value": "critical"}]})
    return alone(estate, "origin-failover", "DefaultCacheBehavior.TargetOriginId")


@drift
def origin_tls(estate):
    def change(config):
        custom = config["Origins"]["Items"][1]["CustomOriginConfig"]
        custom["OriginProtocolPolicy"] = "match-viewer"
        custom["OriginSslProtocols"] = r.items(["TLSv1", "TLSv1.2"])

    change_books(estate, change)
    return [
        alone(estate, "origin-tls", f"Origins[app].CustomOriginConfig.{member}")
        for member in ("OriginProtocolPolicy", "OriginSslProtocols")]
