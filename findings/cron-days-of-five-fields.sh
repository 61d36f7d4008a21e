#!/usr/bin/env bash
# Five fields of cron, days of the month and of the week among them, as a crontab, a workflow or a CronJob has them. Of
# four libraries for Python no two read all of these alike:
#   APScheduler 3.11.3, CronTrigger.from_crontab   1 is Tuesday and 0 Monday, 7 is an error; names are right
#   the same, and cron-converter 2.0.2             a day of the month and a weekday: both have to hold, where POSIX runs
#                                                  on either: "the 1st and Mondays" comes with a 1st on a Monday
#   cron-converter 2.0.2                           5/20 is 5 alone, and 5, 25 and 45 to the others
#   croniter 7.0.0                                 */2 with a weekday runs on either, where cron itself and CronSim 2.8
#                                                  take a field that begins with * for one that says nothing by itself
# A monitor for missed runs that reads the same line as the scheduler finds runs missing, or none. Write names of days,
# one of the two days, and lists instead of 5/20. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install apscheduler==3.11.3 cron-converter==2.0.2 \
  croniter==7.0.0 cronsim==2.8

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import datetime

from apscheduler.triggers.cron import CronTrigger
from cron_converter import Cron
from croniter import croniter
from cronsim import CronSim

START = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)


def by_apscheduler(line):
    trigger, last = CronTrigger.from_crontab(line, timezone=datetime.timezone.utc), START
    while True:
        last = trigger.get_next_fire_time(last, last)
        yield last
        last += datetime.timedelta(seconds=1)


def by_cron_converter(line):
    schedule = Cron(line).schedule(START)
    while True:
        yield schedule.next()


def by_croniter(line):
    schedule = croniter(line, START)
    while True:
        yield schedule.get_next(datetime.datetime)


READERS = {"APScheduler": by_apscheduler, "cron-converter": by_cron_converter, "croniter": by_croniter,
           "CronSim": lambda line: CronSim(line, START)}
for line in ("0 6 * * 1", "0 6 * * mon", "0 6 * * 7", "0 6 1 * mon", "5/20 6 1 * *", "0 6 */2 * mon"):
    print(line)
    for name, reader in READERS.items():
        try:
            runs = reader(line)
            print(f"  {name}:", *(f"{next(runs):%a %d.%m. %H:%M}" for _ in range(3)), sep="  ")
        except ValueError as error:
            print(f"  {name}: {type(error).__name__}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
0 6 * * 1
  APScheduler:  Tue 06.01. 06:00  Tue 13.01. 06:00  Tue 20.01. 06:00
  cron-converter:  Mon 05.01. 06:00  Mon 12.01. 06:00  Mon 19.01. 06:00
  croniter:  Mon 05.01. 06:00  Mon 12.01. 06:00  Mon 19.01. 06:00
  CronSim:  Mon 05.01. 06:00  Mon 12.01. 06:00  Mon 19.01. 06:00
0 6 * * mon
  APScheduler:  Mon 05.01. 06:00  Mon 12.01. 06:00  Mon 19.01. 06:00
  cron-converter:  Mon 05.01. 06:00  Mon 12.01. 06:00  Mon 19.01. 06:00
  croniter:  Mon 05.01. 06:00  Mon 12.01. 06:00  Mon 19.01. 06:00
  CronSim:  Mon 05.01. 06:00  Mon 12.01. 06:00  Mon 19.01. 06:00
0 6 * * 7
  APScheduler: ValueError
  cron-converter:  Sun 04.01. 06:00  Sun 11.01. 06:00  Sun 18.01. 06:00
  croniter:  Sun 04.01. 06:00  Sun 11.01. 06:00  Sun 18.01. 06:00
  CronSim:  Sun 04.01. 06:00  Sun 11.01. 06:00  Sun 18.01. 06:00
0 6 1 * mon
  APScheduler:  Mon 01.06. 06:00  Mon 01.02. 06:00  Mon 01.03. 06:00
  cron-converter:  Mon 01.06. 06:00  Mon 01.02. 06:00  Mon 01.03. 06:00
  croniter:  Thu 01.01. 06:00  Mon 05.01. 06:00  Mon 12.01. 06:00
  CronSim:  Thu 01.01. 06:00  Mon 05.01. 06:00  Mon 12.01. 06:00
5/20 6 1 * *
  APScheduler:  Thu 01.01. 06:05  Thu 01.01. 06:25  Thu 01.01. 06:45
  cron-converter:  Thu 01.01. 06:05  Sun 01.02. 06:05  Sun 01.03. 06:05
  croniter:  Thu 01.01. 06:05  Thu 01.01. 06:25  Thu 01.01. 06:45
  CronSim:  Thu 01.01. 06:05  Thu 01.01. 06:25  Thu 01.01. 06:45
0 6 */2 * mon
  APScheduler:  Mon 05.01. 06:00  Mon 19.01. 06:00  Mon 09.02. 06:00
  cron-converter:  Mon 05.01. 06:00  Mon 19.01. 06:00  Mon 09.02. 06:00
  croniter:  Thu 01.01. 06:00  Sat 03.01. 06:00  Mon 05.01. 06:00
  CronSim:  Mon 05.01. 06:00  Mon 19.01. 06:00  Mon 09.02. 06:00
SEEN
