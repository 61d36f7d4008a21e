"""Runs the commands that help and documents show, one after the other, as somebody does who copies them.

    documented.py ENDPOINT ACCOUNT < COMMANDS

COMMANDS is a JSON list of `{"source", "command"}`; what comes out is the same with `status`, `output` and `errors`. AUDIT
names the program. The emulator at ENDPOINT holds a bookshop that drifted, its stack and its organization, in the accounts
from ACCOUNT on. What a command names is there: plans, templates, reports, states, snapshots; and names that AWS makes up
stand for those that a document shows. Repairs are undone before the next command, so that each finds what the first one
found.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

import drifts  # noqa: E402
import resources as r  # noqa: E402
from account import READ_ACTIONS, WRITE_ACTIONS, Account  # noqa: E402
from estate import compliant  # noqa: E402
from organization import role  # noqa: E402

ENDPOINT, NUMBER = sys.argv[1:]
AUDIT = os.environ["AUDIT"]
HERE = Path(__file__).resolve().parent
TERRAFORM = HERE.parents[1] / "TerraformTests/Documents"
# What shells run beside `audit`, where it is not installed: what it is given matters here, not what it makes of it.
PROGRAMS = {
    "terraform": f'cat "{TERRAFORM}/provider6.state.json"',
    "aws": """echo '{"DistributionList": {"Items": [{"Id": "E1"}]}}'""",
    "dot": "out=; while [ $# -gt 0 ]; do [ \"$1\" = -o ] && out=$2; shift; done; cat > \"${out:-/dev/null}\"",
    "man": "cat",
    "sudo": 'exec "$@"',
}


def drift(estate):
    """What repairs put back, wrong again."""
    drifts.edge_log_retention(estate)
    drifts.change_api(estate, ViewerProtocolPolicy="allow-all")


class Estate:
    def __init__(self):
        self.hub = Account(ENDPOINT, NUMBER)
        self.books = compliant(self.hub)
        arn = r.change_lambda(self.hub, "status-api", Environment={"Variables": {"STAGE": r.LAMBDA_SECRET}})
        drifts.associate_status(self.books, arn)
        drift(self.books)
        r.function(self.hub, "guard", r.INDEX_CODE)
        self.reports = self.hub.client("s3")
        self.reports.create_bucket(Bucket="audit-reports")
        formation = self.hub.client("cloudformation")
        formation.create_stack(
            StackName="books-edge", TemplateBody=(HERE / "stack.yaml").read_text(), Capabilities=["CAPABILITY_NAMED_IAM"])
        while formation.describe_stacks(StackName="books-edge")["Stacks"][0]["StackStatus"].endswith("_IN_PROGRESS"):
            time.sleep(0.1)
        organizations = self.hub.client("organizations")
        with contextlib.suppress(Exception):
            organizations.create_organization(FeatureSet="ALL")
        self.members = {
            name: organizations.create_account(Email=f"{name}@example.com", AccountName=name)["CreateAccountStatus"]["AccountId"]
            for name in ("shop", "labs-sandbox")}
        root = organizations.list_roots()["Roots"][0]["Id"]
        self.unit = organizations.create_organizational_unit(ParentId=root, Name="sites")["OrganizationalUnit"]["Id"]
        for number in self.members.values():
            organizations.move_account(AccountId=number, SourceParentId=root, DestinationParentId=self.unit)
            member = Account(ENDPOINT, number)
            compliant(member)
            role(member, "auditor", f"arn:aws:iam::{NUMBER}:root", actions=READ_ACTIONS + WRITE_ACTIONS)
        role(self.hub, "auditor", f"arn:aws:iam::{NUMBER}:root", actions=READ_ACTIONS + WRITE_ACTIONS)
        self.environment = self.hub._user("reader", READ_ACTIONS + WRITE_ACTIONS + [
            "sts:AssumeRole", "organizations:ListAccounts", "organizations:ListAccountsForParent",
            "organizations:ListOrganizationalUnitsForParent", "sns:Publish", "cloudtrail:LookupEvents"])


class Folder:
    """A project: what is there when somebody begins to type."""

    def __init__(self, estate):
        self.estate = estate
        self.room = tempfile.TemporaryDirectory(prefix="documented-")
        self.root = Path(self.room.name)
        self.path = self.root / "project"
        self.path.mkdir()
        bin = self.root / "bin"
        bin.mkdir()
        for name, text in PROGRAMS.items():
            (bin / name).write_text(f"#!/bin/sh\n{text}\n")
            (bin / name).chmod(0o755)
        (bin / "audit").symlink_to(AUDIT)
        home = self.root / "home"
        for folder in (home / ".aws", home / ".zfunc", home / ".config/fish/completions",
                       home / ".local/share/bash-completion/completions"):
            folder.mkdir(parents=True)
        e = estate.environment
        (home / ".aws/credentials").write_text("".join(
            f"[{name}]\naws_access_key_id = {e['AWS_ACCESS_KEY_ID']}\naws_secret_access_key = {e['AWS_SECRET_ACCESS_KEY']}\n"
            for name in ("default", "production", "shop")))
        self.environment = {
            "AWS_ENDPOINT_URL": e["AWS_ENDPOINT_URL"], "AWS_ENDPOINT_URL_S3_CONTROL": e["AWS_ENDPOINT_URL_S3_CONTROL"],
            "AWS_REGION": e["AWS_REGION"], "HOME": str(home), "PATH": f"{bin}:/usr/bin:/bin",
            "AUDIT_LOCK_FOLDER": str(self.root / "locks")}
        (self.root / "locks").mkdir()
        self.write_files()
        self.path.rename(self.root / "base")

    def run(self, command):
        return subprocess.run(
            ["bash", "-c", f"set -o pipefail; {command}"], cwd=self.path, env=self.environment, capture_output=True,
            text=True, timeout=300, stdin=subprocess.DEVNULL)

    def must(self, command, *statuses):
        run = self.run(command)
        assert run.returncode in statuses, (command, run.returncode, run.stderr, run.stdout[-2000:])
        return run.stdout

    def write_files(self):
        write = lambda name, text: (self.path / name).write_text(text)  # noqa: E731
        write("accounts.yaml", json.dumps({"accounts": [
            {"id": NUMBER, "name": "books", "role": "auditor"},
            {"id": self.estate.members["shop"], "name": "shop", "role": "auditor"}]}))
        template = (HERE / "stack.yaml").read_text()
        staged = "Parameters:\n  Stage: {Type: String, Default: test}\n"
        write("template.yaml", template.replace("Parameters:\n", staged, 1))
        for folder in ("cdk.out", "baselines", "my-rules", "reports", "docs", "ci", "rules"):
            (self.path / folder).mkdir()
        write("cdk.out/manifest.json", json.dumps({"version": "36.0.0", "artifacts": {"Books": {
            "type": "aws:cloudformation:stack", "environment": f"aws://{NUMBER}/us-east-1",
            "properties": {"templateFile": "Books.template.json"}}}}))
        write("cdk.out/Books.template.json", template)
        write("ci/audit.yaml", "rules:\n  access-logging: {enabled: false}\n")
        write("audit.yaml", "state: audit.state\n")
        shutil.copy(TERRAFORM / "provider6.tfstate", self.path / "terraform.tfstate")
        allow = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
        for name, statement in (("deployed.json", allow), ("new.json", {**allow, "Action": "s3:*"}), ("deployed.txt", allow),
                                ("trust.json", allow)):
            write(name, json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
        self.must("audit snapshot -o estate.json", 0)
        for name in ("before.json", "after.json", "before-apply.json"):
            shutil.copy(self.path / "estate.json", self.path / name)
        self.must("audit rules new my-own --folder my-rules && cp my-rules/* rules/", 0)
        self.must("audit baseline capture -o baselines/books.yaml --resource books.example.com", 0)
        for shard in (0, 1):
            self.must(f"audit check --shard {shard}/2 --format json --output shard-{shard}.json", 0, 2)
            self.must(f"cp shard-{shard}.json reports/ && mkdir -p reports/{shard} && cp shard-{shard}.json reports/{shard}/audit.json", 0)
            self.estate.reports.upload_file(
                str(self.path / f"shard-{shard}.json"), "audit-reports", f"2026-01-31/shard-{shard}.json")
            self.must(f"audit check --shard {shard}/2 --state shard-{shard}.state", 0, 2)
        self.must("audit check --report json=report.json --report sarif=audit.sarif --state audit.state", 0, 2)
        report = json.loads((self.path / "report.json").read_text())
        self.fingerprint = report["findings"][0]["fingerprint"]

    def repair(self):
        """A run that changed something, for commands that take one back."""
        self.must("audit fix --only edge-log-retention --yes --no-wait", 0, 2)
        return next((self.path / ".audit/journal").glob("*.jsonl")).stem

    def begin(self, command):
        """What has to be there for this command; gives it with the names that are there in place of those that it shows."""
        shutil.rmtree(self.path, ignore_errors=True)
        shutil.copytree(self.root / "base", self.path)
        words = command.split()
        if {"fix", "undo"} & set(words):
            drift(self.estate.books)
        if re.search(r"\bundo\b", command):
            run = self.repair()
            command = re.sub(r"\b\d{8}T\d{6,9}Z-[0-9a-f]{8}\b", run, command)
        if "plan.json" in command and "terraform" not in command and "-o plan.json" not in command:
            self.must("audit fix --dry-run -o plan.json", 0, 2)
        if "--terraform plan.json" in command or "import plan.json" in command:
            text = (TERRAFORM / "provider6.state.json").read_text()
            (self.path / "plan.json").write_text(text.replace("111122223333", NUMBER))
        if "SHA256" in command:
            digest = re.search(r"\b[0-9a-f]{64}\b", self.must("audit plan show plan.json", 0))
            command = command.replace("SHA256", digest.group())
        for shown, there in (
            ("E1ABC", self.estate.books.books), ("ou-abcd-11112222", self.estate.unit),
            ("999988887777", self.estate.members["labs-sandbox"]), ("show 1f2e3d4c", f"show {self.fingerprint[:12]}"),
            (".build/release/audit", "audit"), ("--role fixer", "--role auditor"),
            # Nobody is to be told anything by a test.
            ("https://hooks.slack.com/…", "http://localhost:1/hook"),
        ):
            command = command.replace(shown, there)
        words = command.split()
        # Consent without a terminal; `--yes` is what the documents say of it.
        if words[:2] in (["audit", "fix"], ["audit", "undo"]) and not {"--yes", "--dry-run"} & set(words):
            command += " --yes"
        return command


def main():
    folder = Folder(Estate())
    results = []
    for entry in json.load(sys.stdin):
        command = folder.begin(entry["command"])
        begun = time.monotonic()
        run = folder.run(command)
        results.append({
            **entry, "ran": command, "status": run.returncode, "output": run.stdout[:100_000], "errors": run.stderr[-2000:],
            "seconds": round(time.monotonic() - begun, 1)})
    print(json.dumps(results))


main()
