import Documents
import Foundation
import Testing

@testable import PolicyLanguage

/// Who reads IAM policies independently of us, as scripts/policy-readers installs them.
enum IndependentReader: String, CaseIterable, Sendable {
  case policyuniverse, c7n, prowler

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The readers with their versions, as they are required.
  static let requirements: [String] = {
    let text = try? String(contentsOf: root.appending(path: "scripts/policy-readers.txt"), encoding: .utf8)
    return (text ?? "").split(separator: "\n").map(String.init).filter { $0.contains("==") && !$0.hasPrefix("#") }
  }()

  private var python: URL? {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
    let folder = environment["AUDIT_POLICY_READERS"] ?? "\(cache)/audit-policy-readers"
    guard let requirement = Self.requirements.first(where: { $0.hasPrefix("\(rawValue)==") }) else { return nil }
    let place = URL(filePath: folder).appending(path: requirement)
    return FileManager.default.fileExists(atPath: place.appending(path: "complete").path)
      ? place.appending(path: "bin/python3") : nil
  }

  var isInstalled: Bool { python != nil }

  struct Failed: Error { let status: Int32 }

  /// What it says of each policy.
  func read(_ policies: [JSONValue]) throws -> [JSONValue] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files rather than pipes: neither side can wait for the other.
    let (source, target) = (folder.appending(path: "in"), folder.appending(path: "out"))
    try Data(policies.flatMap { JSONWriter().bytes($0) + [0x0A] }).write(to: source)
    try Data().write(to: target)
    let process = Process()
    process.executableURL = python
    process.arguments = [
      URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/read_policies.py").path, rawValue,
    ]
    process.environment = ["PYTHONDONTWRITEBYTECODE": "1"]
    process.standardInput = try FileHandle(forReadingFrom: source)
    process.standardOutput = try FileHandle(forWritingTo: target)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
    return try Data(contentsOf: target).split(separator: 0x0A).map { try JSONReader.read(Array($0)) }
  }
}

/// A kind of statement that another reader takes for something else than we do.
struct Explanation: Sendable {
  let reader: IndependentReader
  /// What the other one says.
  let theirs: Bool
  /// Why, as the table in docs/policies.md has it.
  let why: String
  let applies: @Sendable (PolicyStatement) -> Bool

  init(
    _ reader: IndependentReader, says theirs: Bool, _ why: String,
    where applies: @escaping @Sendable (PolicyStatement) -> Bool
  ) {
    (self.reader, self.theirs, self.why, self.applies) = (reader, theirs, why, applies)
  }
}

extension PolicyStatement {
  /// Whether a condition on one of these keys passes only where the key has a value that the test accepts for each.
  fileprivate func requires(_ keys: String..., test: (String) -> Bool = { _ in true }) -> Bool {
    conditions.contains { condition in
      keys.contains(condition.key.lowercased()) && condition.comparison.requiresKey && condition.values.allSatisfy(test)
    }
  }

  /// Whether a condition on one of these keys passes only where the key has a value, of which some are not fixed.
  fileprivate func isLeftOpen(by keys: String..., test: (String) -> Bool = { _ in true }) -> Bool {
    conditions.contains { condition in
      let open = condition.values.filter { !PolicyCondition.isFixed($0) }
      return keys.contains(condition.key.lowercased()) && condition.comparison.requiresKey && !open.isEmpty
        && open.allSatisfy(test)
    }
  }

  fileprivate func has(_ comparisons: String..., on keys: [String] = []) -> Bool {
    conditions.contains { condition in
      comparisons.contains(condition.comparison.description)
        && (keys.isEmpty || keys.contains(condition.key.lowercased()))
    }
  }

  fileprivate static let own = "111122223333"
}

extension PolicyPrincipal {
  /// Whether it is not known to be of the account that asks.
  fileprivate var isStranger: Bool {
    switch self {
    case .service: false
    case .account(let id): id != PolicyStatement.own
    case .aws(let text): !text.contains(":\(PolicyStatement.own):")
    case .federated(let name): !name.contains(":\(PolicyStatement.own):saml-provider/")
    case .anyone, .canonicalUser: true
    }
  }
}

@Suite struct IndependentReaderTests {
  /// A thousand policies, the same on each run.
  private static func policies(on place: RandomPolicies.Place) -> [JSONValue] {
    var random = RandomPolicies(seed: 20_261_127)
    return (0..<1_000).map { _ in random.policy(on: place) }
  }

  /// Each statement of a policy, as a policy of its own.
  private static func parts(of policy: JSONValue) -> [JSONValue] {
    (policy["Statement"].array ?? []).map { ["Version": "2012-10-17", "Statement": [$0]] }
  }

  private static let installed = IndependentReader.allCases.filter(\.isInstalled)

  /// Holds a reader's answers against ours, statement by statement: a difference that nothing explains fails, and so does
  /// an explanation that explains nothing.
  private func compare(
    _ reader: IndependentReader, _ question: String, on place: RandomPolicies.Place, _ explanations: [Explanation],
    ours: (PolicyDocument) -> Bool
  ) throws {
    let policies = Self.policies(on: place)
    let explanations = explanations.filter { $0.reader == reader }
    var answers = try reader.read(policies.flatMap { [$0] + Self.parts(of: $0) })[...]
    func next() throws -> Bool { try #require(answers.popFirst()?[question].bool as Bool?) }
    var explained: Set<String> = []
    var counts: [Bool: Int] = [:]
    for policy in policies {
      let whole = try next()
      var (theirsOfSome, oursOfSome) = (false, false)
      for part in Self.parts(of: policy) {
        let document = try PolicyDocument(part)
        try #require(document.problems.isEmpty)
        let (theirs, mine) = (try next(), ours(document))
        (theirsOfSome, oursOfSome) = (theirsOfSome || theirs, oursOfSome || mine)
        counts[mine, default: 0] += 1
        if mine == theirs { continue }
        let reasons = explanations.filter { $0.theirs == theirs && $0.applies(document.statements[0]) }
        explained.formUnion(reasons.map(\.why))
        if reasons.isEmpty {
          Issue.record("\(reader) says \(theirs), and nothing says why: \(JSONWriter().string(part["Statement"][0]))")
        }
      }
      // A policy is what its statements are; with us, a Deny may close what an Allow opens.
      #expect(whole == theirsOfSome)
      let document = try PolicyDocument(policy)
      let mine = ours(document)
      #expect(mine == oursOfSome || !mine && document.statements.contains { $0.effect == .deny })
    }
    #expect(answers.isEmpty)
    #expect(counts[true, default: 0] > 200 && counts[false, default: 0] > 200, "\(counts)")
    for explanation in explanations where !explained.contains(explanation.why) {
      Issue.record("\(reader): no policy shows that \(explanation.why)")
    }
  }

  @Test(
    "whether a bucket policy is public, as independent readers see it",
    .enabled(if: !installed.isEmpty, "no reader is installed: run scripts/policy-readers"), arguments: installed)
  func publicPolicies(reader: IndependentReader) throws {
    try compare(reader, "public", on: .bucket, Self.ofPublic) { $0.publicAccess != .notPublic }
  }

  @Test(
    "whether a trust policy lets strangers in, as independent readers see it",
    .enabled(if: !installed.isEmpty, "no reader is installed: run scripts/policy-readers"),
    arguments: installed.filter { $0 != .policyuniverse })
  func strangers(reader: IndependentReader) throws {
    try compare(reader, "strangers", on: .role, Self.ofStrangers) { document in
      document.trustsBeyond(services: []).contains { !$0.isNarrowed && $0.principal.isStranger }
    }
  }

  @Test(
    "whom a trust policy names, as policyuniverse sees it",
    .enabled(if: IndependentReader.policyuniverse.isInstalled, "not installed: run scripts/policy-readers"))
  func named() throws {
    let policies = Self.policies(on: .role)
    for (policy, answer) in zip(policies, try IndependentReader.policyuniverse.read(policies)) {
      let theirs = Set((answer["named"].array ?? []).compactMap(\.string).map(Self.principal))
      let statements = try PolicyDocument(policy).statements.filter { $0.effect == .allow }
      #expect(theirs == Set(statements.flatMap { $0.principals ?? [] }), "\(JSONWriter().string(policy))")
    }
  }

  /// A principal by its text alone, among those that the policies here name.
  private static func principal(_ text: String) -> PolicyPrincipal {
    if text.contains("-provider/") || text == "accounts.google.com" { return .federated(text) }
    return text.hasSuffix(".amazonaws.com") ? .service(text) : PolicyPrincipal(aws: text)
  }

  @Test func `the table of differences is what is tested`() throws {
    let text = try String(contentsOf: IndependentReader.root.appending(path: "docs/policies.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2).map(String.init)
    let explanations = Self.ofPublic.map { ("public", $0) } + Self.ofStrangers.map { ("strangers", $0) }
    #expect(
      rows == explanations.map { "| \($1.reader) | \($0) | \($1.theirs ? "yes" : "no") | \($1.why) |" })
    for requirement in IndependentReader.requirements { #expect(text.contains("`\(requirement)`"), "\(requirement)") }
  }

  private static let ofPublic: [Explanation] = [
    .init(.policyuniverse, says: false, "a condition that an absent key passes narrows (IfExists, ForAllValues)") {
      $0.conditions.contains { $0.comparison.ifExists || $0.comparison.quantifier == .forAllValues }
    },
    .init(.policyuniverse, says: false, "who the principal is narrows by aws:PrincipalArn and aws:PrincipalAccount") {
      $0.requires("aws:principalarn", "aws:principalaccount", test: PolicyCondition.isFixed)
    },
    .init(
      .policyuniverse, says: false,
      "of values with a wildcard or a variable, only `*`, `o-*` and ARNs of any account are open"
    ) {
      $0.isLeftOpen(by: "aws:sourcearn", "aws:principalorgpaths", "aws:sourcevpce", "aws:userid") {
        !["*", "o-*"].contains($0) && !$0.contains("::*:")
      }
    },
    .init(.policyuniverse, says: false, "of networks, only /0 is everybody") {
      $0.conditions.contains { $0.isOnNetworks && !$0.fixesNetwork && !$0.values.contains("0.0.0.0/0") }
    },
    .init(.policyuniverse, says: true, "access points do not narrow (s3:DataAccessPointArn, s3:DataAccessPointAccount)")
    {
      $0.requires("s3:dataaccesspointarn", "s3:dataaccesspointaccount")
    },
    .init(.policyuniverse, says: true, "an aws:userid without a wildcard is open") {
      $0.requires("aws:userid", test: PolicyCondition.isFixed)
    },
    .init(.policyuniverse, says: true, "one key that is open opens what another one narrows") {
      $0.conditions.count > 1
    },

    .init(.c7n, says: false, "each condition on networks narrows, NotIpAddress and 0.0.0.0/0 among them") {
      $0.conditions.contains { $0.key == "aws:SourceIp" && !$0.comparison.ifExists && !$0.fixesNetwork }
    },
    .init(.c7n, says: false, "a condition that an absent key passes narrows (ForAllValues)") {
      $0.conditions.contains { $0.comparison.quantifier == .forAllValues }
    },
    .init(.c7n, says: false, "who the principal is narrows by aws:PrincipalArn and aws:PrincipalAccount") {
      $0.requires("aws:principalarn", "aws:principalaccount", test: PolicyCondition.isFixed)
    },
    .init(.c7n, says: false, "each condition on a VPC or an endpoint narrows, whatever its value") {
      $0.isLeftOpen(by: "aws:sourcevpc", "aws:sourcevpce")
    },
    .init(.c7n, says: false, "the account of an ARN and the organization of a path are enough") {
      $0.isLeftOpen(by: "aws:sourcearn", "aws:principalorgpaths") { !$0.contains(":*:distribution") }
    },
    .init(.c7n, says: true, "an ARN of S3 names no account that is allowed") {
      $0.requires("aws:sourcearn") { $0.hasPrefix("arn:aws:s3:::") }
    },
    .init(.c7n, says: true, "one key that is not known opens what another one narrows") {
      $0.conditions.contains {
        ["aws:userid", "s3:dataaccesspointarn", "aws:username", "aws:referer", "aws:resourceaccount"].contains(
          $0.key.lowercased())
      }
    },
    .init(.c7n, says: true, "one key that is open opens what another one narrows") { $0.conditions.count > 1 },

    .init(.prowler, says: false, "NotPrincipal is nobody") { $0.notPrincipals != nil },
    .init(.prowler, says: false, "values with wildcards and variables narrow") {
      $0.isLeftOpen(
        by: "aws:sourcearn", "aws:sourceaccount", "aws:principalorgid", "aws:principalorgpaths", "aws:sourcevpc",
        "aws:sourcevpce", "aws:principalarn", "aws:principalaccount", "aws:userid", "aws:username",
        "aws:resourceaccount")
    },
    .init(
      .prowler, says: false, "who the principal is narrows by aws:PrincipalArn, aws:PrincipalAccount and aws:username"
    ) {
      $0.requires("aws:principalarn", "aws:principalaccount", "aws:username", test: PolicyCondition.isFixed)
    },
    .init(.prowler, says: false, "whose the bucket is narrows (aws:ResourceAccount)") {
      $0.requires("aws:resourceaccount")
    },
    .init(.prowler, says: true, "other operators do not narrow (StringEqualsIgnoreCase, ForAnyValue)") {
      $0.has("StringEqualsIgnoreCase", "ForAnyValue:StringEquals")
    },
    .init(.prowler, says: true, "networks of the internet do not narrow, however small") {
      $0.conditions.contains(where: \.fixesNetwork)
    },
    .init(.prowler, says: true, "access points do not narrow (s3:DataAccessPointArn, s3:DataAccessPointAccount)") {
      $0.requires("s3:dataaccesspointarn", "s3:dataaccesspointaccount")
    },
  ]

  private static let ofStrangers: [Explanation] = [
    .init(.c7n, says: false, "each condition on networks narrows, NotIpAddress and 0.0.0.0/0 among them") {
      $0.conditions.contains { $0.key == "aws:SourceIp" && !$0.comparison.ifExists && !$0.fixesNetwork }
    },
    .init(.c7n, says: false, "a condition that an absent key passes narrows (ForAllValues)") {
      $0.conditions.contains { $0.comparison.quantifier == .forAllValues }
    },
    .init(.c7n, says: false, "each condition on a VPC or an endpoint narrows, whatever its value") {
      $0.isLeftOpen(by: "aws:sourcevpc", "aws:sourcevpce")
    },
    .init(.c7n, says: false, "an identity provider is the account that registered it") {
      ($0.principals ?? []).contains {
        if case .federated(let name) = $0 { name.contains("oidc-provider") } else { false }
      }
    },
    .init(.c7n, says: true, "an ARN of S3 names no account that is allowed") {
      $0.requires("aws:sourcearn") { $0.hasPrefix("arn:aws:s3:::") }
    },
    .init(.c7n, says: true, "one key that is not known opens what another one narrows") {
      $0.conditions.contains { ["aws:userid", "aws:username", "aws:referer"].contains($0.key.lowercased()) }
    },
    .init(.c7n, says: true, "one key that is open opens what another one narrows") { $0.conditions.count > 1 },

    .init(.prowler, says: false, "only principals under AWS are anybody: not NotPrincipal, not Federated") {
      $0.notPrincipals != nil || ($0.principals ?? []).contains { if case .federated = $0 { true } else { false } }
    },
    .init(.prowler, says: false, "values with wildcards and variables narrow") {
      $0.isLeftOpen(by: "aws:sourcevpc", "aws:sourcevpce", "aws:principalorgid")
    },
    .init(.prowler, says: true, "other operators do not narrow (StringEqualsIgnoreCase, ForAnyValue)") {
      $0.has("StringEqualsIgnoreCase", "ForAnyValue:StringEquals")
    },
    .init(.prowler, says: true, "networks of the internet do not narrow, however small") {
      $0.conditions.contains(where: \.fixesNetwork)
    },
    .init(.prowler, says: true, "only values that hold the number of the account narrow: no id, no path, no name") {
      $0.requires("aws:userid", "aws:principalorgpaths", "aws:username")
    },
    .init(.prowler, says: true, "an ARN that ends in `:*` is open") { $0.isLeftOpen(by: "aws:sourcearn") },
  ]
}

extension PolicyCondition {
  fileprivate var isOnNetworks: Bool { comparison == ConditionOperator(.address) }
}
