#!/usr/bin/env bash
# Two answers of ministack 1.5.33's Lambda say that something is not there which is:
#   GetRuntimeManagementConfig of a function that exists: 404 ResourceNotFoundException, "Function not found"; it knows no
#     such operation, and takes the whole path for the function's name. AWS answers UpdateRuntimeOn.
#   ListProvisionedConcurrencyConfigs: 404 ProvisionedConcurrencyConfigNotFoundException, as it takes it for
#     GetProvisionedConcurrencyConfig without a qualifier. AWS answers a list, an empty one too.
# Whoever takes a 404 of such a call to mean that the function was deleted loses a function that is there.
# Fails where either is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install ministack==1.5.33 boto3==1.43.106
port=$((20000 + RANDOM % 20000))
(cd "$folder" && BIND_HOST=127.0.0.1 GATEWAY_PORT=$port SFTP_ENABLED=0 IOT_MTLS_ENABLED=0 exec "$folder/venv/bin/ministack") \
  > "$folder/log" 2>&1 &
server=$!
"$folder/venv/bin/python" - "$port" <<'PYTHON'
import io
import sys
import time
import zipfile

import boto3
import botocore

options = {
    "region_name": "us-east-1", "endpoint_url": f"http://127.0.0.1:{sys.argv[1]}", "aws_access_key_id": "test",
    "aws_secret_access_key": "test"}
client = boto3.client("lambda", **options)
package = io.BytesIO()
with zipfile.ZipFile(package, "w") as file:
    file.writestr("index.js", "exports.handler = async () => ({})")
for _ in range(60):
    try:
        role = boto3.client("iam", **options).create_role(RoleName="f", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        break
    except botocore.exceptions.EndpointConnectionError:
        time.sleep(0.5)
else:
    sys.exit("ministack did not start")
client.create_function(
    FunctionName="f", Role=role, Runtime="nodejs22.x", Handler="index.handler", Code={"ZipFile": package.getvalue()})
assert client.get_function_configuration(FunctionName="f")["FunctionName"] == "f"
for call, wanted in (
    ("get_runtime_management_config", "ResourceNotFoundException"),
    ("list_provisioned_concurrency_configs", "ProvisionedConcurrencyConfigNotFoundException"),
):
    try:
        getattr(client, call)(FunctionName="f")
    except botocore.exceptions.ClientError as error:
        found = error.response["Error"]
        assert found["Code"] == wanted, found
        print(f"{call}: {found['Code']}: {found['Message']}")
    else:
        sys.exit(f"{call} answers: this is no longer so")
PYTHON
