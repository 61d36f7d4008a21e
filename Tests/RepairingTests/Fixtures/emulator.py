"""The emulator with a user who may do all, and botocore beside it as an independent reader and editor.

Prints the user's key and the endpoint as JSON. Then, for each line {"service", "method", "parameters"} on standard input,
prints what boto3's client answers as JSON, or {"error": ...}, until standard input ends. The service `resources` is
`scripts/resources.py`, whose functions take the account and these parameters.
"""
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

import resources  # noqa: E402
from emulator import Emulator  # noqa: E402


def plain(value):
    return value.read().decode(errors="surrogateescape") if hasattr(value, "read") else str(value)


def answer_to(service, method, parameters):
    if service == "resources":
        return getattr(resources, method)(account, **parameters)
    answer = getattr(account.client(service), method)(**parameters)
    answer.pop("ResponseMetadata", None)
    return answer


with Emulator() as emulator:
    account = emulator.account()
    iam = account.client("iam")
    iam.create_user(UserName="fixer")
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    iam.put_user_policy(
        UserName="fixer", PolicyName="all",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    key = iam.create_access_key(UserName="fixer")["AccessKey"]
    print(json.dumps({
        "endpoint": emulator.endpoint, "accessKeyID": key["AccessKeyId"], "secretAccessKey": key["SecretAccessKey"],
    }), flush=True)
    for line in sys.stdin:
        try:
            answer = answer_to(**json.loads(line))
        except Exception as error:
            answer = {"error": str(error)}
        print(json.dumps(answer, default=plain), flush=True)
