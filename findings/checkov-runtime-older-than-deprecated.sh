#!/usr/bin/env bash
# checkov 3.3.30 has CKV_AWS_363, "Ensure Lambda Runtime is not deprecated", and a list of its own for it. One would
# think that what is older than a member of the list is a member, too. python3.9 is one, and so are python3.7 and 3.6:
# python3.8, which ended between them, was left out and passes. So a function at the edge that goes back from python3.9
# to python3.8 turns the build from red to green, and the whole of an estate on 3.8 is never named. With it pass
# nodejs18.x, nodejs20.x, ruby3.2 and provided.al2, which had ended when this version came out, in October 2026; beside
# the first stands "uncomment on Sept 1, 2025" in the source. The days are those that cfn-lint 1.58.0 has from AWS, and
# that is what to ask: its rules on runtimes (W2531, E2531, E2533) go by them. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip=("$folder/venv/bin/pip" --disable-pip-version-check --quiet install)
"${pip[@]}" checkov==3.3.30
# For its table of runtimes alone.
"${pip[@]}" --no-deps --target "$folder/lint" cfn-lint==1.58.0

cd "$folder"
mkdir scanned
venv/bin/python - <<'PYTHON'
import json

with open("lint/cfnlint/data/AdditionalSpecs/LmbdRuntimeLifecycle.json") as file:
    ended = {name: days["deprecated"] for name, days in json.load(file).items() if days["deprecated"] < "2026-10-01"}
with open("ended.json", "w") as file:
    json.dump(ended, file)
with open("scanned/main.tf", "w") as file:
    for name in ended:
        file.write(f"""resource "aws_lambda_function" "{name.replace(".", "_")}" {{
  function_name = "edge"
  role          = "arn:aws:iam::123456789012:role/edge"
  runtime       = "{name}"
  handler       = "index.handler"
  filename      = "edge.zip"
}}
""")
PYTHON
LOG_LEVEL=CRITICAL venv/bin/checkov --directory scanned --framework terraform --check CKV_AWS_363 --output json \
  > report.json 2> errors || true
venv/bin/python - <<'PYTHON' | tee seen
import json

with open("report.json") as file:
    results = json.load(file)["results"]
with open("ended.json") as file:
    ended = json.load(file)
passed = {found["resource"].partition(".")[2].replace("_", ".") for found in results["passed_checks"]}
print(len(ended), "have ended,", len(results["failed_checks"]), "fail")
for name in sorted(ended, key=lambda name: (ended[name], name)):
    if name in passed or ended[name] > "2023-11-30":
        print(ended[name], name, "passes" if name in passed else "fails")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
28 have ended, 23 fail
2023-12-04 nodejs14.x fails
2023-12-04 python3.7 fails
2023-12-07 ruby2.7 fails
2024-01-08 go1.x fails
2024-01-08 java8 fails
2024-01-08 provided fails
2024-06-12 nodejs16.x fails
2024-10-14 python3.8 passes
2024-12-20 dotnet6 fails
2025-09-01 nodejs18.x passes
2025-12-15 python3.9 fails
2026-03-31 ruby3.2 passes
2026-04-30 nodejs20.x passes
2026-07-31 provided.al2 passes
SEEN
