#!/usr/bin/env bash
# TOMLKit 0.6.0 decodes TOML into Swift's types. A value of another type than the one wanted is called missing:
#   rate = 3                      as a Double: "Key 'rate' not found", where it stands in the file; 3.0 is read
#   rate = "3"                    as an Int: the same
#   rate = 2027-06-30T10:00:00Z   as a Date: refused. What is taken for a Date is a fraction, of seconds since 2001, and
#                                 such a number is what is written of one
# Who takes the default where a key is not found (a common reading of that error) so takes it for rate = 3 too, and who
# is told that the key is missing looks for it in the wrong file. JSONDecoder says typeMismatch of the same value, and
# takes 3 for a Double. Write fractions with a point, and keep dates as texts in quotes. Fails where a line
# below is no longer so.
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
  dependencies: [.package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0")],
  targets: [.executableTarget(name: "ask", dependencies: ["TOMLKit"])])
SWIFT
cat > Sources/ask/main.swift <<'SWIFT'
import Foundation
import TOMLKit

struct Fraction: Codable { var rate: Double }
struct Perhaps: Codable { var rate: Double? }
struct Whole: Codable { var rate: Int }
struct Time: Codable { var rate: Date }
func read<Wanted: Decodable>(_ type: Wanted.Type, _ text: String) -> String {
  do { return "\(try TOMLDecoder().decode(type, from: text))" } catch DecodingError.keyNotFound {
    return "\(type): key not found"
  } catch DecodingError.typeMismatch { return "\(type): another type" } catch { return "\(type): \(error)" }
}
for value in ["3.0", "3", "\"3\"", "2027-06-30T10:00:00Z"] {
  let text = "rate = \(value)"
  print(text)
  for line in [read(Fraction.self, text), read(Perhaps.self, text), read(Whole.self, text), read(Time.self, text)] {
    print(" ", line)
  }
}
print(try TOMLEncoder().encode(Time(rate: Date(timeIntervalSince1970: 1_814_349_600))))
do { _ = try JSONDecoder().decode(Whole.self, from: Data(#"{"rate": "3"}"#.utf8)) } catch DecodingError.typeMismatch {
  print("JSON, of a text: another type")
}
print("JSON, of 3:", try JSONDecoder().decode(Fraction.self, from: Data(#"{"rate": 3}"#.utf8)))
SWIFT
swift build --quiet 2> log || { cat log; exit 1; }

.build/debug/ask | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
rate = 3.0
  Fraction(rate: 3.0)
  Perhaps(rate: Optional(3.0))
  Whole: key not found
  Time(rate: 2001-01-01 00:00:03 +0000)
rate = 3
  Fraction: key not found
  Perhaps: key not found
  Whole(rate: 3)
  Time: another type
rate = "3"
  Fraction: key not found
  Perhaps: key not found
  Whole: key not found
  Time: another type
rate = 2027-06-30T10:00:00Z
  Fraction: key not found
  Perhaps: key not found
  Whole: key not found
  Time: another type
rate = 836042400.0
JSON, of a text: another type
JSON, of 3: Fraction(rate: 3.0)
SEEN
