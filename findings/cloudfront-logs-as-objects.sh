#!/usr/bin/env bash
# Two libraries read the logs of the edge into objects for Python, and read most of each line rightly:
#   aws-log-parser 3.0.2          a query's parameters without a value are gone (?preview, a=); of cookies all names but
#                                 the first begin with a blank, so that cookie["session"] is there for some viewers; the
#                                 log of a load balancer ends with a ValueError at the first viewer with IPv6, and with
#                                 an AttributeError at error reasons of WAF (WAFConnectionError): no line behind it
#   cloudfront-log-parser 0.3.0   asks for the browser by the text as it stands in the log, with %20 for blanks: Chrome
#                                 on Windows is no PC, and Safari on a telephone a browser within an app; and ip_address
#                                 is what the viewer has written into X-Forwarded-For, where there is something
# Numbers of browsers, of sessions and of addresses made with them look likely. Decode and split these fields oneself.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-log-parser==3.0.2 boto3==1.44.8 \
  cloudfront-log-parser==0.3.0 ua-parser==1.0.2 ua-parser-builtins==202610

cd "$folder"
AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test venv/bin/python -W ignore - <<'PYTHON' |
from urllib.parse import unquote

import cloudfront_log_parser
from aws_log_parser import AwsLogParser, LogType
from user_agents import parse

FIELDS = ("date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) "
          "cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol "
          "cs-bytes time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type "
          "cs-protocol-version fle-status fle-encrypted-fields").split()
REQUEST = dict(zip(FIELDS, (
    "2026-01-02 03:04:05 IAD79-C1 1045 192.0.2.1 GET d111111abcdef8.cloudfront.net / 200 - curl - - Hit x== "
    "www.example.com https 23 0.001 - TLSv1.3 TLS_AES_128_GCM_SHA256 Hit HTTP/2.0 - -").split()))
BALANCED = ('https 2026-01-02T03:04:05.000000Z app/edge/50dc6c495c0c9188 {}:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 '
            '34 366 "GET https://www.example.com:443/ HTTP/1.1" "curl" - - arn "Root=1-58337262-36d228ad5d99923122" '
            '"-" "-" 0 2026-01-02T03:04:05.000000Z "forward" "-" "{}" "10.0.0.1:80" "200" "-" "-"')


def line(**other):
    return "\t".join({**REQUEST, **{name.replace("_", "-"): value for name, value in other.items()}}.values())


def read(log_type, *lines):
    with open("some.log", "w") as file:
        file.writelines(text + "\n" for text in lines)
    yield from AwsLogParser(log_type=log_type).read_files("some.log")


for query in ("a=1&b=2", "preview", "a=&b=2"):
    print("query", query, *[entry.uri_query for entry in read(LogType.CloudFront, line(cs_uri_query=query))])
REQUEST["cs(Cookie)"] = "theme=dark;%20session=abc"
print("cookies", *[entry.cookie for entry in read(LogType.CloudFront, line())])
for viewer, reason in (("192.0.2.1", "-"), ("[2001:db8::1]", "-"), ("2001:db8::1", "-"),
                       ("192.0.2.1", "LambdaThrottling"), ("192.0.2.1", "WAFConnectionError")):
    try:
        count = sum(1 for _ in read(LogType.LoadBalancer, BALANCED.format(viewer, reason)))
        print("balanced", viewer, reason, count)
    except (AttributeError, ValueError) as error:
        print("balanced", viewer, reason, type(error).__name__)
for name in ("Windows%20NT%2010.0;%20Win64;%20x64)%20AppleWebKit/537.36%20(KHTML,%20like%20Gecko)%20Chrome/140.0.0.0%20"
             "Safari/537.36",
             "iPhone;%20CPU%20iPhone%20OS%2017_5%20like%20Mac%20OS%20X)%20AppleWebKit/605.1.15%20(KHTML,%20like%20"
             "Gecko)%20Version/17.5%20Mobile/15E148%20Safari/604.1"):
    REQUEST["cs(User-Agent)"] = "Mozilla/5.0%20(" + name
    found, = cloudfront_log_parser.parse(line(x_forwarded_for="203.0.113.7"))
    print("browser", found.browser_family, found.os_family, found.is_pc, "- of the decoded text:",
          (decoded := parse(unquote(REQUEST["cs(User-Agent)"]))).browser.family, decoded.os.family, decoded.is_pc)
    print("address", found.ip_address)
PYTHON
  tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
query a=1&b=2 {'a': ['1'], 'b': ['2']}
query preview {}
query a=&b=2 {'b': ['2']}
cookies {'theme': 'dark', ' session': 'abc'}
balanced 192.0.2.1 - 1
balanced [2001:db8::1] - ValueError
balanced 2001:db8::1 - ValueError
balanced 192.0.2.1 LambdaThrottling 1
balanced 192.0.2.1 WAFConnectionError AttributeError
browser Chrome Windows False - of the decoded text: Chrome Windows True
address 203.0.113.7
browser Mobile Safari UI/WKWebView iOS False - of the decoded text: Mobile Safari iOS False
address 203.0.113.7
SEEN
