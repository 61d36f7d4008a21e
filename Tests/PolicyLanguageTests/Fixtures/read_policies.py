"""Asks an independent reader about policies: a JSON document on each line of standard input, an answer on each line of
standard output: whether the policy is public, whether it lets strangers in, and whom it names."""

import json
import logging
import sys
import types

logging.disable(logging.CRITICAL)

OWN = "111122223333"
KNOWN = [OWN, "444455556666"]
ORGANIZATION = "o-a1b2c3d4e5"


def policyuniverse():
    from policyuniverse.policy import Policy

    def answer(policy):
        read = Policy(policy)
        named = {who.value for who in read.whos_allowed() if who.category == "principal"}
        return {"public": read.is_internet_accessible(), "named": sorted(named)}

    return answer


def c7n():
    from c7n.filters.iamaccess import PolicyChecker

    organizations = {"allowed_orgid": [ORGANIZATION]}
    everyone = PolicyChecker({"everyone_only": True, "allowed_accounts": KNOWN, **organizations})
    strangers = PolicyChecker({"allowed_accounts": [OWN], **organizations})

    def answer(policy):
        return {"public": bool(everyone.check(policy)), "strangers": bool(strangers.check(policy))}

    return answer


def prowler():
    def stand_in(name, **members):
        sys.modules[name] = types.ModuleType(name)
        vars(sys.modules[name]).update(members)

    # What the module imports for functions that are not called here.
    stand_in("py_iam_expand")
    stand_in("py_iam_expand.actions", InvalidActionHandling=None, expand_actions=None)
    stand_in("prowler.providers.aws.aws_provider", read_aws_regions_file=None)
    stand_in("prowler.lib.logger", logger=logging.getLogger("prowler"))
    from prowler.providers.aws.services.iam.lib.policy import is_policy_public

    def answer(policy):
        # It changes what it is given.
        again = json.loads(json.dumps(policy))
        return {
            "public": is_policy_public(policy, OWN),
            "strangers": is_policy_public(again, OWN, is_cross_account_allowed=False),
        }

    return answer


def main():
    answer = {"policyuniverse": policyuniverse, "c7n": c7n, "prowler": prowler}[sys.argv[1]]()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))))


main()
