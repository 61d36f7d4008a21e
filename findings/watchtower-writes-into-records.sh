#!/usr/bin/env bash
# watchtower 3.4.0 is a handler of Python's logging that writes to CloudWatch Logs. A message that is a dict becomes
# JSON there, and add_log_record_attrs makes JSON of each message, with its level and logger. What its page leaves out:
#   a traceback    of logger.exception() is not in the event of a dict, and with add_log_record_attrs in none; it is
#                  there where a plain text is logged
#   other handlers behind it get the record with the dict in the place of its text: the file or stderr has a dict of
#                  Python, and what has arguments ("no answer of %s") is not there at all, as the dict takes none: a
#                  TypeError, which logging prints to stderr, and the traceback is gone there, too
#   a dict         of the program's own gets level and logger of the message into it (its issue 198, open since 2024)
# So with the day that CloudWatch gets structured logs the causes of errors are nowhere: neither there nor in the log
# beside it. Put the handler last, with exc_text among the attributes: those before it fill that in. Seen against moto
# 5.2.5. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install watchtower==3.4.0 boto3==1.44.8 moto==5.2.5

"$folder/venv/bin/python" -W ignore - 2> "$folder/errors" <<'PYTHON' | tee "$folder/seen"
import io
import logging

import boto3
import watchtower
from moto import mock_aws


def run(title, attributes, last=False):
    handler = watchtower.CloudWatchLogHandler(
        log_group_name="edge", log_stream_name=title, boto3_client=client, use_queues=False)
    handler.formatter.add_log_record_attrs = attributes
    beside = io.StringIO()
    logger = logging.getLogger(title)
    logger.propagate = False
    logger.handlers = [handler, logging.StreamHandler(beside)][::-1 if last else 1]
    own = {"path": "/a"}
    logger.warning(own)
    for message in (("no answer of %s", "origin-1"), ({"path": "/b"},)):
        try:
            raise TimeoutError("after 5 s")
        except TimeoutError:
            logger.exception(*message)
    print(title)
    for event in client.get_log_events(logGroupName="edge", logStreamName=title, startFromHead=True)["events"]:
        text = event["message"]
        print("  CloudWatch:", text[:60].split("\n")[0] + " + traceback" * ("after 5 s" in text))
    for line in beside.getvalue().splitlines():
        if not line.startswith((" ", "Traceback")):
            print("  beside it: ", line)
    print("  the dict:  ", own)


with mock_aws():
    client = boto3.client("logs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
    client.create_log_group(logGroupName="edge")
    run("plain", ())
    run("structured", ("levelname",))
    run("structured and last", ("levelname", "exc_text"), last=True)
PYTHON
grep -c '^TypeError: not all arguments converted' "$folder/errors" | tee -a "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
plain
  CloudWatch: {"path": "/a"}
  CloudWatch: no answer of origin-1 + traceback
  CloudWatch: {"path": "/b"}
  beside it:  {'path': '/a'}
  beside it:  no answer of origin-1
  beside it:  TimeoutError: after 5 s
  beside it:  {'path': '/b'}
  beside it:  TimeoutError: after 5 s
  the dict:   {'path': '/a'}
structured
  CloudWatch: {"path": "/a", "levelname": "WARNING"}
  CloudWatch: {"msg": "no answer of origin-1", "levelname": "ERROR"}
  CloudWatch: {"path": "/b", "levelname": "ERROR"}
  beside it:  {'path': '/a', 'levelname': 'WARNING'}
  beside it:  {'path': '/b', 'levelname': 'ERROR'}
  beside it:  TimeoutError: after 5 s
  the dict:   {'path': '/a', 'levelname': 'WARNING'}
structured and last
  CloudWatch: {"path": "/a", "levelname": "WARNING", "exc_text": null}
  CloudWatch: {"msg": "no answer of origin-1", "levelname": "ERROR", "exc_ + traceback
  CloudWatch: {"path": "/b", "levelname": "ERROR", "exc_text": "Traceback  + traceback
  beside it:  {'path': '/a'}
  beside it:  no answer of origin-1
  beside it:  TimeoutError: after 5 s
  beside it:  {'path': '/b'}
  beside it:  TimeoutError: after 5 s
  the dict:   {'path': '/a', 'levelname': 'WARNING', 'exc_text': None}
1
SEEN
