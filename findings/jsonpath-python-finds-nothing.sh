#!/usr/bin/env bash
# jsonpath-python 1.1.6 has a JSONPath of its own: its text says that it is not strictly RFC 9535's, and means what it
# adds. What it lacks it does not refuse. Each of these is valid, and the answer is an empty list, as if nothing were
# found:
#   $.findings[?@.severity=='high']                the RFC's own form of a filter; within ?( ) it finds
#   $.findings[?(@.severity=='high' && @.n>2)]     and ||; it says `and` and `or`, as Python does
#   $.findings[-1], $.findings[0,1], [0]['a','b']  from the end, and more than one
# python-jsonpath 2.2.2 and jsonpath-ng 1.16.0 answer. The first of them is also a module `jsonpath`, so that whichever
# is installed last is the one that runs. A gate that counts findings of a severity by such a query passes on all. Try
# each query on a document that has what it asks for. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for name in jsonpath-python==1.1.6 python-jsonpath==2.2.2 jsonpath-ng==1.16.0; do
  python3 -m venv "$folder/${name%%=*}"
  "$folder/${name%%=*}/bin/pip" --disable-pip-version-check --quiet install "$name"
done

cat > "$folder/queries.py" <<'PYTHON'
import sys

FINDINGS = {"findings": [{"rule": "a", "severity": "high", "n": 3}, {"rule": "b", "severity": "low", "n": 1}]}
name = sys.argv[1]
print(name)
for query in ("$.findings[?(@.severity=='high')].rule", "$.findings[?@.severity=='high'].rule",
              "$.findings[?(@.severity=='high' && @.n>2)].rule", "$.findings[-1].rule", "$.findings[0,1].rule",
              "$.findings[0]['rule','n']"):
    try:
        if name == "jsonpath-python":
            import jsonpath
            found = jsonpath.JSONPath(query).parse(FINDINGS)
        elif name == "python-jsonpath":
            import jsonpath
            found = jsonpath.findall(query, FINDINGS)
        else:
            import jsonpath_ng.ext
            found = [match.value for match in jsonpath_ng.ext.parse(query).find(FINDINGS)]
    except Exception as error:
        found = type(error).__name__
    print(f"  {query}: {found}")
PYTHON
for name in jsonpath-python python-jsonpath jsonpath-ng; do
  "$folder/$name/bin/python" "$folder/queries.py" "$name"
done | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
jsonpath-python
  $.findings[?(@.severity=='high')].rule: ['a']
  $.findings[?@.severity=='high'].rule: []
  $.findings[?(@.severity=='high' && @.n>2)].rule: []
  $.findings[-1].rule: []
  $.findings[0,1].rule: []
  $.findings[0]['rule','n']: []
python-jsonpath
  $.findings[?(@.severity=='high')].rule: ['a']
  $.findings[?@.severity=='high'].rule: ['a']
  $.findings[?(@.severity=='high' && @.n>2)].rule: ['a']
  $.findings[-1].rule: ['b']
  $.findings[0,1].rule: ['a', 'b']
  $.findings[0]['rule','n']: ['a', 3]
jsonpath-ng
  $.findings[?(@.severity=='high')].rule: ['a']
  $.findings[?@.severity=='high'].rule: ['a']
  $.findings[?(@.severity=='high' && @.n>2)].rule: ['a']
  $.findings[-1].rule: ['b']
  $.findings[0,1].rule: ['a', 'b']
  $.findings[0]['rule','n']: ['a', 3]
SEEN
