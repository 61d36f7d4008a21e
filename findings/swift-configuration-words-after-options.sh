#!/usr/bin/env bash
# swift-configuration 1.4.0 reads settings from the command line too (the trait CommandLineArguments). All words after
# an option are its values, up to the next option, and each is cut at its commas. Who then asks for one value where
# there are two gets none, and the default is taken without a word:
#   --dry-run eu-west-1           the run is not dry: the option has a value, which is no boolean
#   --days 30 eu-west-1           the default of 365
#   --days 14 --days 30           the default too; the last one wins elsewhere
#   --comment 'static, images'    no comment: it was cut into two
#   -- --days 30                  30, although nothing after -- is an option elsewhere
# With `requiredInt` and its like there is an error instead. Write names before options, --name=value with no comma in
# it, or read the command line by ArgumentParser and hand it over as a dictionary. Fails where a line is no longer so.
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
  dependencies: [
    .package(
      url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: ["CommandLineArguments"])
  ],
  targets: [
    .executableTarget(name: "ask", dependencies: [.product(name: "Configuration", package: "swift-configuration")])
  ])
SWIFT
cat > Sources/ask/main.swift <<'SWIFT'
import Configuration

let settings = ConfigReader(provider: CommandLineArgumentsProvider())
print(
  "dry run \(settings.bool(forKey: "dry.run", default: false)), days \(settings.int(forKey: "days", default: 365)),",
  "comment \(settings.string(forKey: "comment", default: "none"))")
SWIFT
swift build --quiet 2> log || { cat log; exit 1; }

ask() {
  printf '%s: ' "$*"
  .build/debug/ask "$@"
}
{
  ask --dry-run
  ask --dry-run eu-west-1
  ask eu-west-1 --dry-run
  ask --days 30
  ask --days 30 eu-west-1
  ask --days 14 --days 30
  ask --comment 'static images'
  ask --comment 'static, images'
  ask --comment='static, images'
  ask -- --days 30
} | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
--dry-run: dry run true, days 365, comment none
--dry-run eu-west-1: dry run false, days 365, comment none
eu-west-1 --dry-run: dry run true, days 365, comment none
--days 30: dry run false, days 30, comment none
--days 30 eu-west-1: dry run false, days 365, comment none
--days 14 --days 30: dry run false, days 365, comment none
--comment static images: dry run false, days 365, comment static images
--comment static, images: dry run false, days 365, comment none
--comment=static, images: dry run false, days 365, comment none
-- --days 30: dry run false, days 30, comment none
SEEN
