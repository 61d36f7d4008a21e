#!/usr/bin/env bash
# lnav puts the lines of many logs in the order of their times, and answers SQL over them: what did the edge see, and
# what the origin behind it. Access logs have the offset from UTC in each line. lnav 0.11.1 (Debian 12's) reads it and
# does not count with it:
#   two logs, +0900 and +0000    are merged nine hours apart: a minute in Tokyo comes after all that London saw that day
#   log_time_msecs               is of 12:04 UTC for 12:04 in Tokyo; the zone of the machine changes nothing
#   one log with both offsets (rotated on a day when the clock changed, or joined from two servers)
#                                lines that look as if they were earlier have the log_time of the line before them, and
#                                counts by minute are of the wrong minute; log_actual_time has what stands there
# The lines themselves are shown as they were, so that it looks like quiet hours. (Version 0.12 counts with offsets, by
# its release notes.) Have each origin log in UTC, or convert before. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq lnav=0.11.1-3 libarchive13=3.6.2-1+deb12u5 libcurl3-gnutls \
  libncursesw6 libpcre2-8-0 libreadline8 libsqlite3-0 libtinfo6 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)

cd "$folder"
line() { echo "192.0.2.1 - - [$1] \"GET $2 HTTP/1.1\" 200 10 \"-\" \"-\""; }
{ line '02/Jan/2026:12:04:05 +0900' /tokyo/1; line '02/Jan/2026:12:06:05 +0900' /tokyo/2; } > tokyo.log
{ line '02/Jan/2026:03:05:05 +0000' /london/1; line '02/Jan/2026:03:07:05 +0000' /london/2; } > london.log
cat tokyo.log london.log > both.log
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu:$folder/lib/x86_64-linux-gnu HOME=$folder
query() { usr/bin/lnav -n -c ";$1" "${@:2}" | sed 's/  */ /g; s/ $//'; }
{
  for zone in UTC Asia/Tokyo; do
    echo "two logs, in the order of lnav, on a machine in $zone:"
    TZ=$zone query 'SELECT log_time, log_time_msecs / 1000 AS epoch, cs_uri_stem FROM access_log' tokyo.log london.log
  done
  echo 'one log:'
  query 'SELECT log_time, log_actual_time, cs_uri_stem FROM access_log' both.log
  echo 'the epochs, by GNU date:'
  date -u -d '2026-01-02 12:04:05 +0900' +%s
  date -u -d '2026-01-02 03:05:05 +0000' +%s
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
two logs, in the order of lnav, on a machine in UTC:
 log_time epoch cs_uri_stem
2026-01-02 03:05:05.000 1767323105 /london/1
2026-01-02 03:07:05.000 1767323225 /london/2
2026-01-02 12:04:05.000 1767355445 /tokyo/1
2026-01-02 12:06:05.000 1767355565 /tokyo/2
two logs, in the order of lnav, on a machine in Asia/Tokyo:
 log_time epoch cs_uri_stem
2026-01-02 03:05:05.000 1767323105 /london/1
2026-01-02 03:07:05.000 1767323225 /london/2
2026-01-02 12:04:05.000 1767355445 /tokyo/1
2026-01-02 12:06:05.000 1767355565 /tokyo/2
one log:
 log_time log_actual_time cs_uri_stem
2026-01-02 12:04:05.000 2026-01-02 12:04:05.000 /tokyo/1
2026-01-02 12:06:05.000 2026-01-02 12:06:05.000 /tokyo/2
2026-01-02 12:06:05.000 2026-01-02 03:05:05.000 /london/1
2026-01-02 12:06:05.000 2026-01-02 03:07:05.000 /london/2
the epochs, by GNU date:
1767323045
1767323105
SEEN
