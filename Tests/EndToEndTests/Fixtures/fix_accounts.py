"""`audit fix` of several accounts, entered from a hub by AssumeRole.

    fix_accounts.py ENDPOINT ACCOUNT

The accounts from ACCOUNT on: a hub; `books`, `films` and `shop`, which drifted; `whole`, which did not; `locked`, which
does not let the hub in. Prints, by scenario, what came of each command. AUDIT names the command.
"""

import fcntl
import signal
import sys
import time

from repairs import Account, Audit, Proxy, compliant, drifts, finished, json, state, threading
from account import READ_ACTIONS, WRITE_ACTIONS
from manners import at_terminal
from organization import role
from stopping import Held

endpoint, number = sys.argv[1:]
NAMES = ["hub", "books", "films", "shop", "whole", "locked"]
DRIFTED = NAMES[1:4]
FIX = [
    "fix", "--accounts", "accounts.json", "--only", "edge-log-retention", "--only", "viewer-protocol-https", "--no-wait"]


class Accounts:
    """The accounts, and how `audit` is started on all of them."""

    def __init__(self, first):
        self.all = {name: Account(endpoint, str(int(first) + index)) for index, name in enumerate(NAMES)}
        hub = self.all["hub"]
        hub.operator = hub._user("operator", ["sts:AssumeRole"])
        root = f"arn:aws:iam::{hub.number}:root"
        for name in NAMES[1:]:
            role(self.all[name], "fixer", root if name != "locked" else "arn:aws:iam::999999999999:root",
                 actions=READ_ACTIONS + WRITE_ACTIONS)
        threads = [threading.Thread(target=self.seed, args=(name,)) for name in NAMES[1:5]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.before = self.states()

    def seed(self, name):
        estate = compliant(self.all[name])
        if name in DRIFTED:
            drifts.edge_log_retention(estate)
            drifts.change_api(estate, ViewerProtocolPolicy="allow-all")

    def states(self):
        return {name: state(self.all[name]) for name in NAMES[1:5]}

    def changed(self):
        """The accounts in which something is otherwise than at first."""
        return [name for name, found in self.states().items() if found != self.before[name]]

    def audit(self, proxy=None, names=NAMES[1:]):
        audit = Audit(self.all["hub"], proxy, user="operator")
        entries = [{"id": self.all[name].number, "name": name, "role": "fixer"} for name in names]
        (audit.folder / "accounts.json").write_text(json.dumps(entries))
        return audit


def journals(audit):
    """The journals by the names of their accounts."""
    found = {}
    for path in sorted(audit.journals.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        account = NAMES[int(lines[0]["account"]) - int(number)]
        found[account] = {"run": lines[0]["run"], "ended": lines[-1]["record"] == "end", "file": path.name}
    return found


def undone(accounts, audit):
    """What undoing each run by its name gives, with the accounts that are otherwise than at first after each."""
    results = []
    for name, journal in journals(audit).items():
        other = Audit(accounts.all["hub"], user="operator").run("undo", str(audit.journals / journal["file"]), "--yes")
        run = audit.run("undo", journal["run"], "--accounts", "accounts.json", "--yes", "--no-wait")
        results.append({"account": name, "alone": other, "undo": run, "changed": accounts.changed()})
    return results


def stopped(accounts):
    """Ctrl-C while a call in the second account is in flight."""
    held = Held("PutRetentionPolicy", after=1)
    audit = accounts.audit(held.proxy.endpoint)
    process = audit.start(*FIX, "--yes", "--format", "json")
    held.isThere.wait(60)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    held.mayGo.set()
    return {"fix": finished(process), "journals": journals(audit), "changed": accounts.changed(),
            "undo": undone(accounts, audit)}


def contended(accounts):
    """One of the accounts is being repaired by another run."""
    audit = accounts.audit(names=DRIFTED)
    with open(audit.folder / f"audit-{accounts.all['films'].number}.lock", "w") as lock:
        lock.write("run of somebody")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        fix = audit.run(*FIX, "--yes", "--format", "json")
    return {"fix": fix, "changed": accounts.changed(), "undo": undone(accounts, audit)}


def main():
    accounts = Accounts(number)
    results = {"numbers": {name: account.number for name, account in accounts.all.items()}}

    def note(name, result):
        results[name] = {**result, "changed": accounts.changed()}

    proxy = Proxy(endpoint)
    audit = accounts.audit(proxy.endpoint)
    note("dry", audit.run(*FIX, "--dry-run", "--format", "json", "--max-changes", "5"))
    note("tooMany", audit.run(*FIX, "--yes", "--max-changes", "5"))
    note("no", at_terminal(audit, "no", *FIX))
    note("unfit", audit.run(*FIX, "--yes", "--resource", "no-such-thing"))
    results["journalsBefore"] = list(journals(audit))
    results["stopped"] = stopped(accounts)
    results["contended"] = contended(accounts)
    audit = accounts.audit()
    note("yes", at_terminal(audit, "yes", *FIX, "--state", "audit.state"))
    results["journals"] = journals(audit)
    note("again", audit.run(*FIX, "--yes", "--skip-account", "locked"))
    results["history"] = audit.run("history", "runs", "--state", "audit.state")
    results["undo"] = undone(accounts, audit)
    print(json.dumps(results))


if __name__ == "__main__":
    main()
