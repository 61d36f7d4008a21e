#!/usr/bin/env bash
# Flask, Django and whatever else speaks WSGI runs on Lambda, behind a distribution, through an adapter, by way of a
# function URL, a REST API or a load balancer. HTTP has more than one header or parameter of a name, and each of those
# three has a form for it. Of three adapters none keeps them everywhere, and none says a word:
#   apig-wsgi 2.20.0         function URL: of two answers' headers of a name other than Set-Cookie the last is left: of
#                            Vary, which caches go by, of Link and of Content-Security-Policy. Load balancer without
#                            multi-value headers: one of two cookies
#   serverless-wsgi 3.1.0    function URL: cookies are sent as set-cookie and Set-cookie, names that HTTP takes for one,
#                            and not as `cookies`, which is there for them. REST API: of a request's headers the last
#   awsgi2 1.0.2             one of two cookies that are set, everywhere. Function URL: no cookie of a viewer arrives,
#                            and ?tag=a&tag=b is one of "a,b". Load balancer: the query is encoded twice (a%2Bb becomes
#                            a%252Bb), and with multi-value headers no header arrives
# A sign-in with two cookies, or a page by language and encoding, is then half, and right on a laptop. Try an answer
# with two of a name where it is to run. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install apig-wsgi==2.20.0 serverless-wsgi==3.1.0 \
  awsgi2==1.0.2 werkzeug==3.1.9

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import json

import apig_wsgi
import awsgi2
import serverless_wsgi

seen = {}


def application(environ, start_response):
    seen.update({name: environ.get(name) for name in ("QUERY_STRING", "HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE")})
    start_response("200 OK", [("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"),
                              ("Vary", "Accept-Encoding"), ("Vary", "Accept-Language")])
    return [b"page"]


class Context:
    aws_request_id = "1"


HEADERS = {"host": ["api.example.com"], "accept-language": ["de", "en"], "cookie": ["s=1"], "x-forwarded-port": ["443"],
           "x-forwarded-proto": ["https"], "x-forwarded-for": ["192.0.2.1"]}
LAST = {name: values[-1] for name, values in HEADERS.items()}
HTTP = {"method": "GET", "path": "/a%20b", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "test"}
BALANCER = {"requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:x"}},
            "httpMethod": "GET", "path": "/a%20b", "body": "", "isBase64Encoded": False}
EVENTS = {
    "function URL": {
        "version": "2.0", "routeKey": "$default", "rawPath": "/a%20b", "rawQueryString": "tag=a%2Bb&tag=c",
        "headers": {name: ",".join(values) for name, values in HEADERS.items() if name != "cookie"}, "cookies": ["s=1"],
        "queryStringParameters": {"tag": "a+b,c"},
        "requestContext": {"http": HTTP, "requestId": "1", "stage": "$default", "domainName": "api.example.com"},
        "isBase64Encoded": False},
    "REST API": {
        "resource": "/{proxy+}", "path": "/a%20b", "httpMethod": "GET", "headers": LAST, "multiValueHeaders": HEADERS,
        "queryStringParameters": {"tag": "c"}, "multiValueQueryStringParameters": {"tag": ["a+b", "c"]},
        "requestContext": {"stage": "prod", "identity": {"sourceIp": "192.0.2.1"}, "requestId": "1"}, "body": None,
        "isBase64Encoded": False},
    "load balancer": {**BALANCER, "headers": LAST, "queryStringParameters": {"tag": "a%2Bb"}},
    "load balancer, multi-value": {**BALANCER, "multiValueHeaders": HEADERS,
                                   "multiValueQueryStringParameters": {"tag": ["a%2Bb", "c"]}},
}
ADAPTERS = {
    "apig-wsgi": apig_wsgi.make_lambda_handler(application),
    "serverless-wsgi": lambda event, context: serverless_wsgi.handle_request(application, event, context),
    "awsgi2": lambda event, context: awsgi2.response(application, event, context),
}
for kind, event in EVENTS.items():
    print(kind)
    for name, adapter in ADAPTERS.items():
        try:
            answer = adapter(json.loads(json.dumps(event)), Context())
        except KeyError as error:
            print(f"  {name}: KeyError {error}")
            continue
        headers = {**answer.get("headers", {}), **answer.get("multiValueHeaders", {})}
        headers = {key: value for key, value in headers.items() if key.lower() in ("set-cookie", "vary")}
        print(f"  {name}: {', '.join(map(str, seen.values()))}")
        print(f"    cookies {answer.get('cookies')}, {json.dumps(headers)}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
function URL
  apig-wsgi: tag=a%2Bb&tag=c, de,en, s=1
    cookies ['a=1', 'b=2'], {"vary": "Accept-Language"}
  serverless-wsgi: tag=a%2Bb&tag=c, de,en, s=1
    cookies None, {"set-cookie": "a=1", "Set-cookie": "b=2", "vary": "Accept-Encoding", "Vary": "Accept-Language"}
  awsgi2: tag=a%2Bb%2Cc, de,en, None
    cookies None, {"Set-Cookie": "b=2", "Vary": "Accept-Language"}
REST API
  apig-wsgi: tag=a%2Bb&tag=c, de,en, s=1
    cookies None, {"Set-Cookie": ["a=1", "b=2"], "Vary": ["Accept-Encoding", "Accept-Language"]}
  serverless-wsgi: tag=a%2Bb&tag=c, en, s=1
    cookies None, {"Set-Cookie": ["a=1", "b=2"], "Vary": ["Accept-Encoding", "Accept-Language"]}
  awsgi2: tag=a%2Bb&tag=c, en, s=1
    cookies None, {"Set-Cookie": "b=2", "Vary": "Accept-Language"}
load balancer
  apig-wsgi: tag=a%2Bb, en, s=1
    cookies None, {"Set-Cookie": "b=2", "Vary": "Accept-Language"}
  serverless-wsgi: tag=a%2Bb, en, s=1
    cookies None, {"set-cookie": "a=1", "Set-cookie": "b=2", "vary": "Accept-Encoding", "Vary": "Accept-Language"}
  awsgi2: tag=a%252Bb, en, s=1
    cookies None, {"Set-Cookie": "b=2", "Vary": "Accept-Language"}
load balancer, multi-value
  apig-wsgi: tag=a%2Bb&tag=c, de,en, s=1
    cookies None, {"Set-Cookie": ["a=1", "b=2"], "Vary": ["Accept-Encoding", "Accept-Language"]}
  serverless-wsgi: tag=a%2Bb&tag=c, en, s=1
    cookies None, {"Set-Cookie": ["a=1", "b=2"], "Vary": ["Accept-Encoding", "Accept-Language"]}
  awsgi2: tag=a%252Bb&tag=c, None, None
    cookies None, {"Set-Cookie": "b=2", "Vary": "Accept-Language"}
SEEN
