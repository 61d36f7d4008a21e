#!/usr/bin/env bash
# community.aws.cloudfront_response_headers_policy 11.2.0 (ansible 14.5.0) finds a policy by its name and updates it.
# Each update is of the whole policy, as the API has it, and the module sends what the task names and no more: a task
# for one security header takes CORS and the headers of its own away, and what it has no parameter for, removed headers
# and Server-Timing, is gone with every task, also with one that changes nothing. And `changed` is asked of the clock:
# whether CloudFront's time of the change is less than three seconds ago by the clock of the machine. With a right clock
# each run is a change, and on a machine that is four seconds ahead none ever is, so that handlers which wait for it do
# not run. Write the whole policy in each task, or use something else where it has those parts. Fails where a line below
# is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet)
"${pip[@]}" install boto3==1.44.8
# The module runs with this Python; the rest of Ansible asks for a newer one, and is not needed here.
"${pip[@]}" download --no-deps --python-version 3.13 --only-binary :all: --dest "$folder" ansible==14.5.0 \
  ansible-core==2.21.5

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import contextlib
import datetime
import glob
import io
import json
import sys
import zipfile

for name in glob.glob("ansible*.whl"):
    with zipfile.ZipFile(name) as wheel:
        wheel.extractall("lib", [member for member in wheel.namelist() if member.startswith((
            "ansible/__init__", "ansible/_vendor/", "ansible/module_utils/", "ansible/release",
            "ansible_collections/amazon/aws/", "ansible_collections/community/aws/"))])
sys.path.insert(0, "lib")

import botocore.client
import botocore.validate
from ansible.module_utils import basic
from ansible_collections.community.aws.plugins.modules import cloudfront_response_headers_policy


def listed(*items):
    return {"Quantity": len(items), "Items": list(items)}


BEFORE = {
    "Name": "edge", "Comment": "of the edge",
    "CorsConfig": {"AccessControlAllowOrigins": listed("https://example.com"),
                   "AccessControlAllowHeaders": listed("x-own"), "AccessControlAllowMethods": listed("GET"),
                   "AccessControlAllowCredentials": False, "OriginOverride": True},
    "SecurityHeadersConfig": {"ContentTypeOptions": {"Override": True}},
    "ServerTimingHeadersConfig": {"Enabled": True, "SamplingRate": 50},
    "CustomHeadersConfig": listed({"Header": "x-own", "Value": "1", "Override": True}),
    "RemoveHeadersConfig": listed({"Header": "server"}),
}
kept = []


def answer(client, operation, parameters):
    shape = client.meta.service_model.operation_model(operation).input_shape
    report = botocore.validate.ParamValidator().validate(parameters, shape)
    assert not report.has_errors(), report.generate_report()
    config = BEFORE
    if operation == "ListResponseHeadersPolicies":
        found = {"ResponseHeadersPolicy": {"Id": "policy", "ResponseHeadersPolicyConfig": BEFORE}}
        return {"ResponseHeadersPolicyList": listed(found)}
    if operation == "UpdateResponseHeadersPolicy":
        config = parameters["ResponseHeadersPolicyConfig"]
        kept.append([name for name in BEFORE if name in config])
    now = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=ahead)
    return {"ETag": "1", "ResponseHeadersPolicy": {"Id": "policy", "LastModifiedTime": now,
                                                   "ResponseHeadersPolicyConfig": config}}


def run(title, **task):
    basic._ANSIBLE_PROFILE = "legacy"
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": {
        "access_key": "test", "secret_key": "test", "region": "us-east-1", "name": "edge", **task}}).encode()
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        cloudfront_response_headers_policy.main()
    print(f"{title}: changed {json.loads(out.getvalue().splitlines()[-1])['changed']}")
    print("  the policy is", *kept.pop())


botocore.client.BaseClient._make_api_call = answer
security = {"security_headers_config": {"content_type_options": {"override": True}}}
ahead = 0
run("the security header that is there", **security)
run("a comment", comment="of the edge", **security)
ahead = 4
run("a clock that is ahead", **security)
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
the security header that is there: changed True
  the policy is Name SecurityHeadersConfig
a comment: changed True
  the policy is Name Comment SecurityHeadersConfig
a clock that is ahead: changed False
  the policy is Name SecurityHeadersConfig
SEEN
