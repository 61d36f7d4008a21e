#!/usr/bin/env bash
# Timers of systemd 252 (Debian 12's) go by the clock on the wall, in the zone of the machine or the one that is named.
# On the two days of the year when that clock is changed, `systemd-analyze calendar` shows what nobody expects of "every
# quarter of an hour":
#   back, in autumn      *:0/15 and hourly have no run in the hour that comes twice: one at 02:45, the next at 03:00,
#                        75 minutes later
#   forward, in spring   02:30 has no run on that day; cron, by its page, runs such a job once the clock has jumped
# (systemd's issues 8647 and 5595.) A collector of metrics or of logs by "the last 15 minutes" leaves a hole of an hour,
# and a monitor that wants a run a day finds one missing. And `*-02-30`, a slip, is valid: "never", with exit code 0.
# Name UTC in each OnCalendar. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq systemd=252.39-1~deb12u2 libsystemd-shared=252.39-1~deb12u2 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu:$folder/usr/lib/x86_64-linux-gnu/systemd TZ=UTC

next() {
  echo "$2, from $1"
  "$folder/usr/bin/systemd-analyze" calendar --base-time="$1" --iterations=4 "$2" > "$folder/said" && code=$? || code=$?
  echo $code > "$folder/code"
  sed -n 's/^ *\(Next elapse\|Iter. #.\): /  /p' "$folder/said"
}
{
  for zone in Europe/Berlin UTC; do
    next '2027-10-31 00:20:00 UTC' "*:0/15 $zone"
    next '2027-10-31 00:20:00 UTC' "hourly $zone"
    next '2027-03-27 00:00:00 UTC' "02:30 $zone"
  done
  next '2027-01-01 00:00:00 UTC' '*-02-30' && echo "  exit code $(cat "$folder/code")"
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
*:0/15 Europe/Berlin, from 2027-10-31 00:20:00 UTC
  Sun 2027-10-31 00:30:00 UTC
  Sun 2027-10-31 00:45:00 UTC
  Sun 2027-10-31 02:00:00 UTC
  Sun 2027-10-31 02:15:00 UTC
hourly Europe/Berlin, from 2027-10-31 00:20:00 UTC
  Sun 2027-10-31 02:00:00 UTC
  Sun 2027-10-31 03:00:00 UTC
  Sun 2027-10-31 04:00:00 UTC
  Sun 2027-10-31 05:00:00 UTC
02:30 Europe/Berlin, from 2027-03-27 00:00:00 UTC
  Sat 2027-03-27 01:30:00 UTC
  Mon 2027-03-29 00:30:00 UTC
  Tue 2027-03-30 00:30:00 UTC
  Wed 2027-03-31 00:30:00 UTC
*:0/15 UTC, from 2027-10-31 00:20:00 UTC
  Sun 2027-10-31 00:30:00 UTC
  Sun 2027-10-31 00:45:00 UTC
  Sun 2027-10-31 01:00:00 UTC
  Sun 2027-10-31 01:15:00 UTC
hourly UTC, from 2027-10-31 00:20:00 UTC
  Sun 2027-10-31 01:00:00 UTC
  Sun 2027-10-31 02:00:00 UTC
  Sun 2027-10-31 03:00:00 UTC
  Sun 2027-10-31 04:00:00 UTC
02:30 UTC, from 2027-03-27 00:00:00 UTC
  Sat 2027-03-27 02:30:00 UTC
  Sun 2027-03-28 02:30:00 UTC
  Mon 2027-03-29 02:30:00 UTC
  Tue 2027-03-30 02:30:00 UTC
*-02-30, from 2027-01-01 00:00:00 UTC
  never
  exit code 0
SEEN
