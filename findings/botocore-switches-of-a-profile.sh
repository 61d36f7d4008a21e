#!/usr/bin/env bash
# Switches of a profile (~/.aws/config) and of the environment tell botocore 1.44.8, and all that is made of it, which
# endpoints to take. For settings with words of a list a wrong one is an error, which makes it look as if all were
# checked. For switches `true` alone, in any case, is on; everything else is off, with no word said:
#   use_fips_endpoint = yes, on, 1, AWS_USE_FIPS_ENDPOINT=1   the usual endpoint
#   ignore_configured_endpoint_urls = 1                       the endpoint of tests is still the one that is asked
#   parameter_validation = on                                 turns the checking of parameters off
# A # or ; behind a value belongs to it, in the value of a switch as well: `use_fips_endpoint = true # for the audit` is
# off, and a key with a comment behind it is one that nobody has. awscrt 0.38.1, AWS's reader of the same files in C,
# takes comments for what they are, so that one file is right for one of the two. AWS's reference has true and false as
# the values, and not that others are no error. Write `true`, comments on lines of their own, and look at a request's
# host. Nothing is sent here. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install botocore==1.44.8 awscrt==0.38.1

cd "$folder"
for name in $(compgen -e AWS_ || true); do unset "$name"; done
export AWS_CONFIG_FILE=$folder/config AWS_SHARED_CREDENTIALS_FILE=$folder/credentials AWS_EC2_METADATA_DISABLED=true
venv/bin/python - <<'PYTHON' | tee seen
import os
from urllib.parse import urlsplit

import awscrt.auth
import botocore.session
from botocore.exceptions import BotoCoreError

SITE = {"Bucket": "site"}
CREDENTIALS = "[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n"


class Stop(Exception):
    pass


def stop(request, **more):
    raise Stop(urlsplit(request.url).netloc)


def ask(*lines, service="cloudfront", call="list_distributions", parameters={}, **environment):
    with open("config", "w") as file:
        file.write("\n".join(["[default]", "region = us-east-1", *lines, ""]))
    with open("credentials", "w") as file:
        file.write(CREDENTIALS)
    os.environ.update(environment)
    try:
        client = botocore.session.Session().create_client(service)
        client.meta.events.register("before-send", stop)
        getattr(client, call)(**parameters)
    except Stop as host:
        answer = f"asks {host}"
    except BotoCoreError as error:
        answer = type(error).__name__
    for name in environment:
        del os.environ[name]
    title = ", ".join(line.strip() for line in [*lines, *map("=".join, environment.items())])
    print(f"{title}\n  {answer}")


for value in ("true", "True", "yes", "on", "1", "true # for the audit"):
    ask(f"use_fips_endpoint = {value}")
ask(AWS_USE_FIPS_ENDPOINT="1")
for value in ("true", "1"):
    ask("endpoint_url = http://127.0.0.1:5000", f"ignore_configured_endpoint_urls = {value}")
for value in ("true", "1"):
    ask("s3 =", f"  use_dualstack_endpoint = {value}", service="s3", call="get_bucket_acl", parameters=SITE)
for value in ("true", "on"):
    ask(f"parameter_validation = {value}", parameters={"MaxItems": 5})
ask("retry_mode = on")

with open("credentials", "w") as file:
    file.write("[default]\naws_access_key_id = AKIAEXAMPLE # of the edge\naws_secret_access_key = secret\n")
with open("config", "w") as file:
    file.write("[default]\nregion = us-east-1\n")
print("aws_access_key_id = AKIAEXAMPLE # of the edge")
print("  botocore:", botocore.session.Session().get_credentials().access_key)
provider = awscrt.auth.AwsCredentialsProvider.new_profile(
    config_filepath="config", credentials_filepath="credentials", profile_name="default")
print("  awscrt:  ", provider.get_credentials().result(10).access_key_id)
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
use_fips_endpoint = true
  asks cloudfront-fips.amazonaws.com
use_fips_endpoint = True
  asks cloudfront-fips.amazonaws.com
use_fips_endpoint = yes
  asks cloudfront.amazonaws.com
use_fips_endpoint = on
  asks cloudfront.amazonaws.com
use_fips_endpoint = 1
  asks cloudfront.amazonaws.com
use_fips_endpoint = true # for the audit
  asks cloudfront.amazonaws.com
AWS_USE_FIPS_ENDPOINT=1
  asks cloudfront.amazonaws.com
endpoint_url = http://127.0.0.1:5000, ignore_configured_endpoint_urls = true
  asks cloudfront.amazonaws.com
endpoint_url = http://127.0.0.1:5000, ignore_configured_endpoint_urls = 1
  asks 127.0.0.1:5000
s3 =, use_dualstack_endpoint = true
  asks site.s3.dualstack.us-east-1.amazonaws.com
s3 =, use_dualstack_endpoint = 1
  asks site.s3.amazonaws.com
parameter_validation = true
  ParamValidationError
parameter_validation = on
  asks cloudfront.amazonaws.com
retry_mode = on
  InvalidRetryModeError
aws_access_key_id = AKIAEXAMPLE # of the edge
  botocore: AKIAEXAMPLE # of the edge
  awscrt:   AKIAEXAMPLE
SEEN
