#!/usr/bin/env bash
# CloudFront's logs have "-" where there is nothing, as in sc-content-len of a redirect or sc-range-start. To Miller
# 6.6.0 (Debian 12's mlr) that is a text, and texts come behind all numbers, as its page on sorting says. So of 100, -
# and 900 bytes:
#   stats1 -a max, p99      are "-", whereas mean is 500 and count 3: count takes it in, and mean does not
#   top, sort -nr           have "-" first: the ten largest objects are ten redirects
#   filter '$bytes < 500'   keeps it, though it comes behind all numbers: what is compared are texts there
#   step -a delta           is (error) beside it
# Each is one word in the column that was asked for, and nothing ends with an error. Empty fields are no better with
# top, sort and filter. `filter 'is_numeric($bytes)' then …` is right throughout. Fails where a line below is no longer
# so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq miller=6.6.0-2+b3 2> /dev/null && dpkg -x miller_*.deb .)
mlr() { "$folder/usr/bin/mlr" "$@"; }
cd "$folder"

printf 'path,bytes\n/a,100\n/b,-\n/c,900\n' > dash.csv
sed 's/,-/,/' dash.csv > empty.csv
{
  for file in dash.csv empty.csv; do
    echo "$file"
    mlr --icsv --ojsonl stats1 -a sum,count,mean,max,p99 -f bytes "$file"
    mlr --icsv --ojsonl top -f bytes "$file"
    for order in -nf -nr; do
      echo "sort $order: $(mlr --icsv --onidx sort "$order" bytes then cut -f path "$file" | xargs)"
    done
    for test in '< 500' '> 500'; do
      echo "bytes $test: $(mlr --icsv --onidx filter "\$bytes $test" then cut -f path "$file" | xargs)"
    done
    mlr --icsv --ojsonl step -a delta -f bytes then cut -f bytes_delta "$file"
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
dash.csv
{"bytes_sum": 1000, "bytes_count": 3, "bytes_mean": 500, "bytes_max": "-", "bytes_p99": "-"}
{"top_idx": 1, "bytes_top": "-"}
sort -nf: /a /c /b
sort -nr: /b /c /a
bytes < 500: /a /b
bytes > 500: /c
{"bytes_delta": 0}
{"bytes_delta": (error)}
{"bytes_delta": (error)}
empty.csv
{"bytes_sum": 1000, "bytes_count": 2, "bytes_mean": 500, "bytes_max": 900, "bytes_p99": 900}
{"top_idx": 1, "bytes_top": ""}
sort -nf: /a /c /b
sort -nr: /b /c /a
bytes < 500: /a /b
bytes > 500: /c
{"bytes_delta": 0}
{"bytes_delta": ""}
{"bytes_delta": ""}
SEEN
