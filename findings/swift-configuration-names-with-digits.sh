#!/usr/bin/env bash
# swift-configuration 1.4.0 makes the name of a variable and of an option from a key, and parts words where a small
# letter meets a capital one: logGroup is LOG_GROUP and --log-group. A digit is no small letter, so there is no parting
# behind it:
#   s3Bucket          S3BUCKET and --s3bucket;  S3_BUCKET is not looked at
#   ipv6Enabled       IPV6ENABLED and --ipv6enabled
#   oauth2ClientId    OAUTH2CLIENT_ID
#   kvsARN            KVS_ARN, but myURLPath is MY_URLPATH
# A variable of the other name is left alone without a word, and the default is taken. Names of this field are full of
# digits (s3, http2, ipv6, tls13, ec2). Keys in parts (s3.bucket) are S3_BUCKET. Fails where a line is no longer so.
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

let names: [(ConfigKey, String)] = [
  ("logGroup", "LOG_GROUP"), ("s3Bucket", "S3_BUCKET"), ("s3Bucket", "S3BUCKET"), ("s3.bucket", "S3_BUCKET"),
  ("ipv6Enabled", "IPV6_ENABLED"), ("ipv6Enabled", "IPV6ENABLED"), ("oauth2ClientId", "OAUTH2_CLIENT_ID"),
  ("oauth2ClientId", "OAUTH2CLIENT_ID"), ("kvsARN", "KVS_ARN"), ("myURLPath", "MY_URL_PATH"),
  ("myURLPath", "MY_URLPATH"),
]
for (key, name) in names {
  let option = "--" + name.lowercased().replacing("_", with: "-")
  let variables = EnvironmentVariablesProvider(environmentVariables: [name: "found"])
  let options = CommandLineArgumentsProvider(arguments: ["ask", option, "found"])
  print(
    "\(key): \(name) \(ConfigReader(provider: variables).string(forKey: key, default: "default")),",
    "\(option) \(ConfigReader(provider: options).string(forKey: key, default: "default"))")
}
SWIFT
swift build --quiet 2> log || { cat log; exit 1; }

.build/debug/ask | tee seen

diff seen - <<'SEEN' || { echo 'this is no longer so'; exit 1; }
logGroup: LOG_GROUP found, --log-group found
s3Bucket: S3_BUCKET default, --s3-bucket default
s3Bucket: S3BUCKET found, --s3bucket found
s3.bucket: S3_BUCKET found, --s3-bucket found
ipv6Enabled: IPV6_ENABLED default, --ipv6-enabled default
ipv6Enabled: IPV6ENABLED found, --ipv6enabled found
oauth2ClientId: OAUTH2_CLIENT_ID default, --oauth2-client-id default
oauth2ClientId: OAUTH2CLIENT_ID found, --oauth2client-id found
kvsARN: KVS_ARN found, --kvs-arn found
myURLPath: MY_URL_PATH default, --my-url-path default
myURLPath: MY_URLPATH found, --my-urlpath found
SEEN
