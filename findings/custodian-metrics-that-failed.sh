#!/usr/bin/env bash
# Cloud Custodian 0.9.53 asks CloudWatch by `type: metrics`: distributions, functions or buckets that nobody uses, or
# that have errors. Its page has the period and what is done where there are no data. What it does not have:
#   an error of CloudWatch       (throttled, denied) is a line of the log, and the fifty resources that were asked for
#                                together do not match. Within `not:` all of them do: "not: more than 0 requests", with
#                                an action `disable` behind it, takes the whole edge, and the run ends with 0
#   a period below the days      each data point has to hold: "errors above 100 in an hour, of the last day" finds what
#                                has them in all 24 hours, and not what had them in one
#   two filters on one metric    with other dimensions or another period get the data of the first: an hour's limit is
#                                held against the sum of the day. Only days and statistics tell them apart
# One filter, with one period as long as its days and no error, is right. Say `lt` with missing-value in the place of
# `not`, and a policy for each period. Answers of CloudWatch are made here. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install c7n==0.9.53

"$folder/venv/bin/python" -W ignore - 2> "$folder/log" <<'PYTHON' | tee "$folder/seen"
from unittest import mock

from botocore.exceptions import ClientError
from c7n.config import Config
from c7n.policy import PolicyCollection
from c7n.resources import load_resources

load_resources(("aws.distribution",))
hours = {"E1BUSY": [9000] * 24, "E2ONCE": [0] * 23 + [9000], "E3IDLE": []}
asked = []


class CloudWatch:
    refuses = False

    def get_metric_statistics(self, Dimensions, Period, **_):
        asked.append(Period)
        if self.refuses:
            raise ClientError({"Error": {"Code": "Throttling", "Message": "Rate exceeded"}}, "GetMetricStatistics")
        values = hours[Dimensions[0]["Value"]]
        if Period > 3600 and values:
            values = [sum(values)]
        return {"Datapoints": [{"Sum": float(value)} for value in values]}


client = CloudWatch()


def requests(op, value, period=86400, **more):
    return {"type": "metrics", "name": "Requests", "statistics": "Sum", "days": 1, "op": op, "value": value,
            "period": period, **more}


def show(what, *filters):
    policy = list(PolicyCollection.from_data({"policies": [{
        "name": "p", "resource": "aws.distribution", "filters": list(filters)}]},
        Config.empty(region="us-east-1", account_id="123456789012")))[0]
    policy.validate()
    asked.clear()
    with mock.patch("c7n.filters.metrics.local_session") as session:
        session.return_value.client.return_value = client
        found = sorted(one["Id"] for one in policy.resource_manager.filter_resources([{"Id": id} for id in hours]))
    print(f"{what}: {' '.join(found) or 'none'} (periods asked for: {sorted(set(asked))})")


idle, used = requests("lt", 1, **{"missing-value": 0}), requests("gt", 0)
for client.refuses in (False, True):
    print("CloudWatch refuses" if client.refuses else "CloudWatch answers")
    show("  less than 1 in a day, nothing is 0", idle)
    show("  not: more than 0 in a day", {"not": [used]})
client.refuses = False
print("periods")
show("  more than 1000 in an hour", requests("gt", 1000, 3600))
show("  less than 10000 in an hour", requests("lt", 10000, 3600))
show("  more than 10 in a day, less than 10000 in an hour", requests("gt", 10), requests("lt", 10000, 3600))
show("  the same, the hour first", requests("lt", 10000, 3600), requests("gt", 10))
PYTHON

diff "$folder/seen" - <<'SEEN' || { cat "$folder/log"; echo 'this is no longer so'; exit 1; }
CloudWatch answers
  less than 1 in a day, nothing is 0: E3IDLE (periods asked for: [86400])
  not: more than 0 in a day: E3IDLE (periods asked for: [86400])
CloudWatch refuses
  less than 1 in a day, nothing is 0: none (periods asked for: [86400])
  not: more than 0 in a day: E1BUSY E2ONCE E3IDLE (periods asked for: [86400])
periods
  more than 1000 in an hour: E1BUSY (periods asked for: [3600])
  less than 10000 in an hour: E1BUSY E2ONCE (periods asked for: [3600])
  more than 10 in a day, less than 10000 in an hour: E2ONCE (periods asked for: [86400])
  the same, the hour first: E1BUSY (periods asked for: [3600])
SEEN
