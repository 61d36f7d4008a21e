"""The emulator with signatures and policies enforced: a user with a key, a role to assume and a key value store.

Prints where and what they are as JSON, serves until standard input ends.
"""
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

import boto3  # noqa: E402
from emulator import Emulator  # noqa: E402

ACCOUNT = "111122223333"


def policy(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", **statement}]})


with Emulator() as emulator:
    def client(service):
        return boto3.client(
            service, region_name="eu-west-1", endpoint_url=emulator.endpoint, aws_access_key_id=ACCOUNT,
            aws_secret_access_key="unused")

    iam = client("iam")
    iam.create_user(UserName="auditor")
    iam.put_user_policy(UserName="auditor", PolicyName="all", PolicyDocument=policy(Resource="*"))
    key = iam.create_access_key(UserName="auditor")["AccessKey"]
    trust = policy(Action="sts:AssumeRole", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    role = iam.create_role(RoleName="reader", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName="reader", PolicyName="all", PolicyDocument=policy(Resource="*"))
    store = client("cloudfront").create_key_value_store(Name="store")["KeyValueStore"]["ARN"]
    print(json.dumps({
        "port": emulator.port, "accessKeyId": key["AccessKeyId"], "secretAccessKey": key["SecretAccessKey"],
        "role": role, "store": store,
    }), flush=True)
    sys.stdin.read()
