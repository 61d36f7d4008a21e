#!/usr/bin/env bash
# `aws cloudfront create-distribution --origin-domain-name NAME` of AWS CLI 1.46.3 makes the configuration by itself.
# For a bucket CloudFront's guide wants the name with the region, BUCKET.s3.REGION.amazonaws.com, as the console and the
# CDK write it. To the CLI a bucket is what ends with .s3.amazonaws.com: one with its region becomes a custom origin,
# asked by plain HTTP, with no S3OriginConfig, so that neither an origin access control nor an identity goes with it,
# and each answer of a private bucket is 403. (A comment in its source takes names with a region for GovCloud's.) What
# else it makes is of ten years ago: ForwardedValues and no cache policy, HTTP allowed for viewers, and no compression;
# its reference says nothing of either. Write the configuration in a file. A server made here takes the request.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install awscli==1.46.3

cd "$folder"
AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 venv/bin/python -W ignore - <<'PYTHON' |
import http.server
import re
import subprocess
import threading


class CloudFront(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        for name in ["DomainName", "S3OriginConfig", "CustomOriginConfig", "OriginProtocolPolicy", "ForwardedValues",
                     "CachePolicyId", "ViewerProtocolPolicy", "Compress"]:
            found = re.search(f"<{name}>([^<]*)", body)
            print(f"   {name}:", (found.group(1) or "is there") if found else "-")
        self.send_response(201)
        self.send_header("Content-Type", "text/xml")
        self.end_headers()
        self.wfile.write(b"<Distribution/>")

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), CloudFront)
threading.Thread(target=server.serve_forever, daemon=True).start()
for name in ["logs.s3.amazonaws.com", "logs.s3.eu-west-1.amazonaws.com"]:
    print(name)
    subprocess.run(["venv/bin/aws", "--endpoint-url", f"http://127.0.0.1:{server.server_port}", "cloudfront",
                    "create-distribution", "--origin-domain-name", name], check=True, stdout=subprocess.DEVNULL)
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
logs.s3.amazonaws.com
   DomainName: logs.s3.amazonaws.com
   S3OriginConfig: is there
   CustomOriginConfig: -
   OriginProtocolPolicy: -
   ForwardedValues: is there
   CachePolicyId: -
   ViewerProtocolPolicy: allow-all
   Compress: -
logs.s3.eu-west-1.amazonaws.com
   DomainName: logs.s3.eu-west-1.amazonaws.com
   S3OriginConfig: -
   CustomOriginConfig: is there
   OriginProtocolPolicy: http-only
   ForwardedValues: is there
   CachePolicyId: -
   ViewerProtocolPolicy: allow-all
   Compress: -
SEEN
