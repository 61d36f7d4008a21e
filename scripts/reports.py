"""One account with all that the field reports tell, each trouble in the form in which people met it.

Where a drift of `drifts` breaks one thing in the way that is easiest to see, handlers here are written as the
reports write theirs: Python that came from API Gateway, stores asked in `try`, statuses handed through helpers.
"""

import resources as r
from drifts import BUCKET, DISTRIBUTION, FUNCTION, LAMBDA, LOG_GROUP, ROLE, STORE, VERSION, Expected

BROAD = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"


def reported(account):
    """Makes it; gives what should be found."""
    return [*books(account), *media(account), *gallery(account)]


# A shop's package images: CloudFront Functions with a key value store instead of Lambda@Edge.

ASKING = """import cf from 'cloudfront'

const kvsId = '%s'
const kvsHandle = cf.kvs(kvsId)

async function handler(event) {
    const key = event.request.uri

    try {
        const opens = await kvsHandle.get(key)
        %s
        if (date > new Date()) {
            return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/soon.jpg' } } }
        }
    } catch (err) {
        if (err.toString() !== 'Error: KeyNotFound') {
            console.log(`[ERROR] ${key}: ${err}`)
        }
    }
    return event.request
}
"""
PARSED_BY_HAND = r"""const part = /^(\d+)-(\d+)-(\d+) (\d+):(\d+)/.exec(opens)
        const date = new Date(Date.UTC(part[1], part[2] - 1, part[3], part[4] - 9, part[5]))"""
PARSED_AS_IN_NODE = "const date = new Date(opens)"

CAMPAIGN = """function handler(event) {
    let date = new Date('2024-02-15 09:00:00+09:00')
    let now = new Date()
    if (date > now) {
        event.request.uri = '/soon.jpg'
    }
    return event.request
}
"""

LISTED = "const closed = [%s]\n" % ", ".join(f"'/{number:06}.jpg'" for number in range(620)) + """
function handler(event) {
    if (closed.includes(event.request.uri)) {
        event.request.uri = '/soon.jpg'
    }
    return event.request
}
"""

# Written for what CloudFront never calls it for.
MISSING_AT_VIEWER = """function handler(event) {
    const response = event.response
    if ([403, 404].includes(response.statusCode)) {
        return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/soon.jpg' } } }
    }
    return response
}
"""

# What was left to Lambda@Edge, and waits for a status that a bucket that may not be listed never has.
MISSING_AT_ORIGIN = """'use strict'

exports.handler = async (event) => {
  const response = event.Records[0].cf.response
  if (response.status === '404') {
    response.status = '302'
    response.statusDescription = 'Found'
    response.headers.location = [{ key: 'Location', value: '/soon.jpg' }]
  }
  return response
}
"""


def books(account):
    images, logs = r.bucket(account, f"package-images-{account.number}"), r.bucket(account, f"logs-{account.number}")
    store = r.key_value_store(account, "release-dates", {"/0001.jpg": "2024-02-15 09:00:00+09:00"})
    others = r.key_value_store(account, "sale-dates", {"/0001.jpg": "2024-02-15 09:00:00+09:00"})

    guard_code = ASKING % (r.store_id(store), PARSED_BY_HAND)
    guard = r.function(account, "guard", guard_code, [store])
    r.change_function(account, "guard", guard_code)  # terraform apply, which knew of no associations
    r.publish(account, "guard")
    sale = r.function(account, "sale", ASKING % (r.store_id(others), PARSED_AS_IN_NODE), [others])
    old = r.function(
        account, "old", ASKING % (r.store_id(store), PARSED_BY_HAND), [store], runtime="cloudfront-js-1.0")
    campaign = r.function(account, "campaign", CAMPAIGN)
    r.change_function(account, "campaign", CAMPAIGN.replace("soon", "now_printing"))  # a job that never publishes
    listed = r.function(account, "listed", LISTED)
    missing = r.function(account, "missing", MISSING_AT_VIEWER)
    r.log_group(account, "/aws/cloudfront/function/guard", retention=None)
    role = r.role(account, "images", statements=[
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{images}/*"}])
    placeholder = r.edge_lambda(account, "placeholder", MISSING_AT_ORIGIN, role)
    r.edge_log_groups(account, "placeholder", ["us-east-1"])
    for name in ("placeholder", "us-east-1.placeholder"):
        r.subscribe(account, f"/aws/lambda/{name}", "us-east-1")

    id = r.distribution(
        account, "books", [r.s3_origin("images", images, r.origin_access_control(account, "books"))],
        [
            r.behavior("images", functions={"viewer-request": guard}, lambdas={"origin-response": placeholder}),
            r.behavior("images", "/sale/*", functions={"viewer-request": sale}),
            r.behavior("images", "/old/*", functions={"viewer-request": old}),
            r.behavior("images", "/campaign/*", functions={"viewer-request": campaign, "viewer-response": missing}),
            r.behavior("images", "/listed/*", functions={"viewer-request": listed}),
        ],
        aliases=["books.example.com"], log_bucket=logs)
    r.grant_read(account, images, id)
    account.client("cloudfront").tag_resource(
        Resource=f"arn:aws:cloudfront::{account.number}:distribution/{id}",
        Tags={"Items": [{"Key": "criticality", "Value": "critical"}]})
    return [
        Expected("function-kvs-association", FUNCTION, "guard", "LIVE"),
        Expected("function-published", FUNCTION, "campaign", "LIVE.FunctionCode"),
        Expected("function-runtime", FUNCTION, "old", "LIVE"),
        Expected("function-date-parsing", FUNCTION, "campaign", "LIVE.FunctionCode"),
        Expected("kvs-date-values", STORE, "sale-dates", "Items"),
        Expected("function-size", FUNCTION, "listed", "DEVELOPMENT.FunctionCode"),
        Expected("function-size", FUNCTION, "listed", "LIVE.FunctionCode"),
        Expected("viewer-response-error-handling", FUNCTION, "missing", "LIVE.FunctionCode"),
        Expected("origin-bucket-missing-status", BUCKET, images, "Policy", "us-east-1"),
        Expected(
            "function-log-retention", LOG_GROUP, "/aws/cloudfront/function/guard", "retentionInDays", "us-east-1"),
        Expected("origin-failover", DISTRIBUTION, id, "DefaultCacheBehavior.TargetOriginId")]


# An API in Python that moved from API Gateway to the edge.

FROM_API_GATEWAY = """import boto3
import json
import os
import re

table = boto3.resource('dynamodb').Table('Jobs')
headers = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Max-Age': '7200',
    'Content-Type': 'application/json; charset=UTF-8'
}

def lambda_handler(event, context):
    if 'elb' in event['requestContext']:
        method = event['httpMethod']
    else:
        method = event['requestContext']['http']['method']
    if method != 'GET':
        return error_response(404, 'No such route.')
    if not re.fullmatch(os.environ['ALLOWED_ORIGINS'], event['headers']['origin']):
        return error_response(422, 'Not from there.')
    response = table.get_item(Key={'File': event['queryStringParameters']['file']})
    return success_response(response['Item']['JobId'])

def error_response(code, message):
    return {'statusCode': code, 'headers': headers, 'body': json.dumps({'message': message})}

def success_response(job):
    return {'statusCode': 200, 'headers': headers, 'body': json.dumps({'job': job})}
"""

# The event is read as CloudFront sends it; the answers are still those of API Gateway.
HALFWAY = """import json

def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    return answer(200, request['uri'])

def answer(code, text):
    return {'statusCode': code, 'headers': {'Access-Control-Max-Age': 7200}, 'body': json.dumps(text)}
"""

AT_THE_EDGE = """import boto3
import json
import urllib.parse

session = boto3.session.Session(region_name='ap-northeast-1')
table = session.resource('dynamodb').Table('Jobs')
headers = {'Content-Type': [{'key': 'Content-Type', 'value': 'application/json; charset=UTF-8'}]}

def lambda_handler(event, context):
    request = event['Records'][0]['cf']['request']
    if request['method'] != 'GET':
        return error_response(404, 'No such route.')
    query = urllib.parse.parse_qs(request['querystring'])
    if 'job' not in query:
        return error_response(400, 'Which job?')
    response = table.get_item(Key={'Job': query['job'][0]})
    if 'Item' not in response:
        return error_response(422, 'No such job.')
    return success_response(response['Item'])

def error_response(code, message):
    return {'status': code, 'headers': headers, 'body': json.dumps({'success': False, 'message': message})}

def success_response(item):
    result = {'success': True}
    info = {}
    if item['State'] == 'COMPLETE':
        info = {'duration': int(item['Duration'])}
    return {'status': 200, 'headers': headers, 'body': json.dumps({**result, **info})}
"""


def media(account):
    number, iam = account.number, account.client("iam")
    pages = r.bucket(account, f"pages-{number}")
    role = r.role(account, "media-api", services=["lambda.amazonaws.com"])
    iam.detach_role_policy(RoleName="media-api", PolicyArn=r.BASIC_EXECUTION)
    iam.attach_role_policy(RoleName="media-api", PolicyArn=BROAD)  # "to be narrowed later"
    iam.put_role_policy(RoleName="media-api", PolicyName="logs", PolicyDocument=r.policy({
        "Effect": "Allow", "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"arn:aws:logs:ap-northeast-1:{number}:*"}))

    def python(name, code, region=r.REGION, **configuration):
        return r.edge_lambda(
            account, name, {"lambda_function.py": code}, role, region, Runtime="python3.13",
            Handler="lambda_function.lambda_handler", **configuration)

    gateway = python("to-job", FROM_API_GATEWAY, Environment={"Variables": {"ALLOWED_ORIGINS": r.LAMBDA_SECRET}})
    halfway = python("halfway", HALFWAY, MemorySize=512, Timeout=10)
    status = python("to-status", AT_THE_EDGE)
    # Nobody associates what is deployed next.
    r.change_lambda(account, "to-status", Description="Deployed on a Friday")
    tokyo = python("tokyo", AT_THE_EDGE, "ap-northeast-1")
    for name in ("to-job", "to-status"):
        r.log_group(account, f"/aws/lambda/us-east-1.{name}", "ap-northeast-1", retention=None)
    r.subscribe(account, "/aws/lambda/us-east-1.to-status", "ap-northeast-1")

    def api(path, arn, event="viewer-request", **changes):
        return r.behavior("pages", path, lambdas={event: arn}, **changes)

    short = r.short_cache_policy(account)
    with_body = api("/api/status", status, CachePolicyId=r.CACHING_DISABLED)
    with_body["LambdaFunctionAssociations"]["Items"][0]["IncludeBody"] = True
    id = r.distribution(
        account, "media", [r.s3_origin("pages", pages, r.origin_access_control(account, "media"))],
        [
            r.behavior("pages"),
            {**api("/api/job", gateway, CachePolicyId=r.CACHING_DISABLED, ViewerProtocolPolicy="allow-all"),
             "ResponseHeadersPolicyId": ""},
            with_body,
            api("/halfway/*", halfway, CachePolicyId=short),
            api("/tokyo/*", tokyo, CachePolicyId=short),
            api("/kept/*", status, "origin-request", CachePolicyId=r.CACHING_OPTIMIZED),
        ],
        aliases=["media.example.com"], log_bucket=f"logs-{number}", error_pages=[
            {"ErrorCode": 400, "ResponsePagePath": "/error.html", "ResponseCode": "200", "ErrorCachingMinTTL": 10}])
    # Whoever read before was deleted, which S3 takes for a reason to refuse each new policy that still names it.
    account.client("s3").put_bucket_policy(Bucket=pages, Policy=r.policy({
        "Sid": "1", "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{pages}/*",
        "Condition": {"StringEquals": {"AWS:SourceArn": f"arn:aws:cloudfront::{number}:distribution/{id}"}}}, {
        "Sid": "2", "Effect": "Allow", "Principal": {"AWS": "AROAEXAMPLEEXAMPLE123"}, "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{pages}/*"}))

    def association(path, event="viewer-request"):
        return f"CacheBehaviors[{path}].LambdaFunctionAssociations[{event}]"

    def version(rule, name, path=""):
        return Expected(rule, VERSION, f"{name}:1", path, "us-east-1")

    return [
        Expected("edge-role-trust", ROLE, "media-api"),
        Expected("edge-role-logging", ROLE, "media-api"),
        Expected("edge-role-broad-managed-policy", ROLE, "media-api", "AttachedManagedPolicies"),
        version("edge-lambda-no-environment", "to-job", "Environment"),
        version("edge-client-region", "to-job", "Code.Text"),
        version("edge-lambda-response-shape", "to-job", "Code.Text.event"),
        version("edge-lambda-response-shape", "halfway", "Code.Text"),
        version("edge-lambda-response-shape", "halfway", "Code.Text.headers"),
        version("edge-lambda-viewer-limits", "halfway", "MemorySize"),
        version("edge-lambda-viewer-limits", "halfway", "Timeout"),
        Expected("edge-lambda-current", DISTRIBUTION, id, association("/api/status")),
        Expected("edge-lambda-current", DISTRIBUTION, id, association("/kept/*", "origin-request")),
        Expected("edge-lambda-include-body", DISTRIBUTION, id, association("/api/status")),
        Expected("edge-lambda-region", DISTRIBUTION, id, association("/tokyo/*")),
        Expected("edge-query-string-forwarded", DISTRIBUTION, id, "CacheBehaviors[/kept/*]"),
        Expected("dynamic-path-caching", DISTRIBUTION, id, "CacheBehaviors[/kept/*]"),
        Expected("custom-error-shadowing", DISTRIBUTION, id, "CustomErrorResponses"),
        Expected("viewer-protocol-https", DISTRIBUTION, id, "CacheBehaviors[/api/job].ViewerProtocolPolicy"),
        Expected("security-headers", DISTRIBUTION, id, "CacheBehaviors[/api/job]"),
        Expected("compression", DISTRIBUTION, id, "CacheBehaviors[/api/status]"),
        Expected("origin-bucket-stale-principal", BUCKET, pages, "Policy", "us-east-1"),
        *(Expected("edge-log-retention", LOG_GROUP, f"/aws/lambda/us-east-1.{name}", "", "ap-northeast-1")
          for name in ("to-job", "to-status")),
        Expected("edge-log-subscription", LOG_GROUP, "/aws/lambda/us-east-1.to-job", "", "ap-northeast-1")]


# A resizer on settings of 2019, and what throws out its images when they change.

RESIZING = """'use strict'
const querystring = require('querystring')
const { S3 } = require('@aws-sdk/client-s3')
const sharp = require('sharp')

const s3 = new S3({ region: 'ap-northeast-2' })

exports.handler = async (event) => {
  const { request, response } = event.Records[0].cf
  const params = querystring.parse(request.querystring)
  if (!params.s || response.status !== '200') return response
  const object = await s3.getObject({ Bucket: 'photos', Key: decodeURIComponent(request.uri).slice(1) })
  const image = await sharp(await object.Body.transformToByteArray()).resize(Number(params.s)).toBuffer()
  response.body = image.toString('base64')
  response.bodyEncoding = 'base64'
  return response
}
"""


def gallery(account):
    number = account.number
    photos = r.bucket(account, f"photos-{number}")
    role = r.role(account, "EdgeLambdaRole", statements=[{
        "Effect": "Allow", "Resource": "*", "Action": [
            "lambda:GetFunction", "lambda:EnableReplication", "iam:CreateServiceLinkedRole",
            "cloudfront:UpdateDistribution", "s3:GetObject"]}])
    package = {
        "dist/handler.js": RESIZING, "node_modules/sharp/index.js": "module.exports = require('./sharp.node')\n",
        "node_modules/sharp/sharp.node": b"\xcf\xfa\xed\xfe" + bytes(1000)}
    first = r.edge_lambda(
        account, "resize", package, role, Runtime="nodejs10.x", Handler="dist/handler.handler", MemorySize=1024,
        Timeout=60, Architectures=["arm64"])
    r.edge_log_groups(account, "resize", ["ap-northeast-1"])
    for name, region in (("resize", "us-east-1"), ("us-east-1.resize", "ap-northeast-1")):
        r.subscribe(account, f"/aws/lambda/{name}", region)
    latest = first.rpartition(":")[0] + ":$LATEST"
    id = r.distribution(
        account, "gallery",
        [r.s3_origin("photos", photos, r.origin_access_control(account, "gallery"))],
        [r.legacy(r.behavior("photos", lambdas={"origin-response": latest}), "s", "f")],
        aliases=["gallery.example.com"], log_bucket=f"logs-{number}")
    site = r.bucket(account, f"site-{number}")
    open_id = r.distribution(
        account, "site", [r.s3_origin("site", site)], [r.behavior("site")], aliases=["site.example.com"],
        log_bucket=f"logs-{number}")
    account.client("s3").put_bucket_policy(Bucket=photos, Policy=r.policy({
        "Sid": "2", "Effect": "Allow", "Principal": {"AWS": role}, "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{photos}/*"}))

    invalidator = r.role(account, "invalidator", services=["lambda.amazonaws.com"], statements=[
        {"Effect": "Allow", "Action": "cloudfront:CreateInvalidation", "Resource": "*"}])
    r.edge_lambda(account, "invalidate", r.INVALIDATOR_CODE, invalidator)
    r.log_group(account, "/aws/lambda/invalidate")
    r.notify(account, photos, f"arn:aws:lambda:us-east-1:{number}:function:invalidate")
    for photo in range(101):
        account.client("cloudfront").create_invalidation(
            DistributionId=id, InvalidationBatch={"Paths": r.items([f"/{photo}.jpg"]), "CallerReference": str(photo)})

    def version(rule, path=""):
        return Expected(rule, VERSION, "resize:$LATEST", path, "us-east-1")

    return [
        Expected(
            "edge-lambda-version-pinned", DISTRIBUTION, id,
            "DefaultCacheBehavior.LambdaFunctionAssociations[origin-response]"),
        version("edge-lambda-runtime", "Runtime"),
        version("edge-lambda-architecture", "Architectures"),
        version("edge-lambda-origin-limits", "Timeout"),
        version("edge-lambda-native-binaries", "NativeModules"),
        Expected("edge-role-wildcard-resource", ROLE, "EdgeLambdaRole", "RolePolicyList[inline]"),
        Expected("edge-role-deploy-permissions", ROLE, "EdgeLambdaRole", "RolePolicyList"),
        Expected("legacy-cache-settings", DISTRIBUTION, id, "DefaultCacheBehavior"),
        Expected("origin-bucket-grant", BUCKET, photos, "Policy", "us-east-1"),
        Expected("origin-access-restricted", DISTRIBUTION, open_id, "Origins[site]"),
        Expected("invalidation-trigger-concurrency", LAMBDA, "invalidate", "", "us-east-1"),
        Expected("invalidation-trigger-event-age", LAMBDA, "invalidate", "", "us-east-1"),
        Expected("invalidation-cost", DISTRIBUTION, id, "Invalidations")]
