#!/usr/bin/env bash
# JSON says what is text: "012345678901" has quotes. read_json of pandas 3.1.1 passes over that: a column whose texts
# all look like numbers becomes numbers, so that the leading zero of an account is lost where no CSV is involved:
#   "012345678901"   12345678901
#   "1234567e12"     1.234567e+18, what a hash or an ETag may look like
#   "1_000"          1000
#   "Infinity"       inf
# Keys of an object, which JSON has as nothing but texts, become numbers too, and numbers as large as accounts are then
# taken for milliseconds: the account is a moment in May 1970. One value that is no number, in whatever row, and the
# whole column stays text: the same report has text in one organization and numbers in the next, and a join finds no
# pair. A column that is called `date`, `modified` or …_at is taken for times besides. polars 2.1.0 keeps all of these
# as text. dtype=False, convert_axes=False and convert_dates=False, or json.load() and DataFrame(). Fails where that is
# no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install pandas==3.1.1 polars==2.1.0

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import io
import json

import pandas
import polars

rows = [{"account": "012345678901", "etag": "1234567e12", "limit": "1_000", "most": "Infinity", "date": "2026-01-02"},
        {"account": "123456789012", "etag": "2234567e12", "limit": "2_000", "most": "1", "date": "2026-01-03"}]
lines = "\n".join(map(json.dumps, rows))


def show(name, row):
    print(f"{name}: {', '.join(f'{key} {value!r}' for key, value in row.items())}")


show("pandas", pandas.read_json(io.StringIO(lines), lines=True).astype(object).to_dict("records")[0])
show("pandas, dtype=False", pandas.read_json(io.StringIO(lines), lines=True, dtype=False, convert_dates=False)
     .to_dict("records")[0])
show("polars", polars.read_ndjson(io.StringIO(lines)).to_dicts()[0])
rows.append({**rows[0], "account": "management"})
print("with one that is no number:", pandas.read_json(io.StringIO(json.dumps(rows)))["account"].tolist())
by_account = json.dumps({row["account"]: {"n": 1} for row in rows[:2]})
print("as keys:", pandas.read_json(io.StringIO(by_account), orient="index").index.tolist())
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
pandas: account 12345678901, etag 1.234567e+18, limit 1000, most inf, date Timestamp('2026-01-02 00:00:00')
pandas, dtype=False: account '012345678901', etag '1234567e12', limit '1_000', most 'Infinity', date '2026-01-02'
polars: account '012345678901', etag '1234567e12', limit '1_000', most 'Infinity', date '2026-01-02'
with one that is no number: ['012345678901', '123456789012', 'management']
as keys: [Timestamp('1970-05-23 21:21:18.901000'), Timestamp('1973-11-29 21:33:09.012000')]
SEEN
