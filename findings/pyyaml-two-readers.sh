#!/usr/bin/env bash
# PyYAML 6.0.4 has two readers, SafeLoader, in Python, and CSafeLoader, which is libyaml; the second is said to be the
# same, only faster, and tools take it where it is there (Cloud Custodian does). They do not
# read the same language. Each of these is valid YAML:
#   [https://example.com/?a=b]   a `?` within a plain text in a list: an error of SafeLoader, a text to CSafeLoader
#   Comment:<tab>edge, and a tab before a comment (#)          the same
#   "\ud83d\ude00"   what json.dumps writes for a character outside of the BMP, and JSON is YAML: SafeLoader answers two
#                    halves, which no file or request takes (UnicodeEncodeError, later), CSafeLoader an error
# So a template that a linter takes is refused by the next tool of the same library, on the machine with libyaml or on
# the one without, and JSON with an emoji in a comment or a tag is read as JSON alone. Quote URLs, keep tabs out, and
# hand JSON to `json`. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install PyYAML==6.0.4

"$folder/venv/bin/python" - <<'PYTHON' | tee "$folder/seen"
import json

import yaml

assert yaml.__with_libyaml__
for text in ["origins: [https://example.com/?a=b]", "origins: [https://example.com/a=b]", "Comment:\tedge",
             "Comment: edge\t# of the site", json.dumps({"Comment": "\U0001F600"})]:
    print(repr(text))
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        try:
            value = yaml.load(text, loader)
            try:
                str(value["Comment"] if "Comment" in value else "").encode()
                print(f"  {loader.__name__}: {value!r}")
            except UnicodeEncodeError as error:
                print(f"  {loader.__name__}: {value!r}, {error.reason}")
        except yaml.YAMLError as error:
            print(f"  {loader.__name__}: {error.problem}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
'origins: [https://example.com/?a=b]'
  SafeLoader: expected ',' or ']', but got '?'
  CSafeLoader: {'origins': ['https://example.com/?a=b']}
'origins: [https://example.com/a=b]'
  SafeLoader: {'origins': ['https://example.com/a=b']}
  CSafeLoader: {'origins': ['https://example.com/a=b']}
'Comment:\tedge'
  SafeLoader: found character '\t' that cannot start any token
  CSafeLoader: {'Comment': 'edge'}
'Comment: edge\t# of the site'
  SafeLoader: found character '\t' that cannot start any token
  CSafeLoader: {'Comment': 'edge'}
'{"Comment": "\\ud83d\\ude00"}'
  SafeLoader: {'Comment': '\ud83d\ude00'}, surrogates not allowed
  CSafeLoader: found invalid Unicode character escape code
SEEN
