#!/usr/bin/env bash
# jmespath-community 1.1.3 and jmespath 1.1.0 are two distributions of one Python module, `jmespath`. Whatever brings
# the first into an environment with the AWS CLI, boto3 or Cloud Custodian overwrites the module below them; `pip
# install` and `pip check` find nothing wrong, and `pip list` shows both. From then on `--query` speaks another
# language:
#   Items[?Status==`Deployed`]     "Bad value for --query": a bare word between backticks, as many examples of the CLI's
#                                  have it, is no longer taken, JSON alone is
#   Items[0].Id[0:2]               the first characters, and null with jmespath: slices of text
#   'a\\b'                         one backslash, and two with jmespath
# Uninstalling it again takes the module's files along, and the CLI no longer starts: No module named 'jmespath', while
# `pip list` still has jmespath 1.1.0. Give it an environment of its own. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip() { "$folder/venv/bin/pip" --disable-pip-version-check "$@"; }
pip --quiet install awscli==1.46.3 jmespath==1.1.0

cat > "$folder/ask.py" <<'PYTHON'
import json
try:
    import jmespath
except ModuleNotFoundError as error:
    raise SystemExit(f"  {error}")
document = {"Items": [{"Id": "E1EXAMPLE", "Status": "Deployed"}]}
for query in ["Items[?Status==`Deployed`].Id", "Items[0].Id[0:2]", r"'a\\b'"]:
    try:
        print(" ", query, json.dumps(jmespath.search(query, document)))
    except jmespath.exceptions.JMESPathError as error:
        print(" ", query, type(error).__name__)
PYTHON
ask() {
  echo "$1: $(pip check), $(pip list 2>/dev/null | grep -c '^jmespath') of the name"
  "$folder/venv/bin/python" "$folder/ask.py" 2>&1 || true
  "$folder/venv/bin/aws" --version > /dev/null 2>&1 && echo '  the CLI starts' || echo '  the CLI does not start'
}
{
  ask alone
  pip --quiet install jmespath-community==1.1.3
  ask beside
  pip --quiet uninstall --yes jmespath-community
  ask after
} | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
alone: No broken requirements found., 1 of the name
  Items[?Status==`Deployed`].Id ["E1EXAMPLE"]
  Items[0].Id[0:2] null
  'a\\b' "a\\\\b"
  the CLI starts
beside: No broken requirements found., 2 of the name
  Items[?Status==`Deployed`].Id LexerError
  Items[0].Id[0:2] "E1"
  'a\\b' "a\\b"
  the CLI starts
after: No broken requirements found., 1 of the name
  No module named 'jmespath'
  the CLI does not start
SEEN
