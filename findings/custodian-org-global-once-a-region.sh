#!/usr/bin/env bash
# c7n-org 0.6.52 runs policies on global resources (CloudFront, IAM) once for each region that it is given: with two regions
# one distribution is read twice, written to two resources.json, counted twice in "Policy resource counts", and an action
# would be done twice. c7n 0.9.53 itself, with the same policy and regions, runs it once: "Global services will target a
# single region" (c7n/resources/aws.py); c7n-org loads policies without that step. A run of its own with one --region does it
# once. Seen against moto 5.2.5. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python3" -m pip install --quiet --disable-pip-version-check \
  c7n==0.9.53 c7n-org==0.6.52 moto==5.2.5 flask==3.1.3 flask-cors==6.0.5
"$folder/venv/bin/python3" - > "$folder/port" 2> "$folder/log" <<'SERVER' &
import time
import boto3
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
port = server.get_host_and_port()[1]
boto3.client(
    "cloudfront", endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1", aws_access_key_id="a",
    aws_secret_access_key="a").create_distribution(DistributionConfig={
        "CallerReference": "one", "Comment": "", "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [{
            "Id": "app", "DomainName": "app.example.com", "CustomOriginConfig": {
                "HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}}]},
        "DefaultCacheBehavior": {"TargetOriginId": "app", "ViewerProtocolPolicy": "allow-all"}})
print(port, flush=True)
time.sleep(300)
SERVER
server=$!
until [ -s "$folder/port" ]; do sleep 0.2; done
export AWS_ENDPOINT_URL=http://127.0.0.1:$(cat "$folder/port") AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=a
export AWS_DEFAULT_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true

cd "$folder"
echo '{"policies": [{"name": "all", "resource": "aws.distribution"}]}' > policies.yml
echo '{"accounts": [{"account_id": "123456789012", "name": "one", "role": "arn:aws:iam::123456789012:role/r"}]}' > accounts.yml
regions=(--region us-east-1 --region eu-west-1)
venv/bin/custodian run "${regions[@]}" --cache-period 0 -s c7n policies.yml > c7n.log 2>&1
venv/bin/c7n-org run "${regions[@]}" --cache-period 0 -c accounts.yml -u policies.yml -s c7n-org > c7n-org.log 2>&1
for tool in c7n c7n-org; do
  echo "$tool $(find "$tool" -name resources.json | xargs grep -l '"ARN"' | wc -l)"
done | tee seen
grep -o "Policy resource counts.*" c7n-org.log | tee -a seen

diff seen - <<'SEEN' || { cat c7n.log c7n-org.log; echo 'this is no longer so'; exit 1; }
c7n 1
c7n-org 2
Policy resource counts Counter({'all': 2})
SEEN
