#!/usr/bin/env bash
# GNU datamash 1.7 (Debian 12's) adds up columns and groups in a pipe, in the place of an awk script. Each result that
# is a number has 14 digits, whatever was read: "%.14g", which its manual says under --format.
#   sum of bytes, from 100 TB   1e+14; of 123 TB the last digits are gone, and it is no whole number to most of what
#                               reads it
#   max of microseconds         1.7673230451235e+15, another moment; milliseconds have 13 digits, and are right
#   max, mode of an account     without its zero; first, last and unique leave it there
# The sum of a day is right and that of a month is not. --format %.0f writes whole numbers, up to 18 digits as they are.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq datamash=1.7-2 2> /dev/null && dpkg -x datamash_*.deb .)
datamash() { "$folder/usr/bin/datamash" "$@"; }

{
  echo "sum of 100 TB and a byte: $(printf '100000000000000\n1\n' | datamash sum 1)"
  echo "sum of 123 TB: $(printf '123456789012344\n1\n' | datamash sum 1)"
  echo "the same, --format %.0f: $(printf '123456789012344\n1\n' | datamash --format %.0f sum 1)"
  echo "18 digits, --format %.0f: $(printf '999999999999999998\n1\n' | datamash --format %.0f sum 1)"
  echo "max of milliseconds: $(printf '1767323045123\n' | datamash max 1)"
  echo "max of microseconds: $(printf '1767323045123456\n' | datamash max 1)"
  for operation in max mode first unique; do
    echo "$operation of an account: $(printf '012345678901\n012345678901\n' | datamash "$operation" 1)"
  done
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
sum of 100 TB and a byte: 1e+14
sum of 123 TB: 1.2345678901234e+14
the same, --format %.0f: 123456789012345
18 digits, --format %.0f: 999999999999999999
max of milliseconds: 1767323045123
max of microseconds: 1.7673230451235e+15
max of an account: 12345678901
mode of an account: 12345678901
first of an account: 012345678901
unique of an account: 012345678901
SEEN
