"""One account of the emulator, asked and changed through botocore by the tests of writers.

First prints the environment of a user who may do all, whose every signature is verified. Then answers each line of
standard input, {"service", "operation", "input"} with "region" where it matters, by what boto3 answered; `account` as
the service gives all that a writer may change, flat, with policy documents as the texts that they are.
"""
import json
import sys
from pathlib import Path
from urllib.parse import unquote

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

from botocore.exceptions import ClientError  # noqa: E402
from botocore.handlers import json_decode_policies  # noqa: E402
from emulator import Emulator  # noqa: E402

REGIONS = ["us-east-1", "eu-west-1"]


def administrator(account):
    iam = account.client("iam")
    iam.create_user(UserName="administrator")
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    iam.put_user_policy(UserName="administrator", PolicyName="all",
                        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statement}))
    key = iam.create_access_key(UserName="administrator")["AccessKey"]
    return {"AWS_ENDPOINT_URL": account.endpoint, "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"], "AWS_REGION": "us-east-1"}


def attempt(call, **arguments):
    try:
        return call(**arguments)
    except ClientError:
        return {}


def state(account):
    found = {}
    iam = account.client("iam")
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        found[f"{name} trust"] = unquote(iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"])
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
            document = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
            found[f"{name} inline {policy}"] = unquote(document)
        for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
            found[f"{name} attached {policy['PolicyArn']}"] = True
    s3 = account.client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        name = bucket["Name"]
        found[f"{name} policy"] = attempt(s3.get_bucket_policy, Bucket=name).get("Policy")
        block = attempt(s3.get_public_access_block, Bucket=name).get("PublicAccessBlockConfiguration")
        found[f"{name} block"] = block
    for region in REGIONS:
        logs = account.client("logs", region)
        for group in logs.describe_log_groups()["logGroups"]:
            name = group["logGroupName"]
            found[f"{region} {name} retention"] = group.get("retentionInDays")
            for filter in logs.describe_subscription_filters(logGroupName=name)["subscriptionFilters"]:
                filter.pop("creationTime")
                found[f"{region} {name} filter {filter['filterName']}"] = filter
        functions = account.client("lambda", region)
        for function in functions.list_functions()["Functions"]:
            name = function["FunctionName"]
            answer = functions.get_function_concurrency(FunctionName=name)
            found[f"{region} {name} concurrency"] = answer.get("ReservedConcurrentExecutions")
    return found


def answer(account, asked):
    if asked["service"] == "account":
        return state(account)
    client = account.client(asked["service"], asked.get("region", REGIONS[0]))
    values = asked["input"]
    if asked["operation"] == "create_function":
        from resources import archive
        values["Code"] = {"ZipFile": archive("exports.handler = async () => 0;")}
    return getattr(client, asked["operation"])(**values)


with Emulator() as emulator:
    account = emulator.account()
    account.client("iam").meta.events.unregister("after-call.iam", json_decode_policies)
    print(json.dumps(administrator(account)), flush=True)
    for line in sys.stdin:
        try:
            result = {"answer": answer(account, json.loads(line))}
        except Exception as error:
            result = {"error": str(error)}
        print(json.dumps(result, default=str), flush=True)
