"""5,000 keys written into a store by a baseline, alone and beside somebody who writes there too, and taken back.

    large_store.py ENDPOINT ACCOUNT

Prints what came of each fix and undo, what it took, and how the store differs from what it should hold. AUDIT names the
command.
"""

import resource
import sys

from repairs import Account, Audit, Proxy, finished, json, put_keys, r, read_keys

endpoint, number = sys.argv[1:]
WANTED = {f"/books/{n:05}": f"2099-01-01 {n:05}" for n in range(5000)}


def ended(process):
    """What came of a process, without its report."""
    result = finished(process)
    return {name: result[name] for name in ("code", "errors", "steps")}


def synchronise(account, store, name, meddle=None):
    proxy = Proxy(endpoint, meddle)
    audit = Audit(account, proxy.endpoint)
    (audit.folder / "baseline.yaml").write_text(json.dumps(
        {"resources": [{"type": "AWS::CloudFront::KeyValueStore", "id": name, "expect": {"Items": WANTED}}]}))
    before = read_keys(account, store)
    fix = ended(audit.start(
        "fix", "--yes", "--format", "json", "--no-wait", "--baseline", "baseline.yaml", "--only", "baseline"))
    found = read_keys(account, store)
    calls = {"done": proxy.count("UpdateKeys"), "asked": proxy.asked("UpdateKeys"), "requests": len(proxy.log)}
    undo = ended(audit.start("undo", "last", "--yes", "--format", "json"))
    after = read_keys(account, store)
    return {
        "fix": fix, "calls": calls, "undo": undo,
        "missing": {key: found.get(key) for key in WANTED if found.get(key) != WANTED[key]},
        "others": {key: value for key, value in found.items() if key not in WANTED},
        "notRestored": sorted(
            [key, before.get(key), after.get(key)] for key in {*before, *after} if before.get(key) != after.get(key))}


def editor(account, store):
    """Writes beside the fixer, each time just before it does: other keys twice, and once one that it is to write."""
    edits = {10: {"other": "1"}, 30: {"/books/04999": "mine"}, 60: {"other": "2", "another": "1"}}
    count = 0

    def meddle(request, forward):
        nonlocal count
        if request.name == "UpdateKeys":
            count += 1
            if count in edits:
                put_keys(account, store, edits[count])
        return forward()

    return meddle


def main():
    account = Account(endpoint, number)
    old = {"/books/00000": "old", "/books/02500": "old", "kept": "as it is"}
    alone, shared = (r.key_value_store(account, name, old) for name in ("alone", "shared"))
    print(json.dumps({
        "alone": synchronise(account, alone, "alone"),
        "shared": synchronise(account, shared, "shared", editor(account, shared)),
        "mebibytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10}))


main()
