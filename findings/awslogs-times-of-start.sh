#!/usr/bin/env bash
# `awslogs get GROUP --start …` (0.15.0) takes "5m" and "2 days ago", and whatever else it hands to dateutil's parser,
# which makes a time of nearly anything. What was meant as so long ago, and is not in its few words, becomes a time of
# day, and a start that lies ahead answers no events and no error, as a quiet function does:
#   1.5h, -5m, 1M   01:30, 00:05 and 00:01 of today, by the date of the machine and the hours of UTC
#   1m30s           one minute; what follows is passed over. 90s is refused
#   10:30           UTC's 10:30 of the machine's date, which in Tokyo is tomorrow's in London from nine o'clock on
#   … EST           the zone is dropped
#   1767323045      refused, and 1767323045000 is an OverflowError
# Give whole units of m, h, d or w, or a time with Z or an offset in figures, which is read rightly. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install awslogs==0.15.0 freezegun==1.5.5

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import datetime

import freezegun
from awslogs.core import AWSLogs

reader = AWSLogs.__new__(AWSLogs)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
NOW = datetime.datetime(2026, 1, 2, 16, 30, tzinfo=datetime.timezone.utc)
print(f"at {NOW:%d.%m. %H:%M:%S} in London, half past one of the next day in Tokyo, where the machine is:")
with freezegun.freeze_time(NOW, tz_offset=9):
    for text in ("5m", "2 days ago", "1.5h", "-5m", "1M", "1m30s", "90s", "10:30", "2026-01-02 03:04 EST",
                 "2026-01-02T03:04:05+09:00", "2026-01-02 03:04", "1767323045", "1767323045000"):
        try:
            start = datetime.timedelta(milliseconds=reader.parse_datetime(text)) + EPOCH
            print(f"  {text}: {start:%d.%m. %H:%M:%S}{', which is to come' if start > NOW else ''}")
        except Exception as error:
            print(f"  {text}: {type(error).__name__}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
at 02.01. 16:30:00 in London, half past one of the next day in Tokyo, where the machine is:
  5m: 02.01. 16:25:00
  2 days ago: 31.12. 16:30:00
  1.5h: 03.01. 01:30:00, which is to come
  -5m: 03.01. 00:05:00, which is to come
  1M: 03.01. 00:01:00, which is to come
  1m30s: 02.01. 16:29:00
  90s: UnknownDateError
  10:30: 03.01. 10:30:00, which is to come
  2026-01-02 03:04 EST: 02.01. 03:04:00
  2026-01-02T03:04:05+09:00: 01.01. 18:04:05
  2026-01-02 03:04: 02.01. 03:04:00
  1767323045: UnknownDateError
  1767323045000: OverflowError
SEEN
