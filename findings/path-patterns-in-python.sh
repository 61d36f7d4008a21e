#!/usr/bin/env bash
# Which behaviour of a distribution answers a path is asked offline with what is at hand for patterns. CloudFront's, by
# its guide: `*` is any number of characters, in subdirectories too; a slash in front may be left out; case counts.
# Four matchers for Python agree about `/images/*.jpg` and /images/a.jpg, and each is wrong elsewhere:
#   fnmatchcase       wants the slash in front to be there
#   PurePath.match    `*` ends at a slash, and a pattern without one in front fits at the end of any path (Python 3.11)
#   wcmatch 10.1      both, and its `*` takes no name that begins with a dot: /.well-known/… belongs to nobody
#   pathspec 1.1.1    (git's rules) `*` ends at a slash, but what fits a directory takes all that is below it
# A path that is looked up with the wrong one has another cache policy, or no function, in the report. fnmatchcase()
# with a slash put before both agrees throughout. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install wcmatch==10.1 pathspec==1.1.1

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

import pathspec
from wcmatch import glob

MATCHERS = {
    "fnmatch": fnmatchcase,
    "pathlib": lambda path, pattern: PurePosixPath(path).match(pattern),
    "wcmatch": lambda path, pattern: glob.globmatch(path, pattern),
    "pathspec": lambda path, pattern: pathspec.GitIgnoreSpec.from_lines([pattern]).match_file(path),
    "with slashes": lambda path, pattern: fnmatchcase("/" + path.lstrip("/"), "/" + pattern.lstrip("/"))}
for pattern, path, expected in (
        ("/images/*.jpg", "/images/a.jpg", True), ("images/*.jpg", "/images/a.jpg", True),
        ("/images/*.jpg", "/images/2026/a.jpg", True), ("images/*.jpg", "/old/images/a.jpg", False),
        ("*", "/.well-known/security.txt", True), ("/api/*", "/api/.hidden", True), ("/a*", "/ab/c.html", True),
        ("/IMAGES/*", "/images/a.jpg", False)):
    wrong = [name for name, matches in MATCHERS.items() if bool(matches(path, pattern)) != expected]
    print(f"{pattern} {'takes' if expected else 'does not take'} {path}; wrong: {', '.join(wrong) or 'nobody'}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
/images/*.jpg takes /images/a.jpg; wrong: nobody
images/*.jpg takes /images/a.jpg; wrong: fnmatch, wcmatch
/images/*.jpg takes /images/2026/a.jpg; wrong: pathlib, wcmatch, pathspec
images/*.jpg does not take /old/images/a.jpg; wrong: pathlib
* takes /.well-known/security.txt; wrong: wcmatch
/api/* takes /api/.hidden; wrong: wcmatch
/a* takes /ab/c.html; wrong: pathlib, wcmatch
/IMAGES/* does not take /images/a.jpg; wrong: nobody
SEEN
