"""One account of the emulator: clients that may do all, and users whose keys may only read, or repair as well."""

import contextlib
import functools
import json
import threading
import urllib.parse

import boto3
from botocore.config import Config

DEFAULT_ACCOUNT = "111122223333"
REGION = "us-east-1"

# What `audit` calls. The names are those of IAM, which differ from the operations' for some of S3.
READ_ACTIONS = [
    *("cloudfront:" + name for name in (
        "ListDistributions", "ListFunctions", "ListKeyValueStores", "ListCachePolicies", "ListOriginRequestPolicies",
        "ListResponseHeadersPolicies", "ListOriginAccessControls", "ListCloudFrontOriginAccessIdentities",
        "GetDistribution", "GetDistributionConfig", "ListTagsForResource", "ListInvalidations", "GetInvalidation",
        "DescribeFunction", "GetFunction", "DescribeKeyValueStore", "GetCachePolicy", "GetOriginRequestPolicy",
        "GetResponseHeadersPolicy", "GetOriginAccessControl")),
    *("cloudfront-keyvaluestore:" + name for name in ("DescribeKeyValueStore", "ListKeys", "GetKey")),
    *("lambda:" + name for name in (
        "ListFunctions", "GetFunction", "GetFunctionConfiguration", "ListVersionsByFunction", "GetFunctionConcurrency",
        "GetPolicy", "GetRuntimeManagementConfig", "ListProvisionedConcurrencyConfigs", "ListFunctionEventInvokeConfigs",
        "GetFunctionUrlConfig")),
    *("iam:" + name for name in (
        "GetRole", "ListRoles", "ListRolePolicies", "GetRolePolicy", "ListAttachedRolePolicies", "GetPolicy",
        "GetPolicyVersion", "GetAccountAuthorizationDetails")),
    *("s3:" + name for name in (
        "GetBucketPolicy", "GetBucketPolicyStatus", "GetBucketPublicAccessBlock", "GetBucketLocation",
        "GetBucketNotification", "ListAllMyBuckets", "ListBucket", "GetObject")),
    "lambda:PutFunctionConcurrency",  # what the emulator, unlike AWS, asks for before GetFunctionConcurrency
    "logs:DescribeDeliveries", "logs:DescribeDeliverySources", "logs:DescribeLogGroups",
    "logs:DescribeSubscriptionFilters", "logs:DescribeAccountPolicies", "account:ListRegions", "ec2:DescribeRegions",
    "events:ListRules", "events:ListTargetsByRule", "sns:ListSubscriptionsByTopic", "s3:GetAccountPublicAccessBlock", "organizations:DescribeOrganization",
    *("cloudformation:" + name for name in ("DescribeStacks", "GetTemplate", "ListStackResources", "ListExports")),
    "ssm:GetParameters",
]

# What `audit fix` calls beside them.
WRITE_ACTIONS = [
    *("cloudfront:" + name for name in (
        "UpdateDistribution", "UpdateFunction", "PublishFunction", "UpdateCachePolicy", "UpdateOriginRequestPolicy",
        "UpdateResponseHeadersPolicy", "CreateInvalidation", "GetCachePolicyConfig", "GetOriginRequestPolicyConfig",
        "GetResponseHeadersPolicyConfig")),
    "cloudfront-keyvaluestore:UpdateKeys",
    *("lambda:" + name for name in (
        "UpdateFunctionConfiguration", "PublishVersion", "PutFunctionConcurrency", "DeleteFunctionConcurrency",
        "PutFunctionEventInvokeConfig", "DeleteFunctionEventInvokeConfig",
        "EnableReplication*")),
    *("iam:" + name for name in (
        "UpdateAssumeRolePolicy", "PutRolePolicy", "DeleteRolePolicy", "AttachRolePolicy", "DetachRolePolicy")),
    *("s3:" + name for name in ("PutBucketPolicy", "DeleteBucketPolicy", "PutBucketPublicAccessBlock")),
    *("logs:" + name for name in (
        "PutRetentionPolicy", "DeleteRetentionPolicy", "PutSubscriptionFilter", "DeleteSubscriptionFilter")),
    # Associating a function and feeding a destination are acts on those as well.
    "iam:PassRole", "iam:CreateServiceLinkedRole",
    # What the emulator, unlike AWS, asks for before PutFunctionEventInvokeConfig and DeleteFunctionEventInvokeConfig.
    "lambda:UpdateFunctionCode", "lambda:DeleteFunction",
]


def control_port(port):
    """Where S3 Control answers, which ministack does not know: beside it."""
    return port + 1


def control_endpoint(endpoint):
    url = urllib.parse.urlsplit(endpoint)
    return f"{url.scheme}://{url.hostname}:{control_port(url.port)}"


making_a_client = threading.Lock()  # clients are thread-safe, making them is not


class Account:
    """An account is named by its twelve digits; used as an access key they pass the emulator unverified."""

    def __init__(self, endpoint, number=DEFAULT_ACCOUNT):
        self.endpoint = endpoint
        self.number = number

    @functools.cache
    def client(self, service, region=REGION):
        with making_a_client:
            return boto3.client(
                service, endpoint_url=self.endpoint, region_name=region, aws_access_key_id=self.number,
                aws_secret_access_key="unverified", config=Config(s3={"addressing_style": "path"}))

    @functools.cached_property
    def auditor(self):
        """The environment of a user who may read what an audit needs."""
        return self._user("auditor", READ_ACTIONS)

    @functools.cached_property
    def fixer(self):
        """The environment of a user who may repair as well."""
        return self._user("fixer", READ_ACTIONS + WRITE_ACTIONS)

    def _user(self, name, actions):
        """The environment of an IAM user with a key of its own, so that signatures and policies count."""
        iam = self.client("iam")
        with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):
            iam.create_user(UserName=name)
        statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
        iam.put_user_policy(
            UserName=name, PolicyName="policy",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ENDPOINT_URL_S3_CONTROL": control_endpoint(self.endpoint),
            "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"],
            "AWS_REGION": REGION,
        }
