// swift-tools-version: 6.1
import PackageDescription

/// The files of rules that are built in, each with its cases beside it.
let topics = [
  "controls", "distributions", "functions", "lambda-edge", "lambda-edge-settings", "logs", "origins", "roles", "stores",
  "tenants",
  "viewers",
]

/// What a release says of itself: scripts/package names it. A build by hand has nothing to say.
let build: [CSetting] = ["AUDIT_COMMIT", "AUDIT_DATE"].compactMap { name in
  Context.environment[name].map { .define(name, to: "\"\($0)\"") }
}

/// For what waits for the network, for files or for people, is made once at the start, or reads edge code: -O makes it larger,
/// and no command sooner ready.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// What is linked before Foundation's archives: scripts/package gives less data of ICU than they have.
let linked: [LinkerSetting] = Context.environment["AUDIT_LINKED"].map { [.unsafeFlags([$0])] } ?? []

/// The rooms of the house; arrows ("dependencies") point downwards only. CONTRIBUTING.md says where the next thing goes.
let package = Package(
  name: "audit",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "audit", targets: ["audit"])],
  // Exact, since Package.resolved is not committed: it names commits, and those of a mirror are not those of its original.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
  ],
  targets: [
    // The C borders.
    .target(name: "CBuild", cSettings: build),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // Trees, text and languages: pure.
    .target(name: "Dates"),
    .target(name: "Documents"),
    .target(name: "ECMAScript"),
    .target(name: "EdgeCode", dependencies: ["ECMAScript", "Python"], swiftSettings: small),
    .target(name: "JMESPath", dependencies: ["Documents"]),
    .target(name: "PolicyLanguage", dependencies: ["Dates", "Documents"]),
    .target(name: "Python", swiftSettings: small),
    .target(name: "SourceCode", dependencies: ["CZlib", "Dates"]),
    .target(name: "XMLReading", dependencies: ["CLibXML2", "Documents"]),
    .target(name: "YAMLReading", dependencies: ["CLibYAML", "Documents"]),

    // From a request to an answer.
    .target(name: "Transport", dependencies: ["Dates"]),
    .target(name: "CurlTransport", dependencies: ["CCurl", "Transport"]),
    .target(name: "Signing", dependencies: ["CLibCrypto", "Dates", "Transport"]),
    .target(
      name: "AWSCore", dependencies: ["Documents", "XMLReading", "Signing", "Transport"],
      resources: [.embedInCode("Endpoints/Endpoints.json")]),
    .target(name: "AWSServices", dependencies: ["AWSCore"], swiftSettings: small),
    .target(name: "Credentials", dependencies: ["AWSServices", "Dates"], swiftSettings: small),

    // What is known of AWS, and what was read of an estate.
    .target(
      name: "Schema", dependencies: ["AWSServices", "Dates", "Documents"],
      resources: [.embedInCode("Structures.json"), .embedInCode("Facts/Facts.json")]),
    .target(
      name: "Estate",
      dependencies: ["Documents", "Schema", .product(name: "OrderedCollections", package: "swift-collections")]),
    .target(
      name: "State", dependencies: ["CZlib", "Estate", "Schema", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: small),
    .target(
      name: "Collecting",
      dependencies: [
        "AWSServices", "EdgeCode", "Estate", "PolicyLanguage", "SourceCode", "State",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ], swiftSettings: small),
    .target(
      name: "BuiltInRules", path: "rules", exclude: ["schema.json"] + topics.map { "\($0).tests.yaml" },
      sources: ["BuiltInRules.swift"], resources: topics.map { .embedInCode("\($0).yaml") }),
    .target(
      name: "Auditing",
      dependencies: [
        "BuiltInRules", "CPCRE2", "Dates", "EdgeCode", "Estate", "JMESPath", "PolicyLanguage", "Signing", "SourceCode",
        "Transport", "YAMLReading",
      ]),
    .target(name: "Terraform", dependencies: ["Auditing", "Documents", "Estate"], swiftSettings: small),
    .target(
      name: "CloudFormation", dependencies: ["Auditing", "AWSServices", "Documents", "Estate", "YAMLReading"],
      swiftSettings: small),
    .target(
      name: "Repairing", dependencies: ["Auditing", "AWSServices", "EdgeCode", "XMLReading"], swiftSettings: small),
    .target(
      name: "Accounts",
      dependencies: [
        "AWSServices", "Auditing", "Credentials", "Documents", "Estate", "Signing", "YAMLReading",
        .product(name: "HeapModule", package: "swift-collections"),
      ], swiftSettings: small),
    .target(
      name: "Reporting",
      dependencies: [
        "Auditing", "Dates", "PolicyLanguage", "Repairing", "State", .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: small),

    // The command line.
    .executableTarget(
      name: "audit",
      dependencies: [
        "Accounts", "Auditing", "CBuild", "CloudFormation", "Collecting", "Credentials", "CurlTransport",
        "PolicyLanguage", "Repairing", "Reporting",
        "State", "Terraform",
        .target(name: "CMalloc", condition: .when(platforms: [.linux])),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: small, linkerSettings: linked),

    .target(name: "TestSupport", dependencies: ["AWSCore"], path: "Tests/TestSupport"),
    // What nobody wrote, for everything that reads what others write: scripts/fuzz.
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "AWSServices", "Accounts", "CloudFormation", "Reporting", "Terraform", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Fuzz", exclude: ["Corpus"]),
    .testTarget(name: "FuzzTests", dependencies: ["fuzz"]),
    .testTarget(name: "DatesTests", dependencies: ["Dates"]),
    .testTarget(name: "DocumentsTests", dependencies: ["Documents", "Schema", "TestSupport"]),
    .testTarget(name: "ECMAScriptTests", dependencies: ["ECMAScript"]),
    .testTarget(name: "EdgeCodeTests", dependencies: ["EdgeCode"], exclude: ["Bundles"]),
    .testTarget(name: "EdgeCodeOracleTests", dependencies: ["EdgeCode"], exclude: ["Corpus", "Oracle"]),
    .testTarget(name: "JMESPathTests", dependencies: ["JMESPath", "TestSupport"]),
    .testTarget(name: "PolicyLanguageTests", dependencies: ["PolicyLanguage", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(name: "PythonTests", dependencies: ["Python"], exclude: ["Fixtures"]),
    .testTarget(name: "SourceCodeTests", dependencies: ["SourceCode"], exclude: ["Fixtures"]),
    .testTarget(name: "XMLReadingTests", dependencies: ["XMLReading"]),
    .testTarget(name: "YAMLReadingTests", dependencies: ["YAMLReading"]),
    .testTarget(name: "TransportTests", dependencies: ["Transport"]),
    .testTarget(name: "CurlTransportTests", dependencies: ["CurlTransport"], exclude: ["Fixtures"]),
    .testTarget(name: "SigningTests", dependencies: ["Signing", "Documents"]),
    .testTarget(name: "AWSCoreTests", dependencies: ["AWSCore", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(name: "AWSServicesTests", dependencies: ["AWSServices", "Schema"], exclude: ["Fixtures"]),
    .testTarget(name: "SchemaTests", dependencies: ["Documents", "Schema"], exclude: ["Fixtures"]),
    .testTarget(
      name: "CredentialsTests", dependencies: ["Credentials", "CurlTransport", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(name: "AccountsTests", dependencies: ["Accounts", "TestSupport"]),
    .testTarget(name: "EstateTests", dependencies: ["Estate"]),
    .testTarget(name: "StateTests", dependencies: ["State", "TestSupport"]),
    .testTarget(name: "CollectingTests", dependencies: ["Collecting", "TestSupport"]),
    .testTarget(name: "AuditingTests", dependencies: ["Auditing", "TestSupport"]),
    .testTarget(
      name: "RepairingTests", dependencies: ["Credentials", "CurlTransport", "Repairing", "Signing", "TestSupport"],
      exclude: ["Fixtures"]),
    .testTarget(name: "CloudFormationTests", dependencies: ["CloudFormation", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(name: "TerraformTests", dependencies: ["Terraform"], exclude: ["Documents"]),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "State", "TestSupport"], exclude: ["Fixtures", "Goldens"]),
    .testTarget(
      name: "LimitsTests",
      dependencies: [
        "Auditing", "AWSCore", "CloudFormation", "ECMAScript", "EdgeCode", "Python", "SourceCode", "XMLReading",
      ]),
    .testTarget(name: "TerminalTests", dependencies: ["audit"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "CurlTransport", "Documents", "Repairing", "Schema", "State", "Terraform", "TestSupport", "audit",
      ],
      exclude: ["Fixtures", "Samples"]),
  ],
  swiftLanguageModes: [.v6]
)
