#!/usr/bin/env bash
# Lists of machines such as n[1-3] are Slurm's, and two libraries read and write them for Python. What they make of a
# list is not what Slurm 22.05.8 (Debian 12's scontrol) makes of it:
#   python-hostlist 2.3.0   n1,n1,n2 are two machines: a name that stands twice (two tasks on n1) is dropped
#   ClusterShell 1.10.1     the same, and an error for n[08-9] and n[1-2][1-2], which Slurm and the other one read
# And what both write for n1-edge,n2-edge, which is n[1-2]-edge, is "Invalid hostlist" to scontrol: a range has to stand
# at the end of the name there. Of a1b1,a1b2,a2b1,a2b2 both write a[1-2]b[1-2], which scontrol reads. Names that end in
# a letter or a domain are common, and the list that comes back works with each tool of the same library. Let scontrol
# (show hostlist, show hostnames) do both. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
version=22.05.8-4+deb12u3
(cd "$folder" && apt-get download -qq slurm-client=$version slurm-wlm-basic-plugins=$version 2>/dev/null &&
  for package in *.deb; do dpkg -x "$package" .; done)
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install python-hostlist==2.3.0 ClusterShell==1.10.1
printf '%s\n' 'ClusterName=test' 'SlurmctldHost=localhost' 'AuthType=auth/none' 'NodeName=localhost' \
  "PluginDir=$folder/usr/lib/x86_64-linux-gnu/slurm-wlm" 'PartitionName=main Nodes=localhost' > "$folder/slurm.conf"
export SLURM_CONF=$folder/slurm.conf LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu/slurm-wlm
PATH=$folder/usr/bin:$PATH scontrol --version

PATH=$folder/usr/bin:$PATH "$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import subprocess

import hostlist
from ClusterShell.NodeSet import NodeSet


def scontrol(what, text):
    run = subprocess.run(["scontrol", "show", what, text], capture_output=True, text=True)
    return ",".join(run.stdout.split()) or run.stderr.strip().splitlines()[-1]


def attempt(call):
    try:
        return call()
    except Exception as error:
        return type(error).__name__


for text in ("n1,n1,n2", "n[08-9]", "n[1-2][1-2]", "a[1-2]b[1-2]", "n[1-2]-edge"):
    print(text)
    print("  scontrol       ", scontrol("hostnames", text))
    print("  python-hostlist", attempt(lambda: ",".join(hostlist.expand_hostlist(text))))
    print("  ClusterShell   ", attempt(lambda: ",".join(NodeSet(text))))
for text in ("a1b1,a1b2,a2b1,a2b2", "n1-edge,n2-edge"):
    print("written:", text)
    print("  scontrol       ", scontrol("hostlist", text))
    print("  python-hostlist", hostlist.collect_hostlist(text.split(",")))
    print("  ClusterShell   ", NodeSet(text))
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
n1,n1,n2
  scontrol        n1,n1,n2
  python-hostlist n1,n2
  ClusterShell    n1,n2
n[08-9]
  scontrol        n08,n09
  python-hostlist n08,n09
  ClusterShell    NodeSetParseRangeError
n[1-2][1-2]
  scontrol        n11,n12,n21,n22
  python-hostlist n11,n12,n21,n22
  ClusterShell    NodeSetParseError
a[1-2]b[1-2]
  scontrol        a1b1,a1b2,a2b1,a2b2
  python-hostlist a1b1,a1b2,a2b1,a2b2
  ClusterShell    a1b1,a1b2,a2b1,a2b2
n[1-2]-edge
  scontrol        Invalid hostlist: n[1-2]-edge
  python-hostlist n1-edge,n2-edge
  ClusterShell    n1-edge,n2-edge
written: a1b1,a1b2,a2b1,a2b2
  scontrol        a1b[1-2],a2b[1-2]
  python-hostlist a[1-2]b[1-2]
  ClusterShell    a[1-2]b[1-2]
written: n1-edge,n2-edge
  scontrol        n1-edge,n2-edge
  python-hostlist n[1-2]-edge
  ClusterShell    n[1-2]-edge
SEEN
