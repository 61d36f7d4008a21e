#!/usr/bin/env bash
# JSON Schema wants patterns to be ECMA-262's. AWS writes its own with \p{L} (keys and values of tags in the API
# reference, ^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$, and the schemas of CloudFormation's types). Three validators for Python:
#   jsonschema 4.26.0       hands them to Python's re: an error of re, no ValidationError, at the first value that it
#                           looks at, so that a document without tags is valid and the next one ends the program
#   fastjsonschema 2.22.3   the same error, when it compiles
#   jsonschema-rs 0.60.3    takes them
# The sets of texts that \d, \w and $ stand for differ as well, in Python's favour: digits of any script, and a line end
# behind the last character. Numbers part, too: 19.99 is a multiple of 0.01, and jsonschema says that it is not (the
# other two: it is). fastjsonschema writes defaults into the document that it validates. Fails where a line below is no
# longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install jsonschema==4.26.0 fastjsonschema==2.22.3 \
  jsonschema-rs==0.60.3

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import re

import fastjsonschema
import jsonschema
import jsonschema_rs


def outcome(validate):
    try:
        validate()
        return "valid"
    except re.error as error:
        return f"re.error, {error}"
    except Exception as error:
        return type(error).__name__


def compare(name, schema, value):
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", **schema}
    print(name)
    print("  jsonschema:", outcome(lambda: jsonschema.Draft7Validator(schema).validate(value)))
    print("  fastjsonschema:", outcome(lambda: fastjsonschema.compile(schema)(value)))
    print("  jsonschema-rs:", outcome(lambda: jsonschema_rs.Draft7Validator(schema).validate(value)))


tag = {"properties": {"Owner": {"type": "string", "pattern": r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$"}}}
compare("a tag", tag, {"Owner": "web team"})
compare("no tag", tag, {})
compare("19.99", {"multipleOf": 0.01}, 19.99)
document = {}
fastjsonschema.compile({"properties": {"HttpVersion": {"default": "http2"}}})(document)
print("after fastjsonschema:", document)
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
a tag
  jsonschema: re.error, bad escape \p at position 3
  fastjsonschema: re.error, bad escape \p at position 3
  jsonschema-rs: valid
no tag
  jsonschema: valid
  fastjsonschema: re.error, bad escape \p at position 3
  jsonschema-rs: valid
19.99
  jsonschema: ValidationError
  fastjsonschema: valid
  jsonschema-rs: valid
after fastjsonschema: {'HttpVersion': 'http2'}
SEEN
