#!/usr/bin/env bash
# `client.meta.endpoint_url` of botocore 1.44.8 is what scripts print, log and take for lists of allowed hosts. It comes
# from the old table of endpoints, and the host that is asked from the service's endpoint rules, which are looked at
# with each call. For services of the edge the two part: with FIPS or dual-stack endpoints (also by
# AWS_USE_FIPS_ENDPOINT and the profile), for a key value store's data, and for CloudFront in the partition of GovCloud,
# the address in `meta` is one that is never asked, such as cloudfront-fips.aws-global.amazonaws.com. A firewall that is
# opened by it stays shut to what is asked. Take the URL of a request from
# the event before-send. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'botocore[crt]==1.44.8'

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config


class Asked(Exception):
    pass


def stop(request, **_):
    raise Asked(urlsplit(request.url).netloc)


store = "arn:aws:cloudfront::123456789012:key-value-store/1a2b3c4d-1111-2222-3333-444455556666"
calls = {"cloudfront": lambda client: client.list_functions(), "organizations": lambda client: client.list_accounts(),
         "route53": lambda client: client.list_hosted_zones(), "iam": lambda client: client.list_roles(),
         "s3": lambda client: client.list_buckets(), "shield": lambda client: client.list_protections(),
         "wafv2": lambda client: client.list_web_acls(Scope="CLOUDFRONT"),
         "cloudfront-keyvaluestore": lambda client: client.list_keys(KvsARN=store)}
session = botocore.session.Session()
session.set_credentials("test", "test")
for option in (None, "use_fips_endpoint", "use_dualstack_endpoint"):
    for region in ("us-east-1", "us-gov-west-1"):
        for service, call in calls.items():
            if (service, region) == ("cloudfront-keyvaluestore", "us-gov-west-1"):
                continue
            if (service, option) == ("cloudfront-keyvaluestore", "use_fips_endpoint"):
                continue
            client = session.create_client(service, region, config=Config(**{option: True} if option else {}))
            client.meta.events.register("before-send.*", stop)
            try:
                call(client)
            except Asked as asked:
                told = urlsplit(client.meta.endpoint_url).netloc
                if told != str(asked):
                    print(f"{option or 'as it is'}, {region}, {service}:\n  meta {told}\n  asked {asked}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
as it is, us-east-1, cloudfront-keyvaluestore:
  meta cloudfront-keyvaluestore.us-east-1.amazonaws.com
  asked 123456789012.cloudfront-kvs.global.api.aws
as it is, us-gov-west-1, cloudfront:
  meta cloudfront.us-gov-west-1.amazonaws.com
  asked cloudfront.amazonaws.com
use_fips_endpoint, us-east-1, cloudfront:
  meta cloudfront-fips.aws-global.amazonaws.com
  asked cloudfront-fips.amazonaws.com
use_fips_endpoint, us-east-1, s3:
  meta s3-fips.aws-global.amazonaws.com
  asked s3-fips.us-east-1.amazonaws.com
use_fips_endpoint, us-gov-west-1, cloudfront:
  meta cloudfront-fips.us-gov-west-1.amazonaws.com
  asked cloudfront-fips.amazonaws.com
use_dualstack_endpoint, us-east-1, cloudfront:
  meta cloudfront.aws-global.api.aws
  asked cloudfront.global.api.aws
use_dualstack_endpoint, us-east-1, organizations:
  meta organizations.aws-global.api.aws
  asked organizations.us-east-1.api.aws
use_dualstack_endpoint, us-east-1, route53:
  meta route53.aws-global.api.aws
  asked route53.global.api.aws
use_dualstack_endpoint, us-east-1, shield:
  meta shield.aws-global.api.aws
  asked shield.us-east-1.api.aws
use_dualstack_endpoint, us-east-1, cloudfront-keyvaluestore:
  meta cloudfront-keyvaluestore.us-east-1.api.aws
  asked 123456789012.cloudfront-kvs.global.api.aws
use_dualstack_endpoint, us-gov-west-1, cloudfront:
  meta cloudfront.us-gov-west-1.api.aws
  asked cloudfront.api.aws
use_dualstack_endpoint, us-gov-west-1, organizations:
  meta organizations.aws-us-gov-global.api.aws
  asked organizations.us-gov-west-1.api.aws
use_dualstack_endpoint, us-gov-west-1, route53:
  meta route53.aws-us-gov-global.api.aws
  asked route53.us-gov.api.aws
use_dualstack_endpoint, us-gov-west-1, iam:
  meta iam.aws-us-gov-global.api.aws
  asked iam.us-gov.api.aws
SEEN
