"""Measures checks, with a state and without, against an older build that has none, on the stub, in one run, and prints one
table.

The stub pages, gives ETags and answers CloudTrail's event history, as AWS does. What is measured is that of
`benchmarks/measure.py`; the peer is a binary of the build to compare with (9f1bb8d, the last one without a state). It judges
nothing: exit 0 is "measured". Instructions are counted where valgrind is installed.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path

import measure
from measure import PYTHON, ROOT, Series, progress


class Stub:
    """A stub with so many distributions, and the environment in which it is asked."""

    def __init__(self, directory, distributions):
        scenario, self.log = directory / "scenario.json", directory / "log"
        scenario.write_text(json.dumps(
            {"distributions": distributions, "events": [{"eventName": "UpdateDistribution"}]}))
        self.process = subprocess.Popen(
            [PYTHON, "-B", ROOT / "Tests/EndToEndTests/Fixtures/stub_aws.py", scenario, "--log", self.log],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.url = f"http://127.0.0.1:{json.loads(self.process.stdout.readline())['port']}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "AUDIT_"))},
            "AWS_ENDPOINT_URL": self.url, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret", "AWS_EC2_METADATA_DISABLED": "true"}

    def edit(self, count):
        urllib.request.urlopen(f"{self.url}/_edit/{count}").close()

    def requests(self):
        return sum(1 for _ in self.log.open())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def instructions(program, stub, directory):
    """How many instructions a check of a snapshot takes, which a busy machine does not change."""
    # Swift's debug information is more than valgrind takes.
    stripped, snapshot = directory / "stripped", directory / "snapshot.json"
    subprocess.run(["strip", "-o", stripped, program], check=True)
    subprocess.run([program, "snapshot", "-o", snapshot], env=stub.environment, check=True, capture_output=True)
    counted = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", stripped, "check", "--quiet", "--snapshot",
         snapshot], env=stub.environment, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", counted.stderr)[1])


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run --state", description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--peer", type=Path, required=True, help="the binary of the build to compare with")
    parser.add_argument("--distributions", type=int, default=1000, help="how many (default %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each (default %(default)s)")
    options = parser.parse_args()
    measure.PROGRAMS = options.programs.absolute()
    audit, peer = measure.PROGRAMS / "audit", options.peer.absolute()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        directory = Path(name)
        os.chdir(directory)  # each build brings its own rules, and would take those of this folder
        stub = Stub(directory, options.distributions)
        try:
            rows = table(stub, directory, audit, peer, options.runs)
        finally:
            stub.close()
    measure.show(rows)


def table(stub, directory, audit, peer, runs):
    check = ["check", "--quiet"]

    def series(command, state=None):
        extra = ["--state", directory / state] if state else []
        return Series([command, *check, *extra], environment=stub.environment, accepted=(0, 2))

    def calls(one):
        before = stub.requests()
        one.run()
        return stub.requests() - before

    old, plain = series(peer), series(audit)
    kept = directory / "kept.state"
    first, second, edited = series(audit, "first.state"), series(audit, kept.name), series(audit, kept.name)
    progress(f"{runs} runs each of the peer, without a state, a first, a second, one after ten edits")
    counts = {}
    series(audit, kept.name).run()
    for _ in range(runs):
        for key, one in (("old", old), ("plain", plain), ("first", first), ("second", second), ("edited", edited)):
            if one is first:
                (directory / "first.state").unlink(missing_ok=True)
            if one is edited:
                stub.edit(10)
            counts[key] = calls(one)
    rows = [("", "audit", "peer", "ratio", "target")]

    def row(what, figure, other, target, unit=""):
        form = (lambda value: f"{value:.2f} {unit}") if unit else str
        rows.append((what, form(figure), form(other), f"{figure / other:.3f}", target))

    row("check without a state: CPU", plain.median("cpu"), old.median("cpu"), "≤ 1.050", "s")
    if shutil.which("valgrind"):
        counted = [instructions(program, stub, directory) / 1e6 for program in (audit, peer)]
        row("check of a snapshot: instructions", *counted, "≤ 1.020", "M")
    row("second check with a state: calls", counts["second"], counts["old"], "≤ 0.030")
    row("second check with a state: CPU", second.median("cpu"), old.median("cpu"), "≤ 0.100", "s")
    row("second check with a state: wall", second.median("wall"), old.median("wall"), "≤ 0.500", "s")
    row("ten edited, against nothing changed: calls", counts["edited"], counts["second"], "≤ 10 more")
    row("ten edited, against nothing changed: CPU", edited.median("cpu"), second.median("cpu"), "≤ 1.050", "s")
    row("first check with a state, against without: CPU", first.median("cpu"), plain.median("cpu"), "≤ 1.100", "s")
    row("first check with a state: calls", counts["first"], counts["old"], "≤ 0.550")
    return rows


if __name__ == "__main__":
    main()
