"""What the stub answers of services beside CloudFront: data of key value stores, Lambda, IAM, STS, regions, S3 and logs."""

import datetime
import json
import urllib.parse

import resources
from stub_protocols import Failure

MOMENT = datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
EDGE_TRUST = json.loads(resources.trust(resources.EDGE_SERVICES))


class StubServices:
    """Operations over the data of an estate, which pages them."""

    # Lambda

    def lambda_functions(self, call):
        return self.data["lambdas"].get(call.region, {})

    def configuration(self, call, name, version):
        given = self.lambda_functions(call).get(name, {})
        if version not in given:
            raise Failure(404, "ResourceNotFoundException", f"Function not found: {name}:{version}")
        arn = f"arn:aws:lambda:{call.region}:{self.account}:function:{name}"
        return {
            "FunctionName": name, "FunctionArn": arn if version == "$LATEST" else f"{arn}:{version}",
            "Version": version, "Runtime": "nodejs22.x", "Role": f"arn:aws:iam::{self.account}:role/edge",
            "Handler": "index.handler", "CodeSize": 100, "CodeSha256": "stub", "Timeout": 5, "MemorySize": 128,
            "LastModified": "2024-01-02T03:04:05.000+0000", "PackageType": "Zip", "Architectures": ["x86_64"],
            "State": "Active", "LastUpdateStatus": "Successful",
            **{key: value for key, value in given[version].items() if key[0].isupper()}}

    def lambda_page(self, member, found, asked):
        chosen, token = self.page(found, asked, cap=50)
        return {member: chosen, **({"NextMarker": token} if token else {})}

    def lambda_list_functions(self, asked, call):
        return self.lambda_page("Functions", (
            self.configuration(call, name, version) for name, versions in self.lambda_functions(call).items()
            for version in (versions if asked.get("FunctionVersion") == "ALL" else ["$LATEST"])), asked)

    def lambda_list_versions_by_function(self, asked, call):
        name, _ = split_function(asked)
        versions = self.lambda_functions(call).get(name)
        if versions is None:
            raise Failure(404, "ResourceNotFoundException", f"Function not found: {name}")
        return self.lambda_page("Versions", (self.configuration(call, name, v) for v in versions), asked)

    def lambda_get_function_configuration(self, asked, call):
        return self.configuration(call, *split_function(asked))

    def lambda_get_function(self, asked, call):
        name, version = split_function(asked)
        location = f"{self.url}/_code/{call.region}/{name}/{urllib.parse.quote(version)}"
        return {
            "Configuration": self.configuration(call, name, version),
            "Code": {"RepositoryType": "S3", "Location": location}}

    def lambda_get_function_concurrency(self, _, __):
        return {}

    def lambda_get_policy(self, asked, call):
        return {"Policy": json.dumps(self.function_setting(asked, call, "policy"))}

    def lambda_get_function_url_config(self, asked, call):
        return self.function_setting(asked, call, "url")

    def lambda_list_function_url_configs(self, asked, call):
        given = self.lambda_functions(call).get(split_function(asked)[0], {}).get("$LATEST", {})
        return self.lambda_page("FunctionUrlConfigs", [given["url"]] if "url" in given else [], asked)

    def lambda_list_function_event_invoke_configs(self, asked, call):
        name, _ = split_function(asked)
        given = self.lambda_functions(call).get(name, {}).get("$LATEST", {})
        settings = {**({"$LATEST": given["events"]} if "events" in given else {}), **given.get("aliasEvents", {})}
        arn = f"arn:aws:lambda:{call.region}:{self.account}:function:{name}"
        return self.lambda_page("FunctionEventInvokeConfigs", (
            {"FunctionArn": f"{arn}:{qualifier}", **config} for qualifier, config in settings.items()), asked)

    def lambda_get_runtime_management_config(self, asked, call):
        name, version = split_function(asked)
        given = self.lambda_functions(call).get(name, {}).get(version, {})
        return {"FunctionArn": asked["FunctionName"], "UpdateRuntimeOn": given.get("updateRuntimeOn", "Auto")}

    def lambda_list_provisioned_concurrency_configs(self, asked, call):
        name, _ = split_function(asked)
        arn = f"arn:aws:lambda:{call.region}:{self.account}:function:{name}"
        found = (
            {"FunctionArn": f"{arn}:{version}", "RequestedProvisionedConcurrentExecutions": given["provisioned"]}
            for version, given in self.lambda_functions(call).get(name, {}).items() if "provisioned" in given)
        return self.lambda_page("ProvisionedConcurrencyConfigs", found, asked)

    def function_setting(self, asked, call, name):
        """What is set of a function as a whole, beside its $LATEST."""
        given = self.lambda_functions(call).get(split_function(asked)[0], {}).get("$LATEST", {})
        if name not in given:
            raise Failure(404, "ResourceNotFoundException", "The resource you requested does not exist.")
        return given[name]

    def code(self, region, name, version):
        """The zip behind `Code.Location`."""
        given = self.data["lambdas"].get(region, {}).get(name, {}).get(version, {})
        return resources.archive(given.get("code", resources.STATUS_CODE))

    # IAM, STS, regions

    def role(self, name):
        given = self.find("roles", name, "NoSuchEntity")
        return {
            "Path": "/", "RoleName": name, "RoleId": "AROASTUB", "Arn": f"arn:aws:iam::{self.account}:role/{name}",
            "CreateDate": MOMENT,
            "AssumeRolePolicyDocument": encoded(given.get("trust") or EDGE_TRUST)}

    def attached(self, name):
        arns = self.find("roles", name, "NoSuchEntity").get("attached", [resources.BASIC_EXECUTION])
        return [{"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn} for arn in arns]

    def iam_get_role(self, asked, _):
        return {"Role": self.role(asked["RoleName"])}

    def iam_list_roles(self, asked, _):
        return self.query_page(map(self.role, self.data["roles"]), asked, "Roles")

    def iam_list_role_policies(self, asked, _):
        inline = self.find("roles", asked["RoleName"], "NoSuchEntity").get("inline", {})
        return self.query_page(inline, asked, "PolicyNames")

    def iam_get_role_policy(self, asked, _):
        inline = self.find("roles", asked["RoleName"], "NoSuchEntity").get("inline", {})
        if asked["PolicyName"] not in inline:
            raise Failure(404, "NoSuchEntity", "no such policy")
        document = encoded(inline[asked["PolicyName"]])
        return {"RoleName": asked["RoleName"], "PolicyName": asked["PolicyName"], "PolicyDocument": document}

    def iam_list_attached_role_policies(self, asked, _):
        return self.query_page(self.attached(asked["RoleName"]), asked, "AttachedPolicies")

    def iam_get_policy(self, asked, _):
        return {"Policy": {"Arn": asked["PolicyArn"], "DefaultVersionId": "v1", "IsAttachable": True}}

    def iam_get_policy_version(self, asked, _):
        document = self.data["policies"].get(asked["PolicyArn"]) or json.loads(resources.policy({
            "Effect": "Allow", "Resource": "*",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]}))
        return {"PolicyVersion": {"Document": encoded(document), "VersionId": "v1", "IsDefaultVersion": True}}

    def iam_get_account_authorization_details(self, asked, _):
        page = self.query_page(self.data["roles"], asked, "RoleDetailList")
        page["RoleDetailList"] = [
            {**self.role(name), "AttachedManagedPolicies": self.attached(name), "RolePolicyList": [
                {"PolicyName": inline, "PolicyDocument": encoded(document)}
                for inline, document in self.data["roles"][name].get("inline", {}).items()]}
            for name in page["RoleDetailList"]]
        return page

    def sts_get_caller_identity(self, _, __):
        return {"UserId": "AIDASTUB", "Account": self.account, "Arn": f"arn:aws:iam::{self.account}:user/auditor"}

    def sts_assume_role(self, asked, _):
        account, name = asked["RoleArn"].split(":")[4], asked["RoleArn"].rpartition("/")[2]
        session = f"{name}/{asked['RoleSessionName']}"
        expiry = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
        return {
            "Credentials": {
                "AccessKeyId": f"ASIA{account}", "SecretAccessKey": "secret", "SessionToken": "token",
                "Expiration": expiry},
            "AssumedRoleUser": {
                "AssumedRoleId": f"AROASTUB:{asked['RoleSessionName']}",
                "Arn": f"arn:aws:sts::{account}:assumed-role/{session}"}}

    def account_list_regions(self, asked, _):
        regions = [{"RegionName": name, "RegionOptStatus": "ENABLED_BY_DEFAULT"} for name in self.data["regions"]]
        chosen, token = self.page(regions, asked, "NextToken", "MaxResults", cap=50)
        return {"Regions": chosen, **({"NextToken": token} if token else {})}

    def ec2_describe_regions(self, _, __):
        return {"Regions": [
            {"RegionName": name, "Endpoint": f"ec2.{name}.amazonaws.com", "OptInStatus": "opt-in-not-required"}
            for name in self.data["regions"]]}

    # S3

    def bucket(self, asked, call):
        bucket = self.find("buckets", asked["Bucket"], "NoSuchBucket")
        region = bucket.get("region", "us-east-1")
        if region == call.region:
            if bucket.get("isOfOther"):
                raise Failure(403, "AccessDenied", "Access Denied")
            return bucket
        if self.data["redirect"] == 400:
            raise Failure(
                400, "AuthorizationHeaderMalformed", f"the region '{call.region}' is wrong; expecting '{region}'",
                {"Region": region})
        raise Failure(
            301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified"
            " endpoint.", {"Endpoint": f"{asked['Bucket']}.s3.{region}.amazonaws.com", "Bucket": asked["Bucket"]},
            {"x-amz-bucket-region": region})

    def part(self, asked, call, key, code):
        bucket = self.bucket(asked, call)
        if key not in bucket:
            raise Failure(404, code)
        return bucket[key]

    def s3_list_buckets(self, _, __):
        own = [name for name, bucket in self.data["buckets"].items() if not bucket.get("isOfOther")]
        return {"Buckets": [{"Name": name, "CreationDate": MOMENT} for name in own]}

    def s3_head_bucket(self, asked, call):
        return {"BucketRegion": self.bucket(asked, call).get("region", "us-east-1")}

    def s3_get_bucket_location(self, asked, call):
        region = self.bucket(asked, call).get("region", "us-east-1")
        return {"LocationConstraint": "" if region == "us-east-1" else region}

    def s3_get_bucket_policy(self, asked, call):
        return {"Policy": json.dumps(self.part(asked, call, "policy", "NoSuchBucketPolicy"))}

    def s3_get_bucket_policy_status(self, asked, call):
        return {"PolicyStatus": {"IsPublic": self.part(asked, call, "status", "NoSuchBucketPolicy")}}

    def s3_get_public_access_block(self, asked, call):
        block = self.part(asked, call, "block", "NoSuchPublicAccessBlockConfiguration")
        return {"PublicAccessBlockConfiguration": block}

    def s3_get_bucket_notification_configuration(self, asked, call):
        return self.bucket(asked, call).get("notifications", {})

    # What an account sets

    def s3control_get_public_access_block(self, _, __):
        if "accountBlock" not in self.data:
            raise Failure(404, "NoSuchPublicAccessBlockConfiguration")
        return {"PublicAccessBlockConfiguration": self.data["accountBlock"]}

    def organizations_describe_organization(self, _, __):
        if "organization" not in self.data:
            raise Failure(400, "AWSOrganizationsNotInUseException")
        return {"Organization": {"Id": self.data["organization"]}}

    # CloudWatch Logs

    def logs_describe_account_policies(self, asked, call):
        found = self.data["accountPolicies"].get(call.region, [])
        return {"accountPolicies": [one for one in found if one["policyType"] == asked["policyType"]]}

    def logs_describe_log_groups(self, asked, call):
        prefix = asked.get("logGroupNamePrefix", "")
        groups = (
            {"logGroupName": name, "creationTime": int(MOMENT.timestamp() * 1000), "storedBytes": 0,
             "arn": f"arn:aws:logs:{call.region}:{self.account}:log-group:{name}:*",
             "logGroupArn": f"arn:aws:logs:{call.region}:{self.account}:log-group:{name}",
             **({"retentionInDays": retention} if retention else {})}
            for name, retention in sorted(self.data["logGroups"].get(call.region, {}).items())
            if name.startswith(prefix))
        chosen, token = self.page(groups, asked, "nextToken", "limit", cap=50)
        return {"logGroups": chosen, **({"nextToken": token} if token else {})}

    def logs_describe_subscription_filters(self, _, __):
        return {"subscriptionFilters": []}

    def logs_describe_delivery_sources(self, _, __):
        return {"deliverySources": self.data.get("deliverySources", [])}

    def logs_describe_deliveries(self, _, __):
        return {"deliveries": self.data.get("deliveries", [])}


def split_function(asked):
    """A name or an ARN, with or without a version behind it."""
    name, version = asked["FunctionName"], asked.get("Qualifier")
    if name.startswith("arn:"):
        _, _, _, _, _, _, name, *rest = name.split(":")
        version = version or (rest[0] if rest else None)
    return name, version or "$LATEST"


def encoded(document):
    """IAM percent-encodes every document in a response."""
    return urllib.parse.quote(json.dumps(document), safe="")
