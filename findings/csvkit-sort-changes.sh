#!/usr/bin/env bash
# csvkit 2.2.0: csvsort sorts the lines of a CSV, and one would think that the lines stay what they are. Like csvjson,
# csvstat and csvsql it finds out types first (agate 1.14.2) and writes values of those types:
#   012345678901     12345678901, an account of eleven digits; csvjson: 12345678901.0
#   0 and 1          False and True: a column of counts (aliases, functions, failures) in which nothing is above 1
#   12:30            0:12:30, twelve minutes
#   none, n/a, .     nothing, as what they stand for is: a cookie behaviour that is "none" is no longer one
# By which values a column has it is one or the other: with a 2 among them the counts are counts, so that the report of
# one account has booleans and that of the next numbers. csvgrep and csvcut change nothing. -I (--no-inference)
# everywhere; nulls go on unless --blanks is there as well. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install csvkit==2.2.0 agate==1.14.2

cd "$folder"
printf '%s\n' id,account,functions,since,cookies E2,012345678901,0,12:30,none E1,012345678902,1,00:45,all > report.csv
{ cat report.csv; echo E3,112345678903,2,01:00,none; } > longer.csv
{
  for command in "csvcut -c id,account,functions,since,cookies" "csvsort -c id" "csvsort -I -c id" \
      "csvsort -I --blanks -c id" csvjson; do
    echo "$command"
    venv/bin/$command report.csv | sed 's/}, {/},\n {/; s/]$/]\n/'
  done
  echo 'csvsort -c id, with a 2 among the counts'
  venv/bin/csvsort -c id longer.csv
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
csvcut -c id,account,functions,since,cookies
id,account,functions,since,cookies
E2,012345678901,0,12:30,none
E1,012345678902,1,00:45,all
csvsort -c id
id,account,functions,since,cookies
E1,12345678902,True,0:00:45,all
E2,12345678901,False,0:12:30,
csvsort -I -c id
id,account,functions,since,cookies
E1,012345678902,1,00:45,all
E2,012345678901,0,12:30,
csvsort -I --blanks -c id
id,account,functions,since,cookies
E1,012345678902,1,00:45,all
E2,012345678901,0,12:30,none
csvjson
[{"id": "E2", "account": 12345678901.0, "functions": false, "since": "0:12:30", "cookies": null},
 {"id": "E1", "account": 12345678902.0, "functions": true, "since": "0:00:45", "cookies": "all"}]
csvsort -c id, with a 2 among the counts
id,account,functions,since,cookies
E1,12345678902,1,0:00:45,all
E2,12345678901,0,0:12:30,
E3,112345678903,2,0:01:00,
SEEN
