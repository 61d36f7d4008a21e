#!/usr/bin/env bash
# community.aws.wafv2_web_acl and wafv2_ip_set 11.2.0 (ansible 14.5.0) make what a task says of a web ACL or a set of
# addresses. With `state: absent` and a list they take what is in the list away. What a task has in a list may be
# computed, and come out empty:
#   wafv2_ip_set, addresses: []    takes no address away but the whole set, where AWS lets it
#   wafv2_web_acl, rules: []       the same with the ACL
# And of an ACL that is there not everything is looked at: another metric_name, sampled_requests or
# custom_response_bodies is "not changed" and stays as it was until a rule changes, too; a task that changes a rule and
# does not name sampled_requests turns them off. Ask for the length of such lists first, and name everything. Seen
# against moto 5.2.5. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet)
"${pip[@]}" install 'moto[wafv2]==5.2.5' boto3==1.44.8
# The module runs with this Python; the rest of Ansible asks for a newer one, and is not needed here.
"${pip[@]}" download --no-deps --python-version 3.13 --only-binary :all: --dest "$folder" ansible==14.5.0 \
  ansible-core==2.21.5

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import contextlib
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

import boto3
import moto
from ansible.module_utils import basic
from ansible_collections.community.aws.plugins.modules import wafv2_ip_set, wafv2_web_acl



def run(module, title, **task):
    basic._ANSIBLE_PROFILE = "legacy"
    basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": {
        "access_key": "test", "secret_key": "test", "region": "us-east-1", "name": "edge", "scope": "CLOUDFRONT",
        **task}}).encode()
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        module.main()
    answered = json.loads(out.getvalue().splitlines()[-1])
    print(title + ": changed", answered.get("changed"), answered.get("msg", ""))


def acl():
    found = waf.list_web_acls(Scope="CLOUDFRONT")["WebACLs"]
    if not found:
        return print("  no ACL")
    now = waf.get_web_acl(Name="edge", Scope="CLOUDFRONT", Id=found[0]["Id"])["WebACL"]
    print("  rules:", *[rule["Name"] for rule in now["Rules"]], "metric:", now["VisibilityConfig"]["MetricName"],
          "samples:", now["VisibilityConfig"]["SampledRequestsEnabled"], "bodies:", *now["CustomResponseBodies"])


def rule(name, priority):
    return {"name": name, "priority": priority, "action": {"block": {}}, "statement": {
        "geo_match_statement": {"country_codes": ["KP"]}}, "visibility_config": {
        "sampled_requests_enabled": True, "cloud_watch_metrics_enabled": True, "metric_name": name}}


with moto.mock_aws():
    waf = boto3.client("wafv2", "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    waf.create_ip_set(Name="edge", Scope="CLOUDFRONT", IPAddressVersion="IPV4",
                      Addresses=["192.0.2.0/24", "198.51.100.0/24"])
    for addresses in (["192.0.2.0/24"], []):
        run(wafv2_ip_set, f"addresses that are to go {addresses}", state="absent", addresses=addresses)
        print("  sets left:", len(waf.list_ip_sets(Scope="CLOUDFRONT")["IPSets"]))
    first = {"state": "present", "default_action": "Allow", "rules": [rule("a", 0)], "metric_name": "edge",
             "sampled_requests": True,
             "custom_response_bodies": {"sorry": {"content": "Sorry", "content_type": "TEXT_PLAIN"}}}
    run(wafv2_web_acl, "an ACL", **first)
    acl()
    run(wafv2_web_acl, "another metric, another body", **{**first, "metric_name": "edge2", "custom_response_bodies": {
        "closed": {"content": "Closed", "content_type": "TEXT_PLAIN"}}})
    acl()
    run(wafv2_web_acl, "one more rule", state="present", default_action="Allow", rules=[rule("a", 0), rule("b", 1)])
    acl()
    run(wafv2_web_acl, "rules that are to go []", state="absent", rules=[])
    acl()
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
addresses that are to go ['192.0.2.0/24']: changed True 
  sets left: 1
addresses that are to go []: changed True 
  sets left: 0
an ACL: changed True 
  rules: a metric: edge samples: True bodies: sorry
another metric, another body: changed False 
  rules: a metric: edge samples: True bodies: sorry
one more rule: changed True 
  rules: a b metric: edge samples: False bodies: sorry
rules that are to go []: changed True 
  no ACL
SEEN
