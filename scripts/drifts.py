"""One drift a rule: each takes the compliant estate, breaks one thing as people break it, and says what is to be found.

Written for the emulator where it differs from AWS: it accepts an association with anything (a store that is gone, a
version that never was, another region), which AWS lets happen only by deletions and races.
"""

import dataclasses

import resources as r
from estate import LOG_REGIONS

DISTRIBUTION = "AWS::CloudFront::Distribution"
FUNCTION = "AWS::CloudFront::Function"
VERSION = "AWS::Lambda::Version"
ROLE = "AWS::IAM::Role"
LOG_GROUP = "AWS::Logs::LogGroup"


@dataclasses.dataclass
class Expected:
    """The one finding. `path` is where it begins: the finding's own may go further, into a member."""

    rule: str
    type: str
    id: str
    path: str = ""
    region: str = "global"


DRIFTS = {}


def drift(function):
    """Registers it under its name, dashes for underscores."""
    DRIFTS[function.__name__.replace("_", "-")] = function
    return function


@drift
def function_kvs_association(estate):
    code = r.GUARD_CODE % r.store_id(estate.store)
    r.change_function(estate.account, "books-image-guard", code)
    r.publish(estate.account, "books-image-guard")
    return Expected("function-kvs-association", FUNCTION, "books-image-guard")


@drift
def function_kvs_exists(estate):
    gone = f"arn:aws:cloudfront::{estate.account.number}:key-value-store/deleted-store"
    r.change_function(estate.account, "books-image-guard", r.GUARD_CODE % r.store_id(gone), [gone])
    r.publish(estate.account, "books-image-guard")
    return Expected("function-kvs-exists", FUNCTION, "books-image-guard")


@drift
def function_published(estate):
    r.change_function(estate.account, "site-index", r.INDEX_CODE.replace("index.html", "200.html"))
    return Expected("function-published", FUNCTION, "site-index")


@drift
def function_published_configuration(estate):
    """The code is the same; the association waits to be published."""
    r.change_function(estate.account, "site-index", r.INDEX_CODE, [estate.store])
    return Expected("function-published", FUNCTION, "site-index")


@drift
def function_runtime(estate):
    code = r.GUARD_CODE % r.store_id(estate.store)
    r.change_function(estate.account, "books-image-guard", code, [estate.store], runtime="cloudfront-js-1.0")
    r.publish(estate.account, "books-image-guard")
    return Expected("function-runtime", FUNCTION, "books-image-guard")


@drift
def edge_lambda_version_pinned(estate):
    associate_resizer(estate, lambda_arn(estate, "image-resizer", "$LATEST"))
    return expected_resizer(estate, "edge-lambda-version-pinned")


@drift
def edge_lambda_version_pinned_alias(estate):
    estate.account.client("lambda").create_alias(FunctionName="image-resizer", Name="live", FunctionVersion="1")
    associate_resizer(estate, lambda_arn(estate, "image-resizer", "live"))
    return expected_resizer(estate, "edge-lambda-version-pinned")


@drift
def edge_lambda_region(estate):
    arn = r.edge_lambda(
        estate.account, "image-resizer", r.RESIZER_CODE, estate.edge_role, region="eu-west-1", MemorySize=512)
    associate_resizer(estate, arn)
    return expected_resizer(estate, "edge-lambda-region")


@drift
def edge_lambda_exists(estate):
    associate_resizer(estate, lambda_arn(estate, "image-resizer", "99"))
    return expected_resizer(estate, "edge-lambda-exists")


@drift
def edge_lambda_no_environment(estate):
    environment = {"Variables": {"ALLOWED_ORIGINS": r.LAMBDA_SECRET}}
    associate_status(estate, r.change_lambda(estate.account, "status-api", Environment=environment))
    return Expected("edge-lambda-no-environment", VERSION, "status-api:2", "Environment", "us-east-1")


@drift
def edge_lambda_viewer_limits(estate):
    associate_status(estate, r.change_lambda(estate.account, "status-api", MemorySize=256))
    return Expected("edge-lambda-viewer-limits", VERSION, "status-api:2", "MemorySize", "us-east-1")


@drift
def edge_lambda_viewer_limits_timeout(estate):
    associate_status(estate, r.change_lambda(estate.account, "status-api", Timeout=6))
    return Expected("edge-lambda-viewer-limits", VERSION, "status-api:2", "Timeout", "us-east-1")


@drift
def edge_lambda_origin_limits(estate):
    associate_resizer(estate, r.change_lambda(estate.account, "image-resizer", Timeout=60))
    return Expected("edge-lambda-origin-limits", VERSION, "image-resizer:2", "Timeout", "us-east-1")


@drift
def edge_role_trust(estate):
    estate.account.client("iam").update_assume_role_policy(
        RoleName="edge", PolicyDocument=r.trust(["lambda.amazonaws.com"]))
    return Expected("edge-role-trust", ROLE, "edge")


@drift
def edge_log_retention(estate):
    group, region = "/aws/lambda/us-east-1.image-resizer", LOG_REGIONS[1]
    estate.account.client("logs", region).delete_retention_policy(logGroupName=group)
    return Expected("edge-log-retention", LOG_GROUP, group, region=region)


@drift
def edge_log_retention_too_long(estate):
    group, region = "/aws/lambda/us-east-1.status-api", LOG_REGIONS[2]
    estate.account.client("logs", region).put_retention_policy(logGroupName=group, retentionInDays=365)
    return Expected("edge-log-retention", LOG_GROUP, group, region=region)


@drift
def viewer_protocol_https(estate):
    change_api(estate, ViewerProtocolPolicy="allow-all")
    return expected(estate, "viewer-protocol-https", "CacheBehaviors[/api/*].ViewerProtocolPolicy")


@drift
def compression(estate):
    change_api(estate, Compress=False)
    return expected(estate, "compression", "CacheBehaviors[/api/*]")


@drift
def compression_cache_policy(estate):
    """The behaviour compresses, but its cache policy does not let it."""
    change_api(estate, CachePolicyId=r.short_cache_policy(estate.account, "PlainOnly", encodings=False))
    return expected(estate, "compression", "CacheBehaviors[/api/*]")


@drift
def minimum_tls_version(estate):
    change_books(estate, lambda config: config["ViewerCertificate"].update(MinimumProtocolVersion="TLSv1.1_2016"))
    return expected(estate, "minimum-tls-version", "ViewerCertificate.MinimumProtocolVersion")


@drift
def origin_access_restricted(estate):
    change_books(estate, lambda config: config["Origins"]["Items"][0].update(OriginAccessControlId=""))
    return expected(estate, "origin-access-restricted", "Origins[images]")


@drift
def access_logging(estate):
    change_books(estate, lambda config: config["Logging"].update(Enabled=False, Bucket="", Prefix=""))
    return expected(estate, "access-logging", "Logging")


@drift
def legacy_cache_settings(estate):
    def change(config):
        behaviors = config["CacheBehaviors"]["Items"]
        behaviors[0] = r.legacy(behaviors[0], "job_id")

    change_books(estate, change)
    return expected(estate, "legacy-cache-settings", "CacheBehaviors[/api/*]")


def expected(estate, rule, path):
    return Expected(rule, DISTRIBUTION, estate.books, path)


def expected_resizer(estate, rule):
    return expected(estate, rule, "DefaultCacheBehavior.LambdaFunctionAssociations[origin-response]")


def lambda_arn(estate, name, qualifier):
    return f"arn:aws:lambda:us-east-1:{estate.account.number}:function:{name}:{qualifier}"


def change_books(estate, change):
    r.change_distribution(estate.account, estate.books, change)


def change_api(estate, **members):
    change_books(estate, lambda config: config["CacheBehaviors"]["Items"][0].update(members))


def associate_status(estate, arn):
    def change(config):
        config["CacheBehaviors"]["Items"][0]["LambdaFunctionAssociations"]["Items"][0]["LambdaFunctionARN"] = arn

    change_books(estate, change)


def associate_resizer(estate, arn):
    def change(config):
        config["DefaultCacheBehavior"]["LambdaFunctionAssociations"]["Items"][0]["LambdaFunctionARN"] = arn

    change_books(estate, change)
