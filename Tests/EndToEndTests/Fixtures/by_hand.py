"""What rules say to do by hand, as the tools that it is for read it: `by_hand.py docs/rules.md`.

Commands are run by bash, where `aws` and all else that they call only keep what they are given; then the AWS CLI reads
that, as far as it comes without AWS. What is for Terraform is parsed. Prints a JSON object: `blocks`, how many there were
for bash and for Terraform, `calls`, how many commands, `programs`, those that are not `aws`, and `errors`.
"""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import hcl2
from awscli.clidriver import create_clidriver

KEEP = """#!/bin/sh
exec {python} -c 'import json, sys; open("{calls}", "a").write(json.dumps(sys.argv[1:]) + "\\n")' {name} "$@"
"""
PROGRAMS = ("aws", "npm", "pip", "wc")


def record(blocks, calls):
    """Runs the commands; gives what bash says against them."""
    bin = Path("bin")
    bin.mkdir()
    for name in PROGRAMS:
        (bin / name).write_text(KEEP.format(python=sys.executable, calls=calls, name=name))
        (bin / name).chmod(0o755)
    for block in blocks:
        run = subprocess.run(
            ["bash", "-euc", block], env={"PATH": f"{bin.resolve()}:/usr/bin:/bin"}, capture_output=True, text=True)
        if run.returncode:
            yield f"{block}: {run.stderr.strip()}"


def said(driver, arguments):
    """What the AWS CLI says against a command, if anything."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            status = driver.main(arguments)
        except SystemExit as end:
            status = end.code
    return output.getvalue().strip() if status else ""


def judge(driver, arguments):
    for name in re.findall(r"fileb?://(\S+)", " ".join(arguments)):
        if name.endswith(".zip"):
            zipfile.ZipFile(name, "w").close()
        else:
            Path(name).write_text("{}")
    # What a call takes is read, and not sent. Commands that are more than one call are, to nobody.
    if said(driver, [*arguments[:2], "--generate-cli-skeleton", "input", *arguments[2:]]):
        answer = said(driver, [*arguments, "--endpoint-url", "http://127.0.0.1:1"])
        if "Could not connect to the endpoint URL" not in answer:
            return f"aws {' '.join(arguments)}: {answer[-300:]}"
    return None


def main():
    text = Path(sys.argv[1]).read_text()
    commands, terraform = (re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S) for kind in ("sh", "hcl"))
    os.environ.update(
        AWS_ACCESS_KEY_ID="none", AWS_SECRET_ACCESS_KEY="none", AWS_DEFAULT_REGION="us-east-1", AWS_MAX_ATTEMPTS="1",
        AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE="/nonexistent", AWS_SHARED_CREDENTIALS_FILE="/nonexistent")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        errors = list(record(commands, f"{folder}/calls"))
        calls = [json.loads(line) for line in Path("calls").read_text().splitlines()]
        driver = create_clidriver()
        errors += filter(None, (judge(driver, call[1:]) for call in calls if call[0] == "aws"))
        for block in terraform:
            try:
                hcl2.loads(block)
            except Exception as error:  # noqa: BLE001
                errors.append(f"{block}: {error}"[:500])
        os.chdir("/")
    print(json.dumps({
        "blocks": [len(commands), len(terraform)], "calls": len(calls),
        "programs": sorted({call[0] for call in calls} - {"aws"}), "errors": errors}))


main()
