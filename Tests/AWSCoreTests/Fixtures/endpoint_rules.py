"""Resolves endpoints with botocore's rule sets: reads [service, region, FIPS, dual stack, ARN, bucket] as JSON, writes
[url, signing region] or null for each."""
import json
import sys

import botocore.session
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import BotoCoreError

loader = botocore.session.get_session().get_component("data_loader")
partitions = loader.load_data("partitions")
providers = {}


def resolve(service, region, fips, dual_stack, arn, bucket):
    if service not in providers:
        rules = loader.load_service_model(service, "endpoint-rule-set-1")
        providers[service] = (EndpointProvider(rules, partitions), set(rules["parameters"]))
    provider, known = providers[service]
    parameters = {
        "Region": region, "UseFIPS": fips, "UseDualStack": dual_stack, "UseGlobalEndpoint": False, "KvsARN": arn,
        "Bucket": bucket,
    }
    try:
        endpoint = provider.resolve_endpoint(
            **{name: value for name, value in parameters.items() if name in known and value is not None})
    except BotoCoreError:
        return None
    scheme = endpoint.properties.get("authSchemes", [{}])[0]
    region_set = scheme.get("signingRegionSet")
    return [endpoint.url, scheme.get("signingRegion") or (region_set and ",".join(region_set))]


json.dump([resolve(*case) for case in json.load(sys.stdin)], sys.stdout)
