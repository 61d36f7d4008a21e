"""Locks, signals and deaths in the middle of a repair.

    stopping.py ENDPOINT ACCOUNT

Prints, by scenario, what came of each command. AUDIT names the command.
"""

import sys
import time

from repairs import FIX, NAMES, Account, Audit, Proxy, broken, finished, json, signal, state, threading

endpoint, number = sys.argv[1:]


class Held:
    """A proxy that holds a request back until it is let go."""

    def __init__(self, name, after=0):
        """Holds back the request of that name that so many others precede."""
        self.name, self.isThere, self.mayGo = name, threading.Event(), threading.Event()
        self.after = after
        self.proxy = Proxy(endpoint, self.meddle)

    def meddle(self, request, forward):
        if request.name == self.name and not self.mayGo.is_set():
            self.after -= 1
            if self.after < 0:
                self.isThere.set()
                self.mayGo.wait(60)
        return forward()

    def writes(self):
        return [name for name, status in self.proxy.log if name in NAMES and status < 300]


def lock(account):
    """A second run while the first has a call in flight; a third once that was killed."""
    held = Held("PutBucketPolicy")
    audit = Audit(account, held.proxy.endpoint)
    process = audit.start(*FIX)
    held.isThere.wait(60)
    second = Audit(account, endpoint, locks=audit.folder, HOME="/nonexistent/other")
    proxy = Proxy(endpoint)
    second.environment["AWS_ENDPOINT_URL"] = proxy.endpoint
    refused = second.fix()
    requests = list(proxy.requests)
    undo = second.run("undo", str(audit.folder / ".audit/journal" / journal(audit)), "--yes")
    process.send_signal(signal.SIGKILL)
    first = finished(process)
    held.mayGo.set()
    time.sleep(0.2)
    third = second.fix()
    return {
        "refused": refused, "requests": requests, "undo": undo, "killed": first["code"], "third": third,
        "process": str(process.pid), "folder": str(audit.folder)}


def journal(audit):
    return sorted(audit.journals.glob("*.jsonl"))[-1].name


def stopped(account, number, name):
    """A signal while a call is in flight, which ends; then an undo."""
    before = state(account)
    held = Held(name)
    audit = Audit(account, held.proxy.endpoint)
    process = audit.start(*FIX)
    held.isThere.wait(60)
    process.send_signal(number)
    time.sleep(0.3)
    held.mayGo.set()
    result = finished(process)
    writes, lines = held.writes(), audit.journal()
    undo = audit.run("undo", "last", "--yes", "--format", "json")
    return {
        "fix": result, "writes": writes,
        "journalled": [line["operation"].partition(":")[2] for line in lines if line["record"] == "answer"],
        "end": lines[-1], "undo": undo, "isRestored": state(account) == before,
        "different": sorted(k for k in before if state(account).get(k) != before[k])}


def twice(account):
    """A second Ctrl-C while the call is still in flight."""
    held = Held("PutBucketPolicy")
    audit = Audit(account, held.proxy.endpoint)
    process = audit.start(*FIX)
    held.isThere.wait(60)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    result = finished(process)
    held.mayGo.set()
    time.sleep(0.3)
    return {"fix": result, "again": Audit(account).fix()}


def main():
    accounts = [Account(endpoint, str(int(number) + index)) for index in range(4)]
    for account in accounts:
        broken(account)
    results = {}

    def run(name, scenario, *arguments):
        results[name] = scenario(*arguments)

    threads = [threading.Thread(target=run, args=arguments) for arguments in (
        ("lock", lock, accounts[0]), ("interrupted", stopped, accounts[1], signal.SIGINT, "UpdateFunction"),
        ("terminated", stopped, accounts[2], signal.SIGTERM, "UpdateFunctionConfiguration"),
        ("twice", twice, accounts[3]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(results))


if __name__ == "__main__":
    main()
