#!/usr/bin/env bash
# Schedules of EventBridge, which audits and clean-ups run by, have six fields, the last for the year, and days of the
# week from 1 for Sunday. Two libraries that read cron take them otherwise:
#   croniter 7.0.0          the sixth field is seconds: `0 12 * * ? *`, once a day, comes sixty times in a minute at
#                           noon. A year there, and `6L`, are errors
#   cron-descriptor 2.2.1   has the fields right
#   both                    `2` is Tuesday and `2#1` the first Tuesday; with cron-descriptor `6L` is the last Saturday.
#                           Each is a day late, and said in plain English; day_of_week_start_index_zero off mends it
# A report of when a schedule runs is then wrong by a day, and one on missed runs finds them all. Names (MON) are read
# rightly. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install croniter==7.0.0 cron-descriptor==2.2.1

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from datetime import datetime

from cron_descriptor import Options, get_description
from croniter import croniter

options = Options()
options.day_of_week_start_index_zero = False
for expression in ("0 12 * * ? *", "0 10 ? * 2 *", "0 10 ? * MON *", "0 9 ? * 2#1 *", "0 9 ? * 6L *",
                   "15 12 * * ? 2027"):
    try:
        times = croniter(expression, datetime(2026, 1, 1))
        comes = ", ".join(f"{times.get_next(datetime):%a %d %H:%M:%S}" for _ in range(2))
    except ValueError as error:
        comes = type(error).__name__
    print(f"{expression}\n  croniter: {comes}\n  cron-descriptor: {get_description(expression)}")
    print(f"  from one: {get_description(expression, options)}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
0 12 * * ? *
  croniter: Thu 01 12:00:00, Thu 01 12:00:01
  cron-descriptor: At 12:00 PM
  from one: At 12:00 PM
0 10 ? * 2 *
  croniter: Tue 06 10:00:00, Tue 06 10:00:01
  cron-descriptor: At 10:00 AM, only on Tuesday
  from one: At 10:00 AM, only on Monday
0 10 ? * MON *
  croniter: Mon 05 10:00:00, Mon 05 10:00:01
  cron-descriptor: At 10:00 AM, only on Monday
  from one: At 10:00 AM, only on Monday
0 9 ? * 2#1 *
  croniter: Tue 06 09:00:00, Tue 06 09:00:01
  cron-descriptor: At 09:00 AM, on the first Tuesday of the month
  from one: At 09:00 AM, on the first Monday of the month
0 9 ? * 6L *
  croniter: CroniterNotAlphaError
  cron-descriptor: At 09:00 AM, on the last Saturday of the month
  from one: At 09:00 AM, on the last Friday of the month
15 12 * * ? 2027
  croniter: CroniterBadCronError
  cron-descriptor: At 12:15 PM, only in 2027
  from one: At 12:15 PM, only in 2027
SEEN
