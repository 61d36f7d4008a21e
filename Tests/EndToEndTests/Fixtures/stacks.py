"""Stacks in the emulator that AWS_ENDPOINT_URL names.

    stacks.py make ACCOUNT NAME TEMPLATE   makes a stack and prints the environments of who may read and who may repair
    stacks.py detach ACCOUNT FUNCTION      takes the store away from a function, as somebody does in the console
    stacks.py parameter ACCOUNT NAME TYPE VALUE [REGION]   writes a parameter of SSM
    stacks.py upload ACCOUNT KEY FILE      puts a template where a nested stack takes it from, and prints its address
"""

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

from account import Account  # noqa: E402


def make(account, name, template):
    formation = account.client("cloudformation")
    formation.create_stack(
        StackName=name, TemplateBody=Path(template).read_text(), Capabilities=["CAPABILITY_NAMED_IAM"])
    for _ in range(100):
        status = formation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        if not status.endswith("_IN_PROGRESS"):
            break
        time.sleep(0.1)
    assert status == "CREATE_COMPLETE", formation.describe_stack_events(StackName=name)
    print(json.dumps({"auditor": account.auditor, "fixer": account.fixer}))


def detach(account, name):
    front = account.client("cloudfront")
    described = front.describe_function(Name=name, Stage="DEVELOPMENT")
    code = front.get_function(Name=name, Stage="DEVELOPMENT")["FunctionCode"].read()
    config = described["FunctionSummary"]["FunctionConfig"]
    config["KeyValueStoreAssociations"] = {"Quantity": 0, "Items": []}
    front.update_function(
        Name=name, IfMatch=described["ETag"], FunctionConfig=config, FunctionCode=code)
    tag = front.describe_function(Name=name, Stage="DEVELOPMENT")["ETag"]
    front.publish_function(Name=name, IfMatch=tag)


def parameter(account, name, kind, value, region="us-east-1"):
    account.client("ssm", region).put_parameter(Name=name, Type=kind, Value=value, Overwrite=True)


def upload(account, key, file):
    store = account.client("s3")
    store.create_bucket(Bucket="templates")
    store.put_object(Bucket="templates", Key=key, Body=Path(file).read_bytes())
    print(json.dumps({"url": f"{os.environ['AWS_ENDPOINT_URL']}/templates/{key}"}))


def main():
    command, number, *arguments = sys.argv[1:]
    account = Account(os.environ["AWS_ENDPOINT_URL"], number)
    {"make": make, "detach": detach, "parameter": parameter, "upload": upload}[command](account, *arguments)


main()
