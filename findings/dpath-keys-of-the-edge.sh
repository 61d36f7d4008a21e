#!/usr/bin/env bash
# dpath 2.2.0 reads and writes nested dicts by a path of keys. What stands between two slashes is more than a key to it,
# and keys of an estate are what it takes otherwise:
#   new(config, "errors/404/page", …)   makes a list of 405 members, 404 of them None, as a number is an index where
#                                       nothing is there yet; with an account it would be one of billions
#   set(config, "behaviors|/images/*|ttl", 5, separator="|")
#                                       is for each behaviour that the pattern fits, /images/a among them, and not for
#                                       the one of that name; get() of it is a ValueError, and alone it is right
#   delete(config, "origins/0")         takes a member out of a list only at its end: elsewhere None stays in its place
#   merge(config, same)                 with a list: its members stand there twice
# The keys are glob patterns, which its page says, and there is no way to say that one is not. A path as a list of keys
# is no better for the first two. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install dpath==2.2.0

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import dpath

for path in "errors/404/page", ["errors", "404", "page"], "errors/e404/page":
    config = {}
    dpath.new(config, path, "/404.html")
    errors = config["errors"]
    print("new", path, type(errors).__name__, "of", len(errors))

for path, separator in ("behaviors|/images/*|ttl", "|"), (["behaviors", "/images/*", "ttl"], "/"):
    config = {"behaviors": {"/images/*": {"ttl": 1}, "/images/a": {"ttl": 2}}}
    changed = dpath.set(config, path, 5, separator=separator)
    print("set", path, changed, config["behaviors"])
    try:
        print("get", dpath.get(config, path, separator=separator))
    except ValueError as error:
        print("get", error)

for number in 0, 2:
    config = {"origins": ["a", "b", "c"]}
    dpath.delete(config, f"origins/{number}")
    print("delete", number, config)

config = {"methods": ["GET", "HEAD"], "tags": {"a": 1}}
dpath.merge(config, {"methods": ["GET", "HEAD"], "tags": {"a": 1}})
print("merge", config)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
new errors/404/page list of 405
new ['errors', '404', 'page'] list of 405
new errors/e404/page dict of 1
set behaviors|/images/*|ttl 2 {'/images/*': {'ttl': 5}, '/images/a': {'ttl': 5}}
get dpath.get() globs must match only one leaf: behaviors|/images/*|ttl
set ['behaviors', '/images/*', 'ttl'] 2 {'/images/*': {'ttl': 5}, '/images/a': {'ttl': 5}}
get dpath.get() globs must match only one leaf: ['behaviors', '/images/*', 'ttl']
delete 0 {'origins': [None, 'b', 'c']}
delete 2 {'origins': ['a', 'b']}
merge {'methods': ['GET', 'HEAD', 'GET', 'HEAD'], 'tags': {'a': 1}}
SEEN
