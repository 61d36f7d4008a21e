#!/usr/bin/env bash
# Within mock_aws of moto 5.2.5 the calls of boto3 are answered by moto, which is what it is used for. Of CloudFront's key
# value stores that holds for one half: create_key_value_store answers a store with an ARN, and a client of its keys
# (cloudfront-keyvaluestore) is neither answered nor refused. Its host is under api.aws, which moto does not watch, and so
# the call leaves for AWS, with the credentials and the ARN of the test: here nobody tells where the name leads, and it
# goes no further. What looks like a flaky network in such a test is a call to the real service. Give the client an
# endpoint_url of a stub. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[cloudfront]==5.2.5' boto3==1.44.8 awscrt==0.38.1

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import socket

import boto3
from moto import mock_aws

asked = []


def nobody(host, *others, **more):
    asked.append(host)
    raise socket.gaierror("not here")


socket.getaddrinfo = nobody
with mock_aws():
    store = boto3.client("cloudfront", "us-east-1").create_key_value_store(Name="redirects")["KeyValueStore"]
    print("a store:", store["Name"], "asked:", asked)
    try:
        boto3.client("cloudfront-keyvaluestore", "us-east-1").list_keys(KvsARN=store["ARN"])
    except Exception as error:
        print("its keys:", type(error).__name__, "asked:", sorted(set(asked)))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
a store: redirects asked: []
its keys: EndpointConnectionError asked: ['123456789012.cloudfront-kvs.global.api.aws']
SEEN
