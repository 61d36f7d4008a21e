"""What Prowler and Cloud Custodian say of the emulator's estates, beside what audit says; run by scripts/peers.

    peers.py FOLDER BINARY

FOLDER holds their virtual environments. Each verdict on which they differ from audit has its reason in docs/peers.md.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import resources as r
from drifts import DRIFTS
from emulator import Emulator
from estate import ESTATES, compliant

ROOT = Path(__file__).resolve().parent.parent
PROWLER = "prowler==5.46.0"
CUSTODIAN = "c7n==0.9.53"

# Prowler's checks that ask what a rule asks, beside those that the rules themselves refer to.
CHECKS = {
    "iam_role_administratoraccess_policy": "edge-role-broad-managed-policy",
    "s3_bucket_public_access": "origin-bucket-public",
}

# Custodian's filters, for what a filter of its own decides rather than a value that the author of a policy names.
FILTERS = {
    "allow-all": ("distribution", "viewer-protocol-https", {"or": [
        {"type": "value", "key": "DefaultCacheBehavior.ViewerProtocolPolicy", "value": "allow-all"},
        {"type": "value", "key": "CacheBehaviors.Items[?ViewerProtocolPolicy=='allow-all'] | [0]", "value": "present"},
    ]}),
    "mismatch-s3-origin": ("distribution", "origin-bucket-exists", {
        "type": "mismatch-s3-origin", "check_custom_origins": True}),
    "waf-enabled": ("distribution", "web-acl", {"type": "waf-enabled", "state": False}),
    "check-public-block": ("s3", "origin-bucket-public", {"type": "check-public-block"}),
    "s3-cross-account": ("s3", "origin-bucket-public", {"type": "cross-account"}),
    "role-cross-account": ("iam-role", "edge-role-trust-open", {"type": "cross-account"}),
}


def drifts(account):
    """The compliant estate with what one of the three looks for, all at once."""
    estate = compliant(account)
    for name in (
            "viewer-protocol-https", "sni-only", "origin-tls", "web-acl", "default-root-object", "access-logging",
            "origin-access-restricted", "post-quantum-tls", "edge-lambda-runtime", "edge-role-trust-open",
            "edge-role-broad-managed-policy", "origin-bucket-public-any-customer", "origin-bucket-public",
            "origin-bucket-exists", "origin-failover"):
        DRIFTS[name](estate)
    # The draft of a function is on a runtime of today, the version at the edge is not.
    account.client("lambda").update_function_configuration(FunctionName="image-resizer", Runtime="nodejs22.x")

    def change(config):
        website = r.custom_origin("website", f"books-gone-{account.number}.s3-website-us-east-1.amazonaws.com")
        website["CustomOriginConfig"].update(
            OriginProtocolPolicy="http-only", OriginSslProtocols=r.items(["TLSv1", "TLSv1.2"]))
        identity = {**config["Origins"]["Items"][0], "Id": "identity", "OriginAccessControlId": ""}
        identity["S3OriginConfig"] = {"OriginAccessIdentity": "origin-access-identity/cloudfront/E1IDENTITY"}
        config["Origins"] = r.items([*config["Origins"]["Items"], website, identity])

    r.change_distribution(account, estate.site, change)


def rules_of_checks():
    """The rules of each of Prowler's checks."""
    rules, rule = defaultdict(list), None
    for path in sorted((ROOT / "rules").glob("*.yaml")):
        for line in path.read_text().splitlines():
            if found := re.match(r"  - id: (\S+)", line):
                rule = found[1]
            elif found := re.search(r"prowler\.com/check/(\w+)", line):
                rules[found[1]].append(rule)
    for check, rule in CHECKS.items():
        rules[check].append(rule)
    return rules


def run(*command, env=None, ends=(0,)):
    result = subprocess.run(command, env=env, capture_output=True, text=True)
    if result.returncode not in ends:
        sys.exit(f"peers: {command[0]} ended with {result.returncode}:\n{result.stdout[-2000:]}{result.stderr[-2000:]}")
    return result.stdout


def reasons():
    """Why verdicts differ, by control and by who alone fails: the rows of the table."""
    page = (ROOT / "docs/peers.md").read_text()
    rows = re.findall(r"^\| `([\w-]+)` \| [^|]* \| (\w+) \| ([^|]*) \|$", page, re.MULTILINE)
    return {(control, who): reason for control, who, reason in rows}


def ask_audit(binary, rules, environment):
    """Who fails each rule, and all that was read."""
    only = [f"--only={rule}" for rule in rules]
    report = json.loads(run(binary, "check", "--format", "json", *only, env=environment, ends=(0, 2)))
    failing = defaultdict(set)
    for finding in report["findings"]:
        # What is not known is neither.
        if finding["status"] == "fail":
            failing[finding["rule"]].add(name(finding["resource"]["arn"]))
    read = {name(resource["arn"]) for resource in json.loads(run(binary, "snapshot", env=environment))["resources"]}
    return failing, read


def ask_prowler(folder, checks, environment, home):
    run(f"{folder}/{PROWLER}/bin/prowler", "aws", "--region", "us-east-1", "--no-banner", "--checks", *checks,
        "--output-formats", "json-ocsf", "--output-directory", home, "--output-filename", "prowler",
        env=environment, ends=(0, 3))
    verdicts = defaultdict(lambda: defaultdict(bool))
    for finding in json.loads(Path(home, "prowler.ocsf.json").read_text()):
        check, resource = finding["metadata"]["event_code"], name(finding["resources"][0]["uid"])
        verdicts[check][resource] |= finding["status_code"] == "FAIL"
    return verdicts


def ask_custodian(folder, environment, home):
    """What each filter matches, of all that there is of its kind."""
    policies = [{"name": f"all-{kind}", "resource": f"aws.{kind}"} for kind in {kind for kind, *_ in FILTERS.values()}]
    policies += [
        {"name": policy, "resource": f"aws.{kind}", "filters": [condition]}
        for policy, (kind, _, condition) in FILTERS.items()]
    Path(home, "policies.json").write_text(json.dumps({"policies": policies}))
    run(f"{folder}/{CUSTODIAN}/bin/custodian", "run", "--region", "us-east-1", "--cache-period", "0",
        "--output-dir", home, f"{home}/policies.json", env=environment)

    def matched(policy):
        resources = json.loads(Path(home, policy, "resources.json").read_text())
        return {name(one.get("ARN") or one.get("Arn") or one["Name"]) for one in resources}

    verdicts = {}
    for policy, (kind, *_) in FILTERS.items():
        failing = matched(policy)
        verdicts[policy] = {one: one in failing for one in matched(f"all-{kind}")}
    return verdicts


def name(arn):
    """What all three call a resource by: a function by its name, anything else by the last part of its ARN."""
    function = re.search(r":function:([^:]+)", arn)
    return function[1] if function else re.split(r"[:/]", arn.removesuffix(":*"))[-1]


def compare(estate, account, folder, binary, reasons):
    """Prints each difference, and a line a control; gives the reasons that there were, None for one that is missing."""
    checks = rules_of_checks()
    controls = {**checks, **{policy: [rule] for policy, (_, rule, _) in FILTERS.items()}}
    # Both peers ask for more than an audit does: they have the account's own key.
    with tempfile.TemporaryDirectory() as home:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        environment = {**inherited, **account.auditor, "HOME": home}
        failing, read = ask_audit(binary, sorted({rule for of in controls.values() for rule in of}), environment)
        environment |= {"AWS_ACCESS_KEY_ID": account.number, "AWS_SECRET_ACCESS_KEY": "unverified"}
        peers = {
            "Prowler": ask_prowler(folder, sorted(checks), environment, home),
            "Custodian": ask_custodian(folder, environment, home)}
    used = set()
    for peer, verdicts in peers.items():
        if not verdicts:
            sys.exit(f"peers: {peer} said nothing of {estate}")
        for control in sorted(verdicts):
            alike = {"fail": 0, "pass": 0}
            for resource, theirs in sorted(verdicts[control].items()):
                ours = any(resource in failing[rule] for rule in controls[control])
                if resource not in read:  # it belongs to no edge
                    continue
                if theirs == ours:
                    alike["fail" if ours else "pass"] += 1
                    continue
                key = (control, peer if theirs else "audit")
                used.add(key if key in reasons else None)
                print(f"{estate}: {control}: {key[1]} alone fails {resource}: {reasons.get(key, 'NO REASON')}")
            asked = ", ".join(controls[control])
            print(f"{estate}: {control} ({asked}): {alike['fail']} fail and {alike['pass']} pass alike")
    return used


def main():
    folder, binary = sys.argv[1:]
    known, used = reasons(), set()
    with Emulator() as emulator:
        estates = {"compliant": compliant, "drifted": ESTATES["drifted"], "drifts": drifts}
        for number, (estate, make) in enumerate(estates.items(), 400000000000):
            account = emulator.account(str(number))
            make(account)
            used |= compare(estate, account, folder, binary, known)
    for control, who in sorted(known.keys() - used):
        print(f"docs/peers.md: nothing differs any more in {control}, which {who} alone is to fail")
    if None in used:
        print("peers: a verdict differs and has no reason in docs/peers.md")
    return 0 if used == known.keys() else 1


if __name__ == "__main__":
    sys.exit(main())
