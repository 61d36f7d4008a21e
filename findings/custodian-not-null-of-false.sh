#!/usr/bin/env bash
# Cloud Custodian 0.9.53: `value: not-null` and `value: present` look like two words for one thing, and so do `empty`
# and `absent`. not-null and empty go by what Python takes for true. A switch that is off (Enabled, IsIPV6Enabled:
# false) and a number that is 0 (MinTTL, Quantity) are `empty` and not `not-null`, though each has been set. `value:
# false` finds 0 as well as false, and not what is not there; `op: ne` with `value: true` finds all three and null. So
# "those on which the TTL was set: not-null" leaves out each one whose TTL is 0, which is the setting that was looked
# for, and "where nobody has decided: empty" finds those where somebody has decided for off. `present` and `absent` ask
# whether it is there. `value_type: version` does not ask: what is not there ends the policy with an AttributeError.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install c7n==0.9.53

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
from c7n.filters.core import ValueFilter

RESOURCES = {"false": {"k": False}, "0": {"k": 0}, "''": {"k": ""}, "[]": {"k": []}, "null": {"k": None}, "none": {},
             "true": {"k": True}, "1": {"k": 1}}
for asked in ({"value": "not-null"}, {"value": "present"}, {"value": "empty"}, {"value": "absent"}, {"value": False},
              {"value": True, "op": "ne"}, {"value": "1.2", "op": "lt", "value_type": "version"}):
    found, errors = [], set()
    for name, resource in RESOURCES.items():
        try:
            if ValueFilter({"type": "value", "key": "k", **asked})(resource):
                found.append(name)
        except (AttributeError, TypeError) as error:
            if name == "none":
                errors.add(f"{type(error).__name__} for none")
    print(", ".join(f"{name}: {value}" for name, value in asked.items()), "->", " ".join(found + sorted(errors)))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
value: not-null -> true 1
value: present -> false 0 '' [] true 1
value: empty -> false 0 '' [] null none
value: absent -> null none
value: False -> false 0
value: True, op: ne -> false 0 '' [] null none
value: 1.2, op: lt, value_type: version -> AttributeError for none
SEEN
