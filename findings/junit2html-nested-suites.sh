#!/usr/bin/env bash
# junit2html 31.1.4 reads the test cases of the outer <testsuite>s and passes over each <testsuite> within one. Suites
# nest in what Ant, Maven, pytest's plugins and many scanners write (one suite an account, one a distribution in it),
# and junitparser 5.0.3 reads them so. Of a report with two cases in an inner suite, one of them failed, and a good one
# beside it, junit2html shows "Passed: 1", leaves the failed case out of the page, and `--max-failures 1`, which is to
# fail the build, exits with 0. The counts that the file states itself (tests="3" failures="1") are not held against it.
# Write flat suites for it, or gate with `junitparser verify`, whose holes junitparser-verify-of-nothing.sh tells. Fails
# where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install junit2html==31.1.4 junitparser==5.0.3

cd "$folder"
cat > report.xml <<'XML'
<testsuites tests="3" failures="1"><testsuite name="account" tests="3" failures="1" time="3">
  <testsuite name="E2EXAMPLE" tests="2" failures="1" time="2">
    <testcase classname="tls" name="viewer protocol" time="1"><failure message="allow-all">allow-all</failure></testcase>
    <testcase classname="tls" name="minimum version" time="1"/>
  </testsuite>
  <testcase classname="account" name="logging" time="1"/>
</testsuite></testsuites>
XML
sed -e '/<testsuite name="E2/d' -e '/^  <\/testsuite>/d' report.xml > flat.xml
{
  for file in report.xml flat.xml; do
    code=0
    venv/bin/junit2html "$file" --max-failures 1 --summary-matrix > out || code=$?
    printf '%s: junit2html exits with %s:%s\n' "$file" "$code" "$(sed -n '/Test Results/,$p' out | tail -n +2 | sort | tr -s ' \n' ' ')"
    code=0
    venv/bin/junitparser verify "$file" || code=$?
    printf '%s: junitparser exits with %s\n' "$file" "$code"
  done
  venv/bin/junit2html report.xml page.html
  printf 'the page says "viewer protocol" %s times\n' "$(grep -c 'viewer protocol' page.html || true)"
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
report.xml: junit2html exits with 0: Passed : 1 
report.xml: junitparser exits with 1
flat.xml: junit2html exits with 1: Failed : 1 Passed : 2 
flat.xml: junitparser exits with 1
the page says "viewer protocol" 0 times
SEEN
