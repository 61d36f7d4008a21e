#!/usr/bin/env bash
# pyawscron 1.0.7 tells when a schedule of EventBridge (cron of six fields) runs next. cron(0 6 31 * ? *) is valid there
# and runs in the months that have a 31st. Here it is a ValueError of Python's datetime, "day is out of range for
# month", as soon as the search comes by a shorter month, and so are the 30th, because of February, and 29 February in
# a year without one. L, which is the same day in January, and 15W are right. Whoever checks by it that an audit runs
# monthly ends with a trace for a schedule that is right, or takes it for one that EventBridge refuses. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install pyawscron==1.0.7

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
from datetime import datetime, timezone

from pyawscron import AWSCron

for expression in ["0 6 L * ? *", "0 6 15W * ? *", "0 6 28 * ? *", "0 6 30 * ? *", "0 6 31 * ? *", "0 6 29 2 ? *"]:
    try:
        print(expression, *(f"{moment:%d %b}" for moment in AWSCron.get_next_n_schedule(
            3, datetime(2026, 1, 1, tzinfo=timezone.utc), expression)))
    except Exception as error:
        print(expression, f"{type(error).__name__}: {error}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
0 6 L * ? * 31 Jan 28 Feb 31 Mar
0 6 15W * ? * 15 Jan 16 Feb 16 Mar
0 6 28 * ? * 28 Jan 28 Feb 28 Mar
0 6 30 * ? * ValueError: day is out of range for month
0 6 31 * ? * ValueError: day is out of range for month
0 6 29 2 ? * ValueError: day is out of range for month
SEEN
