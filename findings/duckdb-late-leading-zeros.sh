#!/usr/bin/env bash
# DuckDB 2.0.0 knows about account numbers: a column of a CSV in which one begins with 0 is text, and the zero stays, as
# most other readers do not do (pandas, polars and pyarrow read numbers). It looks at the first 20480 rows. Where the
# first such account stands below, the column is BIGINT, and that account is one of eleven digits, with no error: a
# report that was right for months loses the zero when it grows. A number of files read at once does not have that, as
# each is looked at by itself and text wins. Say it yourself: types={'account': 'VARCHAR'}, or all_varchar.
# Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install duckdb==2.0.0

cd "$folder"
venv/bin/python - <<'PYTHON' | tee seen
import duckdb

ZERO = "012345678901"


def ask(source):
    return duckdb.sql(f"SELECT typeof(account), account FROM {source} WHERE note = 'zero'").fetchall()


def write(name, before):
    with open(name, "w") as file:
        file.write("account,note\n")
        file.writelines(f"{123456789012 + number},\n" for number in range(before))
        file.write(f"{ZERO},zero\n")


for before in (0, 20000, 30000):
    write("report.csv", before)
    print(f"after {before} accounts without: {ask('read_csv(' + repr('report.csv') + ')')}")
print("with types:", ask("read_csv('report.csv', types={'account': 'VARCHAR'})"))
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
after 0 accounts without: [('VARCHAR', '012345678901')]
after 20000 accounts without: [('VARCHAR', '012345678901')]
after 30000 accounts without: [('BIGINT', 12345678901)]
with types: [('VARCHAR', '012345678901')]
SEEN
