"""Drifts of the roles of functions at the edge."""

import resources as r
from drifts.making import ROLE, Expected, drift


@drift
def edge_role_trust(estate):
    estate.account.client("iam").update_assume_role_policy(
        RoleName="edge", PolicyDocument=r.trust(["lambda.amazonaws.com"]))
    return Expected("edge-role-trust", ROLE, "edge")


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
