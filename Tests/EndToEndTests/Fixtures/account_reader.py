"""All of an account that an edge estate is made of, read through botocore and laid out flat: {place: value}.

Places are named as people name them (`distribution books CacheBehaviors[/api/*].Compress`), and what changes by itself
with each write (ETags, revisions, times) is left out. A list whose elements have names has its order under `[*]`. Names
stand for ids that differ from one account to the next, and N for the account's number.

Two things are there a second time: a distribution's document as it came over the wire, under `wire`, since botocore
drops what it does not know, and policies, which are the texts that the services keep, as sets of what they say, under
`means`.
"""

import contextlib
import json
import xml.etree.ElementTree as ElementTree
from urllib.parse import unquote

import resources
from botocore.exceptions import ClientError
from botocore.handlers import json_decode_policies
from estate import LOG_REGIONS
from samples import stable_names

NAMES = ("PathPattern", "EventType", "ErrorCode", "HeaderName", "Id", "filterName")
OF_ITSELF = {
    "LastModified", "RevisionId", "State", "StateReason", "StateReasonCode", "LastUpdateStatus", "CallerReference",
    "creationTime", "logGroupName", "ResponseMetadata",
}


def read(account):
    """The account, flat."""
    account.client("iam").meta.events.unregister("after-call.iam", json_decode_policies)
    found = {}
    for part in (distributions, functions, stores, policies, roles, buckets, lambdas, log_groups):
        found.update(part(account))
    text = json.dumps(dict(sorted(found.items())))
    for id, name in {account.number: "N", **stable_names(account)}.items():
        text = text.replace(id, name)
    return json.loads(text)


def policy(text, place, found):
    """A policy's text, and what it says: a list of scalars is a set, one element as good as a list of it."""
    def means(value):
        if isinstance(value, dict):
            return {name: means(member) for name, member in sorted(value.items())}
        if not isinstance(value, list):
            return value
        values = sorted((means(element) for element in value), key=str)
        return values[0] if len(values) == 1 else values

    if text:
        found[place] = text
        found[f"{place} means"] = json.dumps(means(json.loads(text)))


def flat(value, place, found):
    """Lays a value out; `{Quantity, Items}` is a list, and what is empty is not there."""
    if isinstance(value, dict) and "Quantity" in value and set(value) <= {"Quantity", "Items"}:
        value = value.get("Items", [])
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in OF_ITSELF:
                flat(member, f"{place}.{name}", found)
    elif isinstance(value, list) and value and all(isinstance(element, dict) for element in value):
        names = [next((str(element[name]) for name in NAMES if name in element), None) for element in value]
        if len(value) > 1:
            found[f"{place}[*]"] = names
        for index, (name, element) in enumerate(zip(names, value)):
            flat(element, f"{place}[{name or index}]", found)
    elif value not in (None, "", []):
        found[place] = value
    return found


def attempt(call, **arguments):
    try:
        return call(**arguments)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        return {}


def distributions(account):
    client = account.client("cloudfront")
    wire, found = {}, {}

    def keep(response_dict, **_):
        wire["body"] = response_dict["body"]

    client.meta.events.register("before-parse.cloudfront.GetDistributionConfig", keep)
    for summary in client.list_distributions()["DistributionList"].get("Items", []):
        config = client.get_distribution_config(Id=summary["Id"])["DistributionConfig"]
        place = f"distribution {config['CallerReference']}"
        flat(config, place, found)
        found[f"{place} wire"] = ElementTree.canonicalize(wire["body"].decode(), strip_text=True)
        tags = client.list_tags_for_resource(Resource=summary["ARN"])["Tags"]
        flat({tag["Key"]: tag["Value"] for tag in tags.get("Items", [])}, f"{place} tags", found)
        invalidations = client.list_invalidations(DistributionId=summary["Id"])["InvalidationList"]
        found[f"{place} invalidations"] = len(invalidations.get("Items", []))
    client.meta.events.unregister("before-parse.cloudfront.GetDistributionConfig", keep)
    return {place.replace(".", " ", 1) if " wire" not in place else place: value for place, value in found.items()}


def functions(account):
    client = account.client("cloudfront")
    found = {}
    for summary in client.list_functions()["FunctionList"].get("Items", []):
        name = summary["Name"]
        for stage in ("DEVELOPMENT", "LIVE"):
            place = f"function {name} {stage}"
            described = attempt(client.describe_function, Name=name, Stage=stage)
            if described:
                flat(described["FunctionSummary"]["FunctionConfig"], f"{place}.FunctionConfig", found)
                code = client.get_function(Name=name, Stage=stage)["FunctionCode"].read()
                found[f"{place}.FunctionCode"] = code.decode()
    return found


def stores(account):
    found = {}
    for store in account.client("cloudfront").list_key_value_stores()["KeyValueStoreList"].get("Items", []):
        for item in resources.keys(account, store["ARN"]):
            found[f"store {store['Name']} [{item['Key']}]"] = item["Value"]
    return found


def policies(account):
    client = account.client("cloudfront")
    found = {}
    for kind, listed in (
            ("CachePolicy", client.list_cache_policies), ("OriginRequestPolicy", client.list_origin_request_policies),
            ("ResponseHeadersPolicy", client.list_response_headers_policies)):
        for item in listed(Type="custom")[f"{kind}List"].get("Items", []):
            config = item[kind][f"{kind}Config"]
            flat(config, f"{kind} {config['Name']}", found)
    controls = client.list_origin_access_controls()["OriginAccessControlList"]
    for control in controls.get("Items", []):
        flat({**control, "Id": None}, f"OriginAccessControl {control['Name']}", found)
    return found


def roles(account):
    iam = account.client("iam")
    found = {}
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        policy(unquote(role["AssumeRolePolicyDocument"]), f"role {name} trust", found)
        for inline in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            document = iam.get_role_policy(RoleName=name, PolicyName=inline)["PolicyDocument"]
            policy(unquote(document), f"role {name} inline {inline}", found)
        for attached in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
            found[f"role {name} attached {attached['PolicyArn']}"] = attached["PolicyName"]
    return found


def buckets(account):
    s3 = account.client("s3")
    found = {}
    for bucket in s3.list_buckets()["Buckets"]:
        place, name = f"bucket {bucket['Name']}", {"Bucket": bucket["Name"]}
        policy(attempt(s3.get_bucket_policy, **name).get("Policy"), f"{place} policy", found)
        block = attempt(s3.get_public_access_block, **name).get("PublicAccessBlockConfiguration")
        flat(block, f"{place} block", found)
        flat(s3.get_bucket_notification_configuration(**name), f"{place} notification", found)
    return found


def lambdas(account):
    client = account.client("lambda")
    found = {}
    for function in client.list_functions()["Functions"]:
        name = function["FunctionName"]
        for version in client.list_versions_by_function(FunctionName=name)["Versions"]:
            flat({**version, "FunctionArn": None}, f"lambda {name}:{version['Version']}", found)
        concurrency = client.get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions")
        if concurrency is not None:
            found[f"lambda {name} concurrency"] = concurrency
        for events in client.list_function_event_invoke_configs(FunctionName=name)["FunctionEventInvokeConfigs"]:
            qualifier = events["FunctionArn"].split(":", 6)[-1].removeprefix(name)
            found[f"lambda {name}{qualifier} event age"] = events.get("MaximumEventAgeInSeconds", 21600)
        for alias in client.list_aliases(FunctionName=name)["Aliases"]:
            found[f"lambda {name} alias {alias['Name']}"] = alias["FunctionVersion"]
    return found


def log_groups(account):
    found = {}
    for region in LOG_REGIONS:
        client = account.client("logs", region)
        for group in client.describe_log_groups()["logGroups"]:
            place, name = f"logs {region} {group['logGroupName']}", {"logGroupName": group["logGroupName"]}
            found[place] = group.get("retentionInDays", "for ever")
            for filter in client.describe_subscription_filters(**name)["subscriptionFilters"]:
                flat(filter, f"{place} filter {filter['filterName']}", found)
    return found
