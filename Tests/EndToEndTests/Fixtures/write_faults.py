"""Repairs of every kind while calls fail, each fault in an account of its own.

    write_faults.py ENDPOINT FAULT ACCOUNT

Prints what came of the fix: exit code, steps, how often each call did its work, whether a second look is clean, and
whether an undo brings back what was there. AUDIT names the command.
"""

import subprocess
import sys
from pathlib import Path

from repairs import NAMES, Account, Audit, Proxy, broken, error, json, state, threading

endpoint, fault, number = sys.argv[1:]
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
    "microburst": None,
    "lost-twice": meddling(2, lost),
    "truncated": meddling(1, truncated),
    "lost-then-throttled": lost_then_throttled(),
    "conflicts": meddling(2, conflict),
    "conflicts-for-ever": meddling(10**6, conflict),
    "always-lost": meddling(10**6, lost),
    "never-done": meddling(10**6, lambda request, _: error(500, "InternalError")(request)),
}

# The same by microburst, which changes the Host that a signature covers: so the key is the account's number.
RULES = [
    {"service": service, "operation": operation, "times": 2, **effect} for service, operation, effect in (
        ("cloudfront", "UpdateDistribution", {"error": {"code": "ServiceUnavailable", "status": 503}}),
        ("cloudfront", "UpdateFunction", {"reset": True}),
        ("cloudfront", "PublishFunction", {"response": {"abort_frac": 0.5}}),
        ("iam", "UpdateAssumeRolePolicy", {"error": {"code": "Throttling", "status": 400}}),
        ("iam", "AttachRolePolicy", {"response": {"truncate_frac": 0.5}}),
        ("s3", "PutBucketPolicy", {"error": {"code": "SlowDown", "status": 503}}),
        ("logs", "PutRetentionPolicy", {"error": {"code": "InternalFailure", "status": 500}}),
        ("lambda", "UpdateFunctionConfiguration", {"response": {"abort_frac": 0.5}}),
        ("lambda", "PublishVersion", {"response": {"truncate_frac": 0.5}}),
        ("lambda", "PutFunctionConcurrency", {"error": {"code": "TooManyRequestsException", "status": 429}}))]


def microburst(upstream):
    """Starts it; gives the process, which ends with this one, and its URL."""
    script = Path(__file__).with_name("faults.py")
    process = subprocess.Popen(
        [sys.executable, script, upstream, json.dumps(RULES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return process, json.loads(process.stdout.readline())["url"]


def main():
    account = Account(endpoint, number)
    estate = broken(account)
    before = state(account)
    proxy = Proxy(endpoint, FAULTS[fault])
    audit = Audit(account, proxy.endpoint)
    if fault == "microburst":
        process, audit.environment["AWS_ENDPOINT_URL"] = microburst(endpoint)
        audit.environment |= {"AWS_ACCESS_KEY_ID": number, "AWS_SECRET_ACCESS_KEY": "any"}
    fix = audit.fix()
    done = {name: proxy.count(name) for name in NAMES}
    asked = {name: proxy.asked(name) for name in NAMES}
    verification = json.loads(fix["output"])["repairs"]["verification"]
    del fix["output"]
    audit.environment["AWS_ENDPOINT_URL"] = endpoint
    undo = audit.run("undo", "last", "--yes", "--format", "json")
    after = state(account)
    versions = account.client("lambda").list_versions_by_function(FunctionName="status-api")["Versions"]
    print(json.dumps({
        "fix": fix, "done": done, "asked": asked, "undo": undo, "verification": verification,
        "isRestored": before == after,
        # Of $LATEST, the first one and the drifted one there is one each.
        "versions": len(versions) - 3, "different": [name for name in before if before[name] != after.get(name)]}))


main()
