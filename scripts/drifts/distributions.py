"""Drifts of distributions, of what viewers get and of invalidations."""

import json

import resources as r
from drifts.making import (
    LAMBDA, Expected, alone, change_api, change_books, drift, expected, images, lambda_arn, notify,
)


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


@drift
def invalidation_trigger_concurrency(estate):
    estate.account.client("lambda").delete_function_concurrency(FunctionName="images-invalidator")
    return Expected(
        "invalidation-trigger-concurrency", LAMBDA, "images-invalidator", "ReservedConcurrentExecutions", "us-east-1")


@drift
def invalidation_trigger_concurrency_topic(estate):
    """The bucket tells a topic, to which the function subscribes."""
    topic = estate.account.client("sns").create_topic(Name="images")["TopicArn"]
    estate.account.client("sns").subscribe(
        TopicArn=topic, Protocol="lambda", Endpoint=lambda_arn(estate, "images-invalidator"))
    notify(estate, TopicConfigurations=[{"Id": "changed", "TopicArn": topic, "Events": ["s3:ObjectCreated:*"]}])
    return invalidation_trigger_concurrency(estate)


@drift
def invalidation_trigger_concurrency_event_bus(estate):
    """The bucket tells EventBridge, and a rule there starts the function."""
    events = estate.account.client("events")
    for name, bucket in (("images", images(estate)), ("others", "another-bucket")):
        events.put_rule(Name=name, EventPattern=json.dumps({
            "source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": {"name": [bucket]}}}))
        function = "images-invalidator" if name == "images" else "status-api"
        events.put_targets(Rule=name, Targets=[{"Id": "function", "Arn": lambda_arn(estate, function)}])
    notify(estate, EventBridgeConfiguration={})
    return invalidation_trigger_concurrency(estate)


@drift
def invalidation_trigger_event_age(estate):
    estate.account.client("lambda").delete_function_event_invoke_config(FunctionName="images-invalidator")
    return Expected(
        "invalidation-trigger-event-age", LAMBDA, "images-invalidator", "EventInvokeConfigs", "us-east-1")


@drift
def invalidation_trigger_event_age_alias(estate):
    """The bucket starts an alias, which has settings of its own: none."""
    estate.account.client("lambda").create_alias(
        FunctionName="images-invalidator", Name="prod", FunctionVersion="$LATEST")
    notify(estate, LambdaFunctionConfigurations=[{
        "Id": "changed", "LambdaFunctionArn": lambda_arn(estate, "images-invalidator") + ":prod",
        "Events": ["s3:ObjectCreated:*"]}])
    return Expected(
        "invalidation-trigger-event-age", LAMBDA, "images-invalidator", "EventInvokeConfigs", "us-east-1")


@drift
def invalidation_cost(estate):
    paths = [f"/images/{number:04}.jpg" for number in range(120)]
    for part in (paths[:60], paths[60:]):
        estate.account.client("cloudfront").create_invalidation(
            DistributionId=estate.books,
            InvalidationBatch={"Paths": r.items(part), "CallerReference": part[0]})
    return expected(estate, "invalidation-cost", "Invalidations")


@drift
def security_headers(estate):
    change_api(estate, ResponseHeadersPolicyId="60669652-455b-4ae9-85a4-c4c02393f86c")  # the managed SimpleCORS
    return expected(estate, "security-headers", "CacheBehaviors[/api/*]")


@drift
def sni_only(estate):
    change_books(estate, lambda config: config["ViewerCertificate"].update(SSLSupportMethod="vip"))
    return alone(estate, "sni-only", "ViewerCertificate.SSLSupportMethod")


@drift
def web_acl(estate):
    acl = f"arn:aws:wafv2:us-east-1:{estate.account.number}:global/webacl/edge/00000000-0000-4000-8000-000000000000"
    r.change_distribution(estate.account, estate.site, lambda config: config.update(WebACLId=acl))
    return alone(estate, "web-acl", "WebACLId")


@drift
def default_root_object(estate):
    r.change_distribution(estate.account, estate.site, lambda config: config.update(DefaultRootObject="index.html"))
    change_books(estate, lambda config: config.update(DefaultRootObject=""))
    return alone(estate, "default-root-object", "DefaultRootObject")


@drift
def trusted_key_groups(estate):
    """The site has a key group, the books have none."""
    def change(config):
        config["DefaultCacheBehavior"]["TrustedKeyGroups"] = {"Enabled": True, "Quantity": 1, "Items": ["subscribers"]}

    r.change_distribution(estate.account, estate.site, change)
    return alone(estate, "trusted-key-groups", "DefaultCacheBehavior.TrustedKeyGroups")


@drift
def post_quantum_tls(estate):
    """Nothing but TLS 1.3 for the site, and not for the books."""
    certificate = {
        "CloudFrontDefaultCertificate": False, "SSLSupportMethod": "sni-only", "MinimumProtocolVersion": "TLSv1.3_2025",
        "ACMCertificateArn": f"arn:aws:acm:us-east-1:{estate.account.number}:certificate/site"}
    r.change_distribution(estate.account, estate.site, lambda config: config.update(ViewerCertificate=certificate))
    return alone(estate, "post-quantum-tls", "ViewerCertificate.MinimumProtocolVersion")
