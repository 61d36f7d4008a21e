#!/usr/bin/env bash
# Reports for auditors end in a spreadsheet. openpyxl 3.1.5 cuts a text to 32767 characters, as many as a cell of Excel
# may hold, when it is put into the cell: no error, no mark at its end. Bucket policies, function code and lists of
# aliases are longer now and then, and JSON that was cut is none. XlsxWriter 3.2.9 cuts it as well, and answers -2,
# which hardly anybody looks at. Numbers are stored by both with as many digits as a double has: a limit or size above
# 2^53 is another one. A character that XML has not, such as a vertical tab in a comment, is an error of openpyxl, and a
# list in a cell too. Look at lengths before writing. Fails where that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install openpyxl==3.1.5 XlsxWriter==3.2.9

cd "$folder"
venv/bin/python -W ignore - <<'PYTHON' | tee seen
import json

import openpyxl
import xlsxwriter

policy = json.dumps({"Statement": [{"Sid": str(number), "Effect": "Allow"} for number in range(1000)]})
print("the policy:", len(policy))
book = openpyxl.Workbook()
book.active.append([policy, 9007199254740993])
book.save("one.xlsx")
book = xlsxwriter.Workbook("two.xlsx")
sheet = book.add_worksheet()
print("XlsxWriter answers", sheet.write(0, 0, policy), sheet.write(0, 1, 9007199254740993))
book.close()
for name in ("one.xlsx", "two.xlsx"):
    text, number = (cell.value for cell in openpyxl.load_workbook(name).active[1])
    print(name, len(text or ""), number)
for value in ("a\x0bb", ["a", "b"]):
    try:
        openpyxl.Workbook().active.append([value])
    except Exception as error:
        print(type(error).__name__)
PYTHON

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
the policy: 34905
XlsxWriter answers -2 0
one.xlsx 32767 9007199254740992
two.xlsx 32767 9007199254740992
IllegalCharacterError
ValueError
SEEN
