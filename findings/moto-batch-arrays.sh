#!/usr/bin/env bash
# Arrays of AWS Batch in moto 5.2.5, without Docker (config batch.use_docker false), as most tests run it:
#   children have no AWS_BATCH_JOB_ARRAY_INDEX in their environment, and no arrayProperties.index in DescribeJobs, which
#   is all that tells them apart, but for the end of their ids
#   ListJobs of a queue lists each child beside its parent; AWS lists parents, and children to whoever gives arrayJobId
#   ListJobs without jobStatus lists jobs of every status; AWS: those that are RUNNING
#   an array of size 1 is taken, which AWS refuses (2 to 10,000), and so is dependsOn of a job that is not there
# What shares out work by the index, and looks at what it is told, is tried on something that AWS never hands out, and
# what counts the jobs of a queue has an array of three as four here. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install 'moto[batch]==5.2.5' boto3==1.44.8

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import time

import boto3
from moto import mock_aws

KEY = {"region_name": "us-east-1", "aws_access_key_id": "test", "aws_secret_access_key": "test"}
with mock_aws(config={"batch": {"use_docker": False}}):
    batch, iam = boto3.client("batch", **KEY), boto3.client("iam", **KEY)
    role = iam.create_role(RoleName="batch", AssumeRolePolicyDocument='{"Version": "2012-10-17", "Statement": []}')
    compute = batch.create_compute_environment(computeEnvironmentName="compute", type="UNMANAGED", state="ENABLED",
                                               serviceRole=role["Role"]["Arn"])["computeEnvironmentArn"]
    batch.create_job_queue(jobQueueName="queue", state="ENABLED", priority=1,
                           computeEnvironmentOrder=[{"order": 1, "computeEnvironment": compute}])
    batch.register_job_definition(jobDefinitionName="shard", type="container", containerProperties={
        "image": "audit", "vcpus": 1, "memory": 128, "command": ["audit", "check", "--shard", "auto"]})

    def submit(name, **more):
        return batch.submit_job(jobName=name, jobQueue="queue", jobDefinition="shard", **more)["jobId"]

    array = submit("shards", arrayProperties={"size": 3})
    while batch.describe_jobs(jobs=[array])["jobs"][0]["status"] not in ("SUCCEEDED", "FAILED"):
        time.sleep(0.2)
    for child in batch.describe_jobs(jobs=[f"{array}:{index}" for index in range(3)])["jobs"]:
        names = [variable["name"] for variable in child["container"]["environment"]]
        print("child", child["jobId"][-2:], *names, "index", child.get("arrayProperties", {}).get("index"))
    listed = batch.list_jobs(jobQueue="queue")["jobSummaryList"]
    print("listed without a status:", *sorted(f"{job['jobName']}{job['jobId'][36:]} {job['status']}" for job in listed))
    nothing = "6f0c5a1e-0000-4000-8000-000000000000"
    print("array of one:", "taken" if submit("one", arrayProperties={"size": 1}) else "")
    print("after nothing:", "taken" if submit("merge", dependsOn=[{"jobId": nothing}]) else "")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
child :0 AWS_BATCH_JOB_ID index None
child :1 AWS_BATCH_JOB_ID index None
child :2 AWS_BATCH_JOB_ID index None
listed without a status: shards SUCCEEDED shards:0 SUCCEEDED shards:1 SUCCEEDED shards:2 SUCCEEDED
array of one: taken
after nothing: taken
SEEN
