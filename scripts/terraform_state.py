"""The estate of an emulator's account as Terraform's state of it would be.

    scripts/terraform_state.py [--account N]

Prints a state file of version 4, with attributes as provider 6 of AWS writes them, of the estate that AWS_ENDPOINT_URL
names: what somebody would have who had made all of it with Terraform. What AWS manages is not in it, nor are response
headers policies, of which no estate has one of its own.
"""

import argparse
import json
import os
import re
import sys

import resources as r
from account import DEFAULT_ACCOUNT, REGION, Account
from estate import LOG_REGIONS


class State:
    """A state file in the making."""

    def __init__(self):
        self.resources = []

    def add(self, type, name, attributes, index=None):
        """One resource, or with an index one instance of it."""
        name = re.sub(r"\W", "_", name)
        instance = {"schema_version": 1 if type == "aws_cloudfront_distribution" else 0,
                    "attributes": dict(sorted(attributes.items())), "sensitive_attributes": [],
                    "identity_schema_version": 0}
        if index is not None:
            instance = {"index_key": index, **instance}
            for resource in self.resources:
                if (resource["type"], resource["name"]) == (type, name):
                    return resource["instances"].append(instance)
        self.resources.append({
            "mode": "managed", "type": type, "name": name,
            "provider": 'provider["registry.terraform.io/hashicorp/aws"]', "instances": [instance]})

    def document(self):
        return {
            "version": 4, "terraform_version": "1.13.4", "serial": 1,
            "lineage": "00000000-0000-4000-8000-000000000000", "outputs": {}, "resources": self.resources,
            "check_results": None}


def listed(items):
    """What CloudFront calls {Quantity, Items}."""
    return (items or {}).get("Items", [])


def own(pages, member):
    """The summaries of what the account has made itself."""
    return [summary[member] for summary in pages if summary["Type"] == "custom"]


# Distributions


def distributions(account, state):
    client = account.client("cloudfront")
    for summary in listed(client.list_distributions()["DistributionList"]):
        answer = client.get_distribution(Id=summary["Id"])
        distribution, config = answer["Distribution"], answer["Distribution"]["DistributionConfig"]
        tags = {tag["Key"]: tag["Value"] for tag in listed(client.list_tags_for_resource(
            Resource=distribution["ARN"])["Tags"])}
        restriction = config["Restrictions"]["GeoRestriction"]
        certificate = config["ViewerCertificate"]
        state.add("aws_cloudfront_distribution", config["Comment"] or distribution["Id"], {
            "aliases": listed(config["Aliases"]), "anycast_ip_list_id": "", "arn": distribution["ARN"],
            "caller_reference": config["CallerReference"], "comment": config["Comment"] or None,
            "connection_function_association": [],
            "continuous_deployment_policy_id": config.get("ContinuousDeploymentPolicyId", ""),
            "custom_error_response": [{
                "error_caching_min_ttl": page.get("ErrorCachingMinTTL", 0), "error_code": page["ErrorCode"],
                "response_code": int(page.get("ResponseCode") or 0),
                "response_page_path": page.get("ResponsePagePath", "")}
                for page in listed(config.get("CustomErrorResponses"))],
            "default_cache_behavior": [behavior(config["DefaultCacheBehavior"])],
            "default_root_object": config["DefaultRootObject"], "domain_name": distribution["DomainName"],
            "enabled": config["Enabled"], "etag": answer["ETag"], "hosted_zone_id": "Z2FDTNDATAQYW2",
            "http_version": config["HttpVersion"], "id": distribution["Id"], "in_progress_validation_batches": 0,
            "is_ipv6_enabled": config["IsIPV6Enabled"], "last_modified_time": str(distribution["LastModifiedTime"]),
            "logging_config": [{
                "bucket": config["Logging"]["Bucket"], "include_cookies": config["Logging"]["IncludeCookies"],
                "prefix": config["Logging"]["Prefix"]}] if config["Logging"]["Enabled"] else [],
            "logging_v1_enabled": config["Logging"]["Enabled"],
            "ordered_cache_behavior": [
                {"path_pattern": one["PathPattern"], **behavior(one)} for one in listed(config.get("CacheBehaviors"))],
            "origin": [origin(one) for one in listed(config["Origins"])],
            "origin_group": [{
                "origin_id": group["Id"],
                "failover_criteria": [{"status_codes": listed(group["FailoverCriteria"]["StatusCodes"])}],
                "member": [{"origin_id": member["OriginId"]} for member in listed(group["Members"])]}
                for group in listed(config.get("OriginGroups"))],
            "price_class": config["PriceClass"],
            "restrictions": [{"geo_restriction": [{
                "locations": listed(restriction), "restriction_type": restriction["RestrictionType"]}]}],
            "retain_on_delete": False, "staging": config["Staging"], "status": distribution["Status"], "tags": tags,
            "tags_all": tags, "trusted_key_groups": [{"enabled": False, "items": []}],
            "trusted_signers": [{"enabled": False, "items": []}],
            "viewer_certificate": [{
                "acm_certificate_arn": certificate.get("ACMCertificateArn", ""),
                "cloudfront_default_certificate": certificate.get("CloudFrontDefaultCertificate", False),
                "iam_certificate_id": certificate.get("IAMCertificateId", ""),
                "minimum_protocol_version": certificate["MinimumProtocolVersion"],
                "ssl_support_method": certificate.get("SSLSupportMethod", "")}],
            "viewer_mtls_config": [], "wait_for_deployment": True, "web_acl_id": config["WebACLId"]})


def behavior(behavior):
    forwarded = behavior.get("ForwardedValues")
    return {
        "allowed_methods": listed(behavior["AllowedMethods"]),
        "cache_policy_id": behavior.get("CachePolicyId", ""),
        "cached_methods": listed(behavior["AllowedMethods"]["CachedMethods"]), "compress": behavior["Compress"],
        "default_ttl": behavior.get("DefaultTTL", 0), "max_ttl": behavior.get("MaxTTL", 0),
        "min_ttl": behavior.get("MinTTL", 0), "field_level_encryption_id": behavior["FieldLevelEncryptionId"],
        "forwarded_values": [{
            "cookies": [{
                "forward": forwarded["Cookies"]["Forward"],
                "whitelisted_names": listed(forwarded["Cookies"].get("WhitelistedNames"))}],
            "headers": listed(forwarded.get("Headers")), "query_string": forwarded["QueryString"],
            "query_string_cache_keys": listed(forwarded.get("QueryStringCacheKeys"))}] if forwarded else [],
        "function_association": [
            {"event_type": one["EventType"], "function_arn": one["FunctionARN"]}
            for one in listed(behavior.get("FunctionAssociations"))],
        "grpc_config": [{"enabled": behavior.get("GrpcConfig", {}).get("Enabled", False)}],
        "lambda_function_association": [
            {"event_type": one["EventType"], "include_body": one["IncludeBody"], "lambda_arn": one["LambdaFunctionARN"]}
            for one in listed(behavior.get("LambdaFunctionAssociations"))],
        "origin_request_policy_id": behavior.get("OriginRequestPolicyId", ""),
        "realtime_log_config_arn": behavior.get("RealtimeLogConfigArn", ""),
        "response_headers_policy_id": behavior.get("ResponseHeadersPolicyId", ""),
        "smooth_streaming": behavior["SmoothStreaming"], "target_origin_id": behavior["TargetOriginId"],
        "trusted_key_groups": listed(behavior.get("TrustedKeyGroups")),
        "trusted_signers": listed(behavior.get("TrustedSigners")),
        "viewer_protocol_policy": behavior["ViewerProtocolPolicy"]}


def origin(origin):
    custom, identity = origin.get("CustomOriginConfig"), origin.get("S3OriginConfig", {}).get("OriginAccessIdentity")
    shield = origin.get("OriginShield", {})
    return {
        "connection_attempts": origin["ConnectionAttempts"], "connection_timeout": origin["ConnectionTimeout"],
        "custom_header": [
            {"name": header["HeaderName"], "value": header["HeaderValue"]}
            for header in listed(origin["CustomHeaders"])],
        "custom_origin_config": [{
            "http_port": custom["HTTPPort"], "https_port": custom["HTTPSPort"],
            "ip_address_type": custom.get("IpAddressType", ""), "origin_mtls_config": [],
            "origin_keepalive_timeout": custom["OriginKeepaliveTimeout"],
            "origin_protocol_policy": custom["OriginProtocolPolicy"],
            "origin_read_timeout": custom["OriginReadTimeout"],
            "origin_ssl_protocols": listed(custom["OriginSslProtocols"])}] if custom else [],
        "domain_name": origin["DomainName"], "origin_access_control_id": origin.get("OriginAccessControlId", ""),
        "origin_id": origin["Id"], "origin_path": origin["OriginPath"],
        "origin_shield": [{"enabled": True, "origin_shield_region": shield["OriginShieldRegion"]}]
        if shield.get("Enabled") else [],
        "response_completion_timeout": origin.get("ResponseCompletionTimeout", 0),
        "s3_origin_config": [{"origin_access_identity": identity}] if identity else [], "vpc_origin_config": []}


# Policies of CloudFront


def policies(account, state):
    client = account.client("cloudfront")
    for policy in own(listed(client.list_cache_policies()["CachePolicyList"]), "CachePolicy"):
        config = policy["CachePolicyConfig"]
        parameters = config["ParametersInCacheKeyAndForwardedToOrigin"]
        state.add("aws_cloudfront_cache_policy", config["Name"], {
            **identity(account, "cache-policy", policy, config), "default_ttl": config["DefaultTTL"],
            "max_ttl": config["MaxTTL"], "min_ttl": config["MinTTL"],
            "parameters_in_cache_key_and_forwarded_to_origin": [{
                "enable_accept_encoding_brotli": parameters["EnableAcceptEncodingBrotli"],
                "enable_accept_encoding_gzip": parameters["EnableAcceptEncodingGzip"], **forwarded(parameters)}]})
    for policy in own(listed(client.list_origin_request_policies()["OriginRequestPolicyList"]), "OriginRequestPolicy"):
        config = policy["OriginRequestPolicyConfig"]
        state.add("aws_cloudfront_origin_request_policy", config["Name"], {
            **identity(account, "origin-request-policy", policy, config), **forwarded(config)})
    for control in listed(client.list_origin_access_controls()["OriginAccessControlList"]):
        state.add("aws_cloudfront_origin_access_control", control["Name"], {
            "arn": f"arn:aws:cloudfront::{account.number}:origin-access-control/{control['Id']}",
            "description": control["Description"], "etag": "E1", "id": control["Id"], "name": control["Name"],
            "origin_access_control_origin_type": control["OriginAccessControlOriginType"],
            "signing_behavior": control["SigningBehavior"], "signing_protocol": control["SigningProtocol"]})


def identity(account, kind, policy, config):
    return {
        "arn": f"arn:aws:cloudfront::{account.number}:{kind}/{policy['Id']}", "comment": config.get("Comment", ""),
        "etag": "E1", "id": policy["Id"], "name": config["Name"]}


def forwarded(config):
    def part(member, behavior, items):
        names = listed(config[member].get(items))
        return config[member][behavior], [{"items": names}] if names else []

    cookies, cookie_names = part("CookiesConfig", "CookieBehavior", "Cookies")
    headers, header_names = part("HeadersConfig", "HeaderBehavior", "Headers")
    strings, string_names = part("QueryStringsConfig", "QueryStringBehavior", "QueryStrings")
    return {
        "cookies_config": [{"cookie_behavior": cookies, "cookies": cookie_names}],
        "headers_config": [{"header_behavior": headers, "headers": header_names}],
        "query_strings_config": [{"query_string_behavior": strings, "query_strings": string_names}]}


# Functions and what they use


def functions(account, state):
    client = account.client("cloudfront")
    live = {one["Name"] for one in listed(client.list_functions(Stage="LIVE")["FunctionList"])}
    for summary in listed(client.list_functions(Stage="DEVELOPMENT")["FunctionList"]):
        name, config = summary["Name"], summary["FunctionConfig"]
        code = client.get_function(Name=name, Stage="DEVELOPMENT")
        state.add("aws_cloudfront_function", name, {
            "arn": summary["FunctionMetadata"]["FunctionARN"], "code": code["FunctionCode"].read().decode(),
            "comment": config["Comment"], "etag": code["ETag"], "id": name,
            "key_value_store_associations": [
                one["KeyValueStoreARN"] for one in listed(config.get("KeyValueStoreAssociations"))],
            "live_stage_etag": "E1" if name in live else "", "name": name, "publish": name in live,
            "runtime": config["Runtime"], "status": summary["Status"]})
    for store in listed(client.list_key_value_stores()["KeyValueStoreList"]):
        state.add("aws_cloudfront_key_value_store", store["Name"], {
            "arn": store["ARN"], "comment": store["Comment"], "etag": "E1", "id": store["Id"], "name": store["Name"],
            "last_modified_time": str(store["LastModifiedTime"]), "timeouts": None})
        for item in r.keys(account, store["ARN"]):
            state.add("aws_cloudfrontkeyvaluestore_key", store["Name"], {
                "id": f"{store['ARN']},{item['Key']}", "key": item["Key"], "key_value_store_arn": store["ARN"],
                "total_size_in_bytes": 0, "value": item["Value"]}, index=item["Key"])


def lambdas(account, state):
    client = account.client("lambda")
    for listed_function in client.list_functions()["Functions"]:
        name = listed_function["FunctionName"]
        function = client.get_function_configuration(FunctionName=name)
        reserved = client.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions", -1)
        variables = function.get("Environment", {}).get("Variables", {})
        logging = function["LoggingConfig"]
        state.add("aws_lambda_function", name, {
            "architectures": function["Architectures"], "arn": function["FunctionArn"], "capacity_provider_config": [],
            "code_sha256": function["CodeSha256"], "code_signing_config_arn": "", "dead_letter_config": [],
            "description": function["Description"], "durable_config": [],
            "environment": [{"variables": variables}] if variables else [],
            "ephemeral_storage": [{"size": function["EphemeralStorage"]["Size"]}], "file_system_config": [],
            "filename": f"{name}.zip", "function_name": name, "handler": function["Handler"], "id": name,
            "image_config": [], "image_uri": "", "invoke_arn": "", "kms_key_arn": function.get("KMSKeyArn", ""),
            "last_modified": function["LastModified"], "layers": [],
            "logging_config": [{
                "application_log_level": "", "log_format": logging["LogFormat"], "log_group": logging["LogGroup"],
                "system_log_level": ""}],
            "memory_size": function["MemorySize"], "package_type": function["PackageType"], "publish": True,
            "qualified_arn": function["FunctionArn"] + ":1", "region": REGION,
            "replace_security_groups_on_destroy": None, "replacement_security_group_ids": None,
            "reserved_concurrent_executions": reserved, "role": function["Role"], "runtime": function["Runtime"],
            "s3_bucket": None, "s3_key": None, "s3_object_version": None, "signing_job_arn": "",
            "signing_profile_version_arn": "", "skip_destroy": False, "snap_start": [],
            "source_code_hash": function["CodeSha256"], "source_code_size": function["CodeSize"], "tags": {},
            "tags_all": {}, "tenancy_config": [], "timeout": function["Timeout"], "timeouts": None,
            "tracing_config": [{"mode": function["TracingConfig"]["Mode"]}], "version": "1", "vpc_config": []})


def roles(account, state):
    iam = account.client("iam")
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        inline = {
            policy: json.dumps(iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"])
            for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]}
        attached = [policy["PolicyArn"] for policy in iam.list_attached_role_policies(
            RoleName=name)["AttachedPolicies"]]
        state.add("aws_iam_role", name, {
            "arn": role["Arn"], "assume_role_policy": json.dumps(role["AssumeRolePolicyDocument"]),
            "create_date": str(role["CreateDate"]), "description": role.get("Description", ""),
            "force_detach_policies": False, "id": name,
            "inline_policy": [{"name": policy, "policy": text} for policy, text in inline.items()],
            "managed_policy_arns": attached, "max_session_duration": role["MaxSessionDuration"], "name": name,
            "name_prefix": "", "path": role["Path"], "permissions_boundary": "", "tags": {}, "tags_all": {},
            "unique_id": role["RoleId"]})
        for policy, text in inline.items():
            state.add("aws_iam_role_policy", name, {
                "id": f"{name}:{policy}", "name": policy, "name_prefix": "", "policy": text, "role": name},
                index=policy)
        for arn in attached:
            state.add("aws_iam_role_policy_attachment", name, {
                "id": f"{name}/{arn}", "policy_arn": arn, "role": name}, index=arn)


def buckets(account, state):
    s3 = account.client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        name = bucket["Name"]
        block = s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]
        state.add("aws_s3_bucket_public_access_block", name, {
            "block_public_acls": block["BlockPublicAcls"], "block_public_policy": block["BlockPublicPolicy"],
            "bucket": name, "id": name, "ignore_public_acls": block["IgnorePublicAcls"], "region": REGION,
            "restrict_public_buckets": block["RestrictPublicBuckets"], "skip_destroy": None})
        try:
            policy = s3.get_bucket_policy(Bucket=name)["Policy"]
        except s3.exceptions.ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchBucketPolicy":
                raise
            policy = ""
        if policy:
            state.add("aws_s3_bucket_policy", name, {"bucket": name, "id": name, "policy": policy, "region": REGION})
        state.add("aws_s3_bucket", name, {
            "arn": f"arn:aws:s3:::{name}", "bucket": name, "bucket_region": REGION, "id": name, "policy": policy,
            "region": REGION})


def log_groups(account, state):
    for region in LOG_REGIONS:
        for group in account.client("logs", region).describe_log_groups()["logGroups"]:
            state.add("aws_cloudwatch_log_group", f"{region}{group['logGroupName']}", {
                "arn": group["arn"].removesuffix(":*"), "deletion_protection_enabled": False,
                "id": group["logGroupName"], "kms_key_id": group.get("kmsKeyId", ""),
                "log_group_class": group.get("logGroupClass", "STANDARD"), "name": group["logGroupName"],
                "name_prefix": "", "region": region, "retention_in_days": group.get("retentionInDays", 0),
                "skip_destroy": False, "tags": {}, "tags_all": {}})


def document(account):
    state = State()
    for part in (distributions, policies, functions, lambdas, roles, buckets, log_groups):
        part(account, state)
    return state.document()


def main():
    parser = argparse.ArgumentParser(
        prog="scripts/terraform_state.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--account", default=DEFAULT_ACCOUNT, help="twelve digits (default %(default)s)")
    options = parser.parse_args()
    endpoint = os.environ.get("AWS_ENDPOINT_URL") or parser.error("AWS_ENDPOINT_URL is not set")
    json.dump(document(Account(endpoint, options.account)), sys.stdout, indent=2)


if __name__ == "__main__":
    sys.exit(main())
