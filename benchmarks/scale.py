"""Measures how a check grows with an account and with the number of accounts, on the stub, and prints one table.

The stub pages as AWS does, and answers for all accounts at one host, as AWS does too; they are entered by AssumeRole. What
is measured is that of `benchmarks/measure.py`. It judges nothing: exit 0 is "measured".
"""

import argparse
import json
import os
import sys
import tempfile
import threading
from pathlib import Path

import measure
from measure import ROOT, Series, progress

sys.path.insert(0, str(ROOT / "Tests/EndToEndTests/Fixtures"))

from stub_aws import Stub  # noqa: E402


class Accounts:
    """So many accounts of so many distributions each, and how they are checked."""

    def __init__(self, directory, count, distributions):
        directory.mkdir()
        self.directory = directory
        accounts = [f"{100000000000 + number}" for number in range(count)]
        self.stub = Stub({"accounts": accounts, "distributions": distributions,
                          "events": [{"eventName": "UpdateDistribution"}]})
        threading.Thread(target=self.stub.serve_forever, daemon=True).start()
        listed = [{"id": account, "role": "reader"} for account in accounts]
        (directory / "accounts.json").write_text(json.dumps({"accounts": listed}))
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "AUDIT_"))},
            "HOME": str(directory), "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL": self.stub.estate.url,
            "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}

    def series(self, audit, runs):
        command = [audit, "check", "--quiet", "--accounts", self.directory / "accounts.json"]
        series = Series(command, environment=self.environment, accepted=(0, 2))
        for _ in range(runs):
            series.run()
        self.stub.shutdown()
        self.stub.server_close()
        return series


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run --scale", description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--audit", type=Path, help="another binary to measure")
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default %(default)s)")
    options = parser.parse_args()
    measure.PROGRAMS = options.programs.absolute()
    audit = (options.audit or measure.PROGRAMS / "audit").absolute()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        directory = Path(name)
        os.chdir(directory)

        def measured(count, distributions):
            progress(f"{options.runs} runs over {count} accounts of {distributions} distributions")
            accounts = Accounts(directory / f"{count}-{distributions}", count, distributions)
            return accounts.series(audit, options.runs)

        small, large = measured(1, 1_000), measured(1, 10_000)
        one, many, together = measured(1, 40), measured(50, 40), measured(1, 2_000)
    rows = [("", "this", "that", "ratio", "target")]

    def row(what, this, that, figure, target, unit):
        this, that = this.median(figure), that.median(figure)
        rows.append((what, f"{this:.2f} {unit}", f"{that:.2f} {unit}", f"{this / that:.3f}", target))

    row("10,000 distributions against 1,000: CPU", large, small, "cpu", "≤ 10.5", "s")
    row("10,000 distributions against 1,000: peak memory", large, small, "memory", "≤ 1.5", "MB")
    row("50 accounts of 40 against one of 2,000: CPU", many, together, "cpu", "≤ 1.15", "s")
    row("50 accounts of 40 against one of 40: peak memory", many, one, "memory", "≤ 1.3", "MB")
    measure.show(rows)


if __name__ == "__main__":
    main()
