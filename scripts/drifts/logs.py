"""Drifts of log groups."""

import resources as r
from drifts.making import LOG_GROUP, Expected, drift
from estate import LOG_REGIONS


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
def function_log_retention(estate):
    """CloudFront makes the group at the first console.log."""
    r.log_group(estate.account, "/aws/cloudfront/function/site-index", retention=None)
    return Expected(
        "function-log-retention", LOG_GROUP, "/aws/cloudfront/function/site-index", "retentionInDays", "us-east-1")


@drift
def edge_log_orphan(estate):
    r.log_group(estate.account, "/aws/lambda/us-east-1.gone", LOG_REGIONS[1])
    return Expected("edge-log-orphan", LOG_GROUP, "/aws/lambda/us-east-1.gone", region=LOG_REGIONS[1])


@drift
def edge_log_subscription(estate):
    """Two of three groups feed the destination."""
    for region in LOG_REGIONS[:2]:
        for name in ("status-api", "image-resizer"):
            r.subscribe(estate.account, f"/aws/lambda/us-east-1.{name}", region)
    for name in ("status-api", "image-resizer"):
        r.subscribe(estate.account, f"/aws/lambda/{name}", LOG_REGIONS[0])
    r.subscribe(estate.account, "/aws/lambda/us-east-1.status-api", LOG_REGIONS[2])
    return Expected(
        "edge-log-subscription", LOG_GROUP, "/aws/lambda/us-east-1.image-resizer", "SubscriptionFilters",
        LOG_REGIONS[2], parameters={"destinations": ["arn:aws:firehose:*"]}, only=True)
