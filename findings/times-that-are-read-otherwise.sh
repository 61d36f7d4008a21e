#!/usr/bin/env bash
# Two readers of times for Python answer another time where most answer the right one or an error:
#   aniso8601 10.0.1   (Flask-RESTful, Graphene) 2026-11-28T24:00:00Z is the end of that day in ISO 8601, and here its
#                      beginning: the window of a bill, a backup or a query that ends there is empty, or a day short
#   dateparser 1.5.0   20261128T190203Z, which is how AWS writes the time of a signature (X-Amz-Date),
#                      is a day of long ago: the digits are taken for years, hours and seconds before now
#                      2026112819, a day and its hour as paths of logs have it, is so many seconds since 1970
# No error in either case. ciso8601 2.4.1, arrow 1.4.0 and dateutil's isoparse (4.0.0) read the first as the next day,
# and the second rightly; datetime of Python 3.11 refuses the first. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aniso8601==10.0.1 dateparser==1.5.0 ciso8601==2.4.1 \
  arrow==1.4.0 python-dateutil==4.0.0

TZ=UTC "$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import aniso8601
import arrow
import ciso8601
import dateparser
from dateutil.parser import isoparse

READERS = {"aniso8601": aniso8601.parse_datetime, "dateparser": dateparser.parse, "ciso8601": ciso8601.parse_datetime,
           "arrow": arrow.get, "isoparse": isoparse}
for text in ("2026-11-28T24:00:00Z", "20261128T190203Z", "2026112819"):
    answers = []
    for name, read in READERS.items():
        try:
            moment = read(text)
            answer = ("nothing" if moment is None else "before 2000" if moment.year < 2000
                      else moment.strftime("%Y-%m-%d %H:%M"))
        except (ValueError, arrow.ParserError):
            answer = "error"
        answers.append(f"{name} {answer}")
    print(f"{text}:", *answers, sep="\n  ")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
2026-11-28T24:00:00Z:
  aniso8601 2026-11-28 00:00
  dateparser nothing
  ciso8601 2026-11-29 00:00
  arrow 2026-11-29 00:00
  isoparse 2026-11-29 00:00
20261128T190203Z:
  aniso8601 2026-11-28 19:02
  dateparser before 2000
  ciso8601 2026-11-28 19:02
  arrow 2026-11-28 19:02
  isoparse 2026-11-28 19:02
2026112819:
  aniso8601 error
  dateparser 2034-03-16 09:06
  ciso8601 error
  arrow error
  isoparse error
SEEN
