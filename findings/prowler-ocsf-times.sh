#!/usr/bin/env bash
# OCSF's `time` and `created_time` are timestamp_t: milliseconds since 1970. Prowler 5.46.0 writes seconds into both, so
# that what a lake or SIEM makes of it by the schema is of January 1970, out of the window of every search and rule.
# py-ocsf-models, whose classes it uses, take any integer. `time_dt`, which has the day right, has no offset where
# OCSF's datetime_t is RFC 3339 with one; it is the machine's own time. A check that passed is a Detection Finding of
# activity Create and status New as well, with the check's severity, and differs from a failed one in
# status_code alone, which OCSF leaves to the source: whatever counts new findings of class 2004 by severity counts the
# good ones. Multiply by 1000 at the way in, and filter by status_code. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3.11 -m venv "$folder/venv"
# of what Prowler requires, what its output needs
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install py-ocsf-models==0.10.0 pydantic==2.12.5 \
  jsonschema==4.23.0 requests==2.34.2 PyYAML==6.0.4 simplejson==4.3.0 uuid6==2024.7.10 colorama==0.4.6 packaging==26.4
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install --no-compile --no-deps prowler==5.46.0

cd "$folder"
TZ=Asia/Tokyo "$folder/venv/bin/python" -W ignore - 2>/dev/null <<'PYTHON' | tee "$folder/seen"
import json
from datetime import datetime, timezone
from pathlib import Path

import prowler
from prowler.lib.check.models import CheckMetadata
from prowler.lib.outputs.finding import Finding
from prowler.lib.outputs.ocsf.ocsf import OCSF

check = "cloudfront_distributions_origin_traffic_encrypted"
folder = Path(prowler.__path__[0]) / "providers/aws/services/cloudfront" / check
metadata = CheckMetadata(**json.loads((folder / f"{check}.metadata.json").read_text()))
# datetime.today() is what Prowler's configuration takes for the time of a run
moment = datetime.fromtimestamp(datetime(2026, 2, 15, 9, tzinfo=timezone.utc).timestamp())
findings = [Finding(
    auth_method="profile", timestamp=moment, account_uid="123456789012", account_name="edge", metadata=metadata,
    uid=f"prowler-{status}",
    status=status, status_extended=status, resource_uid="arn:aws:cloudfront::123456789012:distribution/E1EXAMPLE",
    resource_name="E1EXAMPLE", resource_details="", partition="aws", region="us-east-1") for status in ("PASS", "FAIL")]
for made in OCSF(findings=findings).data:
    one = json.loads(made.model_dump_json(exclude_none=True))
    assert one["time"] == one["finding_info"]["created_time"]
    print(one["status_code"], one["class_uid"], one["activity_name"], one["status"], one["severity"], one["time"],
          datetime.fromtimestamp(one["time"] / 1000, timezone.utc).date(), one["time_dt"])
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
PASS 2004 Create New Medium 1771146000 1970-01-21 2026-02-15T18:00:00
FAIL 2004 Create New Medium 1771146000 1970-01-21 2026-02-15T18:00:00
SEEN
