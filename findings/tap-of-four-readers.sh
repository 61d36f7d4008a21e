#!/usr/bin/env bash
# TAP is what bats, conftest and node-tap write of tests: a plan (1..4) and a line a test. A run that dies half-way
# has fewer lines than its plan, or no plan at all where that stands at the end, and is a failure by TAP's own page, as
# are more tests than planned; a test that is TODO may fail. prove (Perl 5.36's) and tappy (tap.py 3.2.1) have it so.
# Two that hand TAP on to other formats, and whose exit code or report a gate takes:
#   tap2subunit (python-subunit 1.4.6), subunit-stats   a file without its plan, or with nothing in it, and a test more
#                                                       than planned are a success, with exit code 0. A line that ends
#                                                       with "# time=3ms", as node-tap has it, is no test to it, and
#                                                       then one that is missing from the plan: a failure
#   tap2junit 0.2.0                                     a test more than planned is a success, and TODO a failure
# So the gate is green when the tests died at their beginning, which they do without credentials. Read TAP by prove
# (-e cat FILE), and turn it into other formats for people alone. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install tap.py==3.2.1 python-subunit==1.4.6 tap2junit==0.2.0

cd "$folder"
printf '1..2\nok 1 - one\nok 2 - two\n' > all.tap
printf '1..2\nok 1 - one\n' > fewer.tap
printf 'ok 1 - one\nok 2 - two\n' > without-plan.tap
: > nothing.tap
printf '1..2\nok 1 - one\nok 2 - two\nok 3 - three\n' > more.tap
printf '1..1\nnot ok 1 - one # TODO later\n' > todo.tap
printf '1..1\nok 1 - one # time=3ms\n' > timed.tap
word() { if "$@" > /dev/null 2>&1; then echo passed; else echo failed; fi; }
of_subunit() { venv/bin/tap2subunit < "$1" | venv/bin/subunit-stats; }
of_junit() { venv/bin/tap2junit -i "$1" -o out.xml && grep -q 'errors="0" failures="0"' out.xml; }
{
  printf '%-14s %-7s %-7s %-8s %s\n' '' prove tappy subunit tap2junit
  for name in all fewer without-plan nothing more todo timed; do
    printf '%-14s %-7s %-7s %-8s %s\n' $name "$(word prove -e cat $name.tap)" "$(word venv/bin/tappy $name.tap)" \
      "$(word of_subunit $name.tap)" "$(word of_junit $name.tap)"
  done
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
               prove   tappy   subunit  tap2junit
all            passed  passed  passed   passed
fewer          failed  failed  failed   failed
without-plan   failed  failed  passed   failed
nothing        failed  failed  passed   failed
more           failed  failed  passed   passed
todo           passed  passed  passed   failed
timed          passed  passed  failed   passed
SEEN
