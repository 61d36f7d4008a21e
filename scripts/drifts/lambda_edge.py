"""Drifts of functions of Lambda at the edge."""

import resources as r
from drifts.making import (
    VERSION, Expected, associate_resizer, associate_status, change_books, drift, expected, expected_resizer,
    expected_version, lambda_arn,
)


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
