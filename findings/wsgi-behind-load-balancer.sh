#!/usr/bin/env bash
# A load balancer hands a Lambda function the query as it came, still encoded, and one value of each name or all, by a
# setting of its target group (multi-value headers). Three adapters run a Flask application there, the usual origin of a
# distribution:
#   apig-wsgi 2.20.0         right throughout
#   serverless-wsgi 3.1.0    right, but for the viewer's address, which is empty
#   aws-wsgi 0.2.7           encodes what is encoded: "a b" arrives as "a%20b"; with multi-value headers, and at a
#                            function URL, each request ends in a KeyError
# and without multi-value headers apig-wsgi and aws-wsgi hand on the last of two cookies, serverless-wsgi both, by names
# in different case. Tests through API Gateway's REST events, which are decoded, show none of it. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install apig-wsgi==2.20.0 serverless-wsgi==3.1.0 \
  aws-wsgi==0.2.7 flask==3.1.3

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import apig_wsgi
import awsgi
import flask
import serverless_wsgi

application = flask.Flask("site")


@application.route("/")
def page():
    request = flask.request
    response = flask.make_response(f"{request.args.getlist('q')} from {request.remote_addr or 'nowhere'}")
    response.set_cookie("one", "1")
    response.set_cookie("two", "2")
    return response


headers = {"host": "www.example.com", "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
common = {"requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:…"}}, "httpMethod": "GET",
          "path": "/", "body": "", "isBase64Encoded": False}
events = {"single values": {**common, "headers": headers, "queryStringParameters": {"q": "a%20b"}},
          "multiple values": {**common, "multiValueHeaders": {name: [value] for name, value in headers.items()},
                              "multiValueQueryStringParameters": {"q": ["a%20b", "c"]}}}
for name, event in events.items():
    print(name)
    for library, run in (("apig-wsgi", lambda: apig_wsgi.make_lambda_handler(application)(event, None)),
                         ("serverless-wsgi", lambda: serverless_wsgi.handle_request(application, event, None)),
                         ("aws-wsgi", lambda: awsgi.response(application, event, None))):
        try:
            answer = run()
        except KeyError as error:
            print(f"  {library}: KeyError {error}")
            continue
        sent = answer.get("multiValueHeaders") or answer["headers"]
        print(f"  {library}: {answer['body']}, {[key for key in sent if key.lower() == 'set-cookie']}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
single values
  apig-wsgi: ['a b'] from 203.0.113.9, ['Set-Cookie']
  serverless-wsgi: ['a b'] from nowhere, ['set-cookie', 'Set-cookie']
  aws-wsgi: ['a%20b'] from 203.0.113.9, ['Set-Cookie']
multiple values
  apig-wsgi: ['a b', 'c'] from 203.0.113.9, ['Set-Cookie']
  serverless-wsgi: ['a b', 'c'] from nowhere, ['Set-Cookie']
  aws-wsgi: KeyError 'queryStringParameters'
SEEN
