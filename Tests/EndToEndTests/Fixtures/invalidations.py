"""Invalidations of the emulator, made ready and read back through botocore.

    invalidations.py make       makes a distribution, and a user whose key may only invalidate it
    invalidations.py read ID    the distribution's invalidations, newest first, and the ETag of its configuration
"""

import json
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

import resources  # noqa: E402
from account import Account  # noqa: E402

account = Account(os.environ["AWS_ENDPOINT_URL"], "400000000001")
cloudfront = account.client("cloudfront")

match sys.argv[1:]:
    case ["make"]:
        distribution = resources.distribution(
            account, "invalidated", [resources.custom_origin("app", "app.example.com")],
            [resources.behavior("app"), resources.behavior("app", "/api/*")])
        iam = account.client("iam")
        iam.create_user(UserName="invalidator")
        statement = {
            "Effect": "Allow", "Action": "cloudfront:CreateInvalidation",
            "Resource": f"arn:aws:cloudfront::{account.number}:distribution/{distribution}"}
        iam.put_user_policy(
            UserName="invalidator", PolicyName="invalidate",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        key = iam.create_access_key(UserName="invalidator")["AccessKey"]
        print(json.dumps({"distribution": distribution, "key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}))
    case ["read", distribution]:
        newest = cloudfront.list_invalidations(DistributionId=distribution)["InvalidationList"].get("Items", [])
        print(json.dumps({
            "ETag": cloudfront.get_distribution_config(Id=distribution)["ETag"],
            "batches": [
                cloudfront.get_invalidation(DistributionId=distribution, Id=one["Id"])["Invalidation"]["InvalidationBatch"]
                for one in newest]}))
