#!/bin/sh
# Slurm on this one machine, in a folder of its own, for as long as a command runs: no munge, no cgroups, one partition.
#
#     slurm.sh FOLDER COMMAND...
#
# The command finds Slurm's by SLURM_CONF. Everything that was started ends with it.
set -eu
folder=$1
shift
port=$(python3 -c 'import socket
a, b = socket.socket(), socket.socket()
a.bind(("127.0.0.1", 0)); b.bind(("127.0.0.1", 0))
print(a.getsockname()[1], b.getsockname()[1])')
host=$(hostname -s)
mkdir -p "$folder/state" "$folder/spool"
cat > "$folder/slurm.conf" <<CONF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/none
CredType=cred/none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmctldPort=${port% *}
SlurmdPort=${port#* }
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
ReturnToService=2
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:8
CONF
export SLURM_CONF="$folder/slurm.conf"
slurmctld -D > "$folder/slurmctld.log" 2>&1 &
controller=$!
slurmd -D > "$folder/slurmd.log" 2>&1 &
node=$!
trap 'kill $node $controller 2> /dev/null; wait' EXIT
tries=0
until sinfo -h -o %t 2> /dev/null | grep -q -e idle -e mix; do
  tries=$((tries + 1))
  if [ $tries -gt 60 ]; then
    tail -n 20 "$folder/slurmctld.log" "$folder/slurmd.log" >&2
    exit 70
  fi
  sleep 0.5
done
"$@"
