#!/usr/bin/env bash
# behave-asl 1.2.0 tests state machines of Step Functions without AWS, by scenarios in words, as a fan-out over accounts
# or a deployment that waits for a distribution is made of. Each of these is what the States Language says, written as a
# scenario, and fails; whoever writes tests until they pass has a machine that is wrong:
#   NumericGreaterThan: 3 with 5     not taken. Of numbers, texts and times each comparison with a constant is turned
#                                    round: GreaterThan holds for what is less. Equal ones and …Path are right
#   And, Or in a loop                are right once. When the state is entered again, And holds and Or fails, whatever
#                                    the data: a loop that waits for two things ends at its second round
#   StringMatches: "*.log"           a.log.gz matches, as the end is not looked at; "a(1)*" does not match a(1).log
#   MaxAttempts: 2                   is two tries, and not two after the first
#   Catch                            hands on Cause alone, and no Error
#   Comment before Variable          a rule of Choice with one ends the state in a KeyError
#   States.Format of true            writes True
# (It needs behave 1.2.6, and asks for any.) Try Choice states by TestState of AWS. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install behave-asl==1.2.0 behave==1.2.6
mkdir features

cat > scenarios.py <<'PYTHON'
import json

states = {"Yes": {"Type": "Succeed"}, "No": {"Type": "Succeed"}}
scenarios = ["Feature: the States Language"]


def scenario(title, state, data, *rounds, given=()):
    states[title] = state
    lines = ['Given a state machine defined in "machine.json"',
             f'And the execution is currently at the state "{title}"', "And the current state data is",
             f'"""\n{json.dumps(data)}\n"""', *given]
    for then in rounds:
        lines += ["When the state machine executes", then]
    scenarios.extend([f"  Scenario: {title}", *lines])


def choice(title, rule, data, taken):
    scenario(title, {"Type": "Choice", "Choices": [{**rule, "Next": "Yes"}], "Default": "No"}, data,
             f'Then the next state is "{taken}"')


choice("5 equals 5", {"Variable": "$.n", "NumericEquals": 5}, {"n": 5}, "Yes")
choice("5 is greater than 3", {"Variable": "$.n", "NumericGreaterThan": 3}, {"n": 5}, "Yes")
choice("5 is not less than 3", {"Variable": "$.n", "NumericLessThan": 3}, {"n": 5}, "No")
choice("5 is at least 3", {"Variable": "$.n", "NumericGreaterThanEquals": 3}, {"n": 5}, "Yes")
choice("5 is greater than 3 by path", {"Variable": "$.n", "NumericGreaterThanPath": "$.m"}, {"n": 5, "m": 3}, "Yes")
choice("b is greater than a", {"Variable": "$.s", "StringGreaterThan": "a"}, {"s": "b"}, "Yes")
choice("2026 is after 2025", {"Variable": "$.t", "TimestampGreaterThan": "2025-01-01T00:00:00Z"},
       {"t": "2026-01-01T00:00:00Z"}, "Yes")
choice("a.log is a log", {"Variable": "$.s", "StringMatches": "*.log"}, {"s": "a.log"}, "Yes")
choice("a.log.gz is not a log", {"Variable": "$.s", "StringMatches": "*.log"}, {"s": "a.log.gz"}, "No")
choice("a(1).log begins with a(1)", {"Variable": "$.s", "StringMatches": "a(1)*"}, {"s": "a(1).log"}, "Yes")
choice("a rule with a comment", {"Comment": "five", "Variable": "$.n", "NumericEquals": 5}, {"n": 5}, "Yes")

both = [{"Variable": "$.one", "BooleanEquals": True}, {"Variable": "$.two", "BooleanEquals": True}]
states["Wait"] = {"Type": "Wait", "Seconds": 9, "Next": "both are done, in a loop"}
scenario("both are done, in a loop",
         {"Type": "Choice", "Choices": [{"And": both, "Next": "Yes"}], "Default": "Wait"}, {"one": True, "two": False},
         'Then the next state is "Wait"', 'Then the next state is "both are done, in a loop"',
         'Then the next state is "Wait"')
states["Wait more"] = {"Type": "Wait", "Seconds": 9, "Next": "one is open, in a loop"}
scenario("one is open, in a loop",
         {"Type": "Choice", "Choices": [{"Or": both, "Next": "Wait more"}], "Default": "No"},
         {"one": True, "two": False},
         'Then the next state is "Wait more"', 'Then the next state is "one is open, in a loop"',
         'Then the next state is "Wait more"')

task = {"Type": "Task", "Resource": "deploy", "Next": "Yes"}
fails = ['And the resource "deploy" will be called with any parameters and fail with error "Busy"']
again = {**task, "Retry": [{"ErrorEquals": ["Busy"], "MaxAttempts": 2}]}
scenario("a first retry of two", again, {}, 'Then the next state is "a first retry of two"', given=fails)
scenario("a second retry of two", again, {}, *['Then the next state is "a second retry of two"'] * 2, given=fails)
scenario("a catch with the error", {**task, "Catch": [{"ErrorEquals": ["Busy"], "Next": "No"}]}, {},
         'Then the step result data path "$.Error" matches "Busy"', given=fails)
scenario("a format", {"Type": "Pass", "Parameters": {"text.$": "States.Format('{} {}', $.n, $.s)"}, "End": True},
         {"n": 5, "s": "a"}, 'Then the step result data path "$.text" matches "5 a"')
scenario("a format of true", {"Type": "Pass", "Parameters": {"text.$": "States.Format('{}', $.b)"}, "End": True},
         {"b": True}, 'Then the step result data path "$.text" matches "true"')

with open("machine.json", "w") as machine, open("features/states.feature", "w") as feature:
    json.dump({"StartAt": "Yes", "States": states}, machine)
    feature.write("\n".join(scenarios) + "\n")
PYTHON
python3 scenarios.py
venv/bin/behave-asl --format json --outfile result.json > out 2>&1 || true
python3 - <<'PYTHON' | tee seen
import json

for scenario in json.load(open("result.json"))[0]["elements"]:
    print(f"{scenario['status']}: {scenario['name']}")
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
passed: 5 equals 5
failed: 5 is greater than 3
failed: 5 is not less than 3
failed: 5 is at least 3
passed: 5 is greater than 3 by path
failed: b is greater than a
failed: 2026 is after 2025
passed: a.log is a log
failed: a.log.gz is not a log
failed: a(1).log begins with a(1)
failed: a rule with a comment
failed: both are done, in a loop
failed: one is open, in a loop
passed: a first retry of two
failed: a second retry of two
failed: a catch with the error
passed: a format
failed: a format of true
SEEN
