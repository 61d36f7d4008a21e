#!/usr/bin/env bash
# fail2ban counts failures of an address within a time (findtime), by the times in a log, and fail2ban-regex shows what
# it would make of one. CloudFront's standard log has date and time as two fields with a tab between them. fail2ban
# 1.0.2 (Debian 12's) knows a T or blanks there, finds no date at all, and says so nowhere: such a line is of now. The
# lines are "matched", as many as there are, so that the filter looks right. But logs arrive in files, up to a day late,
# and whoever had five errors in a day had them in one second: viewers are banned by the number of their requests, and
# not by how fast they came. Give datepattern = ^%%Y-%%m-%%d\t%%H:%%M:%%S. What it reads then is local time, which
# CloudFront's is not: logtimezone = UTC in the jail (--TZ UTC for fail2ban-regex). Fails where a line below is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq fail2ban=1.0.2-2 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)

cd "$folder"
{
  echo '#Version: 1.0'
  echo '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status'
  for time in 01:00:00 07:00:00 13:00:00 19:00:00; do
    printf '2026-01-02\t%s\tFRA56-P1\t520\t192.0.2.10\tGET\td111111abcdef8.cloudfront.net\t/old.html\t404\n' "$time"
  done
} > edge.log
sed 's/\t/T/' edge.log > with-t.log
regex() {  # what was found, and by how many seconds the times lie apart; ages in days
  PYTHONPATH=$folder/usr/lib/python3/dist-packages \
    python3 usr/bin/fail2ban-regex -c etc/fail2ban -o '<ip> <time>' "$@" |
    awk -v now="$(date +%s)" '{ times[NR] = $2; seen[$1]++ } END {
      for (ip in seen) printf "%s %d times, within %d hours, %s\n", ip, seen[ip], (times[NR] - times[1]) / 3600,
        now - times[1] < 600 ? "just now" : strftime("%Y-%m-%d", times[1], 1) }'
}
export TZ=Asia/Tokyo
{
  echo "the log:        $(regex edge.log '\t<ADDR>\tGET\t.*\t404$')"
  echo "with a T:       $(regex with-t.log '\t<ADDR>\tGET\t.*\t404$')"
  echo "with a pattern: $(regex --TZ UTC -d '^%Y-%m-%d\t%H:%M:%S' edge.log '\t<ADDR>\tGET\t.*\t404$')"
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
the log:        192.0.2.10 4 times, within 0 hours, just now
with a T:       192.0.2.10 4 times, within 18 hours, 2026-01-01
with a pattern: 192.0.2.10 4 times, within 18 hours, 2026-01-02
SEEN
