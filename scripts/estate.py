"""Edge estates to audit, made in the emulator that AWS_ENDPOINT_URL names.

    scripts/estate.py [--account N] compliant     nothing is wrong
    scripts/estate.py [--account N] drifted       the troubles that people have reported, and some healthy company
    scripts/estate.py [--account N] reported      all that the field reports tell, as they write it; see reports.py
    scripts/estate.py [--account N] many [COUNT]  a large one, for measuring
    scripts/estate.py [--account N] SAMPLE        a published sample rebuilt, one of samples.SAMPLES
    scripts/estate.py samples                     each of these, in an account of its own
    scripts/estate.py drift NAME                  the compliant one with one thing wrong
    scripts/estate.py drifts                      each of these, in an account of its own

Prints one line of JSON an estate: its name, the environment of a user who may read it, stable names of random ids of a
sample, what should be found.
"""

import argparse
import concurrent.futures
import dataclasses
import json
import os
import sys

import resources as r
from account import DEFAULT_ACCOUNT, Account
from samples import SAMPLES, stable_names

# Lambda@Edge logs where it runs.
LOG_REGIONS = ("us-east-1", "eu-west-1", "ap-northeast-1")


@dataclasses.dataclass
class Estate:
    """What the compliant estate holds, for a drift to find its way."""

    account: Account
    books: str  # distribution ids
    site: str
    store: str  # ARNs
    edge_role: str
    short_cache_policy: str


def compliant(account):
    """A bookshop's edge: package images behind a guard, a status API answered at the edge, and a static site."""
    images = r.bucket(account, f"books-images-{account.number}")
    pages = r.bucket(account, f"books-site-{account.number}")
    logs = r.bucket(account, f"books-logs-{account.number}")
    access_control = r.origin_access_control(account, "images")
    short_cache_policy = r.short_cache_policy(account)

    store = r.key_value_store(account, "books-release-dates", {
        "/images/0001.jpg": "2024-02-15 09:00:00+09:00", "/images/0002.jpg": "2099-01-01 00:00:00+09:00"})
    guard = r.function(account, "books-image-guard", r.GUARD_CODE % r.store_id(store), [store])
    index = r.function(account, "site-index", r.INDEX_CODE)

    edge_role = r.role(account, "edge", statements=[
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{images}/*"}])
    status = r.edge_lambda(account, "status-api", r.STATUS_CODE, edge_role)
    resizer = r.edge_lambda(account, "image-resizer", r.RESIZER_CODE, edge_role, MemorySize=512, Timeout=30)
    for name in ("status-api", "image-resizer"):
        r.edge_log_groups(account, name, LOG_REGIONS)

    books = r.distribution(
        account, "books",
        [r.s3_origin("images", images, access_control), r.custom_origin("app", "app.books.example.com")],
        [
            r.behavior("images", functions={"viewer-request": guard}, lambdas={"origin-response": resizer},
                       CachePolicyId=r.day_cache_policy(account)),
            r.behavior("app", "/api/*", lambdas={"viewer-request": status}, CachePolicyId=short_cache_policy,
                       OriginRequestPolicyId=r.ALL_VIEWER_EXCEPT_HOST_HEADER),
            r.behavior("images", "/static/*"),
        ],
        aliases=["books.example.com"], log_bucket=logs)
    site = r.distribution(
        account, "site", [r.s3_origin("pages", pages, access_control)],
        [r.behavior("pages", functions={"viewer-request": index})], log_bucket=logs,
        error_pages=[
            {"ErrorCode": 403, "ResponsePagePath": "/404.html", "ResponseCode": "404", "ErrorCachingMinTTL": 10}])
    r.grant_read(account, images, books)
    r.grant_read(account, pages, site)

    invalidator_role = r.role(account, "invalidator", services=["lambda.amazonaws.com"], statements=[
        {"Effect": "Allow", "Action": "cloudfront:CreateInvalidation",
         "Resource": f"arn:aws:cloudfront::{account.number}:distribution/{books}"}])
    r.edge_lambda(account, "images-invalidator", r.INVALIDATOR_CODE, invalidator_role)
    r.log_group(account, "/aws/lambda/images-invalidator")
    # One at a time, so that a burst of uploads can be batched.
    account.client("lambda").put_function_concurrency(
        FunctionName="images-invalidator", ReservedConcurrentExecutions=1)
    # What has waited for longer would throw out what is newer.
    account.client("lambda").put_function_event_invoke_config(
        FunctionName="images-invalidator", MaximumEventAgeInSeconds=300)
    r.notify(account, images, f"arn:aws:lambda:us-east-1:{account.number}:function:images-invalidator")
    return Estate(account, books, site, store, edge_role, short_cache_policy)


def drifted(account):
    """What people have written of their own troubles, gathered in one account."""
    images = r.bucket(account, f"package-images-{account.number}")
    gallery_images = r.bucket(account, f"image-resizing-{account.number}")
    pages = r.bucket(account, f"site-{account.number}")
    logs = r.bucket(account, f"logs-{account.number}")
    access_control = r.origin_access_control(account, "s3")

    # A guard swaps the images of unpublished books. Its store was associated by hand; then `terraform apply`, which
    # did not know of associations, wrote the function back without it. Its date does not parse at the edge either.
    store = r.key_value_store(account, "package-release-dates", {"/0001.jpg": "2024-02-15 09:00:00+09:00"})
    code = r.GUARD_CODE % r.store_id(store) + "\nconst campaign = new Date('2024-02-15 09:00:00+09:00')\n"
    guard = r.function(account, "package-image-guard", code, [store])
    r.change_function(account, "package-image-guard", code)
    r.publish(account, "package-image-guard")
    books = r.distribution(
        account, "dmm-books", [r.s3_origin("images", images, access_control)],
        [r.behavior("images", functions={"viewer-request": guard})],
        aliases=["images.books.example.com"], log_bucket=logs)
    r.grant_read(account, images, books)

    # An image resizer that followed its own `$LATEST`, on settings of 2019, with an example's policy as it was.
    resizer_role = r.role(account, "EdgeLambdaRole", statements=[
        {"Effect": "Allow", "Action": ["s3:GetObject", "cloudfront:UpdateDistribution"], "Resource": "*"}])
    resizer = r.edge_lambda(account, "image-resize", r.RESIZER_CODE, resizer_role, MemorySize=512, Timeout=30)
    latest = resizer.rpartition(":")[0] + ":$LATEST"
    r.edge_log_groups(account, "image-resize", ["ap-northeast-2"])
    r.distribution(
        account, "gallery", [r.s3_origin("images", gallery_images)],
        [r.legacy(r.behavior("images", lambdas={"origin-response": latest}), "s", "f")],
        aliases=["gallery.example.com"], tls="TLSv1")

    # A status API at the edge: a role made without edgelambda, settings taken along as environment variables,
    # logs kept for ever in each region that served somebody, an error page over its own answers.
    api_role = r.role(account, "mediaConvertEdgeApi", services=["lambda.amazonaws.com"])
    status_code = r.STATUS_CODE.replace("return { status: '200'", "return { status: '400'", 1)
    status = r.edge_lambda(
        account, "mediaConvertJobIdToStatusEdgeApi", status_code, api_role,
        Environment={"Variables": {"ALLOWED_ORIGINS": r.LAMBDA_SECRET}})
    r.edge_log_groups(account, "mediaConvertJobIdToStatusEdgeApi", ["ap-northeast-1", "us-west-2"], retention=None)
    index = r.function(account, "nuxt-index", r.INDEX_CODE)
    r.change_function(account, "nuxt-index", r.INDEX_CODE.replace("index.html", "200.html"))
    nuxt = r.distribution(
        account, "nuxtapp",
        [r.s3_origin("pages", pages, access_control), r.custom_origin("app", "app.nightonly.example.com")],
        [
            r.behavior("pages", functions={"viewer-request": index}),
            r.behavior("app", "/api/media/status", lambdas={"viewer-request": status},
                       CachePolicyId=r.CACHING_DISABLED, ViewerProtocolPolicy="allow-all"),
            r.behavior("app", "/api/*", CachePolicyId=r.short_cache_policy(account), Compress=False),
        ],
        aliases=["nuxtapp.nightonly.example.com"], log_bucket=logs,
        error_pages=[{"ErrorCode": 400, "ResponsePagePath": "/error.html", "ResponseCode": "400"}])
    r.grant_read(account, pages, nuxt)

    # Healthy company.
    healthy = r.bucket(account, f"docs-{account.number}")
    docs = r.distribution(
        account, "docs", [r.s3_origin("docs", healthy, access_control)], [r.behavior("docs")],
        aliases=["docs.example.com"], log_bucket=logs)
    r.grant_read(account, healthy, docs)


def many(account, count=1000):
    """Distributions of ordinary size (five behaviours, three origins), one in fifty with a trouble."""
    access_control = r.origin_access_control(account, "s3")
    buckets = [r.bucket(account, f"many-{number}-{account.number}") for number in range(2)]
    short_cache_policy = r.short_cache_policy(account)
    role_arn = r.role(account, "edge")
    resizer = r.edge_lambda(account, "image-resizer", r.RESIZER_CODE, role_arn, MemorySize=512, Timeout=30)
    r.edge_log_groups(account, "image-resizer", LOG_REGIONS)
    index = r.function(account, "index", r.INDEX_CODE)

    def make(number):
        origins = [r.s3_origin(name, name, access_control) for name in buckets]
        origins.append(r.custom_origin("app", f"app-{number}.example.com"))
        behaviors = [
            r.behavior(buckets[0], functions={"viewer-request": index}, lambdas={"origin-response": resizer}),
            *(r.behavior(buckets[part], f"/part-{part}/*", lambdas={"origin-response": resizer})
              for part in range(2)),
            r.behavior("app", "/api/*", CachePolicyId=short_cache_policy,
                       ViewerProtocolPolicy="allow-all" if number % 50 == 0 else "redirect-to-https"),
            r.behavior("app", "/status", CachePolicyId=short_cache_policy),
        ]
        return r.distribution(
            account, f"many-{number}", origins, behaviors, aliases=[f"www-{number}.example.com"],
            log_bucket=buckets[0])

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(make, range(count)))
    for name in buckets:
        r.grant_read(account, name, "*")


ESTATES = {"compliant": compliant, "drifted": drifted, "many": many, **SAMPLES}


def main():
    from drifts import DRIFTS
    from reports import reported

    parser = argparse.ArgumentParser(
        prog="scripts/estate.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--account", default=DEFAULT_ACCOUNT, help="twelve digits (default %(default)s)")
    commands = parser.add_subparsers(dest="estate", required=True)
    for name in ("compliant", "drifted", "reported", "drifts", "samples", *SAMPLES):
        commands.add_parser(name)
    commands.add_parser("many").add_argument("count", type=int, nargs="?", default=1000)
    commands.add_parser("drift").add_argument("name", choices=DRIFTS)
    options = parser.parse_args()
    endpoint = os.environ.get("AWS_ENDPOINT_URL") or parser.error("AWS_ENDPOINT_URL is not set")
    account = Account(endpoint, options.account)

    def report(name, account, expected=None):
        expected = expected if isinstance(expected, list) else [expected] if expected else []
        print(json.dumps({
            "name": name, "account": account.number, "environment": account.auditor,
            "names": stable_names(account) if name in SAMPLES else {},
            "expected": [dataclasses.asdict(one) for one in expected]}), flush=True)

    # Most of the time goes into waiting for Lambda functions to become Active.
    def each(first_account, seeds):
        """Seeds each in an account of its own, several at a time, and reports it with what its function gives."""
        accounts = {name: Account(endpoint, str(first_account + index)) for index, name in enumerate(seeds)}
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            results = pool.map(lambda name: seeds[name](accounts[name]), accounts)
            for name, result in zip(accounts, results):
                report(name, accounts[name], result)

    match options.estate:
        case "drifts":
            each(200000000000, {
                name: lambda account, drift=drift: drift(compliant(account)) for name, drift in DRIFTS.items()})
        case "samples":
            each(300000000000, SAMPLES)
        case "reported":
            report("reported", account, reported(account))
        case "drift":
            report(options.name, account, DRIFTS[options.name](compliant(account)))
        case "many":
            many(account, options.count)
            report("many", account)
        case name:
            ESTATES[name](account)
            report(name, account)


if __name__ == "__main__":
    sys.exit(main())
