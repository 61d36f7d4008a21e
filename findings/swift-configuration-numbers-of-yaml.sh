#!/usr/bin/env bash
# swift-configuration 1.4.0 (trait YAML) keeps each plain value of a YAML file in the form that it is asked for. The
# forms do not agree, since each comes from another rule of Yams:
#   014                int 12 (octal), double 14.0, string "014"
#   1:30               int 90 (by sixties), double 90.0, string "1:30"
#   012345678901       no int, double 12345678901.0, string "012345678901": right as an account, wrong as a number
#   ~, null, nothing   the strings "~", "null" and "", not a missing value: the default is not taken
# The environment gives 14 for "014", and no number for 1:30. A retention of 014 days is 12 days to one half of a
# program and 14 to the other. Write numbers without zeros in front, and leave a key out where it has no value. Fails
# where a line below is no longer so.
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
  dependencies: [.package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: ["YAML"])],
  targets: [
    .executableTarget(name: "ask", dependencies: [.product(name: "Configuration", package: "swift-configuration")])
  ])
SWIFT
cat > Sources/ask/main.swift <<'SWIFT'
import Configuration
import SystemPackage

let file = try await FileProvider<YAMLSnapshot>(filePath: FilePath("settings.yaml"))
let environment = EnvironmentVariablesProvider(environmentVariables: ["OCTAL": "014", "SIXTIES": "1:30"])
func shown<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "none" }
for (name, settings) in [("file", ConfigReader(provider: file)), ("environment", ConfigReader(provider: environment))] {
  for key in ["octal", "sixties", "account", "tilde", "null", "empty"] as [ConfigKey] {
    print(
      "\(name) \(key): int \(shown(settings.int(forKey: key))), double \(shown(settings.double(forKey: key))),",
      "string \(settings.string(forKey: key, default: "default").debugDescription)")
  }
}
SWIFT
cat > settings.yaml <<'YAML'
octal: 014
sixties: 1:30
account: 012345678901
tilde: ~
"null": null
empty:
YAML
swift build --quiet 2> log || { cat log; exit 1; }

.build/debug/ask | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
file octal: int 12, double 14.0, string "014"
file sixties: int 90, double 90.0, string "1:30"
file account: int none, double 12345678901.0, string "012345678901"
file tilde: int none, double none, string "~"
file null: int none, double none, string "null"
file empty: int none, double none, string ""
environment octal: int 14, double 14.0, string "014"
environment sixties: int none, double none, string "1:30"
environment account: int none, double none, string "default"
environment tilde: int none, double none, string "default"
environment null: int none, double none, string "default"
environment empty: int none, double none, string "default"
SEEN
