#!/usr/bin/env bash
# sqlite-utils 4.2.1 puts a CSV into SQLite, and finds out the types of its columns. Up to version 3 that was asked for
# with --detect-types, and all was text without it; now it is what happens, and the script that was right puts in
#   012345678901   12345678901: the leading zero of an account is gone, in the file as well
#   1234567e12     1.234567e+18: a commit or an ETag
# One value in the column that is no number, and all stay text, so that one export has numbers and the next texts. 1_000
# is found to be an integer, which SQLite does not think: it stays a text in a column of integers, and sorts behind all
# numbers. --no-detect-types is as before. Debian's is version 3. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for version in 3.39 4.2.1; do
  python3 -m venv "$folder/$version"
  "$folder/$version/bin/pip" --disable-pip-version-check --quiet install sqlite-utils==$version
done

cd "$folder"
printf '%s\n' account,commit,limit 012345678901,1234567e12,1_000 123456789012,7654321e9,250 > one.csv
for version in 3.39 4.2.1; do
  echo "sqlite-utils $version"
  $version/bin/sqlite-utils insert $version.db one one.csv --csv > /dev/null
  $version/bin/sqlite-utils rows $version.db one --nl
  $version/bin/sqlite-utils query $version.db 'SELECT typeof("limit") AS type, "limit" FROM one ORDER BY "limit"' --nl
done | tee seen
echo 4.2.1 --no-detect-types | tee -a seen
4.2.1/bin/sqlite-utils insert plain.db one one.csv --csv --no-detect-types > /dev/null
4.2.1/bin/sqlite-utils rows plain.db one --nl | tee -a seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
sqlite-utils 3.39
{"account": "012345678901", "commit": "1234567e12", "limit": "1_000"}
{"account": "123456789012", "commit": "7654321e9", "limit": "250"}
{"type": "text", "limit": "1_000"}
{"type": "text", "limit": "250"}
sqlite-utils 4.2.1
{"account": 12345678901, "commit": 1.234567e+18, "limit": "1_000"}
{"account": 123456789012, "commit": 7654321000000000.0, "limit": 250}
{"type": "integer", "limit": 250}
{"type": "text", "limit": "1_000"}
4.2.1 --no-detect-types
{"account": "012345678901", "commit": "1234567e12", "limit": "1_000"}
{"account": "123456789012", "commit": "7654321e9", "limit": "250"}
SEEN
