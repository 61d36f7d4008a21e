#!/usr/bin/env bash
# systemd-cron 1.15.19 (Debian 12's) stands in for cron: it makes a timer of systemd from each line of a crontab. Lines
# that cron runs as everybody knows become others:
#   0 6 1 nov *       runs on 1 October, dec in November, and oct never: its list of names has no October
#   0 6 * * 5-7       Friday to Sunday, with 7 for Sunday as in cron: runs every day
#   0 6 1 * 1         the 1st or a Monday to cron; here only a 1st that is a Monday, about twice a year
# There is a line in the log of the boot for oct and for 5-7, and none for the others. So the quarterly check that is
# due in October is gone, and an audit on the 1st and on Mondays runs in February next. Write numbers for months, 0 for
# Sunday in lists (5,6,0), and two lines for two days; `systemctl list-timers` says when each is next. Fails where a
# line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq systemd-cron=1.15.19-5 systemd=252.39-1~deb12u2 \
  libsystemd-shared=252.39-1~deb12u2 2> /dev/null && for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu:$folder/usr/lib/x86_64-linux-gnu/systemd TZ=UTC
cd "$folder"

printf '%s root /usr/bin/audit check\n' '0 6 1 sep *' '0 6 1 oct *' '0 6 1 nov *' '0 6 1 11 *' '0 6 * * 5-7' \
  '0 6 * * 5,6,0' '0 6 1 * 1' '0 6 1 * *' > audit
# What the generator does with each file of /etc/cron.d, for this file.
python3 -W ignore - <<'PYTHON' 2> log
import importlib.machinery
import itertools
import os
import sys

sys.argv = ["systemd-crontab-generator"]
path = "lib/systemd/system-generators/systemd-crontab-generator"
generator = importlib.machinery.SourceFileLoader("generator", path).load_module()
generator.TARGET_DIR, generator.TIMERS_DIR = "timers", "timers/cron.target.wants"
os.makedirs(generator.TIMERS_DIR)
numbers = itertools.count()
for job in generator.parse_crontab("audit"):
    generator.generate_timer_unit(job, seq=numbers)
PYTHON
cut -d ' ' -f 1-5 audit | {
  while read -r line; do
    echo "$line"
    timer=$(grep -lF "\"$line " timers/*.timer || true)
    [ "$timer" ] || { echo '  no timer' && continue; }
    calendar=$(sed -n 's/^OnCalendar= *//p' "$timer")
    echo "  $calendar"
    usr/bin/systemd-analyze calendar --base-time='2026-11-28 00:00:00' --iterations=3 "$calendar" |
      sed -n 's/^ *\(Next elapse\|Iter. #.\): \(.*\) 06:00:00 UTC/  \2/p'
  done
  cat log
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
0 6 1 sep *
  *-9-1 6:0:00
  Wed 2027-09-01
  Fri 2028-09-01
  Sat 2029-09-01
0 6 1 oct *
  no timer
0 6 1 nov *
  *-10-1 6:0:00
  Fri 2027-10-01
  Sun 2028-10-01
  Mon 2029-10-01
0 6 1 11 *
  *-11-1 6:0:00
  Mon 2027-11-01
  Wed 2028-11-01
  Thu 2029-11-01
0 6 * * 5-7
  *-*-* 6:0:00
  Sat 2026-11-28
  Sun 2026-11-29
  Mon 2026-11-30
0 6 * * 5,6,0
  Sun,Fri,Sat *-*-* 6:0:00
  Sat 2026-11-28
  Sun 2026-11-29
  Fri 2026-12-04
0 6 1 * 1
  Mon *-*-1 6:0:00
  Mon 2027-02-01
  Mon 2027-03-01
  Mon 2027-11-01
0 6 1 * *
  *-*-1 6:0:00
  Tue 2026-12-01
  Fri 2027-01-01
  Mon 2027-02-01
systemd-crontab-generator: garbled time in audit [0 6 1 oct * root /usr/bin/audit check]: oct
systemd-crontab-generator: garbled time in audit [0 6 * * 5-7 root /usr/bin/audit check]: 5-7
SEEN
