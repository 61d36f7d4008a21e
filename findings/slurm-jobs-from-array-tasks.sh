#!/usr/bin/env bash
# Slurm 22.05.8 (Debian 12's) gives each task of an array SLURM_ARRAY_TASK_ID and its siblings, and programs that share
# out work go by them: they are there, so I am one of several. But sbatch hands all SLURM_* on to what it submits, with
# `--export=NONE` as well, and takes none of these away: a job that is no array, submitted by the task of one, has the
# numbers of that task, with its own SLURM_JOB_ID beside them. A summary, a retry or a clean-up that the last task
# submits then does one slice of its work, or takes itself for task 3, and ends with 0. An array that is submitted there
# has its own numbers. Take SLURM_ARRAY_* out of the environment before sbatch (env -u). Fails where that is no longer
# so.
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

show='echo "$1: ${SLURM_ARRAY_TASK_ID-no task}, ${SLURM_ARRAY_TASK_COUNT-no count}, array ${SLURM_ARRAY_JOB_ID-none}"'
for name in plain bare array; do printf '#!/bin/sh\n%s\n' "$show" > $name.sh; done
cat > task.sh <<'TASK'
#!/bin/sh
sbatch --output=plain.txt plain.sh "a job"
sbatch --output=bare.txt --export=NONE bare.sh "a job with --export=NONE"
sbatch --output=array.txt --array=0 array.sh "an array"
env -u SLURM_ARRAY_TASK_ID -u SLURM_ARRAY_TASK_COUNT -u SLURM_ARRAY_JOB_ID \
  sbatch --output=clean.txt plain.sh "a job after env -u"
TASK
sbatch --output=task.txt --array=3,5,7%1 --wrap='[ $SLURM_ARRAY_TASK_ID = 7 ] && exec sh task.sh; exit 0'
all_over
cat plain.txt bare.txt array.txt clean.txt | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
a job: 7, 3, array 1
a job with --export=NONE: 7, 3, array 1
an array: 0, 1, array 6
a job after env -u: no task, no count, array none
SEEN
