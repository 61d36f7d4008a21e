"""moto's server with an organization that no answer holds in one page. Run and ended as moto_estate.py is; prints how it is
reached, the accounts by where they are, and the units.
"""

import json
import logging
import sys

import boto3
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.ERROR)


def main():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing"}
    organizations = boto3.client(
        "organizations", endpoint_url=environment["AWS_ENDPOINT_URL"], region_name="us-east-1",
        aws_access_key_id="testing", aws_secret_access_key="testing")
    hub = organizations.create_organization(FeatureSet="ALL")["Organization"]["MasterAccountId"]
    root = organizations.list_roots()["Roots"][0]["Id"]

    def unit(name, parent):
        return organizations.create_organizational_unit(ParentId=parent, Name=name)["OrganizationalUnit"]["Id"]

    def members(prefix, count, parent):
        made = []
        for number in range(count):
            name = f"{prefix}-{number}"
            status = organizations.create_account(Email=f"{name}@example.com", AccountName=name)["CreateAccountStatus"]
            made.append(status["AccountId"])
            if parent != root:
                organizations.move_account(AccountId=made[-1], SourceParentId=root, DestinationParentId=parent)
        return made

    sites = unit("sites", root)
    # More units below than moto lists in a page, which is 20; accounts in the last of them.
    below = [unit(f"site-{number}", sites) for number in range(23)]
    accounts = {
        "root": members("main", 55, root), "sites": members("site", 45, sites), "below": members("small", 3, below[-1])}
    closed = accounts["sites"].pop()
    organizations.close_account(AccountId=closed)
    print(json.dumps({
        "environment": environment, "hub": hub, "root": root, "unit": sites, "accounts": accounts, "closed": closed}),
        flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
