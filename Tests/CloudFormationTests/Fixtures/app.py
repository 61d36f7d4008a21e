"""An app of the CDK: a shop's site at the edge, whose functions have names, into the folder that is given."""

import sys

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs


class Shop(cdk.Stack):
    def __init__(self, scope, name, **options):
        super().__init__(scope, name, **options)
        store = cloudfront.KeyValueStore(
            self, "Dates", key_value_store_name="shop-dates",
            source=cloudfront.ImportSource.from_inline('{"data": [{"key": "/book", "value": "2027-04-01"}]}'))
        guard = cloudfront.Function(
            self, "Guard", function_name="shop-guard", key_value_store=store, auto_publish=True,
            runtime=cloudfront.FunctionRuntime.JS_2_0,
            code=cloudfront.FunctionCode.from_inline("async function handler(event) { return event.request; }"))
        pictures = cloudfront.experimental.EdgeFunction(
            self, "Pictures", function_name="shop-pictures", runtime=lambda_.Runtime.NODEJS_22_X,
            handler="index.handler", code=lambda_.Code.from_inline("exports.handler = async () => ({status: '204'});"))
        logs.LogGroup(
            self, "PicturesLogs", log_group_name="/aws/lambda/us-east-1.shop-pictures",
            retention=logs.RetentionDays.ONE_MONTH)
        iam.Role(
            self, "Deployer", role_name="shop-deployer", assumed_by=iam.ServicePrincipal("codebuild.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("CloudFrontReadOnlyAccess")],
        ).add_to_policy(iam.PolicyStatement(actions=["s3:ListAllMyBuckets"], resources=["*"]))
        cloudfront.Distribution(
            self, "Site", comment="shop",
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.HttpOrigin("origin.example.com", custom_headers={"x-shop": "hush"}),
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                function_associations=[cloudfront.FunctionAssociation(
                    function=guard, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST)],
                edge_lambdas=[cloudfront.EdgeLambda(
                    function_version=pictures.current_version,
                    event_type=cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST)]))


app = cdk.App(outdir=sys.argv[1])
Shop(app, "Shop", env=cdk.Environment(account="111122223333", region="eu-west-1"))
app.synth()
