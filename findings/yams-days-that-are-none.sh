#!/usr/bin/env bash
# Yams 6.2.2 reads a plain date of YAML as a Date by counting on from the first of the month, and checks nothing:
#   2027-02-30             the 2nd of March; 2027-13-01 is the 1st of January after
#   2027-06-31T25:00:00Z   the 2nd of July, one o'clock
# A waiver that "expires: 2027-02-30" so ends on a day that nobody wrote. PyYAML 6.0.3 refuses all of these. A time
# zone of hours and minutes without a colon (+0530, as `date +%z` writes it) makes the value a text to both, not an
# error. Read dates as texts, and turn them by a formatter that is strict. Fails where a line below is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/Sources/ask"
cd "$folder"
python3 -m venv venv
venv/bin/pip --disable-pip-version-check --quiet install PyYAML==6.0.3

cat > Package.swift <<'SWIFT'
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ask",
  dependencies: [.package(url: "https://github.com/jpsim/Yams", exact: "6.2.2")],
  targets: [.executableTarget(name: "ask", dependencies: ["Yams"])])
SWIFT
cat > Sources/ask/main.swift <<'SWIFT'
import Foundation
import Yams

let form = Date.ISO8601FormatStyle()
for text in CommandLine.arguments.dropFirst() {
  let value = try Yams.load(yaml: text)
  print("\(text): Yams", (value as? Date).map { $0.formatted(form) } ?? "text \(value ?? "")")
}
SWIFT
swift build --quiet 2> log || { cat log; exit 1; }

dates=(2027-02-28 2027-02-30 2027-13-01 2027-00-10 2027-06-31T25:00:00Z
  2027-06-30T10:00:00+05:30 2027-06-30T10:00:00+0530)
{
  .build/debug/ask "${dates[@]}"
  venv/bin/python - "${dates[@]}" <<'PYTHON'
import sys

import yaml

for text in sys.argv[1:]:
    try:
        value = yaml.safe_load(text)
        print(f"{text}: PyYAML {type(value).__name__} {value}")
    except ValueError:
        print(f"{text}: PyYAML refuses it")
PYTHON
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
2027-02-28: Yams 2027-02-28T00:00:00Z
2027-02-30: Yams 2027-03-02T00:00:00Z
2027-13-01: Yams 2028-01-01T00:00:00Z
2027-00-10: Yams 2026-12-10T00:00:00Z
2027-06-31T25:00:00Z: Yams 2027-07-02T01:00:00Z
2027-06-30T10:00:00+05:30: Yams 2027-06-30T04:30:00Z
2027-06-30T10:00:00+0530: Yams text 2027-06-30T10:00:00+0530
2027-02-28: PyYAML date 2027-02-28
2027-02-30: PyYAML refuses it
2027-13-01: PyYAML refuses it
2027-00-10: PyYAML refuses it
2027-06-31T25:00:00Z: PyYAML refuses it
2027-06-30T10:00:00+05:30: PyYAML datetime 2027-06-30 10:00:00+05:30
2027-06-30T10:00:00+0530: PyYAML str 2027-06-30T10:00:00+0530
SEEN
