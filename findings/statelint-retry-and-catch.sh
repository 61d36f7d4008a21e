#!/usr/bin/env bash
# statelint 3.1.0 for Python holds a state machine of Step Functions against the rules of Amazon States Language, before
# it is deployed. It knows JSONata and its fields, so that it looks up to date. What it lets through and should not:
#   States.ALL in Retry     has to stand alone, and in the last retrier. It looks for that in Catch, and says so there;
#                           in Retry anything passes: retriers behind one for all errors, which are never reached
#   HeartbeatSeconds        longer than TimeoutSeconds passes
# and what it refuses, with exit code 1, is in the language since variables and JSONata came (November 2024):
#   Assign                  in a state of JSONPath, as "not allowed"; in one of JSONata it is taken
#   "x.$": "$count"         how JSONPath reads such a variable: "not a JSONPath or intrinsic function expression"
#   "Seconds": "{% … %}"    and TimeoutSeconds: "should be an Integer"
# So a build fails on a machine that is right, and one whose retries for throttling stand behind States.ALL passes. Take
# ValidateStateMachineDefinition of Step Functions, which is the service's own word. What is right is by the language's
# specification and the guide's pages on variables and JSONata. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install statelint==3.1.0

cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen
import json
import subprocess

every, other = {"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["Lambda.TooManyRequestsException"]}
task = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "End": True}
end = {"Type": "Succeed"}
for name, state, language in [
        ("Catch, States.ALL first", {**task, "Catch": [{**every, "Next": "Z"}, {**other, "Next": "Z"}]}, None),
        ("Retry, States.ALL first", {**task, "Retry": [every, other]}, None),
        ("Retry, States.ALL beside another", {**task, "Retry": [{"ErrorEquals": ["States.ALL", "Other"]}]}, None),
        ("heartbeat above timeout", {**task, "TimeoutSeconds": 10, "HeartbeatSeconds": 20}, None),
        ("Assign", {"Type": "Pass", "Assign": {"count": 1}, "End": True}, None),
        ("Assign, JSONata", {"Type": "Pass", "Assign": {"count": 1}, "End": True}, "JSONata"),
        ("a variable", {"Type": "Pass", "Parameters": {"x.$": "$count"}, "End": True}, None),
        ("Seconds, JSONata", {"Type": "Wait", "Seconds": "{% $states.input.pause %}", "End": True}, "JSONata"),
        ("TimeoutSeconds, JSONata", {**task, "TimeoutSeconds": "{% $states.input.limit %}"}, "JSONata")]:
    machine = {"StartAt": "A", "States": {"A": state, **({"Z": end} if "Catch" in state else {})}}
    if language:
        machine["QueryLanguage"] = language
    with open("machine.json", "w") as file:
        json.dump(machine, file)
    run = subprocess.run(["venv/bin/statelint", "machine.json"], capture_output=True, text=True)
    print(f"{name}: exit {run.returncode}", *(line.strip().replace("State Machine.States.", "")
                                                     for line in run.stdout.splitlines()[1:]))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
Catch, States.ALL first: exit 1 A.Catch[0]: States.ALL can only appear in the last element, and by itself.
Retry, States.ALL first: exit 0
Retry, States.ALL beside another: exit 0
heartbeat above timeout: exit 0
Assign: exit 1 Field "Assign" not allowed in A
Assign, JSONata: exit 0
a variable: exit 1 Field "x.$" of Parameters at "A" is not a JSONPath or intrinsic function expression
Seconds, JSONata: exit 1 A.Seconds is "{% $states.input.pause %}" but should be an Integer
TimeoutSeconds, JSONata: exit 1 A.TimeoutSeconds is "{% $states.input.limit %}" but should be an Integer
SEEN
