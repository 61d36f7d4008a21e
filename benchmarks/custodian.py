"""Measures a check of many accounts against c7n-org on the emulator, in one run, and prints one table.

Both read one list of accounts and enter each by AssumeRole, whose signatures and policies the emulator verifies. c7n-org
runs three policies on distributions in two regions; audit runs all its rules, which read all that belongs to distributions
in all regions. CPU is that of a process and all that it started; memory is the most that they held together, shared pages
counted once. It judges nothing: exit 0 is "measured", and so it is where c7n-org cannot be installed, which is said.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import measure
from measure import PYTHON, ROOT, Run, progress

sys.path.insert(0, str(ROOT / "scripts"))
sys.path.insert(0, str(ROOT / "Tests/EndToEndTests/Fixtures"))

from account import READ_ACTIONS, Account  # noqa: E402
from estate import many  # noqa: E402
from organization import HUB, ROLE, role  # noqa: E402

REQUIREMENTS = ("c7n==0.9.53", "c7n-org==0.6.52")
POLICIES = {"policies": [
    {"name": "https", "resource": "aws.distribution", "filters": [
        {"type": "value", "key": "CacheBehaviors.Items[].ViewerProtocolPolicy", "op": "contains", "value": "allow-all"}]},
    {"name": "http-3", "resource": "aws.distribution", "filters": [
        {"type": "value", "key": "HttpVersion", "op": "not-in", "value": ["http3", "http2and3"]}]},
    {"name": "logging", "resource": "aws.distribution", "filters": [
        {"type": "distribution-config", "key": "Logging.Enabled", "value": False}]},
]}


def installed():
    """Where c7n-org is, in an environment of its own in the user's cache; none where it cannot be installed."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("AUDIT_CUSTODIAN") or cache / "audit-custodian")
    program, mark = folder / "bin/c7n-org", folder / "requirements.txt"
    if not mark.exists() or mark.read_text().split() != list(REQUIREMENTS):
        progress(f"installing {' '.join(REQUIREMENTS)}")
        steps = ([PYTHON, "-m", "venv", "--clear", folder],
                 [folder / "bin/python3", "-m", "pip", "install", "--quiet", *REQUIREMENTS])
        if any(subprocess.run(step, stdout=subprocess.DEVNULL).returncode for step in steps):
            return None
        mark.write_text("\n".join(REQUIREMENTS))
    return program


class Watched:
    """Runs of one command, with the most memory that all its processes held together."""

    def __init__(self, command, environment, accepted):
        self.command, self.environment, self.accepted = command, environment, accepted
        self.runs = []

    def run(self):
        # All that is started carries a variable of its own, by which it is found.
        mark = f"BENCHMARK_RUN={os.getpid()}.{time.monotonic_ns()}"
        name, value = mark.split("=")
        peak, done = [0], threading.Event()

        def watch():
            while not done.wait(0.02):
                peak[0] = max(peak[0], sum(held(mark.encode())))

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            run = Run(self.command, environment={**self.environment, name: value}, accepted=self.accepted)
        finally:
            done.set()
            thread.join()
        run.memory = peak[0] / 1024
        self.runs.append(run)

    def median(self, figure):
        return statistics.median(getattr(run, figure) for run in self.runs)


def held(mark):
    """The kilobytes that each process with this mark in its environment holds, its share of what it shares with others."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark not in (process / "environ").read_bytes() or "benchmark-usage" in (process / "comm").read_text():
                continue
            lines = (process / "smaps_rollup").read_text().splitlines()
            yield next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            pass  # it has ended meanwhile


def prepare(endpoint, directory, accounts, distributions):
    """Accounts with distributions and a role each; the environment of who may enter them."""
    hub = Account(endpoint, HUB)
    environment = hub._user("auditor", READ_ACTIONS + ["sts:AssumeRole"])
    listed = []
    for number in range(accounts):
        member = Account(endpoint, f"{420000000000 + number}")
        many(member, distributions)
        role(member, ROLE, f"arn:aws:iam::{HUB}:root", actions=[*READ_ACTIONS, "tag:GetResources"])
        listed.append({
            "account_id": member.number, "name": f"member-{number}", "regions": ["us-east-1"],
            "role": f"arn:aws:iam::{member.number}:role/{ROLE}"})
    (directory / "accounts.yml").write_text(json.dumps({"accounts": listed}))
    (directory / "policies.yml").write_text(json.dumps(POLICIES))
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "AUDIT_"))},
        **environment, "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run --custodian", description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--audit", type=Path, help="another binary to measure")
    parser.add_argument("--accounts", type=int, default=20, help="how many (default %(default)s)")
    parser.add_argument("--distributions", type=int, default=40, help="how many in each (default %(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default %(default)s)")
    options = parser.parse_args()
    measure.PROGRAMS = options.programs.absolute()
    audit = (options.audit or measure.PROGRAMS / "audit").absolute()
    program = installed()
    if program is None:
        progress(f"skipped: {' '.join(REQUIREMENTS)} cannot be installed with {PYTHON}")
        return
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        directory = Path(name)
        os.chdir(directory)
        emulator = subprocess.Popen(
            [PYTHON, "-B", ROOT / "scripts/emulator.py", "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            endpoint = json.loads(emulator.stdout.readline())["AWS_ENDPOINT_URL"]
            progress(f"seeding {options.accounts} accounts of {options.distributions} distributions")
            environment = prepare(endpoint, directory, options.accounts, options.distributions)
            ours = Watched(
                [audit, "check", "--quiet", "--accounts", "accounts.yml"], environment, accepted=(0, 2))
            theirs = Watched(
                [program, "run", "-c", "accounts.yml", "-u", "policies.yml", "-s", "out", "--cache-period", "0",
                 "--region", "us-east-1", "--region", "eu-west-1"], environment, accepted=(0,))
            progress(f"{options.runs} runs each of audit, c7n-org")
            for _ in range(options.runs):
                ours.run()
                theirs.run()
            # Once for each region, though distributions have none.
            found = {one["ARN"] for file in (directory / "out").rglob("https/resources.json")
                     for one in json.loads(file.read_text())}
            if len(found) != options.accounts:
                sys.exit(f"c7n-org found {len(found)} distributions without HTTPS, and there is one in each account")
        finally:
            emulator.stdin.close()
            emulator.wait()
    rows = [(f"{options.accounts} accounts of {options.distributions}", "audit", "c7n-org", "ratio", "target")]
    for what, figure, unit, target in (
        ("CPU", "cpu", "s", "≤ 0.050"), ("peak memory", "memory", "MB", "≤ 0.050"), ("wall", "wall", "s", "")
    ):
        this, that = ours.median(figure), theirs.median(figure)
        rows.append((what, f"{this:.2f} {unit}", f"{that:.2f} {unit}", f"{this / that:.3f}", target))
    measure.show(rows)


if __name__ == "__main__":
    main()
