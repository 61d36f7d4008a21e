#!/bin/sh
# Submits an array of shards and one job that merges their reports when all have ended, however they did (afterany):
# `sbatch --wait` would end with the highest code, and a shard's 2 would hide another's 1. The merge's own code counts.
#
#     examples/slurm-shards.sh [SHARDS [ACCOUNTS [FOLDER]]]
#
# A shard that was killed leaves no report: the merge ends with 1 and names it. To do that one again, and merge again:
#     sbatch --wrap="audit check --accounts accounts.yaml --shard 3/8 --format json --output reports/shard-3.json"
# An array of that one task would not do: Slurm does not tell it which of the eight it is, so `--shard auto` refuses it.
set -eu
shards=${1:-8}
accounts=${2:-accounts.yaml}
folder=${3:-reports}
audit=${AUDIT:-audit}
mkdir -p "$folder"
# What another audit left here would count for a shard of this one that cannot begin.
rm -f "$folder"/shard-*.json

array=$(sbatch --parsable --array="0-$((shards - 1))" --job-name=audit-shard --output="$folder/shard-%a.log" \
  --export=ALL,AUDIT_SHARDS="$shards" \
  --wrap="exec $audit check --accounts $accounts --shard auto --format json --output $folder/shard-\$SLURM_ARRAY_TASK_ID.json")
merge=$(sbatch --parsable --dependency="afterany:$array" --job-name=audit-merge --output="$folder/merge.log" \
  --wrap="exec $audit merge $folder --format text --output $folder/audit.txt")
echo "$array $merge"
