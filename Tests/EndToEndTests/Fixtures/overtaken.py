"""Somebody changes the very values that are to be repaired, once they were planned.

    overtaken.py ENDPOINT ACCOUNT

Prints what came of the fix, what was written all the same, and what of the editor's values is gone. AUDIT names the
command.
"""

import sys

from repairs import LOG_REGIONS, NAMES, Account, Audit, Proxy, broken, drifts, json, r, state

endpoint, number = sys.argv[1:]


def edit(estate):
    """Other values than those that were found and those that are wanted."""
    account = estate.account
    drifts.change_api(estate, ViewerProtocolPolicy="https-only")
    # Another store than the one that the code opens.
    other = r.key_value_store(account, "another", {"a": "b"})
    r.change_function(account, "books-image-guard", r.GUARD_CODE % r.store_id(estate.store), [other])
    r.publish(account, "books-image-guard")
    account.client("iam").update_assume_role_policy(RoleName="edge", PolicyDocument=r.trust(["ec2.amazonaws.com"]))
    r.grant_read(account, drifts.images(estate), "E0OTHER")
    account.client("s3").put_public_access_block(
        Bucket=drifts.images(estate), PublicAccessBlockConfiguration={
            "BlockPublicAcls": True, "IgnorePublicAcls": False, "BlockPublicPolicy": False,
            "RestrictPublicBuckets": False})
    account.client("logs", LOG_REGIONS[1]).put_retention_policy(
        logGroupName="/aws/lambda/us-east-1.image-resizer", retentionInDays=365)
    account.client("lambda").put_function_concurrency(
        FunctionName="images-invalidator", ReservedConcurrentExecutions=7)


def main():
    estate = broken(Account(endpoint, number))
    found = {}

    def meddle(request, forward):
        # The first read of the first step comes right after the plan.
        if not found and audit.journal():
            edit(estate)
            found.update(state(estate.account))
        return forward()

    proxy = Proxy(endpoint, meddle)
    audit = Audit(estate.account, proxy.endpoint)
    fix = audit.fix()
    now = state(estate.account)
    policy = f"bucket {drifts.images(estate)} Policy"
    ours = ("store books-release-dates", "lambda status-api", "role edge", policy)
    print(json.dumps({
        "fix": fix, "writes": sorted(name for name, status in proxy.log if name in NAMES and status < 300),
        "reverted": [name for name in found if now.get(name) != found[name] and name not in ours],
        "trust": now["role edge"][0] == found["role edge"][0],
        # Its statement is added to whatever there is.
        "statements": json.loads(now[policy])["Statement"][:-1] == json.loads(found[policy])["Statement"]}))


main()
