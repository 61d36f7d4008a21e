#!/usr/bin/env bash
# Queries over CloudFront's logs in Athena get their parameters from Python, and each of two libraries writes values
# into the query that are not what was handed to it, without a word:
#   PyAthena 4.2.1          a time with a zone loses it: noon in Tokyo is TIMESTAMP '2026-11-28 12:00:00.000', which is
#                           held against the UTC of the logs: the window of an incident is nine hours late.
#                           awswrangler refuses such a time, and cuts microseconds to milliseconds, which PyAthena keeps
#   awswrangler 3.17.1      a fraction has six digits: a threshold of 0.00000025, the price of a request, is 0.000000,
#                           which everything is above. PyAthena has 2.5e-07. Decimal is right in both
# Hand times in UTC, and numbers as Decimal. Asked here are the parts of both that write the text; nothing is sent.
# Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for package in PyAthena==4.2.1 awswrangler==3.17.1; do
  python3 -m venv "$folder/${package%%=*}"
  "$folder/${package%%=*}/bin/pip" --disable-pip-version-check --quiet install "$package"
done

cat > "$folder/ask.py" <<'PYTHON'
import sys
from datetime import datetime, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

if "PyAthena" in sys.prefix:
    from pyathena.formatter import DefaultParameterFormatter

    def write(query, value):
        return DefaultParameterFormatter().format(query.replace(":region", "%(region)s"), {"region": value})
else:
    from awswrangler._sql_formatter import _process_sql_params

    def write(query, value):
        return _process_sql_params(query, {"region": value}, "presto")

print(sys.prefix.rpartition("/")[2])
for value in [datetime(2026, 11, 28, 3, tzinfo=timezone.utc), datetime(2026, 11, 28, 12, tzinfo=ZoneInfo("Asia/Tokyo")),
              datetime(2026, 11, 28, 3, 0, 0, 123456), 0.00000025, 1234.5678901, Decimal("0.00000025"), "it's"]:
    try:
        said = write("SELECT :region", value)
    except TypeError as error:
        said = f"TypeError: {str(error)[:44]}…"
    print("  ", value, "->", said)
PYTHON
for package in PyAthena awswrangler; do
  "$folder/$package/bin/python" -W ignore "$folder/ask.py"
done | tee "$folder/seen"

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
PyAthena
   2026-11-28 03:00:00+00:00 -> SELECT TIMESTAMP '2026-11-28 03:00:00.000'
   2026-11-28 12:00:00+09:00 -> SELECT TIMESTAMP '2026-11-28 12:00:00.000'
   2026-11-28 03:00:00.123456 -> SELECT TIMESTAMP '2026-11-28 03:00:00.123456'
   2.5e-07 -> SELECT 2.5e-07
   1234.5678901 -> SELECT 1234.5678901
   2.5E-7 -> SELECT DECIMAL '0.00000025'
   it's -> SELECT 'it''s'
awswrangler
   2026-11-28 03:00:00+00:00 -> TypeError: Supports only timezone naive datatype, got 2…
   2026-11-28 12:00:00+09:00 -> TypeError: Supports only timezone naive datatype, got 2…
   2026-11-28 03:00:00.123456 -> SELECT TIMESTAMP '2026-11-28 03:00:00.123'
   2.5e-07 -> SELECT 0.000000
   1234.5678901 -> SELECT 1234.567890
   2.5E-7 -> SELECT DECIMAL '0.00000025'
   it's -> SELECT 'it''s'
SEEN
