#!/usr/bin/env bash
# moto 5.2.5 pages some lists as AWS does, by default too, and never ends a page of others: 120 roles come as a page of
# 100 with IsTruncated, as do distributions, web ACLs and policies, and log groups in pages of 50. ListRolePolicies,
# GetAccountAuthorizationDetails and Lambda's ListFunctions (AWS: 50) answer all at once, also where MaxItems says 5;
# Organizations' ListAccounts ends a page at 100, where AWS ends it at 20. A loop over pages that stops after the first
# passes its tests here for functions, for policies of roles and for organizations of up to 100 accounts, though the
# same test caught its sibling for distributions. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8 \
  'moto[cloudfront,iam,organizations,wafv2,logs]==5.2.5'

AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 "$folder/venv/bin/python" -W ignore - \
  <<'PYTHON' | tee "$folder/seen"
import io
import json
import zipfile

import boto3
from moto import mock_aws

config = {
    "Comment": "", "Enabled": True,
    "Origins": {"Quantity": 1, "Items": [{"Id": "o", "DomainName": "www.example.com", "CustomOriginConfig": {
        "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]},
    "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only",
                             "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6"}}
document = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
code = io.BytesIO()
with zipfile.ZipFile(code, "w") as archive:
    archive.writestr("index.js", "exports.handler = async () => null")
visibility = {"SampledRequestsEnabled": False, "CloudWatchMetricsEnabled": False, "MetricName": "m"}
with mock_aws(config={"lambda": {"use_docker": False}}):
    iam, functions, cloudfront, firewall, organizations, logs = map(
        boto3.client, ["iam", "lambda", "cloudfront", "wafv2", "organizations", "logs"])
    organizations.create_organization(FeatureSet="ALL")
    for number in range(120):
        role = iam.create_role(RoleName=f"r{number}", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        iam.put_role_policy(RoleName="r0", PolicyName=f"p{number}", PolicyDocument=document)
        iam.create_policy(PolicyName=f"p{number}", PolicyDocument=document)
        functions.create_function(FunctionName=f"f{number}", Runtime="nodejs22.x", Role=role, Handler="index.handler",
                                  Code={"ZipFile": code.getvalue()})
        cloudfront.create_distribution(DistributionConfig={**config, "CallerReference": str(number)})
        firewall.create_web_acl(Name=f"a{number}", Scope="CLOUDFRONT", DefaultAction={"Allow": {}},
                                VisibilityConfig=visibility)
        organizations.create_account(AccountName=f"a{number}", Email=f"a{number}@example.com")
        logs.create_log_group(logGroupName=f"g{number}")

    def show(name, items, more):
        print(f"{name}: {len(items)}, {'more' if more else 'end'}")

    for name, parameters in [("", {}), (" with a limit of 5", {"MaxItems": 5})]:
        answer = iam.list_roles(**parameters)
        show("ListRoles" + name, answer["Roles"], answer["IsTruncated"])
        answer = iam.list_policies(Scope="Local", **parameters)
        show("ListPolicies" + name, answer["Policies"], answer["IsTruncated"])
        answer = iam.list_role_policies(RoleName="r0", **parameters)
        show("ListRolePolicies" + name, answer["PolicyNames"], answer["IsTruncated"])
        answer = iam.get_account_authorization_details(**parameters)
        show("GetAccountAuthorizationDetails" + name, answer["RoleDetailList"], answer["IsTruncated"])
        answer = cloudfront.list_distributions(**{key: str(value) for key, value in parameters.items()})
        show("ListDistributions" + name, answer["DistributionList"]["Items"], answer["DistributionList"]["IsTruncated"])
        answer = functions.list_functions(**parameters)
        show("ListFunctions" + name, answer["Functions"], "NextMarker" in answer)
        answer = firewall.list_web_acls(Scope="CLOUDFRONT", **({"Limit": 5} if parameters else {}))
        show("ListWebACLs" + name, answer["WebACLs"], "NextMarker" in answer)
        answer = organizations.list_accounts(**({"MaxResults": 5} if parameters else {}))
        show("ListAccounts" + name, answer["Accounts"], "NextToken" in answer)
        answer = logs.describe_log_groups(**({"limit": 5} if parameters else {}))
        show("DescribeLogGroups" + name, answer["logGroups"], "nextToken" in answer)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
ListRoles: 100, more
ListPolicies: 100, more
ListRolePolicies: 120, end
GetAccountAuthorizationDetails: 120, end
ListDistributions: 100, more
ListFunctions: 120, end
ListWebACLs: 100, more
ListAccounts: 100, more
DescribeLogGroups: 50, more
ListRoles with a limit of 5: 5, more
ListPolicies with a limit of 5: 5, more
ListRolePolicies with a limit of 5: 120, end
GetAccountAuthorizationDetails with a limit of 5: 120, end
ListDistributions with a limit of 5: 5, more
ListFunctions with a limit of 5: 120, end
ListWebACLs with a limit of 5: 5, more
ListAccounts with a limit of 5: 5, more
DescribeLogGroups with a limit of 5: 5, more
SEEN
