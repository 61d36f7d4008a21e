"""One drift a rule: each takes the compliant estate, breaks one thing as people break it, and says what is to be found.

Written for the emulator where it differs from AWS: it accepts an association with anything (a store that is gone, a
version that never was, another region), which AWS lets happen only by deletions and races.
"""

import dataclasses
import json

import resources as r
from estate import LOG_REGIONS

DISTRIBUTION = "AWS::CloudFront::Distribution"
FUNCTION = "AWS::CloudFront::Function"
VERSION = "AWS::Lambda::Version"
LAMBDA = "AWS::Lambda::Function"
ROLE = "AWS::IAM::Role"
BUCKET = "AWS::S3::Bucket"
LOG_GROUP = "AWS::Logs::LogGroup"
STORE = "AWS::CloudFront::KeyValueStore"


@dataclasses.dataclass
class Expected:
    """One finding. `path` is where it begins: the finding's own may go further, into a member. With `parameters`, the
    rule is evaluated with these; with `only`, no other rule is."""

    rule: str
    type: str
    id: str
    path: str = ""
    region: str = "global"
    parameters: dict = dataclasses.field(default_factory=dict)
    only: bool = False


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


@drift
def function_date_parsing(estate):
    code = r.INDEX_CODE + "\nconst campaign = new Date('2024-02-15 09:00:00+09:00')\n"
    r.change_function(estate.account, "site-index", code)
    r.publish(estate.account, "site-index")
    return Expected("function-date-parsing", FUNCTION, "site-index", "LIVE.FunctionCode")


@drift
def kvs_date_values(estate):
    """Release dates are written as the database prints them, which Node.js reads."""
    code = r.INDEX_CODE.replace("function handler", "async function handler", 1).replace(
        "const request = event.request\n",
        "const request = event.request\n    const at = await store.get(request.uri)\n"
        "    if (Date.now() < Date.parse(at)) request.uri = '/soon.html'\n", 1)
    head = f"import cf from 'cloudfront'\n\nconst store = cf.kvs('{r.store_id(estate.store)}')\n\n"
    r.change_function(estate.account, "site-index", head + code, [estate.store])
    r.publish(estate.account, "site-index")
    return Expected("kvs-date-values", "AWS::CloudFront::KeyValueStore", "books-release-dates", "Items")


@drift
def function_size(estate):
    """A table in the code has grown; both stages hold it, one waits no longer."""
    r.change_function(estate.account, "site-index", r.INDEX_CODE + "// " + "x" * 9300)
    r.publish(estate.account, "site-index")
    return [
        Expected("function-size", FUNCTION, "site-index", "DEVELOPMENT.FunctionCode"),
        Expected("function-size", FUNCTION, "site-index", "LIVE.FunctionCode")]


@drift
def function_unused(estate):
    r.function(estate.account, "left-over", r.INDEX_CODE)
    return Expected("function-unused", FUNCTION, "left-over")


@drift
def viewer_response_error_handling(estate):
    """A placeholder for missing pages that is never called for one."""
    code = """function handler(event) {
    if (event.response.statusCode === 404) {
        return { statusCode: 302, headers: { location: { value: '/now_printing.jpg' } } }
    }
    return event.response
}"""
    arn = r.function(estate.account, "placeholder", code)

    def change(config):
        config["DefaultCacheBehavior"]["FunctionAssociations"]["Items"].append(
            {"EventType": "viewer-response", "FunctionARN": arn})
        config["DefaultCacheBehavior"]["FunctionAssociations"]["Quantity"] += 1

    change_books(estate, change)
    return Expected("viewer-response-error-handling", FUNCTION, "placeholder", "LIVE.FunctionCode")


@drift
def edge_lambda_current(estate):
    r.change_lambda(estate.account, "image-resizer", Description="A change that nobody associated")
    return expected_resizer(estate, "edge-lambda-current")


@drift
def edge_lambda_no_vpc(estate):
    vpc = {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    associate_resizer(estate, r.change_lambda(estate.account, "image-resizer", VpcConfig=vpc))
    return expected_version("edge-lambda-no-vpc", "VpcConfig")


@drift
def edge_lambda_no_dead_letter_queue(estate):
    queue = {"TargetArn": f"arn:aws:sqs:us-east-1:{estate.account.number}:dead"}
    associate_resizer(estate, r.change_lambda(estate.account, "image-resizer", DeadLetterConfig=queue))
    return expected_version("edge-lambda-no-dead-letter-queue", "DeadLetterConfig")


@drift
def edge_lambda_no_layers(estate):
    layer = estate.account.client("lambda").publish_layer_version(
        LayerName="agent", Content={"ZipFile": r.archive("")})["LayerVersionArn"]
    associate_resizer(estate, r.change_lambda(estate.account, "image-resizer", Layers=[layer]))
    return expected_version("edge-lambda-no-layers", "Layers")


@drift
def edge_lambda_architecture(estate):
    estate.account.client("lambda").update_function_code(
        FunctionName="image-resizer", ZipFile=r.archive(r.RESIZER_CODE), Architectures=["arm64"])
    associate_resizer(estate, r.publish_version(estate.account, "image-resizer"))
    return expected_version("edge-lambda-architecture", "Architectures")


@drift
def edge_lambda_package_type(estate):
    arn = r.image_lambda(estate.account, "image-container", estate.edge_role)
    associate_resizer(estate, arn)
    return Expected("edge-lambda-package-type", VERSION, "image-container:1", "PackageType", "us-east-1")


@drift
def edge_lambda_runtime(estate):
    associate_resizer(estate, r.change_lambda(estate.account, "image-resizer", Runtime="nodejs16.x"))
    return expected_version("edge-lambda-runtime", "Runtime")


@drift
def edge_lambda_runtime_ending(estate):
    """Its support ends some day, and whoever asks early enough hears of it."""
    soon = {"days": 36500}
    return [
        Expected("edge-lambda-runtime-ending", VERSION, f"{name}:1", "Runtime", "us-east-1", parameters=soon)
        for name in ("image-resizer", "status-api")]


@drift
def edge_lambda_ephemeral_storage(estate):
    associate_resizer(estate, r.change_lambda(estate.account, "image-resizer", EphemeralStorage={"Size": 1024}))
    return expected_version("edge-lambda-ephemeral-storage", "EphemeralStorage.Size")


@drift
def edge_lambda_no_customer_key(estate):
    key = f"arn:aws:kms:us-east-1:{estate.account.number}:key/00000000-0000-4000-8000-000000000000"
    associate_resizer(estate, r.change_lambda(estate.account, "image-resizer", KMSKeyArn=key))
    return expected_version("edge-lambda-no-customer-key", "KMSKeyArn")


@drift
def edge_lambda_no_tracing(estate):
    associate_resizer(estate, r.change_lambda(estate.account, "image-resizer", TracingConfig={"Mode": "Active"}))
    return expected_version("edge-lambda-no-tracing", "TracingConfig.Mode")


@drift
def edge_lambda_native_binaries(estate):
    """The package was built on a Mac, with what a library brings for it."""
    library = {"node_modules/sharp/sharp.node": b"\xcf\xfa\xed\xfe" + bytes(1000)}
    associate_resizer(estate, r.change_code(estate.account, "image-resizer", r.RESIZER_CODE, **library))
    return expected_version("edge-lambda-native-binaries", "NativeModules[node_modules/sharp/sharp.node]")


@drift
def edge_lambda_no_provisioned_concurrency(estate):
    estate.account.client("lambda").put_provisioned_concurrency_config(
        FunctionName="image-resizer", Qualifier="1", ProvisionedConcurrentExecutions=1)
    return Expected(
        "edge-lambda-no-provisioned-concurrency", VERSION, "image-resizer:1", "Function.ProvisionedConcurrencyConfigs",
        "us-east-1")


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
def edge_lambda_response_shape(estate):
    """Lambda's own template, with the headers of API Gateway."""
    code = """exports.handler = async () => {
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
}
"""
    associate_status(estate, r.change_code(estate.account, "status-api", code))
    return [
        Expected("edge-lambda-response-shape", VERSION, "status-api:2", "Code.Text", "us-east-1"),
        Expected("edge-lambda-response-shape", VERSION, "status-api:2", "Code.Text.headers", "us-east-1")]


@drift
def edge_lambda_include_body(estate):
    def change(config):
        config["CacheBehaviors"]["Items"][0]["LambdaFunctionAssociations"]["Items"][0]["IncludeBody"] = True

    change_books(estate, change)
    return expected(
        estate, "edge-lambda-include-body", "CacheBehaviors[/api/*].LambdaFunctionAssociations[viewer-request]")


@drift
def edge_lambda_handler_exists(estate):
    """The export was renamed, the handler was not."""
    code = r.STATUS_CODE.replace("exports.handler", "exports.status")
    associate_status(estate, r.change_code(estate.account, "status-api", code))
    return Expected("edge-lambda-handler-exists", VERSION, "status-api:2", "Handler", "us-east-1")


@drift
def edge_client_region(estate):
    """A table is asked in the region where the visitor is."""
    code = "const { DynamoDBClient } = require('@aws-sdk/client-dynamodb')\nconst jobs = new DynamoDBClient({})\n"
    associate_status(estate, r.change_code(estate.account, "status-api", code + r.STATUS_CODE))
    return Expected("edge-client-region", VERSION, "status-api:2", "Code.Text", "us-east-1")


@drift
def edge_query_string_forwarded(estate):
    """Every size of an image shows the one that was asked for first."""
    change_books(estate, lambda config: config["DefaultCacheBehavior"].update(CachePolicyId=r.CACHING_OPTIMIZED))
    return expected(estate, "edge-query-string-forwarded", "DefaultCacheBehavior.CachePolicyId")


@drift
def custom_error_shadowing(estate):
    """The status API learns to answer 400, which an error page has taken already."""
    code = r.STATUS_CODE.replace("return { status: '200'", "return { status: '400'", 1)
    associate_status(estate, r.change_code(estate.account, "status-api", code))
    page = {"ErrorCode": 400, "ResponsePagePath": "/error.html", "ResponseCode": "200", "ErrorCachingMinTTL": 10}
    change_books(estate, lambda config: config.update(CustomErrorResponses=r.items([page])))
    return expected(estate, "custom-error-shadowing", "CustomErrorResponses")


@drift
def dynamic_path_caching(estate):
    """The status API moves to origin-request, under a policy that keeps its answers for a year."""
    def change(config):
        behavior = config["CacheBehaviors"]["Items"][0]
        behavior["LambdaFunctionAssociations"]["Items"][0]["EventType"] = "origin-request"
        behavior["CachePolicyId"] = r.day_cache_policy(estate.account, "CachingAnswers", "job_id")

    change_books(estate, change)
    return expected(estate, "dynamic-path-caching", "CacheBehaviors[/api/*]")


@drift
def edge_role_trust_open(estate):
    statements = [
        {"Effect": "Allow", "Principal": {"Service": list(r.EDGE_SERVICES)}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "sts:AssumeRole"}]
    estate.account.client("iam").update_assume_role_policy(RoleName="edge", PolicyDocument=r.policy(*statements))
    return Expected("edge-role-trust-open", ROLE, "edge")


@drift
def edge_role_logging(estate):
    """The policy that Lambda's console makes for ordinary functions takes the place of the managed one."""
    number = estate.account.number
    estate.account.client("iam").detach_role_policy(RoleName="edge", PolicyArn=r.BASIC_EXECUTION)
    estate.account.client("iam").put_role_policy(RoleName="edge", PolicyName="logs", PolicyDocument=r.policy(
        {"Effect": "Allow", "Action": "logs:CreateLogGroup", "Resource": f"arn:aws:logs:us-east-1:{number}:*"},
        {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
         "Resource": [f"arn:aws:logs:us-east-1:{number}:log-group:/aws/lambda/image-resizer:*"]}))
    return Expected("edge-role-logging", ROLE, "edge")


@drift
def edge_role_wildcard_resource(estate):
    estate.account.client("iam").put_role_policy(RoleName="edge", PolicyName="inline", PolicyDocument=r.policy(
        {"Effect": "Allow", "Action": ["s3:GetObject", "cloudfront:UpdateDistribution"], "Resource": "*"}))
    return [
        Expected("edge-role-wildcard-resource", ROLE, "edge", "RolePolicyList[inline]"),
        Expected("edge-role-deploy-permissions", ROLE, "edge", "RolePolicyList")]


@drift
def edge_role_deploy_permissions(estate):
    """What AWS's page asks of whoever deploys, given to the function."""
    estate.account.client("iam").put_role_policy(RoleName="edge", PolicyName="deploy", PolicyDocument=r.policy(
        {"Effect": "Allow", "Action": "lambda:EnableReplication*",
         "Resource": f"arn:aws:lambda:us-east-1:{estate.account.number}:function:image-resizer:*"}))
    return Expected("edge-role-deploy-permissions", ROLE, "edge", "RolePolicyList")


@drift
def edge_role_broad_managed_policy(estate):
    policy = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
    estate.account.client("iam").attach_role_policy(RoleName="edge", PolicyArn=policy)
    return Expected("edge-role-broad-managed-policy", ROLE, "edge", f"AttachedManagedPolicies[{policy}]")


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
def function_log_retention(estate):
    """CloudFront makes the group at the first console.log."""
    r.log_group(estate.account, "/aws/cloudfront/function/site-index", retention=None)
    return Expected(
        "function-log-retention", LOG_GROUP, "/aws/cloudfront/function/site-index", "retentionInDays", "us-east-1")


@drift
def kvs_limits(estate):
    """A store near its limit, which is set low for that."""
    return Expected(
        "kvs-limits", STORE, "books-release-dates", "TotalSizeInBytes", parameters={"maxBytes": 20})


@drift
def edge_log_orphan(estate):
    r.log_group(estate.account, "/aws/lambda/us-east-1.gone", LOG_REGIONS[1])
    return Expected("edge-log-orphan", LOG_GROUP, "/aws/lambda/us-east-1.gone", region=LOG_REGIONS[1])


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
        "invalidation-trigger-event-age", LAMBDA, "images-invalidator", "EventInvokeConfig.MaximumEventAgeInSeconds",
        "us-east-1")


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


# Rules that are off until somebody asks for them by name.


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


@drift
def origin_failover(estate):
    cloudfront = estate.account.client("cloudfront")
    cloudfront.tag_resource(
        Resource=f"arn:aws:cloudfront::{estate.account.number}:distribution/{estate.books}",
        Tags={"Items": [{"Key": "criticality", "Value": "critical"}]})
    return alone(estate, "origin-failover", "DefaultCacheBehavior.TargetOriginId")


@drift
def sni_only(estate):
    change_books(estate, lambda config: config["ViewerCertificate"].update(SSLSupportMethod="vip"))
    return alone(estate, "sni-only", "ViewerCertificate.SSLSupportMethod")


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


def expected(estate, rule, path):
    return Expected(rule, DISTRIBUTION, estate.books, path)


def alone(estate, rule, path):
    """The same of a rule that is off."""
    return Expected(rule, DISTRIBUTION, estate.books, path, only=True)


def expected_resizer(estate, rule):
    return expected(estate, rule, "DefaultCacheBehavior.LambdaFunctionAssociations[origin-response]")


def expected_version(rule, path):
    return Expected(rule, VERSION, "image-resizer:2", path, "us-east-1")


def images(estate):
    return f"books-images-{estate.account.number}"


def lambda_arn(estate, name, qualifier=None):
    arn = f"arn:aws:lambda:us-east-1:{estate.account.number}:function:{name}"
    return f"{arn}:{qualifier}" if qualifier else arn


def notify(estate, **configuration):
    """Tells these of changes of images, and nobody else."""
    estate.account.client("s3").put_bucket_notification_configuration(
        Bucket=images(estate), NotificationConfiguration=configuration)


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
