#!/usr/bin/env bash
# jc 1.26.1 turns lines of logs into JSON, with a number of seconds for each time. `epoch` is counted in the zone of the
# machine, as its page says, of a time without a zone. An access log (--clf, nginx's and Apache's, as origins behind a
# distribution write it) has the zone in each line, and jc reads it, puts it into `tz`, and does not count with it:
#   [10/Oct/2026:13:55:36 -0700]   three machines, three epochs; right is the one of a machine that stands in that zone.
#                                  epoch_utc is there for +0000 alone
#   2026-01-02T03:04:05+09:00      --syslog: null; --datetime-iso is right
#   Fri Jan  2 03:04:05 EST 2026   --date: the zone of the machine, with EST beside it
# A join with CloudFront's log, which is UTC, is hours off, by the machine that it ran on. A header that comes twice is
# its last (x-…), and a User-Agent with \" in it is cut there. Make the time from `date` and `tz` by oneself. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install jc==1.26.1

python3 - "$folder/venv/bin/jc" <<'PYTHON' | tee "$folder/seen"
import json
import os
import subprocess
import sys
from datetime import datetime


def read(option, text, zone):
    run = subprocess.run([sys.argv[1], option], input=text, stdout=subprocess.PIPE, text=True,
                         env={**os.environ, "TZ": zone})
    answer = json.loads(run.stdout)
    return answer[0] if isinstance(answer, list) else answer


for offset in "-0700", "+0000":
    line = f'192.0.2.1 - - [10/Oct/2026:13:55:36 {offset}] "GET / HTTP/1.1" 200 1 "-" "-"\n'
    moment = int(datetime.strptime(f"10/Oct/2026:13:55:36 {offset}", "%d/%b/%Y:%H:%M:%S %z").timestamp())
    for zone in "UTC", "Asia/Tokyo", "America/Los_Angeles":
        answer = read("--clf", line, zone)
        hours = (answer["epoch"] - moment) / 3600
        print(f"--clf {offset} in {zone}: epoch {hours:+.0f} hours, epoch_utc {answer['epoch_utc']}")
for zone in "UTC", "Asia/Tokyo":
    syslog = read("--syslog", "<34>1 2026-01-02T03:04:05+09:00 host app 1 ID - text\n", zone)
    print(f"--syslog in {zone}:", syslog["timestamp_epoch"], syslog["timestamp_epoch_utc"])
    date = read("--date", "Fri Jan  2 03:04:05 EST 2026\n", zone)
    print(f"--date in {zone}:", date["timezone"], date["epoch"], date["epoch_utc"])
    print(f"--datetime-iso in {zone}:", read("--datetime-iso", "2026-01-02T03:04:05+09:00", zone)["timestamp"])
agent = r'192.0.2.1 - - [10/Oct/2026:13:55:36 +0000] "GET / HTTP/1.1" 200 1 "-" "Reader \"2\" for X"' + "\n"
print("a User-Agent:", read("--clf", agent, "UTC")["user_agent"])
headers = "HTTP/2 200\r\nx-cache: Hit\r\nx-cache: Miss\r\n\r\n"
print("a header twice:", read("--http-headers", headers, "UTC")["x-cache"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
--clf -0700 in UTC: epoch -7 hours, epoch_utc None
--clf -0700 in Asia/Tokyo: epoch -16 hours, epoch_utc None
--clf -0700 in America/Los_Angeles: epoch +0 hours, epoch_utc None
--clf +0000 in UTC: epoch +0 hours, epoch_utc 1791640536
--clf +0000 in Asia/Tokyo: epoch -9 hours, epoch_utc 1791640536
--clf +0000 in America/Los_Angeles: epoch +7 hours, epoch_utc 1791640536
--syslog in UTC: None None
--date in UTC: EST 1767323045 None
--datetime-iso in UTC: 1767290645
--syslog in Asia/Tokyo: None None
--date in Asia/Tokyo: EST 1767290645 None
--datetime-iso in Asia/Tokyo: 1767290645
a User-Agent: Reader \
a header twice: Miss
SEEN
