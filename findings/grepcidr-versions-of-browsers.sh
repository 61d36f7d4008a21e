#!/usr/bin/env bash
# `grepcidr 120.0.0.0/12 log` of grepcidr 2.0 (Debian 12's) finds the requests of a network in an access log, and -c
# counts them. It looks for addresses anywhere on a line, as its page says, and versions of browsers look like
# addresses: Chrome has said Chrome/120.0.0.0, with zeros for all but the first number, since 2022, so that each viewer
# with it is in that network, whatever address asked. So are the addresses that X-Forwarded-For claims. What is counted,
# or put on a list to be blocked, is a browser; with -v, which leaves a network out, it is missing. -x looks at the
# start of the line alone, where CloudFront has the date. Cut the column out first (c-ip is the fifth), or compare it in
# a language that knows addresses. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq grepcidr=2.0-2 2> /dev/null && dpkg -x grepcidr_*.deb .)
cd "$folder"

# date, time, edge, bytes, address, path, status, User-Agent and X-Forwarded-For of a log, as CloudFront writes them
chrome='Mozilla/5.0%20(X11;%20Linux%20x86_64)%20AppleWebKit/537.36%20Chrome/120.0.0.0%20Safari/537.36'
printf '2026-01-02\t03:04:05\tFRA60-P1\t1045\t%s\t/app.js\t200\t%s\t%s\n' \
  203.0.113.9 "$chrome" - 203.0.113.10 "${chrome/120/121}" - 120.0.3.4 curl/8.0 - 203.0.113.11 "${chrome/120/131}" - \
  203.0.113.12 curl/8.0 120.0.3.4 > log
{
  for network in 120.0.0.0/12 120.0.0.0/24 131.0.0.0/24; do
    echo "$network, by the whole line: $(usr/bin/grepcidr "$network" log | cut -f 5 | paste -sd ' ')"
    echo "$network, counted: $(usr/bin/grepcidr -c "$network" log || true)"
    echo "$network, -x: $(usr/bin/grepcidr -x -c "$network" log || true)"
    echo "$network, by the column: $(cut -f 5 log | usr/bin/grepcidr "$network" | paste -sd ' ')"
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
120.0.0.0/12, by the whole line: 203.0.113.9 120.0.3.4 203.0.113.12
120.0.0.0/12, counted: 3
120.0.0.0/12, -x: 0
120.0.0.0/12, by the column: 120.0.3.4
120.0.0.0/24, by the whole line: 203.0.113.9
120.0.0.0/24, counted: 1
120.0.0.0/24, -x: 0
120.0.0.0/24, by the column: 
131.0.0.0/24, by the whole line: 203.0.113.11
131.0.0.0/24, counted: 1
131.0.0.0/24, -x: 0
131.0.0.0/24, by the column: 
SEEN
