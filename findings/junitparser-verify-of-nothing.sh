#!/usr/bin/env bash
# `junitparser verify` (5.0.3) is a gate over reports in JUnit's form: "Return a non-zero exit code if one of the
# testcases failed or errored". It goes through the cases, as its help says, and what is wrong without a case passes:
#   --glob 'reports/*.xml'       exit code 0 where no file is there, since the run before has ended, or the artifact has
#                                another name. (A file by its name that is not there is an error.)
#   errors="1" of a suite        that never came to a case, as jest-junit writes a suite that could not be loaded and
#                                others write one without access to its account: 0
#   a case that has both <skipped/> and <failure/>, as one that failed and was then skipped again: 0
# and `junitparser merge` counts anew from the cases, so that the errors of such a suite are 0 in the file that comes
# out, where the one that went in said 1; what finds no file writes a report of no tests, with exit code 0. So the gate
# is green when an account could not be asked at all. Count the tests as well, and compare with what there should be.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install junitparser==5.0.3

cd "$folder"
echo '<testsuites tests="1" failures="1"><testsuite name="one" tests="1" failures="1"><testcase name="tls"><failure/>
</testcase></testsuite></testsuites>' >failed.xml
echo '<testsuites tests="0" errors="1"><testsuite name="two" tests="0" errors="1" failures="0"><system-err>AccessDenied
</system-err></testsuite></testsuites>' >suite.xml
echo '<testsuites tests="1" failures="1"><testsuite name="three" tests="1" failures="1" skipped="1">
<testcase name="tls"><failure/><skipped/></testcase></testsuite></testsuites>' >both.xml
{
  for report in failed.xml suite.xml both.xml 'none/*.xml'; do
    code=0
    venv/bin/junitparser verify --glob "$report" || code=$?
    echo "verify --glob $report: exit $code"
  done
  code=0
  venv/bin/junitparser verify none.xml 2>/dev/null || code=$?
  echo "verify none.xml: exit $code"
  for report in suite.xml 'none/*.xml'; do
    venv/bin/junitparser merge --glob "$report" merged.xml
    echo "merge --glob $report: $(grep -o '<testsuites [^>]*>' merged.xml)"
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
verify --glob failed.xml: exit 1
verify --glob suite.xml: exit 0
verify --glob both.xml: exit 0
verify --glob none/*.xml: exit 0
verify none.xml: exit 1
merge --glob suite.xml: <testsuites tests="0" failures="0" errors="0" skipped="0" time="0.0">
merge --glob none/*.xml: <testsuites tests="0" failures="0" errors="0" skipped="0" time="0" />
SEEN
