#!/usr/bin/env bash
# sarif-tools 3.0.5: `sarif --check error` ends with the number of issues, of which a shell sees the last eight bits: a
# file with 255 errors ends with 255, one with 300 with 44, after it has said "exiting with return code 300". What it
# counts is each result of that level: one that a reviewer has accepted (`suppressions` with the status `accepted`) is an
# error like any other, and results of kind `pass` are issues of level none. A gate counts with something else: a query
# over the file, or the exit code of whoever wrote it. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install sarif-tools==3.0.5

cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import json
import re
import subprocess


def check(*results):
    """The exit code of `sarif --check error summary`, and its counts by level."""
    results = [{"ruleId": "a", "level": "error", "message": {"text": "wrong"}, **result} for result in results]
    with open("run.sarif", "w") as file:
        json.dump({"version": "2.1.0", "runs": [{
            "tool": {"driver": {"name": "t", "rules": [{"id": "a"}]}}, "results": results}]}, file)
    run = subprocess.run(["venv/bin/sarif", "--check", "error", "summary", "run.sarif"], capture_output=True, text=True)
    counts = {level: int(count) for level, count in re.findall(r"^(\w+): (\d+)$", run.stdout, re.M)}
    return run.returncode, counts, run.stderr + run.stdout


for count, seen in ((0, 0), (1, 1), (255, 255), (257, 1), (300, 44)):
    code, counts, said = check(*[{}] * count)
    print(f"{count} errors: exit {code}")
    assert code == seen and counts["error"] == count, said
    assert count < 256 or f"exiting with return code {count}" in said, said

accepted = {"suppressions": [{"kind": "external", "status": "accepted", "justification": "known"}]}
code, counts, said = check(accepted)
print(f"one that is accepted: exit {code}, {counts}")
assert code == 1 and counts["error"] == 1, said

code, counts, said = check({"kind": "pass", "level": "none"}, {"kind": "notApplicable", "level": "none"})
print(f"two that are no issues: exit {code}, {counts}")
assert code == 0 and counts["none"] == 2, said
PYTHON
