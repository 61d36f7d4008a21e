#!/usr/bin/env bash
# Tables for people: texts go in, and one would think that the same texts come out, with lines around them. Of six
# libraries for Python four take texts for numbers and write those their own way, with no word:
#   texttable 1.7.2        an account is 1.235e+10, a commit with an e in it `inf`, and version 1.10 is 1.100
#   tabulate 0.10.0        a column of numbers with one fraction in it has six digits: a TTL of 31536000 is 3.1536e+07;
#                          1.10 is 1.1, as long as no other row says "-"
#   beautifultable 1.1.0   an account without its zero, and the commit is `inf`
#   pytablewriter 1.2.1    an account without its zero; it writes JSON and CSV the same way
#   PrettyTable 3.18.0, rich 15.0.0   right
# The table of one account is right and that of the next is not, by what else stands in the column. disable_numparse
# (tabulate), set_cols_dtype (texttable), detect_numerics=False (beautifultable) and type hints (pytablewriter) keep the
# text. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" --disable-pip-version-check --quiet install texttable==1.7.2 tabulate==0.10.0 \
  beautifultable==1.1.0 pytablewriter==1.2.1 prettytable==3.18.0 rich==15.0.0

"$folder/venv/bin/python" -W ignore - <<'PYTHON' | tee "$folder/seen"
import io

import beautifultable
import prettytable
import pytablewriter
import rich.console
import rich.table
import tabulate
import texttable

COLUMNS = {"account": ["012345678901", "123456789012"], "TTL": ["31536000", "0.5"], "version": ["1.10", "1.9"],
           "version and none": ["1.10", "-"], "commit": ["91e7321", "1234567"]}


def bare(text):
    return text.strip('" ')


def in_texttable(column):
    table = texttable.Texttable()
    table.set_deco(0)
    table.add_rows([[text] for text in column], header=False)
    return table.draw()


def in_tabulate(column):
    return tabulate.tabulate([[text] for text in column], tablefmt="plain")


def in_beautifultable(column):
    table = beautifultable.BeautifulTable()
    table.set_style(beautifultable.STYLE_NONE)
    for text in column:
        table.rows.append([text])
    return str(table)


def in_pytablewriter(column):
    return pytablewriter.CsvTableWriter(value_matrix=[[text] for text in column]).dumps()


def in_prettytable(column):
    table = prettytable.PrettyTable(header=False, border=False)
    table.add_rows([[text] for text in column])
    return table.get_string()


def in_rich(column):
    table = rich.table.Table(box=None, show_header=False)
    for text in column:
        table.add_row(text)
    out = io.StringIO()
    rich.console.Console(file=out, width=80).print(table)
    return out.getvalue()


for name, column in COLUMNS.items():
    print(f"{name}: {', '.join(column)}")
    for draw in (in_texttable, in_tabulate, in_beautifultable, in_pytablewriter, in_prettytable, in_rich):
        print(f"  {draw.__name__[3:]}: {', '.join(map(bare, draw(column).splitlines()))}")
PYTHON

diff "$folder/seen" - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
account: 012345678901, 123456789012
  texttable: 1.235e+10, 1.235e+11
  tabulate: 012345678901, 123456789012
  beautifultable: 12345678901, 123456789012
  pytablewriter: 12345678901, 123456789012
  prettytable: 012345678901, 123456789012
  rich: 012345678901, 123456789012
TTL: 31536000, 0.5
  texttable: 31536000, 0.500
  tabulate: 3.1536e+07, 0.5
  beautifultable: 31536000, 0.5
  pytablewriter: 31536000, 0.5
  prettytable: 31536000, 0.5
  rich: 31536000, 0.5
version: 1.10, 1.9
  texttable: 1.100, 1.900
  tabulate: 1.1, 1.9
  beautifultable: 1.1, 1.9
  pytablewriter: 1.10, 1.9
  prettytable: 1.10, 1.9
  rich: 1.10, 1.9
version and none: 1.10, -
  texttable: 1.100, -
  tabulate: 1.10, -
  beautifultable: 1.1, -
  pytablewriter: 1.10, -
  prettytable: 1.10, -
  rich: 1.10, -
commit: 91e7321, 1234567
  texttable: inf, 1234567
  tabulate: 91e7321, 1234567
  beautifultable: inf, 1234567
  pytablewriter: 91e7321, 1234567
  prettytable: 91e7321, 1234567
  rich: 91e7321, 1234567
SEEN
