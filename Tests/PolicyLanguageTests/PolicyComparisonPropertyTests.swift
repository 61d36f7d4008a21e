import TestSupport
import Testing

@testable import PolicyLanguage

@Suite struct PolicyComparisonPropertyTests {
  private static let actions = ["a:x", "a:y", "a:*", "*", "b:?", "b:x"]
  private static let resources = ["arn:aws:s3:::b/1", "arn:aws:s3:::b/*", "arn:aws:s3:::*", "*", "arn:aws:s3:::c"]
  private static let principals = [
    #""*""#, #"{"AWS": "111122223333"}"#, #"{"AWS": "arn:aws:iam::111122223333:role/r"}"#,
    #"{"Service": ["s.amazonaws.com", "t.amazonaws.com"]}"#, #"{"Service": "s.amazonaws.com"}"#,
  ]
  private static let conditions = [
    "", "", #""StringEquals": {"k": "v"}"#, #""StringEquals": {"k": ["v", "w"]}"#, #""StringLike": {"k": "v*"}"#,
    #""StringNotEquals": {"k": "v"}"#, #""StringNotEquals": {"k": ["v", "w"]}"#, #""StringEqualsIfExists": {"k": "v"}"#,
    #""ForAllValues:StringEquals": {"k": ["v", "w"]}"#, #""ForAnyValue:StringEquals": {"k": "v"}"#,
    #""ForAnyValue:StringNotEquals": {"k": "v"}"#, #""Null": {"k": "true"}"#,
    #""StringNotEqualsIfExists": {"k": "v"}"#, #""ForAllValues:StringNotEquals": {"k": "v"}"#,
  ]

  private static func statement(_ generator: inout SeededRandom) -> String {
    func pick(_ values: [String], _ generator: inout SeededRandom) -> String {
      let some = (0..<Int.random(in: 1...2, using: &generator)).map { _ in values.randomElement(using: &generator) ?? ""
      }
      return some.map { "\"\($0)\"" }.joined(separator: ",")
    }
    func not(_ name: String, _ generator: inout SeededRandom) -> String {
      Int.random(in: 0..<5, using: &generator) == 0 ? "Not\(name)" : name
    }
    let effect = Int.random(in: 0..<4, using: &generator) == 0 ? "Deny" : "Allow"
    return """
      "Effect": "\(effect)", "\(not("Principal", &generator))": \(principals.randomElement(using: &generator) ?? ""),
      "\(not("Action", &generator))": [\(pick(actions, &generator))],
      "\(not("Resource", &generator))": [\(pick(resources, &generator))],
      "Condition": {\(conditions.randomElement(using: &generator) ?? "")}
      """
  }

  private static let requests: [PolicyRequest] = {
    let callers: [PolicyRequest.Caller] = [
      .anonymous, .service("s.amazonaws.com"), .service("u.amazonaws.com"), .aws("111122223333"),
      .aws("arn:aws:iam::111122223333:role/r"), .aws("arn:aws:iam::999922223333:role/r"),
    ]
    let contexts: [PolicyRequestContext.Value] = [
      .absent, .values(["v"]), .values(["w"]), .values(["vz"]), .values(["v", "w"]), .values(["w", "z"]),
    ]
    var result: [PolicyRequest] = []
    for caller in callers {
      for action in ["a:x", "a:z", "b:x", "c:x"] {
        for resource in ["arn:aws:s3:::b/1", "arn:aws:s3:::b/2", "arn:aws:s3:::c", "arn:aws:sqs:::q"] {
          for value in contexts {
            let context = PolicyRequestContext(["k": value])
            result.append(PolicyRequest(caller: caller, action: action, resource: resource, context: context))
          }
        }
      }
    }
    return result
  }()

  /// What a comparison claims, no request contradicts.
  @Test(arguments: 0..<8) func claimsHold(seed: UInt64) throws {
    var generator = SeededRandom(seed: seed)
    var told = 0
    for _ in 0..<60 {
      let shared = Self.statement(&generator)
      var others = [Self.statement(&generator), Self.statement(&generator)]
      if Bool.random(using: &generator) { others[1] = others[0] }
      let first = try policy(shared, others[0])
      let second = try Bool.random(using: &generator) ? policy(others[1], shared) : policy(others[1])
      let comparison = PolicyComparison(first, second)
      if case .different = comparison { continue }
      told += 1
      var differs = false
      for request in Self.requests {
        let answers = (first.answer(to: request), second.answer(to: request))
        if answers.0 != answers.1 { differs = true }
        switch comparison {
        case .wider: #expect(answers != (.allowed, .denied), "\(first.original) \(second.original) \(request)")
        case .narrower: #expect(answers != (.denied, .allowed), "\(first.original) \(second.original) \(request)")
        case .equivalent, .different: break
        }
      }
      // Doubtful answers give their reasons in the words of whichever statement comes first.
      if comparison == .equivalent, differs {
        for request in Self.requests {
          let answers = (first.answer(to: request), second.answer(to: request))
          #expect(answers.0 == answers.1 || (answers.0.isDoubtful && answers.1.isDoubtful))
        }
      }
    }
    #expect(told > 5)
  }
}
