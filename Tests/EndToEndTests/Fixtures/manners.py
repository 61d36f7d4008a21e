"""How `audit fix` and `audit undo` behave towards people and scripts.

    manners.py ENDPOINT ACCOUNT

Prints, by scenario, what came of each command. AUDIT names the command.
"""

import fcntl
import os
import pty
import stat
import struct
import subprocess
import sys
import termios

from repairs import NAMES, Account, Audit, Proxy, broken, drifts, json, state

endpoint, number = sys.argv[1:]
ONE = ["fix", "--only", "viewer-protocol-https", "--no-wait"]


def at_terminal(audit, answer, *arguments, **environment):
    """Runs it at a terminal of 80 columns, and types the answer to its question; gives exit code and screen."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def own_terminal():
        os.setsid()
        fcntl.ioctl(side, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        [os.environ["AUDIT"], *arguments], cwd=audit.folder, env={**audit.environment, "TERM": "xterm", **environment},
        stdin=side, stdout=side, stderr=side, preexec_fn=own_terminal)
    os.close(side)
    screen, isAnswered = b"", False
    while True:
        try:
            data = os.read(main, 65536)
        except OSError:
            break
        if not data:
            break
        screen += data
        if b"will do: " in screen and not isAnswered:
            isAnswered = True
            os.write(main, answer.encode() + b"\n")
    os.close(main)
    return {"code": process.wait(), "screen": screen.decode(), "asked": isAnswered}


def main():
    account = Account(endpoint, number)
    estate = broken(account)
    before = state(account)
    results = {}
    proxy = Proxy(endpoint)
    audit = Audit(account, proxy.endpoint)

    def note(name, result):
        results[name] = {**result, "isUnchanged": state(account) == before}

    # Without consent.
    note("nobody", audit.run(*ONE))
    for name, answer in (("no", "no"), ("y", "y"), ("nothing", ""), ("YES", "YES")):
        note(name, at_terminal(audit, answer, *ONE))
    note("noColor", at_terminal(audit, "no", *ONE, "--no-color"))
    note("NO_COLOR", at_terminal(audit, "no", *ONE, NO_COLOR="1"))
    note("all", at_terminal(audit, "no", "fix", NO_COLOR="1"))
    note("tooMany", audit.run("fix", "--yes", "--max-changes", "2", "--format", "json"))
    note("dry", audit.run(*ONE, "--dry-run", "--format", "json", "--max-changes", "1"))
    note("dryMany", audit.run("fix", "--dry-run", "--format", "json", "--max-changes", "2"))
    note("readOnlyJournal", audit.run(*ONE, "--yes", "--journal", "/proc/journal"))
    (audit.folder / "file").write_text("")
    note("noFolder", audit.run(*ONE, "--yes", "--journal", "file/journal"))
    results["writesBeforeConsent"] = [name for name in proxy.requests if name in NAMES]
    results["journalsBeforeConsent"] = [str(path) for path in audit.journals.glob("*")]

    # With it.
    note("yes", at_terminal(audit, "yes", *ONE))
    file = next(audit.journals.glob("*.jsonl"))
    results["modes"] = [oct(stat.S_IMODE(path.stat().st_mode)) for path in (file, audit.journals)]
    drifts.change_api(estate, ViewerProtocolPolicy="allow-all")
    results["json"] = audit.run(*ONE, "--yes", "--format", "json")

    # Undo.
    results["unknownRun"] = audit.run("undo", "20000101T000000Z-00000000", "--yes")
    results["emptyFolder"] = audit.run("undo", "last", "--yes", "--journal", "nothing")
    foreign = audit.folder / "foreign.jsonl"
    foreign.write_text(file.read_text().replace(number, "999999999999"))
    results["foreign"] = audit.run("undo", str(foreign), "--yes")
    garbled = audit.folder / "garbled.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    garbled.write_text(lines[0] + '{"record": "step", "par\n' + "".join(lines[1:]))
    results["garbled"] = audit.run("undo", str(garbled), "--yes")
    garbled.write_text("what is this?\n")
    results["noJournal"] = audit.run("undo", str(garbled), "--yes")
    garbled.write_text("")
    results["emptyJournal"] = audit.run("undo", str(garbled), "--yes")
    results["missingFile"] = audit.run("undo", "missing.jsonl", "--yes")
    # Somebody has changed that value and another one.
    drifts.change_api(estate, ViewerProtocolPolicy="https-only", Compress=False)
    now = state(account)
    results["overtakenDryRun"] = audit.run("undo", "last", "--dry-run", "--no-color")
    results["overtakenUndo"] = audit.run("undo", "last", "--yes")
    results["overtakenUndo"]["isUnchanged"] = state(account) == now
    # Only another one.
    drifts.change_api(estate, ViewerProtocolPolicy="redirect-to-https")
    results["undo"] = audit.run("undo", "last", "--yes")
    config = account.client("cloudfront").get_distribution_config(Id=estate.books)["DistributionConfig"]
    results["afterUndo"] = [config["CacheBehaviors"]["Items"][0][name] for name in ("ViewerProtocolPolicy", "Compress")]
    print(json.dumps(results))


if __name__ == "__main__":
    main()
