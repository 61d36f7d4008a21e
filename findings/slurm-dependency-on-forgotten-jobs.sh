#!/usr/bin/env bash
# `sbatch --dependency=afterok:JOB` of Slurm 22.05.8 (Debian 12's) is to start a job after another has ended well, and
# one that cannot start any more is kept, with the reason DependencyNeverSatisfied. That is so while slurmctld knows the
# other job. It forgets each job MinJobAge seconds after its end (300, where slurm.conf does not say), and a dependency
# on a job that it does not know counts as fulfilled: submitted a little later, the merge, the release or the clean-up
# after a job that failed runs at once, and so does one behind a number with a slip in it. No word is said, and sbatch
# ends with 0. A script that submits its steps in one go never sees it; steps by hand, or on the next day, do. Submit
# dependents right away, or look at what the job was to leave behind. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
version=22.05.8-4+deb12u3
(cd "$folder" && apt-get download -qq slurmctld=$version slurmd=$version slurm-client=$version \
  slurm-wlm-basic-plugins=$version libhwloc15=2.9.0-1 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
libraries=$folder/usr/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH=$libraries:$libraries/slurm-wlm PATH=$folder/usr/bin:$PATH SLURM_CONF=$folder/slurm.conf

# One machine, one partition, in this folder alone, for as long as this runs.
host=$(hostname -s)
ports=$(python3 -c 'import socket
one, other = socket.socket(), socket.socket()
one.bind(("127.0.0.1", 0)), other.bind(("127.0.0.1", 0))
print(one.getsockname()[1], other.getsockname()[1])')
mkdir "$folder/state" "$folder/spool"
cat > "$folder/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
PluginDir=$libraries/slurm-wlm
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
MinJobAge=5
SlurmctldPort=${ports% *}
SlurmdPort=${ports#* }
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:8
CONF
printf '%s\n' "$(sbatch --version)"
"$folder/usr/sbin/slurmctld-wlm" -D > "$folder/slurmctld.log" 2>&1 &
controller=$!
"$folder/usr/sbin/slurmd-wlm" -D -d "$folder/usr/sbin/slurmstepd-wlm" > "$folder/slurmd.log" 2>&1 &
node=$!
trap 'kill "$node" "$controller" 2>/dev/null; wait; rm -rf "$folder"' EXIT
up=
for _ in $(seq 60); do
  if sinfo -h -o %t 2>/dev/null | grep -q -e idle -e mix; then up=yes && break; fi
  sleep 0.5
done
[ "$up" ] || { tail -n 20 "$folder"/slurm*.log >&2 && exit 1; }
all_over() { for _ in $(seq 120); do [ "$(squeue -h)" ] || return 0; sleep 0.5; done; return 1; }

cd "$folder"

state() { squeue -h -j "$1" -o '%T, %R' 2>/dev/null | grep . || echo "has run: $(cat "$1.txt")"; }
{
  failed=$(sbatch --parsable --output=/dev/null --wrap='exit 1')
  all_over
  at_once=$(sbatch --parsable --output=%j.txt --dependency="afterok:$failed" --wrap='echo after a job that failed')
  sleep 3
  echo "submitted at once: $(state "$at_once")"
  scancel "$at_once"
  for _ in $(seq 240); do scontrol show job "$failed" > /dev/null 2>&1 || break; sleep 0.5; done
  later=$(sbatch --parsable --output=%j.txt --dependency="afterok:$failed" --wrap='echo after a job that failed')
  slip=$(sbatch --parsable --output=%j.txt --dependency="afterok:123456" --wrap='echo after a job that never was')
  all_over
  echo "submitted later: $(state "$later")"
  echo "submitted with a slip: $(state "$slip")"
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
submitted at once: PENDING, (DependencyNeverSatisfied)
submitted later: has run: after a job that failed
submitted with a slip: has run: after a job that never was
SEEN
