#!/usr/bin/env bash
# CloudFormation Guard, here 3.0.1 as cfn-guard-rs 0.3.3 has it for Python, holds rules against templates, plans and
# other JSON. Its parser takes `not`, NOT and ! in front of a clause, and what becomes of it depends on the clause:
#   not … exists                         is turned round
#   not … == , not … != , not … IN       as if `not` were not there: `not … ViewerProtocolPolicy == 'allow-all'` passes
#                                        for allow-all, and for nothing else
#   when not … == 'x'                    selects those that it is there to leave out; the others are SKIP, which is no
#                                        failure
# No error, and no warning. Two numbers are compared where both are whole or both have a point alone: 60.0 <= 60 fails,
# and so does 7 <= 60.0, so that a rule with 0.5 in it fails for 1, and a TTL that a tool wrote as 60.0 for 60. Write !=
# and `not IN` behind the query, and numbers as the template has them. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install cfn-guard-rs==0.3.3

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import cfn_guard_rs

POLICY = "Resources.*.Properties.ViewerProtocolPolicy"
RULES = [
    f"rule a {{ {POLICY} == 'allow-all' }}",
    f"rule a {{ {POLICY} != 'allow-all' }}",
    f"rule a {{ not {POLICY} == 'allow-all' }}",
    f"rule a {{ !{POLICY} == 'allow-all' }}",
    f"rule a {{ not {POLICY} IN ['allow-all'] }}",
    f"rule a {{ {POLICY} not IN ['allow-all'] }}",
    f"rule a {{ not {POLICY} exists }}",
    f"rule a when not {POLICY} == 'allow-all' {{ Resources.*.Properties.Logging exists }}",
    f"rule a when {POLICY} != 'allow-all' {{ Resources.*.Properties.Logging exists }}",
]


def status(rule, **properties):
    return cfn_guard_rs.run_checks({"Resources": {"Site": {"Properties": properties}}}, rule).status


for rule in RULES:
    print(f"{rule.replace('Resources.*.Properties.', '')}")
    print("  allow-all:", status(rule, ViewerProtocolPolicy="allow-all"), "https-only:",
          status(rule, ViewerProtocolPolicy="https-only"))
for value, limit in (60, "60"), (60.0, "60"), (7, "60.0"), (7.0, "60.0"):
    print(value, "<=", limit, status(f"rule a {{ Resources.*.Properties.Ttl <= {limit} }}", Ttl=value))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
rule a { ViewerProtocolPolicy == 'allow-all' }
  allow-all: PASS https-only: FAIL
rule a { ViewerProtocolPolicy != 'allow-all' }
  allow-all: FAIL https-only: PASS
rule a { not ViewerProtocolPolicy == 'allow-all' }
  allow-all: PASS https-only: FAIL
rule a { !ViewerProtocolPolicy == 'allow-all' }
  allow-all: PASS https-only: FAIL
rule a { not ViewerProtocolPolicy IN ['allow-all'] }
  allow-all: PASS https-only: FAIL
rule a { ViewerProtocolPolicy not IN ['allow-all'] }
  allow-all: FAIL https-only: PASS
rule a { not ViewerProtocolPolicy exists }
  allow-all: FAIL https-only: FAIL
rule a when not ViewerProtocolPolicy == 'allow-all' { Logging exists }
  allow-all: FAIL https-only: SKIP
rule a when ViewerProtocolPolicy != 'allow-all' { Logging exists }
  allow-all: SKIP https-only: FAIL
60 <= 60 PASS
60.0 <= 60 FAIL
7 <= 60.0 FAIL
7.0 <= 60.0 PASS
SEEN
