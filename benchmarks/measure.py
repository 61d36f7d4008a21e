"""Measures audit as a whole process against its peers and prints one table. It judges nothing: exit 0 is "measured".

CPU is user and system time of the process itself and its peak memory is its own, both from wait4; the emulator is
another process. Peers run in turn, A B C A B C, so that a machine whose speed drifts hits all alike.
Figures are medians.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
PROGRAMS = Path()  # where audit and the programs made of the C files here lie
CONCURRENCY = 16  # audit's default


class Run:
    """One finished process and what it used."""

    def __init__(self, command, environment=None, stdin=os.devnull, accepted=(0,)):
        with tempfile.NamedTemporaryFile("r") as usage, open(stdin, "rb") as source:
            finished = subprocess.run(
                [PROGRAMS / "benchmark-usage", usage.name, *command], stdin=source, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, env=environment)
            if finished.returncode not in accepted:
                described = " ".join(map(str, command))
                sys.exit(f"{described} ended with {finished.returncode}:\n{finished.stderr.decode()}")
            user, system, kilobytes, wall = usage.read().split()
        self.cpu = (int(user) + int(system)) / 1e6
        self.memory = int(kilobytes) / 1024
        self.wall = float(wall)


class Series:
    """Several runs of one command."""

    def __init__(self, *arguments, **options):
        self.arguments, self.options, self.runs = arguments, options, []

    def run(self):
        self.runs.append(Run(*self.arguments, **self.options))

    def median(self, figure):
        return statistics.median(getattr(run, figure) for run in self.runs)


def in_turn(count, *series):
    for _ in range(count):
        for one in series:
            one.run()


def measure_audit(options, directory):
    """audit check, the same reads by boto3, and the bare transfers, over the same distributions."""
    emulator = subprocess.Popen(
        [PYTHON, "-B", ROOT / "scripts/emulator.py", "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            **json.loads(emulator.stdout.readline()), "AWS_EC2_METADATA_DISABLED": "true"}
        progress(f"seeding {options.distributions} distributions")
        subprocess.run(
            [PYTHON, "-B", ROOT / "scripts/estate.py", "many", str(options.distributions)], env=environment,
            stdout=subprocess.DEVNULL, check=True)

        progress("asking audit which calls it makes")
        check = [PROGRAMS / "audit", "check", "--format", "json"]
        report = subprocess.run(check, env=environment, capture_output=True, cwd=directory)
        if report.returncode not in (0, 2):
            sys.exit(f"audit check ended with {report.returncode}:\n{report.stderr.decode()}")
        calls = json.loads(report.stdout)["run"]["apiCalls"]["byOperation"]
        (directory / "calls.json").write_text(json.dumps(calls))
        (directory / "urls").write_text(urls(environment, calls))

        audit = Series(check, environment=environment, accepted=(0, 2))
        peer = Series([PYTHON, "-B", ROOT / "benchmarks/peer.py", directory / "calls.json"], environment=environment)
        # A twelve-digit key is let through unverified, so one header serves all requests.
        header = (
            "Authorization: AWS4-HMAC-SHA256 Credential=111122223333/20240101/us-east-1/cloudfront/aws4_request, "
            f"SignedHeaders=host, Signature={'0' * 64}")
        floor = Series([PROGRAMS / "benchmark-floor", str(CONCURRENCY), header], stdin=directory / "urls")
        progress(f"{options.runs} runs each of audit check, boto3, the floor")
        in_turn(options.runs, audit, peer, floor)
        return sum(calls.values()), audit, peer, floor, *measure_snapshot(options, directory, environment)
    finally:
        emulator.stdin.close()
        emulator.wait()


def urls(environment, calls):
    """The URLs of the CloudFront calls that make nearly all of the transfer."""
    code = (
        "import boto3\n"
        "found = boto3.client('cloudfront', 'us-east-1').list_distributions()['DistributionList']['Items']\n"
        "print(*(item['Id'] for item in found))")
    ids = subprocess.run(
        [PYTHON, "-B", "-c", code], env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout.split()
    base = environment["AWS_ENDPOINT_URL"] + "/2020-05-31/distribution"
    lines = [base] * calls.get("cloudfront:ListDistributions", 0)
    for operation, suffix in (
        ("GetDistributionConfig", "/config"), ("GetDistribution", ""), ("ListInvalidations", "/invalidation")):
        lines += [f"{base}/{id}{suffix}" for id in ids[:calls.get(f"cloudfront:{operation}", 0)]]
    return "".join(line + "\n" for line in lines)


def measure_snapshot(options, directory, environment):
    """A large snapshot with all rules and 200 declarations, beside CPython loading the same file."""
    small, large = directory / "small.json", directory / "large.json"
    subprocess.run([PROGRAMS / "audit", "snapshot", "-o", small], env=environment, stderr=subprocess.DEVNULL, check=True)
    snapshot = json.loads(small.read_text())
    kind = "AWS::CloudFront::Distribution"
    distributions = [json.dumps(resource) for resource in snapshot["resources"] if resource["type"] == kind]
    ids = [json.loads(text)["id"] for text in distributions]
    snapshot["resources"] = [resource for resource in snapshot["resources"] if resource["type"] != kind]
    for number in range(10_000):
        text, id = distributions[number % len(ids)], ids[number % len(ids)]
        snapshot["resources"].append(json.loads(text.replace(id, f"E{number:013}")))
    large.write_text(json.dumps(snapshot))
    baseline = directory / "baseline.yaml"
    baseline.write_text(json.dumps({"resources": [
        {"type": kind, "id": f"E{number:013}", "expect": {
            "Enabled": True, "DefaultCacheBehavior": {"ViewerProtocolPolicy": "redirect-to-https"}}}
        for number in range(200)]}))
    check = Series(
        [PROGRAMS / "audit", "check", "--snapshot", large, "--baseline", baseline, "--quiet"], accepted=(0, 2))
    peer = Series([PYTHON, "-B", "-c", f"import json; json.load(open({str(large)!r}))"])
    progress(f"{options.runs} runs each of audit check --snapshot, json.load")
    in_turn(options.runs, check, peer)
    return check, peer


def measure_json(options, directory):
    """Reading a document of 15 MB, whole processes and the same less their start."""
    item = {
        "Id": "E0000000000000", "Enabled": True, "TTL": 86400, "Ratio": 0.25,
        "Comment": "a “quoted” \n comment, ünïcode",
        "Origins": [{"Id": f"origin-{n}", "DomainName": f"bucket-{n}.s3.us-east-1.amazonaws.com"} for n in range(4)],
        "Nothing": None, "Aliases": ["www.example.com", "example.com"]}
    document, empty = directory / "document.json", directory / "empty.json"
    size = len(json.dumps(item))
    document.write_text(json.dumps([{**item, "Number": n} for n in range(15_000_000 // size)], ensure_ascii=False))
    empty.write_text("[]")
    ours = [PROGRAMS / "audit", "query", "--input", "-", "length(@)"]
    theirs = [PYTHON, "-I", "-S", "-c", "import json, sys; print(len(json.loads(sys.stdin.buffer.read())))"]
    progress(f"reading {document.stat().st_size / 1e6:.1f} MB of JSON")
    series = [
        Series(command, stdin=file) for file in (document, empty) for command in (ours, theirs)]
    in_turn(max(options.runs, 5), *series)
    return series


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--distributions", type=int, default=1000, help="how many (default %(default)s)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each program (default %(default)s)")
    options = parser.parse_args()
    global PROGRAMS
    PROGRAMS = options.programs.absolute()

    rows = []
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        directory = Path(name)
        progress("cold start")
        version = Series([PROGRAMS / "audit", "--version"])
        in_turn(20, version)
        ours, theirs, ours_start, theirs_start = measure_json(options, directory)
        calls, audit, peer, floor, check, load = measure_audit(options, directory)

    def row(what, figure, other, target="", unit="s", scale=1):
        ratio = f"{figure / other:.3f}" if other else ""
        against = f"{other * scale:.2f} {unit}" if other else ""
        rows.append((what, f"{figure * scale:.2f} {unit}", against, ratio, target))

    what = f"audit check, {options.distributions} distributions, {calls} calls"
    row(f"{what}: CPU", audit.median("cpu"), peer.median("cpu"), "≤ 0.167")
    row(f"{what}: peak memory", audit.median("memory"), peer.median("memory"), "≤ 0.500", "MB")
    row(f"{what}: wall", audit.median("wall"), peer.median("wall"))
    row("  floor, bare libcurl: CPU", floor.median("cpu"), peer.median("cpu"), "(0.077)")
    row("  floor, bare libcurl: peak memory", floor.median("memory"), peer.median("memory"), "", "MB")
    row("  audit against the floor: CPU", audit.median("cpu"), floor.median("cpu"))
    large = "audit check --snapshot, 10000 distributions"
    row(f"{large}: wall", check.median("wall"), load.median("wall"), "< 1")
    row(f"{large}: peak memory", check.median("memory"), load.median("memory"), "< 1", "MB")
    row("audit --version: CPU", version.median("cpu"), None, "< 20 ms", "ms", 1000)
    row("15 MB of JSON, whole process: CPU", ours.median("cpu"), theirs.median("cpu"), "< 1")
    row("15 MB of JSON, less start-up: CPU", ours.median("cpu") - ours_start.median("cpu"),
        theirs.median("cpu") - theirs_start.median("cpu"), "< 1")
    row("15 MB of JSON: peak memory", ours.median("memory"), theirs.median("memory"), "", "MB")

    rows.insert(0, ("", "audit", "peer", "ratio", "target"))
    show(rows)


def show(rows):
    """Prints a table: its first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        cells = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join([row[0].ljust(widths[0]), *cells]).rstrip())


def progress(what):
    print(f"benchmark: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
