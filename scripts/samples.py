"""Estates of published samples, rebuilt as they stand in accounts where somebody has followed them.

They are not put right: what the samples do badly is there to be found, what they do in a way of their own is there not
to be found. What differs from the original is said. The emulator has no origin access identities, so all use origin
access controls. The handlers lie in `handlers/`, written anew after the originals.
"""

import json

import resources as r
from sample_resources import (
    allow, archive, arn, behavior, bucket_policy, cloudfront, deny_plain_http, distribution, edge_lambda, error_page,
    forwarding, function, handler, methods, old_bucket, origin_group, replica_logs, role)

ALL_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
CACHING_OPTIMIZED_UNCOMPRESSED = "b2884449-e4de-46a7-ac36-70bc7f1ddd6d"
CORS_S3_ORIGIN = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
USER_AGENT_REFERER_HEADERS = "acba4595-bd28-49b8-b9fe-13317c0390fa"
SIMPLE_CORS = "60669652-455b-4ae9-85a4-c4c02393f86c"
LOGS_FULL_ACCESS = "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess"


def static_site(account):
    """A static site on S3 whose headers a function sets on origin-response, so that they are cached with the page.

    aws-samples/amazon-cloudfront-secure-static-site, templates/cloudfront-site.yaml and custom-resource.yaml. The
    bucket policy is that of the developer guide, "Restrict access to an Amazon S3 origin".
    """
    pages, logs = f"acfs3-root-{account.number}", f"acfs3-logs-{account.number}"
    for name in (pages, logs):
        old_bucket(account, name)
    edge_role = role(account, "acfs3-LambdaEdgeFunctionRole", managed=[r.BASIC_EXECUTION])
    headers = edge_lambda(
        account, "acfs3-LambdaEdgeFunction", "security-headers.js", edge_role, Runtime="nodejs12.x", Timeout=25)
    replica_logs(account, "acfs3-LambdaEdgeFunction", "us-east-1", "eu-west-1")

    site = distribution(
        account, "acfs3-site", [r.s3_origin("S3-acfs3-root", pages, r.origin_access_control(account, "acfs3"))],
        [forwarding(behavior("S3-acfs3-root", lambdas={"origin-response": headers}), query_string=True)],
        aliases=["www.example.com", "example.com"], tls="TLSv1.1_2016", log_bucket=logs,
        error_pages=[error_page(404, 404, "/404.html", 60), error_page(403, 403, "/403.html", 60)],
        tags={"Solution": "ACFS3"}, HttpVersion="http2")
    bucket_policy(
        account, pages,
        cloudfront("s3:GetObject", f"{arn(pages)}/*", account, site),
        cloudfront("s3:ListBucket", arn(pages), account, site))

    # Helpers of the deployment: ordinary functions, to which the limits of the edge do not apply.
    copy_role = role(
        account, "acfs3-CopyRole", services=["lambda.amazonaws.com"], managed=[r.BASIC_EXECUTION],
        policies={"S3CopyPolicy": [
            allow(["s3:GetObject", "s3:ListBucket", "s3:PutObject"], [f"{arn(pages)}/*", arn(pages)])]})
    layer = account.client("lambda").publish_layer_version(
        LayerName="CopyLayer", Content={"ZipFile": archive("bootstrap.js")})
    function(account, "acfs3-CopyFunction", "bootstrap.js", copy_role, Runtime="nodejs12.x", Timeout=300,
             Environment={"Variables": {"BUCKET": pages}}, Layers=[layer["LayerVersionArn"]])
    certificate_role = role(
        account, "acfs3-LambdaRole", services=["lambda.amazonaws.com"],
        policies={"CFNCertificateDomainResourceRecordProvider": [
            allow(["acm:RequestCertificate", "acm:DescribeCertificate", "acm:DeleteCertificate"], ["*"]),
            allow(["logs:*"], "arn:aws:logs:*:*:*")]})
    function(account, "acfs3-CFNCustomProvider", "echo.py", certificate_role, Runtime="python3.8", Timeout=300)
    r.log_group(account, "/aws/lambda/acfs3-CFNCustomProvider", retention=7)


def edge_api(account):
    """Pages and an API that Lambda@Edge answers from DynamoDB, without an origin.

    aws-samples/aws-lambda-edge-workshops, Workshop1, after the labs 1 to 4. Its role for reading has
    AmazonDynamoDBReadOnlyAccess as well, which the emulator does not know.
    """
    cards = r.bucket(account, f"alien-cards-{account.number}")
    basic = role(account, "ws-lambda-at-edge-basic-1201c610", managed=[LOGS_FULL_ACCESS])
    read_only = role(account, "ws-lambda-at-edge-read-only-1201c610", managed=[
        "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", LOGS_FULL_ACCESS])
    full_access = role(account, "ws-lambda-at-edge-full-access-1201c610", managed=[
        "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess", "arn:aws:iam::aws:policy/AmazonS3FullAccess",
        LOGS_FULL_ACCESS])
    node = {"Runtime": "nodejs12.x", "Timeout": 3}
    headers = edge_lambda(account, "ws-lambda-at-edge-add-security-headers", "security-headers.js", basic, **node)
    redirect = edge_lambda(account, "ws-lambda-at-edge-redirect", "redirect.js", basic, **node)
    # Lab 4 changes the page and moves its trigger to the new version; of the API somebody published another version.
    edge_lambda(account, "ws-lambda-at-edge-generate-card-page", "card-page.js", read_only, **node)
    page = r.change_lambda(account, "ws-lambda-at-edge-generate-card-page", Description="Pretty URLs")
    like = edge_lambda(account, "ws-lambda-at-edge-api-like", "like-api.js", full_access, **node)
    r.change_lambda(account, "ws-lambda-at-edge-api-like", Description="Tried out")
    function(account, "WsLambdaAtEdge-BootstrapFunction", "bootstrap.js", full_access, Runtime="nodejs12.x", Timeout=60)
    for name in ("add-security-headers", "generate-card-page", "api-like", "redirect"):
        replica_logs(account, f"ws-lambda-at-edge-{name}", "us-west-2")

    origin = "AlienCardsS3BucketOriginId"
    uncompressed = {"Compress": False}
    site = distribution(
        account, "Lambda@Edge Workshop 1201c610",
        [r.s3_origin(origin, cards, r.origin_access_control(account, "OAC For Lambda@Edge Workshop 1201c610"))],
        [
            forwarding(behavior(origin, lambdas={"origin-response": headers}, **uncompressed), ttls=(0, 60, 600)),
            forwarding(behavior(origin, "/card/*", lambdas={"origin-request": page}, **uncompressed)),
            forwarding(
                behavior(origin, "/api/like", lambdas={"origin-request": like}, **uncompressed, **methods(ALL_METHODS)),
                query_string=True),
            forwarding(behavior(origin, "/r/*", lambdas={"origin-request": redirect}, **uncompressed)),
        ],
        # They say for how long errors are cached, and replace none.
        error_pages=[{"ErrorCode": code, "ResponsePagePath": "", "ResponseCode": "", "ErrorCachingMinTTL": 5}
                     for code in (400, 403, 404, 405, 500, 501, 502, 503, 504)],
        HttpVersion="http2")
    statement = cloudfront("s3:GetObject", f"{arn(cards)}/*", account, site)
    account.client("s3").put_bucket_policy(Bucket=cards, Policy=json.dumps(
        {"Id": "PolicyForCloudFrontPrivateContent", "Statement": [statement]}))  # without a version, as there


def image_resizing(account):
    """Images resized on the way back from S3, which is open to the world.

    AWS blog, "Resizing Images with Amazon CloudFront & Lambda@Edge" (2018, archived since), by its CloudFormation
    template, as in nachos5/cloudfront-lambda-image-resizing, template-example.yml.
    """
    images = f"image-resize-{account.number}-us-east-1"
    old_bucket(account, images)
    edge_role = role(
        account, "image-resize-EdgeLambdaRole", path="/service-role/", managed=[r.BASIC_EXECUTION],
        list_statement=False)
    bucket_policy(
        account, images,
        {**allow(["s3:GetObject"], f"{arn(images)}/*"), "Principal": "*"},
        {**allow(["s3:PutObject"], f"{arn(images)}/*"), "Principal": {"AWS": edge_role}},
        {**allow(["s3:GetObject"], f"{arn(images)}/*"), "Principal": {"AWS": edge_role}})
    request = edge_lambda(
        account, "image-resize-ViewerRequestFunction", "resize-viewer-request.js", edge_role, Runtime="nodejs12.x",
        Timeout=2)
    edge_lambda(
        account, "image-resize-OriginResponseFunction", "resize-origin-response.js", edge_role, Runtime="nodejs12.x",
        MemorySize=512, Timeout=10)
    response = r.change_lambda(account, "image-resize-OriginResponseFunction", MemorySize=1024)
    for name in ("ViewerRequestFunction", "OriginResponseFunction"):
        replica_logs(account, f"image-resize-{name}", "us-east-1", "ap-northeast-2")
    replica_logs(account, "image-resize-OriginResponseFunction-1K9XQ2", "eu-central-1")  # of a stack that is gone
    distribution(
        account, "distribution for content delivery", [r.s3_origin("myS3Origin", images)],
        [forwarding(
            behavior("myS3Origin", lambdas={"viewer-request": request, "origin-response": response}, Compress=False,
                     ViewerProtocolPolicy="allow-all", **methods(ALL_METHODS)),
            "d", query_string=True, ttls=(100, 86400, 31536000))],
        PriceClass="PriceClass_100")


def spa(account):
    """A single-page application: what S3 does not have is answered by its index page; its API lies beside it.

    aws-samples/react-cors-spa, react-cors-spa-stack.yaml, whose API is not behind the distribution; error pages as in
    daohoangson/cdk-spa-on-cloudfront-s3; deployed as by aws-samples/aws-cdk-examples, typescript/static-site. Of
    aws-samples/amazon-cloudfront-functions, kvs-key-value-pairs serves, url-rewrite-single-page-apps was tried and left
    behind, and add-security-headers is a draft that nobody has published yet.
    """
    pages = r.bucket(account, f"react-cors-spa-{account.number}")
    logs = r.bucket(account, f"react-cors-spa-{account.number}-logs")
    store = r.key_value_store(account, "spa-redirects", {"old": "https://example.com/new"})
    redirect = r.function(account, "kvs-redirect", handler("kvs-redirect.js"), [store])
    r.function(account, "url-rewrite-single-page-apps", handler("spa-rewrite.js"), runtime="cloudfront-js-1.0")
    account.client("cloudfront").create_function(
        Name="add-security-headers-draft", FunctionCode=handler("viewer-response-headers.js").encode(),
        FunctionConfig={"Comment": "Not ready", "Runtime": "cloudfront-js-2.0"})
    site = distribution(
        account, "react-cors-spa",
        [r.s3_origin("myS3Origin", pages, r.origin_access_control(account, "react-cors-spa")),
         {**r.custom_origin("api", "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"),
          "CustomHeaders": r.items([]), "OriginPath": ""}],
        [
            behavior("myS3Origin", functions={"viewer-request": redirect}, Compress=False,
                     OriginRequestPolicyId=CORS_S3_ORIGIN, **methods(["GET", "HEAD", "OPTIONS"])),
            behavior("api", "/v1/*", CachePolicyId=r.CACHING_DISABLED,
                     OriginRequestPolicyId=r.ALL_VIEWER_EXCEPT_HOST_HEADER, **methods(ALL_METHODS)),
        ],
        error_pages=[error_page(403, 200, "/index.html", 10), error_page(404, 200, "/index.html", 10)], log_bucket=logs)
    bucket_policy(
        account, pages, cloudfront("s3:GetObject*", f"{arn(pages)}/*", account, site), deny_plain_http(pages))

    # The CDK's BucketDeployment: CloudFormation starts it, not S3, and it invalidates everything at once.
    deployer_role = role(
        account, "SpaStack-CustomCDKBucketDeploymentServiceRole", services=["lambda.amazonaws.com"],
        managed=[r.BASIC_EXECUTION], policies={"DefaultPolicy": [
            allow(["s3:GetObject*", "s3:PutObject", "s3:DeleteObject*", "s3:List*"], [arn(pages), f"{arn(pages)}/*"]),
            allow(["cloudfront:GetInvalidation", "cloudfront:CreateInvalidation"], "*")]})
    function(account, "SpaStack-CustomCDKBucketDeployment", "echo.py", deployer_role, Runtime="python3.11", Timeout=900)
    for deployment in ("first", "second"):
        account.client("cloudfront").create_invalidation(DistributionId=site, InvalidationBatch={
            "CallerReference": deployment, "Paths": r.items(["/*"])})


def failover(account):
    """Several origins, a group of two of them, functions of both kinds.

    terraform-aws-modules/terraform-aws-cloudfront, examples/complete/main.tf, without its VPC origin, and with the
    functions that it only mentions put to a behaviour; the log policy and the trust are what terraform-aws-modules/
    terraform-aws-lambda makes for `lambda_at_edge`.
    """
    name = "stirring-mole"
    static = r.bucket(account, f"s3-one-{account.number}")
    logs = r.bucket(account, f"logs-{account.number}")
    group = f"arn:aws:logs:*:{account.number}:log-group:/aws/lambda/us-east-1.{name}-lambda"
    iam = account.client("iam")
    policy = iam.create_policy(PolicyName=f"{name}-lambda-logs", PolicyDocument=r.policy(allow(
        ["logs:PutLogEvents", "logs:CreateLogStream", "logs:CreateLogGroup"], [f"{group}:*:*", f"{group}:*"])))
    edge_role = role(account, f"{name}-lambda", managed=[policy["Policy"]["Arn"]])
    configuration = {"Runtime": "python3.11", "Handler": "index.lambda_handler", "Timeout": 3}
    edge_lambda(account, f"{name}-lambda", "echo.py", edge_role, **configuration)
    echo = r.change_lambda(account, f"{name}-lambda", Description="My awesome lambda function")
    r.log_group(account, f"/aws/lambda/us-east-1.{name}-lambda", retention=None)
    example = r.function(account, f"example-{name}", handler("generate-redirect.js"), runtime="cloudfront-js-1.0")
    security, headers, _ = (
        r.function(account, file, handler(f"{file}.js"))
        for file in ("viewer-request-security", "viewer-response-headers", "ab-testing"))

    access_control = r.origin_access_control(account, "s3_oac")
    appsync = r.custom_origin("appsync", "appsync.example.com", secret="https")
    appsync["CustomHeaders"]["Items"] = [
        {"HeaderName": "X-Forwarded-Scheme", "HeaderValue": "https"},
        {"HeaderName": "X-Frame-Options", "HeaderValue": "SAMEORIGIN"}]
    appsync["CustomHeaders"]["Quantity"] = 2
    appsync["CustomOriginConfig"].update(
        OriginProtocolPolicy="match-viewer", OriginSslProtocols=r.items(["TLSv1", "TLSv1.1", "TLSv1.2"]))
    appsync["OriginShield"] = {"Enabled": True, "OriginShieldRegion": "us-east-1"}
    reading = methods(["GET", "HEAD", "OPTIONS"])
    default = behavior(
        "appsync", lambdas={"viewer-request": echo, "origin-request": echo}, headers_policy=r.SECURITY_HEADERS_POLICY,
        CachePolicyId=CACHING_OPTIMIZED_UNCOMPRESSED, ViewerProtocolPolicy="allow-all", Compress=False, **reading)
    default["LambdaFunctionAssociations"]["Items"][0]["IncludeBody"] = True
    site = distribution(
        account, "My awesome CloudFront",
        [appsync, r.s3_origin("s3_one", static, access_control), r.s3_origin("s3_oac", static, access_control)],
        [
            default,
            behavior("s3_one", "/static/*", functions={"viewer-request": example, "viewer-response": example},
                     headers_policy=SIMPLE_CORS, OriginRequestPolicyId=USER_AGENT_REFERER_HEADERS, Compress=False,
                     **reading),
            forwarding(
                behavior("s3_one", "/static-no-policies/*",
                         functions={"viewer-request": security, "viewer-response": headers}, **reading),
                query_string=True),
        ],
        aliases=["cdn.example.com"], tls="TLSv1", log_bucket=logs,
        error_pages=[error_page(404, 404, "/errors/404.html", 10), error_page(403, 403, "/errors/403.html", 10)],
        OriginGroups=origin_group("group_one", [403, 404, 500, 502], "appsync", "s3_one"),
        Restrictions={"GeoRestriction": {"RestrictionType": "whitelist", **r.items(["NO", "UA", "US", "GB"])}})
    bucket_policy(account, static, cloudfront("s3:GetObject", f"{arn(static)}/static/*", account, site))


def image_optimization(account):
    """Images from S3, and from a function behind a URL where S3 does not have them in that size yet.

    aws-samples/image-optimization, lib/image-optimization-stack.ts, as the CDK deploys it.
    """
    originals = r.bucket(account, f"imgtransformation-original-{account.number}")
    transformed = r.bucket(account, f"imgtransformation-transformed-{account.number}")
    cleaner = role(
        account, "ImgTransformationStack-CustomS3AutoDeleteObjects", services=["lambda.amazonaws.com"],
        managed=[r.BASIC_EXECUTION])
    processing_role = role(
        account, "ImgTransformationStack-imageoptimizationServiceRole", services=["lambda.amazonaws.com"],
        managed=[r.BASIC_EXECUTION], policies={"read-write-bucket-policy": [
            allow("s3:GetObject", f"{arn(originals)}/*"), allow("s3:PutObject", f"{arn(transformed)}/*")]})
    function(
        account, "ImgTransformationStack-imageoptimization", "image-processing.mjs", processing_role,
        Runtime="nodejs20.x", MemorySize=1500, Timeout=60, Environment={"Variables": {
            "originalImageBucketName": originals, "transformedImageBucketName": transformed,
            "transformedImageCacheTTL": "max-age=31622400", "maxImageSize": "4700000"}})
    r.log_group(account, "/aws/lambda/ImgTransformationStack-imageoptimization", retention=1)
    rewrite = r.function(
        account, "urlRewriteFunctionc8a1", handler("image-url-rewrite.js"), runtime="cloudfront-js-1.0")

    client = account.client("cloudfront")
    cache_policy = client.create_cache_policy(CachePolicyConfig={
        "Name": "ImageCachePolicyc8a1", "MinTTL": 0, "DefaultTTL": 86400, "MaxTTL": 31536000,
        "ParametersInCacheKeyAndForwardedToOrigin": {
            "EnableAcceptEncodingGzip": False, "EnableAcceptEncodingBrotli": False,
            "HeadersConfig": {"HeaderBehavior": "none"}, "CookiesConfig": {"CookieBehavior": "none"},
            "QueryStringsConfig": {"QueryStringBehavior": "all"}}})["CachePolicy"]["Id"]
    headers_policy = client.create_response_headers_policy(ResponseHeadersPolicyConfig={
        "Name": "ImageResponsePolicyc8a1",
        "CorsConfig": {
            "AccessControlAllowCredentials": False, "AccessControlAllowHeaders": r.items(["*"]),
            "AccessControlAllowMethods": r.items(["GET"]), "AccessControlAllowOrigins": r.items(["*"]),
            "AccessControlMaxAgeSec": 600, "OriginOverride": False},
        "CustomHeadersConfig": r.items([
            {"Header": "x-aws-image-optimization", "Value": "v1.0", "Override": True},
            {"Header": "vary", "Value": "accept", "Override": True}])})["ResponseHeadersPolicy"]["Id"]
    url_access = client.create_origin_access_control(OriginAccessControlConfig={
        "Name": "oacc8a1", "Description": "", "SigningProtocol": "sigv4", "SigningBehavior": "always",
        "OriginAccessControlOriginType": "lambda"})["OriginAccessControl"]["Id"]
    shield = {"Enabled": True, "OriginShieldRegion": "us-east-1"}
    delivery = distribution(
        account, "image optimization - image delivery",
        [
            {**r.s3_origin("Origin1", transformed, r.origin_access_control(account, "transformed")),
             "OriginShield": shield},
            {**r.custom_origin("Origin2", "abcdefghijklmnopqrstuvwxyz012345.lambda-url.us-east-1.on.aws"),
             "CustomHeaders": r.items([]), "OriginShield": shield, "OriginAccessControlId": url_access},
        ],
        [behavior("group", functions={"viewer-request": rewrite}, headers_policy=headers_policy,
                  CachePolicyId=cache_policy, Compress=False)],
        OriginGroups=origin_group("group", [403, 500, 503, 504], "Origin1", "Origin2"))
    cleaning = {
        **allow(["s3:PutBucketPolicy", "s3:GetBucket*", "s3:List*", "s3:DeleteObject*"],
                [arn(transformed), f"{arn(transformed)}/*"]), "Principal": {"AWS": cleaner}}
    bucket_policy(
        account, transformed, cleaning, cloudfront("s3:GetObject", f"{arn(transformed)}/*", account, delivery))
    bucket_policy(account, originals, deny_plain_http(originals))


SAMPLES = {
    "static-site": static_site, "edge-api": edge_api, "image-resizing": image_resizing, "spa": spa,
    "failover": failover, "image-optimization": image_optimization,
}


def stable_names(account):
    """What to call the ids that differ from one emulator to the next, as {id: name}."""
    client = account.client("cloudfront")
    lists = (
        (client.list_distributions()["DistributionList"], lambda item: (item["Id"], item["Comment"])),
        (client.list_origin_access_controls()["OriginAccessControlList"], lambda item: (item["Id"], item["Name"])),
        (client.list_cache_policies(Type="custom")["CachePolicyList"], lambda item: (
            item["CachePolicy"]["Id"], item["CachePolicy"]["CachePolicyConfig"]["Name"])),
        (client.list_response_headers_policies(Type="custom")["ResponseHeadersPolicyList"], lambda item: (
            item["ResponseHeadersPolicy"]["Id"],
            item["ResponseHeadersPolicy"]["ResponseHeadersPolicyConfig"]["Name"])),
    )
    return dict(name(item) for list, name in lists for item in list.get("Items", []))
