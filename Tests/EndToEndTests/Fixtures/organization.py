"""An organization in the emulator whose endpoint is in AWS_ENDPOINT_URL: a hub whose user may enter the others, and members
with an estate and a role each. Prints the hub's environment and the members as one JSON object.

    organization.py

Of the members one does not let the hub in, one is suspended, and one is entered through a role of the hub.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

from account import READ_ACTIONS, Account  # noqa: E402
from estate import ESTATES, compliant  # noqa: E402

HUB = "400000000000"
ROLE = "audit-reader"


def role(account, name, principal, external_id=None, actions=READ_ACTIONS):
    iam = account.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}
    if external_id:
        trust["Condition"] = {"StringEquals": {"sts:ExternalId": external_id}}
    iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
    iam.put_role_policy(
        RoleName=name, PolicyName="read", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}))


def main():
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    hub = Account(endpoint, HUB)
    user = f"arn:aws:iam::{HUB}:root"
    environment = hub._user("auditor", READ_ACTIONS + [
        "sts:AssumeRole", "organizations:ListAccounts", "organizations:ListAccountsForParent",
        "organizations:ListOrganizationalUnitsForParent"])
    compliant(hub)
    organizations = hub.client("organizations")
    with contextlib.suppress(Exception):
        organizations.create_organization(FeatureSet="ALL")
    members = {}
    for name in ("books", "shop", "closed", "locked", "remote"):
        status = organizations.create_account(Email=f"{name}@example.com", AccountName=name)["CreateAccountStatus"]
        members[name] = status["AccountId"]
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="sites")["OrganizationalUnit"]["Id"]
    below = organizations.create_organizational_unit(ParentId=unit, Name="small")["OrganizationalUnit"]["Id"]
    organizations.move_account(AccountId=members["books"], SourceParentId=root, DestinationParentId=unit)
    organizations.move_account(AccountId=members["shop"], SourceParentId=root, DestinationParentId=below)
    organizations.close_account(AccountId=members["closed"])
    ESTATES["drifted"](Account(endpoint, members["books"]))
    for name in ("shop", "remote"):
        compliant(Account(endpoint, members[name]))
    for name in ("books", "shop"):
        role(Account(endpoint, members[name]), ROLE, user)
    # Accounts with nothing in them, beside the organization.
    empty = [str(410000000000 + number) for number in range(4)]
    for number in empty:
        role(Account(endpoint, number), ROLE, user)
    role(hub, "stairs", user, actions=["sts:AssumeRole"])
    role(Account(endpoint, members["remote"]), ROLE, f"arn:aws:iam::{HUB}:role/stairs", external_id="of-remote")
    role(Account(endpoint, members["locked"]), ROLE, "arn:aws:iam::999999999999:root")
    print(json.dumps({
        "environment": environment, "hub": HUB, "members": members, "unit": unit, "below": below, "role": ROLE, "empty": empty}))


if __name__ == "__main__":
    main()
