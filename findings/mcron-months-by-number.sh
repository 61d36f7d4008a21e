#!/usr/bin/env bash
# GNU mcron stands in for cron, and reads its lines as they are: "Vixie" cron's five fields, as its manual has it. In
# 1.0.8 (Debian 12's) the month, where it is a number, is counted from 0:
#   0 6 1 1 *          runs on 1 February, and 12 on 1 January: the yearly job is a month late
#   0 6 1 1,4,7,10 *   February, May, August, November
#   0 6 1 1-6/2 *      February, April, June
#   0 6 29 2 *         29 March, each year
#   0 6 1 jan *, */3   right: a name is replaced by its number less one, and * begins at 0
# No error, and days, hours and weekdays are right, so that a daily line says nothing of it. A check of certificates, of
# keys that are to be changed each quarter, or the clean-up after a year's end comes a month after its day. Write names
# of months, also in lists (jan,apr,jul,oct), and ask `mcron --schedule=4` when the next runs are. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq mcron=1.0.8-1.1 guile-3.0-libs=3.0.8-2 libgc1=1:8.2.2-3 libunistring2=1.0-2 libffi8=3.4.4-1 \
  libgmp10=2:6.2.1+dfsg1-1.1 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
ln -s usr/share scm                       # mcron looks for its modules in /usr/share and in ./scm
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu GUILE_AUTO_COMPILE=0 TZ=UTC
export GUILE_LOAD_COMPILED_PATH=$LD_LIBRARY_PATH/guile/3.0/ccache

# Day and month of the next four runs, in the order of the year: which one is next depends on today.
while IFS= read -r line; do
  runs=$(usr/bin/mcron --schedule=4 --stdin=vixie - <<< "$line true" |
    sed -nE 's/^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +([0-9]+) .*/\2 \1/p' | sort -k 2M -k 1n -u | paste -sd ,)
  printf '%-17s %s\n' "$line" "$runs"
done << 'LINES' | tee seen
0 6 1 1 *
0 6 1 12 *
0 6 1 1,4,7,10 *
0 6 1 1-6/2 *
0 6 29 2 *
0 6 1 jan *
0 6 1 jan,apr *
0 6 1 */3 *
LINES

diff seen - << 'SEEN' || { echo 'this is no longer so'; exit 1; }
0 6 1 1 *         1 Feb
0 6 1 12 *        1 Jan
0 6 1 1,4,7,10 *  1 Feb,1 May,1 Aug,1 Nov
0 6 1 1-6/2 *     1 Feb,1 Apr,1 Jun
0 6 29 2 *        29 Mar
0 6 1 jan *       1 Jan
0 6 1 jan,apr *   1 Jan,1 Apr
0 6 1 */3 *       1 Jan,1 Apr,1 Jul,1 Oct
SEEN
