#!/usr/bin/env bash
# SwiftCSV 0.10.0 fits each row to the header, and says nothing:
#   a field too many     is dropped. A list of accounts whose last name holds a comma without quotes loses half of it
#   a field too few      is "", as if it had been written so
#   an empty line        is a row of "" for each column; so a file with a blank line in it has one account more
#   two columns of one name    the last one's value for both; the first one's is nowhere
#   " eu-west-1"         "eu-west-1": white space around fields goes, though RFC 4180 counts it in
# Python's csv.DictReader keeps what is too much under None, gives None for what is too little, and skips empty lines.
# Hold the number of fields of CSV<Enumerated>'s rows against the header's. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/Sources/ask"
cd "$folder"

cat > Package.swift <<'SWIFT'
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ask",
  dependencies: [.package(url: "https://github.com/swiftcsv/SwiftCSV", exact: "0.10.0")],
  targets: [.executableTarget(name: "ask", dependencies: ["SwiftCSV"])])
SWIFT
cat > Sources/ask/main.swift <<'SWIFT'
import Foundation
import SwiftCSV

for text in CommandLine.arguments.dropFirst() {
  let table = try CSV<Named>(string: text)
  print(text.debugDescription)
  for (row, fields) in zip(table.rows, try CSV<Enumerated>(string: text).rows) {
    print("  \(row.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }), fields \(fields.count)")
  }
}
SWIFT
swift build --quiet 2> log || { cat log; exit 1; }

tables=(
  $'id,name\n111122223333,shop, old\n'
  $'id,name\n111122223333\n'
  $'id,name\n111122223333,shop\n\n444455556666,blog\n'
  $'name,name\nshop,blog\n'
  $'id,region\n111122223333, eu-west-1\n'
)
{
  .build/debug/ask "${tables[@]}"
  python3 - "${tables[@]}" <<'PYTHON'
import csv
import io
import sys

for text in sys.argv[1:]:
    print(f"Python {text!r}")
    for row in csv.DictReader(io.StringIO(text)):
        print(f"  {row}")
PYTHON
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
"id,name\n111122223333,shop, old\n"
  ["id=111122223333", "name=shop"], fields 3
"id,name\n111122223333\n"
  ["id=111122223333", "name="], fields 1
"id,name\n111122223333,shop\n\n444455556666,blog\n"
  ["id=111122223333", "name=shop"], fields 2
  ["id=", "name="], fields 2
  ["id=444455556666", "name=blog"], fields 2
"name,name\nshop,blog\n"
  ["name=blog"], fields 2
"id,region\n111122223333, eu-west-1\n"
  ["id=111122223333", "region=eu-west-1"], fields 2
Python 'id,name\n111122223333,shop, old\n'
  {'id': '111122223333', 'name': 'shop', None: [' old']}
Python 'id,name\n111122223333\n'
  {'id': '111122223333', 'name': None}
Python 'id,name\n111122223333,shop\n\n444455556666,blog\n'
  {'id': '111122223333', 'name': 'shop'}
  {'id': '444455556666', 'name': 'blog'}
Python 'name,name\nshop,blog\n'
  {'name': 'blog'}
Python 'id,region\n111122223333, eu-west-1\n'
  {'id': '111122223333', 'region': ' eu-west-1'}
SEEN
