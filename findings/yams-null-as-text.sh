#!/usr/bin/env bash
# Yams 6.2.2 decodes YAML into Swift's types. Where a type wants a text, YAML's nothing is taken for one:
#   role: ~        "~"
#   role: null     "null"
#   role:          ""
# So a value that must be there and is not passes, and later stands in an ARN or a name. JSONDecoder refuses null for a
# String, and so does Yams for an Int or a Bool; Yams.load, without types, gives NSNull. An optional text (String?) is
# nil for all three. Declare what must be there as optional and check it. Fails where a line below is no longer so.
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
  dependencies: [.package(url: "https://github.com/jpsim/Yams", exact: "6.2.2")],
  targets: [.executableTarget(name: "ask", dependencies: ["Yams"])])
SWIFT
cat > Sources/ask/main.swift <<'SWIFT'
import Foundation
import Yams

struct Named<Value: Decodable>: Decodable { var role: Value }
func read<Value: Decodable>(_ type: Value.Type, _ text: String) -> String {
  do { return try "\(YAMLDecoder().decode(Named<Value>.self, from: text).role)".debugDescription } catch {
    return "refused"
  }
}
for value in ["~", "null", "Null", "", "''"] {
  let text = "role: \(value)"
  let loaded = try Yams.load(yaml: text) as? [String: Any]
  print(
    "\(text): String \(read(String.self, text)), Int \(read(Int.self, text)), String? \(read(String?.self, text)),",
    "without a type \(loaded?["role"] is NSNull ? "nothing" : "a text")")
}
let json = try? JSONDecoder().decode(Named<String>.self, from: Data(#"{"role": null}"#.utf8))
print("JSON: String", json == nil ? "refused" : "taken")
SWIFT
swift build --quiet 2> log || { cat log; exit 1; }

.build/debug/ask | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
role: ~: String "~", Int refused, String? "nil", without a type nothing
role: null: String "null", Int refused, String? "nil", without a type nothing
role: Null: String "Null", Int refused, String? "nil", without a type nothing
role: : String "", Int refused, String? "nil", without a type nothing
role: '': String "", Int refused, String? "Optional(\"\")", without a type a text
JSON: String refused
SEEN
