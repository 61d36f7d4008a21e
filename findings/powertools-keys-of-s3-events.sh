#!/usr/bin/env bash
# S3 writes keys into its notifications as in a form: a blank is +, and + is %2B. aws-lambda-powertools 3.37.0 has four
# ways to read the key of one, and they are not alike:
#   event.object_key                      (data class S3Event, the first record) is decoded
#   record.s3.get_object.key              (the same class, each record, event.record too) is as it stands
#   S3Model.…Records[0].s3.object.key     (parser) is as it stands, in a model whose names and times are checked
#   S3EventBridgeNotificationEvent        is decoded, and was never encoded: EventBridge's events have keys as they are,
#                                         so that c++.html is "c  .html"
# So code that is changed from one record to all of them asks for keys that are not there, and code that decodes to be
# on the safe side asks for "a b" where object_key has "a+b". NoSuchKey, or the invalidation of another path, for the
# few files with a blank, a plus or an umlaut; names of tests have none. Decode once, from the records. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'aws-lambda-powertools[parser]==3.37.0'

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from urllib.parse import quote_plus, unquote_plus

from aws_lambda_powertools.utilities.data_classes import S3Event, S3EventBridgeNotificationEvent
from aws_lambda_powertools.utilities.parser.models import S3Model

for key in "app.js", "price list.pdf", "c++.html", "für.html":
    written = quote_plus(key)
    notification = {"Records": [{
        "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "us-east-1", "eventName": "ObjectCreated:Put",
        "eventTime": "2026-01-02T03:04:05.000Z", "userIdentity": {"principalId": "AWS:A"},
        "requestParameters": {"sourceIPAddress": "192.0.2.1"},
        "responseElements": {"x-amz-request-id": "A", "x-amz-id-2": "B"},
        "s3": {"s3SchemaVersion": "1.0", "configurationId": "edge",
               "bucket": {"name": "site", "ownerIdentity": {"principalId": "A"}, "arn": "arn:aws:s3:::site"},
               "object": {"key": written, "size": 1, "eTag": "d41d8cd98f00b204e9800998ecf8427e", "sequencer": "00"}}}]}
    event = S3Event(notification)
    bridge = S3EventBridgeNotificationEvent({"detail": {"object": {"key": key}}})
    answers = {
        "object_key": event.object_key, "records": [record.s3.get_object.key for record in event.records][0],
        "parser": S3Model.model_validate(notification).Records[0].s3.object.key,
        "EventBridge": bridge.detail.object.key, "object_key, decoded": unquote_plus(event.object_key),
    }
    print(f"{key}, in the notification {written}")
    for name, answer in answers.items():
        print(f"  {name}: {'right' if answer == key else answer}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
app.js, in the notification app.js
  object_key: right
  records: right
  parser: right
  EventBridge: right
  object_key, decoded: right
price list.pdf, in the notification price+list.pdf
  object_key: right
  records: price+list.pdf
  parser: price+list.pdf
  EventBridge: right
  object_key, decoded: right
c++.html, in the notification c%2B%2B.html
  object_key: right
  records: c%2B%2B.html
  parser: c%2B%2B.html
  EventBridge: c  .html
  object_key, decoded: c  .html
für.html, in the notification f%C3%BCr.html
  object_key: right
  records: f%C3%BCr.html
  parser: f%C3%BCr.html
  EventBridge: right
  object_key, decoded: right
SEEN
