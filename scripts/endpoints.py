"""Prints AWS's partitions, and where each service that is asked answers in them, out of botocore's endpoint rule sets.

A service has one entry that holds in all partitions (`*`), and one for each partition or region that differs. An entry
is the hosts without a variant, with FIPS, with dual stack and with both, null where there is none; and the region that
requests are signed for, where it is not the one that is asked. Hosts have these places: {region}, {globalRegion},
{dnsSuffix} and {dualStackSuffix}. The data of key value stores is not here: its host hangs on an ARN alone.
"""

import json
import pathlib
import re
from collections import Counter

import botocore
import botocore.session
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import BotoCoreError

# Each table of operations names its service; those whose hosts hang on an ARN have no rules that could be read here.
TABLES = pathlib.Path(__file__).parent.parent / "Sources/AWSServices"
TEXT = "".join(file.read_text(encoding="utf-8") for file in TABLES.glob("*.swift"))
NAMED = re.findall(r'Service\(\s*name: "([^"]+)"((?:[^()]|\([^()]*\))*)\)', TEXT)
# Nothing asks these; that they come out right is tested too.
BESIDES = ["securityhub", "sqs"]
SERVICES = sorted([name for name, rest in NAMED if ".accountOfStore" not in rest] + BESIDES)
VARIANTS = [(False, False), (True, False), (False, True), (True, True)]
# A region that no rule knows shows the rule of its partition.
UNKNOWN = "nowhere-9"

LOADER = botocore.session.Session().get_component("data_loader")
PARTITIONS = LOADER.load_data("partitions")


def partition(source):
    prefixes, end = re.fullmatch(r"\^(.*)(\\-\\w\+\\-\\d\+\$)", source["regionRegex"]).groups()
    before, choice, after = re.fullmatch(r"([\w\\-]*)(?:\(([\w|]+)\))?([\w\\-]*)", prefixes).groups()
    outputs = source["outputs"]
    return {
        "id": source["id"],
        "prefixes": [(before + one + after).replace("\\", "") for one in (choice or "").split("|")],
        "globalRegion": outputs["implicitGlobalRegion"],
        "dnsSuffix": outputs["dnsSuffix"],
        "dualStackSuffix": outputs["dualStackDnsSuffix"],
        "regions": sorted(source["regions"]),
    }


def ask(provider, parameters, region, fips, dual_stack):
    """The host and the region that signs, or nothing."""
    known = {
        "Region": region, "UseFIPS": fips, "UseDualStack": dual_stack, "UseGlobalEndpoint": False,
        "RequiresAccountId": False,
    }
    try:
        endpoint = provider.resolve_endpoint(**{name: value for name, value in known.items() if name in parameters})
    except BotoCoreError:
        return None, region
    scheme, host = endpoint.url.split("://")
    assert scheme == "https" and "/" not in host, endpoint.url
    return host, endpoint.properties.get("authSchemes", [{}])[0].get("signingRegion", region)


def entry(provider, parameters, region, facts):
    """What holds in a region, with places for what comes from it and from its partition."""
    def template(text):
        for value, place in [
            (region, "region"), (facts["globalRegion"], "globalRegion"), (facts["dualStackSuffix"], "dualStackSuffix"),
            (facts["dnsSuffix"], "dnsSuffix"),
        ]:
            text = re.sub(rf"(?<![\w-]){re.escape(value)}(?![\w-])", f"{{{place}}}", text)
        return text

    answers = [ask(provider, parameters, region, *variant) for variant in VARIANTS]
    result = {"hosts": [host and template(host) for host, _ in answers]}
    # The variants of a name for a whole partition that do not exist sign otherwise.
    signing = template(next(signing for host, signing in answers if host))
    return result if signing == "{region}" else result | {"signingRegion": signing}


def fill(entry, region, facts):
    """The entry in a region, as the product reads it."""
    def text(template):
        return template and template.format(**{**facts, "region": region})

    return [text(host) for host in entry["hosts"]], text(entry.get("signingRegion", "{region}"))


def service(name, partitions):
    rules = LOADER.load_service_model(name, "endpoint-rule-set-1")
    provider, parameters = EndpointProvider(rules, PARTITIONS), set(rules["parameters"])
    found = {
        facts["id"]: entry(provider, parameters, f"{facts['prefixes'][0]}-{UNKNOWN}", facts) for facts in partitions
    }
    # The entry of most partitions is that of all, where another says otherwise.
    common = json.loads(Counter(json.dumps(one) for one in found.values()).most_common(1)[0][0])
    entries = {"*": common} | {id: one for id, one in found.items() if one != common}
    for facts in partitions:
        for region in facts["regions"]:
            one = entry(provider, parameters, region, facts)
            if fill(one, region, facts) != fill(found[facts["id"]], region, facts):
                entries[region] = one
    return entries


def lines(value, depth=0):
    """JSON with a line for each partition and for each entry of a service."""
    if depth == 3 or not isinstance(value, (dict, list)):
        return json.dumps(value)
    items = value.items() if isinstance(value, dict) else [(None, one) for one in value]
    texts = [(f"{json.dumps(name)}: " if name else "") + lines(one, depth + 1) for name, one in items]
    pad = "\n" + " " * (depth + 1)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return opening + pad + f",{pad}".join(texts) + "\n" + " " * depth + closing


if __name__ == "__main__":
    partitions = [partition(source) for source in PARTITIONS["partitions"]]
    print(lines({
        "botocore": botocore.__version__, "partitions": partitions,
        "services": {name: service(name, partitions) for name in SERVICES},
    }))
