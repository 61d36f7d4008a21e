#!/usr/bin/env bash
# EventBridge's rules run by UTC. aws-cfn-update 0.15.4, `cron-schedule-expression`, writes the expression of a rule in
# a template anew from the local one in its description, so that a job of six o'clock stays one when the clocks change;
# a pipeline runs it in spring and in autumn. What it moves are the figures in the field of hours, and nothing else:
#   6 in London       5 in summer. In winter the local hour is UTC's, which it takes for nothing to do: 5 stays there,
#                     and the job comes an hour early until spring. Amsterdam, with an hour between, is right in both
#   01:30 on Mondays, or on the 1st   23:30 on Mondays and on the 1st, a day late, where it ought to be the day before
#   0/6               22/6 in Amsterdam's summer, which is 22:00 alone and no longer four times a day
#   Kolkata, half an hour apart       the hour stays as it is, with a warning, and ? becomes *: an expression that
#                     EventBridge refuses
# Exit code 0 each time. Amsterdam's example in its help is right. EventBridge Scheduler has time zones, and needs none
# of it (AWS::Scheduler::Schedule, ScheduleExpressionTimezone). Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install aws-cfn-update==0.15.4 croniter==7.0.0

cd "$folder"
run() {
  local expression=$1 zone=$2
  cat > template.yaml << YAML
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Audit:
    Type: AWS::Events::Rule
    Properties:
      Description: audit of the edge, cron($expression)
      ScheduleExpression: cron($expression)
      State: ENABLED
YAML
  shift 2
  for day in "$@"; do
    venv/bin/aws-cfn-update cron-schedule-expression --timezone "$zone" --date "$day" template.yaml > /dev/null 2> log
    echo "$expression, $zone, $day: $(sed -n 's/ *ScheduleExpression: //p' template.yaml) $(grep -o WARN log || true)"
  done
}
{
  run '0 6 * * ? *' Europe/Amsterdam 2026-07-01 2026-12-01
  run '0 6 * * ? *' Europe/London 2026-07-01 2026-12-01
  run '30 1 ? * MON *' Europe/Amsterdam 2026-07-01
  run '30 1 1 * ? *' Europe/Amsterdam 2026-07-01
  run '0 0/6 * * ? *' Europe/Amsterdam 2026-07-01
  run '0 6 * * ? *' Asia/Kolkata 2026-07-01
} | sed 's/ $//' | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
0 6 * * ? *, Europe/Amsterdam, 2026-07-01: cron(0 4 * * ? *)
0 6 * * ? *, Europe/Amsterdam, 2026-12-01: cron(0 5 * * ? *)
0 6 * * ? *, Europe/London, 2026-07-01: cron(0 5 * * ? *)
0 6 * * ? *, Europe/London, 2026-12-01: cron(0 5 * * ? *)
30 1 ? * MON *, Europe/Amsterdam, 2026-07-01: cron(30 23 ? * MON *)
30 1 1 * ? *, Europe/Amsterdam, 2026-07-01: cron(30 23 1 * ? *)
0 0/6 * * ? *, Europe/Amsterdam, 2026-07-01: cron(0 22/6 * * ? *)
0 6 * * ? *, Asia/Kolkata, 2026-07-01: cron(0 6 * * * *) WARN
SEEN
