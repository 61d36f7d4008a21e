#!/usr/bin/env bash
# `sbatch --export=ALL,REGIONS=us-east-1,eu-west-1 audit.sh` of Slurm 22.05.8 (Debian 12's) is to hand a list to a job.
# The comma stands between variables: REGIONS is us-east-1, and eu-west-1 is taken for the name of a variable to hand
# on, which is not there, about which no word is said. The audit of one region is green, and looks like one of two.
# Quotes, within or around, which help a shell and many an option, become part of the value: 'us-east-1,eu-west-1' with
# its quotes is one region that nobody knows. Lists of tags, accounts and JSON are cut in the same way, and srun does it
# too. Set the variable before (REGIONS=… sbatch --export=ALL, which is the default), or give words behind the script.
# Fails where a line below is no longer so.
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

{
  submit() {
    sbatch --parsable --output="$1.txt" "${@:2}" --wrap='echo "REGIONS is $REGIONS, TAGS are $TAGS"' > /dev/null
    all_over
    cat "$1.txt"
  }
  echo "plain: $(submit 1 --export=ALL,REGIONS=us-east-1,eu-west-1)"
  echo "double quotes: $(submit 2 --export='ALL,REGIONS="us-east-1,eu-west-1"')"
  echo "single quotes: $(submit 3 --export="ALL,REGIONS='us-east-1,eu-west-1'")"
  echo "backslash: $(submit 4 --export='ALL,REGIONS=us-east-1\,eu-west-1')"
  echo "JSON: $(submit 5 --export='ALL,TAGS={"a":1,"b":2}')"
  echo "set before: $(REGIONS=us-east-1,eu-west-1 submit 6)"
  echo "srun: $(srun --export=ALL,REGIONS=us-east-1,eu-west-1 sh -c 'echo "REGIONS is $REGIONS"')"
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
plain: REGIONS is us-east-1, TAGS are 
double quotes: REGIONS is "us-east-1,eu-west-1", TAGS are 
single quotes: REGIONS is 'us-east-1,eu-west-1', TAGS are 
backslash: REGIONS is us-east-1\, TAGS are 
JSON: REGIONS is , TAGS are {"a":1
set before: REGIONS is us-east-1,eu-west-1, TAGS are 
srun: REGIONS is us-east-1
SEEN
