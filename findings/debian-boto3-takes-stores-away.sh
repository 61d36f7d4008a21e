#!/usr/bin/env bash
# python3-boto3 1.26.27 (Debian 12's, with botocore 1.29.27) speaks CloudFront's API of 2020-05-31, and so does each
# newer boto3: the version has not changed since, so that an old client may be answered with everything that is there.
# What its model does not know it leaves out when it reads, without a warning. UpdateFunction and UpdateDistribution
# take the whole configuration. So the usual script, which gets it, changes a comment and updates, no longer sends
#   a function            its key value stores (KeyValueStoreAssociations)
#   a distribution        gRPC, VPC origins, the time that an origin has for an answer, how an origin group chooses,
#                         anycast addresses, certificates of viewers
#   response headers      the headers that are removed
# and ends well. boto3 1.44.8 hands all of it back. Ask an old client what it knows before it writes:
# client.meta.service_model.shape_for("FunctionConfig").members. Answers in CloudFront's form are made here.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq python3-botocore=1.29.27+repack-1 python3-boto3=1.26.27+dfsg-1 \
  python3-s3transfer=0.6.0-1 python3-jmespath=1.0.1-1 python3-dateutil=2.8.2-2 python3-urllib3 python3-six=1.16.0-4 \
  python3-requests python3-certifi python3-chardet python3-charset-normalizer python3-idna 2> /dev/null
 for package in *.deb; do dpkg -x "$package" debian; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install boto3==1.44.8

cat > "$folder/update.py" <<'PYTHON'
import http.server
import threading

import boto3

FUNCTION = """<FunctionConfig><Comment>edge</Comment><Runtime>cloudfront-js-2.0</Runtime><KeyValueStoreAssociations>
<Quantity>1</Quantity><Items><KeyValueStoreAssociation>
<KeyValueStoreARN>arn:aws:cloudfront::123456789012:key-value-store/a</KeyValueStoreARN></KeyValueStoreAssociation>
</Items></KeyValueStoreAssociations></FunctionConfig>"""
SUMMARY = f"""<FunctionSummary><Name>f</Name><Status>UNPUBLISHED</Status>{FUNCTION}<FunctionMetadata>
<FunctionARN>arn:aws:cloudfront::123456789012:function/f</FunctionARN><LastModifiedTime>2026-11-28T03:04:05Z
</LastModifiedTime></FunctionMetadata></FunctionSummary>"""
DISTRIBUTION = """<DistributionConfig><CallerReference>r</CallerReference><Comment>site</Comment><Enabled>true</Enabled>
<AnycastIpListId>aip_1</AnycastIpListId><ViewerMtlsConfig><Mode>required</Mode></ViewerMtlsConfig>
<Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><DomainName>internal.example.com</DomainName>
<ResponseCompletionTimeout>20</ResponseCompletionTimeout><VpcOriginConfig><VpcOriginId>vo_1</VpcOriginId>
</VpcOriginConfig></Origin></Items></Origins><OriginGroups><Quantity>1</Quantity><Items><OriginGroup><Id>g</Id>
<FailoverCriteria><StatusCodes><Quantity>1</Quantity><Items><StatusCode>500</StatusCode></Items></StatusCodes>
</FailoverCriteria><Members><Quantity>2</Quantity>
<Items><OriginGroupMember><OriginId>o</OriginId></OriginGroupMember>
<OriginGroupMember><OriginId>p</OriginId></OriginGroupMember>
</Items></Members><SelectionCriteria>media-quality-based</SelectionCriteria></OriginGroup></Items></OriginGroups>
<DefaultCacheBehavior><TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy>
<GrpcConfig><Enabled>true</Enabled></GrpcConfig></DefaultCacheBehavior></DistributionConfig>"""
HEADERS = """<ResponseHeadersPolicyConfig><Name>h</Name><RemoveHeadersConfig><Quantity>1</Quantity><Items>
<ResponseHeadersPolicyRemoveHeader><Header>Server</Header></ResponseHeadersPolicyRemoveHeader></Items>
</RemoveHeadersConfig></ResponseHeadersPolicyConfig>"""
NAMES = ["KeyValueStoreAssociations", "AnycastIpListId", "ViewerMtlsConfig", "ResponseCompletionTimeout",
         "VpcOriginConfig", "SelectionCriteria", "GrpcConfig", "RemoveHeadersConfig"]
sent = []


class CloudFront(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = SUMMARY if "/function/" in self.path else HEADERS if "headers" in self.path else DISTRIBUTION
        self.send_response(200)
        self.send_header("ETag", "E1")
        self.send_header("Content-Type", "text/xml")
        self.end_headers()
        self.wfile.write(body.encode())

    def do_PUT(self):
        sent.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.do_GET()

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), CloudFront)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = boto3.client("cloudfront", endpoint_url=f"http://127.0.0.1:{server.server_port}", region_name="us-east-1",
                      aws_access_key_id="test", aws_secret_access_key="test")
print("boto3", boto3.__version__)


def show(what, before):
    lost = [name for name in NAMES if f"<{name}>" in before and f"<{name}>" not in sent[-1]]
    print(f"   {what}:", "lost" if lost else "nothing lost")
    print(*(f"      {name}\n" for name in lost), sep="", end="")


answer = client.describe_function(Name="f")
config = answer["FunctionSummary"]["FunctionConfig"]
config["Comment"] = "new"
client.update_function(Name="f", IfMatch=answer["ETag"], FunctionConfig=config, FunctionCode=b"")
show("function", FUNCTION)
answer = client.get_distribution_config(Id="E1")
config = answer["DistributionConfig"]
config["Comment"] = "new"
client.update_distribution(Id="E1", IfMatch=answer["ETag"], DistributionConfig=config)
show("distribution", DISTRIBUTION)
answer = client.get_response_headers_policy_config(Id="h")
config = answer["ResponseHeadersPolicyConfig"]
config["Comment"] = "new"
client.update_response_headers_policy(Id="h", IfMatch=answer["ETag"], ResponseHeadersPolicyConfig=config)
show("response headers policy", HEADERS)
PYTHON
{
  PYTHONPATH=$folder/debian/usr/lib/python3/dist-packages /usr/bin/python3 -S -W ignore "$folder/update.py"
  "$folder/venv/bin/python" -W ignore "$folder/update.py"
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
boto3 1.26.27
   function: lost
      KeyValueStoreAssociations
   distribution: lost
      AnycastIpListId
      ViewerMtlsConfig
      ResponseCompletionTimeout
      VpcOriginConfig
      SelectionCriteria
      GrpcConfig
   response headers policy: lost
      RemoveHeadersConfig
boto3 1.44.8
   function: nothing lost
   distribution: nothing lost
   response headers policy: nothing lost
SEEN
