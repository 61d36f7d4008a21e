#!/usr/bin/env bash
# When nobody may deploy stands in a calendar, as Change Calendar of Systems Manager has it: iCalendar (RFC 5545). Of
# two readers for Python, with which a pipeline asks whether the gate is shut,
#   ics 0.7.3     knows no RRULE: a freeze of each Friday is one of the first Friday, with no word said. A zone by the
#                 name that Outlook writes is UTC
#   recurring-ical-events 3.8.2, with icalendar 7.3.2, has both right
#   both          add a length to the clock on the wall. RFC 5545 (3.3.6) tells P1D, a day of the calendar, from PT24H,
#                 hours that pass: on the night in autumn when the clock goes back such a window is 25 hours long, in
#                 spring 23, and one of an hour that begins at 02:30 on that night has no length at all: never open
#                 An event that is cancelled (STATUS) is there as any other
# Write windows in UTC. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install ics==0.7.3 icalendar==7.3.2 \
  recurring-ical-events==3.8.2

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from datetime import timezone

import ics
import icalendar
import recurring_ical_events

ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE"""


def show(library, windows):
    windows = sorted((start.astimezone(timezone.utc), end.astimezone(timezone.utc)) for start, end in windows)
    hours = [f"{start:%m-%d %H:%M} for {(end - start).total_seconds() / 3600:g} h" for start, end in windows]
    print(f"   {library}: {', '.join(hours)}")


for what, lines in [
        ("three Fridays", ["DTSTART;TZID=Europe/Berlin:20261106T120000", "DURATION:PT8H", "RRULE:FREQ=WEEKLY;COUNT=3"]),
        ("Outlook's zone", ["DTSTART;TZID=W. Europe Standard Time:20261106T120000", "DURATION:PT8H"]),
        ("24 hours in autumn", ["DTSTART;TZID=Europe/Berlin:20261024T120000", "DURATION:PT24H"]),
        ("one day in autumn", ["DTSTART;TZID=Europe/Berlin:20261024T120000", "DURATION:P1D"]),
        ("24 hours in spring", ["DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:PT24H"]),
        ("an hour each night", ["DTSTART;TZID=Europe/Berlin:20260328T023000", "DURATION:PT1H",
                                "RRULE:FREQ=DAILY;COUNT=3"]),
        ("cancelled", ["DTSTART:20261106T120000Z", "DURATION:PT8H", "STATUS:CANCELLED"])]:
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:freeze", *ZONE.splitlines(), "BEGIN:VEVENT", "UID:1",
                        "DTSTAMP:20260101T000000Z", "SUMMARY:freeze", *lines, "END:VEVENT", "END:VCALENDAR", ""])
    print(what)
    show("ics", [(event.begin.datetime, event.end.datetime) for event in ics.Calendar(text).events])
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between((2026, 1, 1), (2027, 1, 1))
    show("recurring-ical-events", [(event.start, event.end) for event in events])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
three Fridays
   ics: 11-06 11:00 for 8 h
   recurring-ical-events: 11-06 11:00 for 8 h, 11-13 11:00 for 8 h, 11-20 11:00 for 8 h
Outlook's zone
   ics: 11-06 12:00 for 8 h
   recurring-ical-events: 11-06 11:00 for 8 h
24 hours in autumn
   ics: 10-24 10:00 for 25 h
   recurring-ical-events: 10-24 10:00 for 25 h
one day in autumn
   ics: 10-24 10:00 for 25 h
   recurring-ical-events: 10-24 10:00 for 25 h
24 hours in spring
   ics: 03-28 11:00 for 23 h
   recurring-ical-events: 03-28 11:00 for 23 h
an hour each night
   ics: 03-28 01:30 for 1 h
   recurring-ical-events: 03-28 01:30 for 1 h, 03-29 01:30 for 0 h, 03-30 00:30 for 1 h
cancelled
   ics: 11-06 12:00 for 8 h
   recurring-ical-events: 11-06 12:00 for 8 h
SEEN
