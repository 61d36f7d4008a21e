#!/usr/bin/env bash
# crhelper 2.0.12 is what many custom resources of CloudFormation are written with. What takes longer than a function
# may run, as a distribution does until it is deployed, it polls: `poll_update` answers nothing until it is done, and
# then an id, or True "to have one generated", as its guide says. It is a new one in an update as well, though `update`
# has answered the id and CloudFormation has sent it along. To CloudFormation another id is another resource: it deletes
# the old one when the stack is done, and the function's `delete` is called with the id of what was just updated.
# Without polling an update that answers nothing keeps the id. A create that answered an id and then polls with True
# gets another id, too, so that a later delete does not find what was made. Answer
# event["CrHelperData"]["PhysicalResourceId"] from poll_create, and event["PhysicalResourceId"] from poll_update. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install crhelper==2.0.12 boto3==1.44.8

cd "$folder"
AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1 venv/bin/python -W ignore - <<'PYTHON' 2> errors | tee seen
import logging
from types import SimpleNamespace
from unittest.mock import MagicMock

from crhelper import CfnResource

logging.disable(logging.CRITICAL)


class Helper(CfnResource):
    """Its answers are printed here instead of being put to CloudFormation."""

    def _send(self, status=None, reason="", **_):
        print("  answered:", status or self.Status,
              self.PhysicalResourceId if self.PhysicalResourceId == "E1SITE" else "an id of its own")


def run(title, request, first, polled=None):
    helper = Helper(polling_interval=1)
    helper._lambda_client = helper._events_client = MagicMock()
    helper._events_client.put_rule.return_value = {"RuleArn": "arn:aws:events:us-east-1:123456789012:rule/poll"}
    getattr(helper, request)(lambda event, context: first)
    if polled is not None:
        getattr(helper, "poll_" + request)(polled)
    print(title)
    event = {"RequestType": request.title(), "StackId": "arn:aws:cloudformation:us-east-1:123456789012:stack/edge/1",
             "RequestId": "1", "LogicalResourceId": "Site", "ResponseURL": "https://example.com/",
             **({"PhysicalResourceId": "E1SITE"} if request != "create" else {})}
    context = SimpleNamespace(get_remaining_time_in_millis=lambda: 60000, aws_request_id="1", function_name="edge")
    helper(event, context)
    if polled is not None:
        helper(event, context)


run("update, nothing", "update", None)
run("update with its id", "update", "E1SITE")
run("update with its id, polled until True", "update", "E1SITE", lambda event, context: True)
run("the same, polled until its id", "update", "E1SITE", lambda event, context: event["PhysicalResourceId"])
run("create with an id, polled until True", "create", "E1SITE", lambda event, context: True)
run("the same, polled until the id", "create", "E1SITE",
    lambda event, context: event["CrHelperData"]["PhysicalResourceId"])
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
update, nothing
  answered: SUCCESS E1SITE
update with its id
  answered: SUCCESS E1SITE
update with its id, polled until True
  answered: SUCCESS an id of its own
the same, polled until its id
  answered: SUCCESS E1SITE
create with an id, polled until True
  answered: SUCCESS an id of its own
the same, polled until the id
  answered: SUCCESS E1SITE
SEEN
