#!/usr/bin/env bash
# `awk '{ sum += $4 } END { print sum }'` is how bytes of access logs are added up, and `awk` is mawk on Debian 12
# (1.3.4) and BusyBox (1.35) in small images. POSIX has a number that is whole printed as one, of any size:
#   mawk      prints a whole number above 2147483647 by OFMT, "%.6g", like a fraction: 3221225472 bytes are 3.22123e+09,
#             which is 3221230000 to the next reader, or no number; and printf "%d" says 2147483647 for all of them
#   BusyBox   print is right; printf "%d" says -2147483648
#   gawk, original-awk   right
# The report of a small site is right for years, and ends to be so at 2 GiB. What is worked out from it (a bill, the
# difference of two sums) is off by up to five in a million, or by everything. printf "%.0f" is right in all four.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq mawk=1.3.4.20200120-3.1 gawk=1:5.2.1-2 libsigsegv2=2.14-1 \
  original-awk=2022-09-12-1 busybox=1:1.35.0-4+deb12u1+b1 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
mkdir "$folder/run"
cd "$folder/run"

# Two files of a log, date, time, edge and bytes: 2 GiB less one, and 3 GiB.
printf '2026-01-02\t03:04:05\tFRA60-P1\t2147483647\n' > small
printf '2026-01-02\t03:04:05\tFRA60-P1\t1073741824\n%.0s' 1 2 3 > large
{
  for awk in 'usr/bin/mawk' 'bin/busybox awk' 'usr/bin/gawk' 'usr/bin/original-awk'; do
    for log in small large; do
      read -ra command <<< "$folder/$awk"
      "${command[@]}" -v name="${awk##*bin/}, $log" '{ sum += $4 }
        END { print name ": print", sum; printf "%s: %%d %d, %%.0f %.0f\n", name, sum, sum }' "$log"
    done
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
mawk, small: print 2147483647
mawk, small: %d 2147483647, %.0f 2147483647
mawk, large: print 3.22123e+09
mawk, large: %d 2147483647, %.0f 3221225472
busybox awk, small: print 2147483647
busybox awk, small: %d 2147483647, %.0f 2147483647
busybox awk, large: print 3221225472
busybox awk, large: %d -2147483648, %.0f 3221225472
gawk, small: print 2147483647
gawk, small: %d 2147483647, %.0f 2147483647
gawk, large: print 3221225472
gawk, large: %d 3221225472, %.0f 3221225472
original-awk, small: print 2147483647
original-awk, small: %d 2147483647, %.0f 2147483647
original-awk, large: print 3221225472
original-awk, large: %d 3221225472, %.0f 3221225472
SEEN
