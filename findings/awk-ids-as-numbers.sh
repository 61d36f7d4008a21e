#!/usr/bin/env bash
# awk compares two fields as numbers where both look like numbers, which POSIX asks for, and `$2 != $3` is how two
# columns of hashes, versions or accounts are held against each other. Two that differ are thus equal, by the awk that
# runs:
#   012345678901 and 12345678901   equal in all; an account that lost its zero is what such a check is there for
#   1.1 and 1.10                   equal in all: two versions
#   0e12345 and 00e9876            equal in all but BusyBox: both are 0
#   91e7321 and 12e4567            equal in gawk 5.2: both are infinity
#   0x10 and 16                    equal in mawk 1.3.4 (Debian 12's awk) and BusyBox 1.35
# One short commit (seven letters) in 54 is a number with an e. Nothing is reported as changed, as nothing was found,
# and a test with two real commits does not show it. `$2 "" != $3 ""` compares texts in each of them. Fails where a line
# below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
(cd "$folder" && apt-get download -qq mawk=1.3.4.20200120-3.1 gawk=1:5.2.1-2 libsigsegv2=2.14-1 \
  original-awk=2022-09-12-1 busybox=1:1.35.0-4+deb12u1+b1 2> /dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu
mkdir "$folder/run"
cd "$folder/run"

printf '%s\t%s\t%s\n' E1 012345678901 12345678901 E2 1.1 1.10 E3 0e12345 00e9876 E4 91e7321 12e4567 E5 0x10 16 > pairs
{
  for awk in usr/bin/mawk 'bin/busybox awk' usr/bin/gawk usr/bin/original-awk; do
    read -ra command <<< "$folder/$awk"
    echo "${awk##*bin/}"
    "${command[@]}" '$2 == $3 { print "  equal:", $2, $3 }
      $2 "" == $3 "" { print "  equal as texts:", $2, $3 }' pairs
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
mawk
  equal: 012345678901 12345678901
  equal: 1.1 1.10
  equal: 0e12345 00e9876
  equal: 0x10 16
busybox awk
  equal: 012345678901 12345678901
  equal: 1.1 1.10
  equal: 0x10 16
gawk
  equal: 012345678901 12345678901
  equal: 1.1 1.10
  equal: 0e12345 00e9876
  equal: 91e7321 12e4567
original-awk
  equal: 012345678901 12345678901
  equal: 1.1 1.10
  equal: 0e12345 00e9876
SEEN
