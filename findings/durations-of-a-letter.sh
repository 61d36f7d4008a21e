#!/usr/bin/env bash
# "Older than 1M", "--since 90", "P1D": configurations of clean-ups, retention and windows have such texts, and
# libraries for Python read them. Of six, with no error where a number stands:
#   1M     a minute for pytimeparse 1.1.10, pytimeparse2 1.7.1 and humanfriendly 10.0; a month for timelength 3.0.4
#   P1D    ISO 8601's day: ten years for timelength (`success` is True), where D is a decade; PT1M, a minute, is a month
#   1m30   timelength drops the 30, also of "1h 30"; the others refuse
#   1y     364 days for humanfriendly, 365 for pytimeparse2, timelength and durationpy 0.11
#   90     seconds, and None, no error, for pytimeparse, which reads like "no limit" to what comes behind it
#   -5m    five minutes for timelength, which drops the sign
# isodate 0.7.2 reads ISO's alone. Write seconds, or one of s, h and d with a whole number, on which all agree. Fails
# where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install pytimeparse==1.1.10 pytimeparse2==1.7.1 \
  humanfriendly==10.0 timelength==3.0.4 durationpy==0.11 isodate==0.7.2

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import durationpy
import humanfriendly
import isodate
import pytimeparse
import pytimeparse2
import timelength

READERS = {"pytimeparse": pytimeparse.parse, "pytimeparse2": pytimeparse2.parse,
           "humanfriendly": humanfriendly.parse_timespan,
           "timelength": lambda text: timelength.TimeLength(text).result.seconds,
           "durationpy": lambda text: durationpy.from_str(text).total_seconds(),
           "isodate": lambda text: isodate.parse_duration(text)}
for text in "1M", "P1D", "PT1M", "1m30", "1h 30", "1y", "90", "-5m", "30s", "12h", "7d":
    print(text)
    for name, read in READERS.items():
        try:
            answer = read(text)
        except Exception:
            answer = "error"
        print(f"  {name}:", f"{answer:.0f}" if isinstance(answer, (int, float)) else answer)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
1M
  pytimeparse: 60
  pytimeparse2: 60
  humanfriendly: 60
  timelength: 2635200
  durationpy: error
  isodate: error
P1D
  pytimeparse: None
  pytimeparse2: None
  humanfriendly: error
  timelength: 315360000
  durationpy: error
  isodate: 1 day, 0:00:00
PT1M
  pytimeparse: None
  pytimeparse2: None
  humanfriendly: error
  timelength: 2635200
  durationpy: error
  isodate: 0:01:00
1m30
  pytimeparse: None
  pytimeparse2: None
  humanfriendly: error
  timelength: 60
  durationpy: error
  isodate: error
1h 30
  pytimeparse: None
  pytimeparse2: None
  humanfriendly: error
  timelength: 3600
  durationpy: error
  isodate: error
1y
  pytimeparse: None
  pytimeparse2: 31536000
  humanfriendly: 31449600
  timelength: 31536000
  durationpy: 31536000
  isodate: error
90
  pytimeparse: None
  pytimeparse2: 90
  humanfriendly: 90
  timelength: 90
  durationpy: error
  isodate: error
-5m
  pytimeparse: -300
  pytimeparse2: -300
  humanfriendly: error
  timelength: 300
  durationpy: -300
  isodate: error
30s
  pytimeparse: 30
  pytimeparse2: 30
  humanfriendly: 30
  timelength: 30
  durationpy: 30
  isodate: error
12h
  pytimeparse: 43200
  pytimeparse2: 43200
  humanfriendly: 43200
  timelength: 43200
  durationpy: 43200
  isodate: error
7d
  pytimeparse: 604800
  pytimeparse2: 604800
  humanfriendly: 604800
  timelength: 604800
  durationpy: 604800
  isodate: error
SEEN
