#!/usr/bin/env bash
# A job of Slurm is a script, and two libraries for Python write it and hand it to sbatch. An audit is shared out among
# the tasks of an array by $SLURM_ARRAY_TASK_ID. What the command is by the time that a node runs it:
#   simple-slurm 0.3.6   sbatch(command) goes through a document of the shell, in which it escapes $, and neither
#                        backquotes nor backslashes: `hostname` is the name of the machine that submits, and of two
#                        backslashes one is left, in sed and in JSON
#                        sbatch(command, job_file=…) writes the same into a file, where nothing takes the escapes out
#                        again: each task works on a shard called "$SLURM_ARRAY_TASK_ID", and ends with 0
#                        a job_name or comment with a blank has no quotes: what is behind it is another word
#                        begin=datetime has a blank between day and time, and its offset, which sbatch has no form for
#   slurmpy 0.0.8        run(command, cmd_kwargs={…}) exports values without quotes: of "edge logs" the first word is
#                        left, and what stands behind a ; is run
# job_file is there to look at what is submitted, which is when it breaks. Say convert=False with job_file, $( ) for
# backquotes, and write the script by oneself where it has backslashes. A program in the place of sbatch keeps the
# script here, and bash runs it as a node would. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install simple-slurm==0.3.6 slurmpy==0.0.8

cd "$folder"
mkdir bin
cat > bin/sbatch <<'SBATCH'
#!/bin/bash
# Like sbatch, takes the script from a file, if its last word is one, or from its input.
if [ $# -gt 0 ] && [ -f "${*: -1}" ]; then cat "${*: -1}"; else cat; fi > submitted
echo Submitted batch job 1
SBATCH
chmod +x bin/sbatch
PATH="$folder/bin:$PATH" WHERE=login venv/bin/python - 2> log <<'PYTHON' | tee seen
import datetime
import os
import subprocess

from simple_slurm import Slurm
from slurmpy import Slurm as Slurmpy


def on_a_node():
    done = subprocess.run(["bash", "submitted"], capture_output=True, text=True, env={
        "PATH": os.environ["PATH"], "WHERE": "node", "SLURM_ARRAY_TASK_ID": "3"})
    return f"{done.stdout.strip()!r}, {done.returncode}"


for options in ({}, {"job_file": "job.sh"}, {"job_file": "job.sh", "convert": False}):
    print("simple-slurm", options)
    for command in ("echo shard $SLURM_ARRAY_TASK_ID", "echo `printenv WHERE`", "echo $(printenv WHERE)",
                    r"echo 'a\\.b'"):
        Slurm(array=range(5)).sbatch(command, verbose=False, **options)
        print(f"  {command:31} {on_a_node()}")
noon = datetime.datetime(2026, 12, 1, 12, tzinfo=datetime.timezone.utc)
for line in str(Slurm(job_name="edge audit", begin=noon)).splitlines():
    if "SBATCH" in line:
        print("simple-slurm", " ".join(line.split()))
for teams in ("edge", "edge logs", "edge;echo more"):
    job = Slurmpy("audit", {"time": "1:00:00"}, log_dir=".", scripts_dir=".")
    job.run('echo "teams: $TEAMS"', cmd_kwargs={"TEAMS": teams})
    print(f"slurmpy      {teams!r}: {on_a_node()}")
PYTHON

diff seen - <<'SEEN' || { cat log; echo 'this is no longer so'; exit 1; }
simple-slurm {}
  echo shard $SLURM_ARRAY_TASK_ID 'shard 3', 0
  echo `printenv WHERE`           'login', 0
  echo $(printenv WHERE)          'node', 0
  echo 'a\\.b'                    'a\\.b', 0
simple-slurm {'job_file': 'job.sh'}
  echo shard $SLURM_ARRAY_TASK_ID 'shard $SLURM_ARRAY_TASK_ID', 0
  echo `printenv WHERE`           'node', 0
  echo $(printenv WHERE)          '', 2
  echo 'a\\.b'                    'a\\\\.b', 0
simple-slurm {'job_file': 'job.sh', 'convert': False}
  echo shard $SLURM_ARRAY_TASK_ID 'shard 3', 0
  echo `printenv WHERE`           'node', 0
  echo $(printenv WHERE)          'node', 0
  echo 'a\\.b'                    'a\\\\.b', 0
simple-slurm #SBATCH --begin 2026-12-01 12:00:00+00:00
simple-slurm #SBATCH --job-name edge audit
slurmpy      'edge': 'teams: edge', 0
slurmpy      'edge logs': 'teams: edge', 0
slurmpy      'edge;echo more': 'more\nteams: edge', 0
SEEN
