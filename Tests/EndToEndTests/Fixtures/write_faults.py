"""Repairs of every kind while calls fail, each fault in an account of its own.

    write_faults.py ENDPOINT FAULT ACCOUNT

Prints what came of the fix: exit code, steps, how often each call did its work, whether a second look is clean, and
whether an undo brings back what was there. AUDIT names the command.
"""

import sys

from repairs import Account, Audit, NAMES, Proxy, WRITES, broken, error, json, read_keys, threading  # noqa: F401

endpoint, fault, number = sys.argv[1:]
SOME = {name: 1 for name in NAMES}
lock = threading.Lock()


def first(name, left):
    """Whether it is among the first requests of that name that are to fail."""
    with lock:
        if left.get(name, 0) < 1:
            return False
        left[name] -= 1
        return True


def meddling(times, answer):
    left = {name: times for name in NAMES}
    return lambda request, forward: answer(request, forward) if first(request.name, left) else forward()


def lost(request, forward):
    """The emulator acts, and nobody is told."""
    forward()


def truncated(request, forward):
    """The emulator acts, and half of its answer comes."""
    status, headers, body = forward()
    if not body:
        return None
    return status, headers + [("Content-Length", str(len(body)))], body[: len(body) // 2]


def lost_then_throttled():
    """The answer is lost, and all repetitions are throttled."""
    seen = {}

    def meddle(request, forward):
        if request.name not in NAMES:
            return forward()
        with lock:
            seen[request.name] = seen.get(request.name, 0) + 1
        if seen[request.name] == 1:
            return lost(request, forward)
        return error(400, "Throttling")(request) if seen[request.name] < 4 else forward()

    return meddle


def conflict(request, forward):
    name = {"UpdateKeys": "ConflictException", "PutRetentionPolicy": "OperationAbortedException"}.get(request.name)
    if name:
        return error(400 if name.startswith("Operation") else 409, name)(request)
    return error(412 if "cloudfront" in str(request.headers.get("Authorization")) else 409, "PreconditionFailed" if
                 request.path.startswith("/2020") else "ConcurrentModification")(request)


FAULTS = {
    "none": None,
    "throttled": meddling(1, lambda request, _: error(400, "Throttling")(request)),
    "internal-error": meddling(1, lambda request, _: error(500, "InternalError")(request)),
    "unavailable": meddling(2, lambda request, _: error(503, "ServiceUnavailable")(request)),
    "lost": meddling(1, lost),
    "lost-twice": meddling(2, lost),
    "truncated": meddling(1, truncated),
    "lost-then-throttled": lost_then_throttled(),
    "conflicts": meddling(2, conflict),
    "conflicts-for-ever": meddling(10**6, conflict),
    "always-lost": meddling(10**6, lost),
    "never-done": meddling(10**6, lambda request, _: error(500, "InternalError")(request)),
}


def main():
    account = Account(endpoint, number)
    estate = broken(account)
    proxy = Proxy(endpoint, FAULTS[fault])
    audit = Audit(account, proxy.endpoint)
    fix = audit.fix()
    done = {name: proxy.count(name) for name in NAMES}
    asked = {name: sum(found == name for found, _ in proxy.log) for name in NAMES}
    journal = audit.journal()
    again = Audit(account).run("fix", "--dry-run", "--format", "json", "--baseline", "/dev/null") if False else None
    print(json.dumps({
        "fix": fix, "done": done, "asked": asked, "journal": journal,
        "keys": read_keys(account, estate.store), "again": again}))


main()
