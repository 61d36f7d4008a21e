#!/usr/bin/env bash
# With AUTH=true, ministack 1.5.33 asks IAM for other actions than AWS does, by the method and the path's first part:
#   PutFunctionEventInvokeConfig     asks for lambda:UpdateFunctionCode
#   DeleteFunctionEventInvokeConfig  asks for lambda:DeleteFunction
# So a smallest policy that is right on AWS is denied here, and one that passes here grants on AWS what nobody needs: a
# policy that is tried out on this emulator alone proves neither. Fails where either is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install ministack==1.5.33 boto3==1.43.106
port=$((20000 + RANDOM % 20000))
(cd "$folder" && AUTH=true BIND_HOST=127.0.0.1 GATEWAY_PORT=$port SFTP_ENABLED=0 IOT_MTLS_ENABLED=0 \
  exec "$folder/venv/bin/ministack") > "$folder/log" 2>&1 &
server=$!
"$folder/venv/bin/python" - "$port" <<'PYTHON'
import io
import json
import re
import sys
import time
import zipfile

import boto3
import botocore


def client(service, key="111122223333", secret="test"):
    return boto3.client(
        service, region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{sys.argv[1]}", aws_access_key_id=key,
        aws_secret_access_key=secret)


iam = client("iam")
for _ in range(60):
    try:
        role = iam.create_role(RoleName="f", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        break
    except botocore.exceptions.EndpointConnectionError:
        time.sleep(0.5)
else:
    sys.exit("ministack did not start")
package = io.BytesIO()
with zipfile.ZipFile(package, "w") as file:
    file.writestr("index.js", "exports.handler = async () => ({})")
client("lambda").create_function(
    FunctionName="f", Role=role, Runtime="nodejs22.x", Handler="index.handler", Code={"ZipFile": package.getvalue()})
actions = ["lambda:PutFunctionEventInvokeConfig", "lambda:DeleteFunctionEventInvokeConfig"]
iam.create_user(UserName="u")
iam.put_user_policy(UserName="u", PolicyName="p", PolicyDocument=json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}))
key = iam.create_access_key(UserName="u")["AccessKey"]
user = client("lambda", key["AccessKeyId"], key["SecretAccessKey"])
for call, arguments, wanted in (
    (user.put_function_event_invoke_config, {"MaximumRetryAttempts": 1}, "lambda:UpdateFunctionCode"),
    (user.delete_function_event_invoke_config, {}, "lambda:DeleteFunction"),
):
    try:
        call(FunctionName="f", **arguments)
    except botocore.exceptions.ClientError as error:
        said = error.response["Error"]
        asked = re.search(r"perform: (\S+)", said["Message"])
        assert said["Code"] == "AccessDeniedException" and asked and asked[1] == wanted, said
        print(f"{call.__name__}: asked for {asked[1]}")
    else:
        sys.exit(f"{call.__name__} is allowed: this is no longer so")
PYTHON
