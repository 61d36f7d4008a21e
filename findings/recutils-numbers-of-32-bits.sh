#!/usr/bin/env bash
# GNU recutils 1.9 (Debian 12's) keeps records in text, and asks them like a database: csv2rec makes them of a CSV,
# recsel -e 'bytes > 1000' selects, -p 'Sum(bytes)' counts. Its manual has no size for integers. Above 2147483647
#   bytes > 1000         does not find 3221225472, which is 3 GiB; bytes < 1000 and bytes < 0 do. = finds it
#   -S bytes             (declared as int) puts it first, as the smallest; recfix --check has no complaint
#   Sum, Max, Avg        have six digits: 3.22123e+09, and 1.23457e+06 of a good million already
#   no field at all      is 0 in a comparison, so that bytes < 1000 finds it
# So "the largest objects" of a log are those below 2 GiB, a total is off by up to five in a million, and the records of
# a test are right in all of it. Load what may be large into SQLite. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq recutils=1.9-2 librec1=1.9-2 2> /dev/null
for package in *.deb; do dpkg -x "$package" .; done
export LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu

cat > log.csv <<'CSV'
id,bytes
small,900
page,25000
film,3221225472
redirect,-
CSV
{
  printf '%%rec: log\n%%type: bytes int\n\n'
  grep -v redirect log.csv | usr/bin/csv2rec
} > log.rec
usr/bin/recfix --check log.rec
{
  for question in 'bytes > 1000' 'bytes < 1000' 'bytes < 0' 'bytes = 3221225472'; do
    echo "$question: $(usr/bin/csv2rec log.csv | usr/bin/recsel -e "$question" -P id | xargs)"
  done
  echo "no field, bytes < 1000: $(echo 'id: nothing' | usr/bin/recsel -e 'bytes < 1000' -P id)"
  echo "sorted: $(usr/bin/recsel -S bytes -P id log.rec | xargs)"
  usr/bin/recsel -p 'Sum(bytes),Max(bytes)' log.rec
  printf 'bytes: 1234567\n' | usr/bin/recsel -p 'Sum(bytes)'
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
bytes > 1000: page
bytes < 1000: small film
bytes < 0: film
bytes = 3221225472: film
no field, bytes < 1000: nothing
sorted: film small page
Sum_bytes: 3.22125e+09
Max_bytes: 3.22123e+09
Sum_bytes: 1.23457e+06
SEEN
