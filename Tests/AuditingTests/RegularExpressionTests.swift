import Documents
import Testing

@testable import Auditing

@Suite struct RegularExpressionTests {
  @Test(
    arguments: [
      ("a", "bab", true), ("^a", "ba", false), ("a$", "a\n", false), (#"a\n$"#, "a\n", true), ("^$", "", true),
      ("", "x", true),
      ("^é+$", "éé", true), (#"^\w+$"#, "größe", true), (#"^\d$"#, "٣", true), ("^.$", "😀", true),
      ("(?i)ARN", "arn", true),
      ("^arn:[^:]+:lambda:us-east-1:", "arn:aws:lambda:us-east-1:1:function:f", true),
      (":function:[^:]+:[1-9][0-9]*$", "arn:aws:lambda:us-east-1:1:function:f:$LATEST", false),
      (#"^(?!.*secret).*$"#, "a secret", false), (#"^(\w)\1$"#, "aa", true), ("a\u{0}b", "xa\u{0}b", true),
      ("[[:alpha:]]{2,3}", "1ab2", true),
    ])
  func finds(pattern: String, text: String, isFound: Bool) throws {
    #expect(try RegularExpression(pattern).finds(in: text) == isFound)
    #expect(Predicate.matches.judge(.string(text), against: .string(pattern)) == (isFound ? .holds : .fails()))
  }

  @Test(arguments: [
    ("[", "missing terminating ] for character class, at byte 1"), ("a{2,1}", "numbers out of order in {} quantifier"),
    ("(", "missing closing parenthesis"), (#"\C"#, "\\C is disabled"), ("(((a{1,999}){1,999}){1,999})", "too large"),
    (String(repeating: "(", count: 300), "parentheses are too deeply nested"),
    (String(repeating: "a", count: 10_001), "longer than 10000 bytes"),
  ])
  func refuses(pattern: String, reason: String) {
    let error = #expect(throws: RegularExpressionError.self) { try RegularExpression(pattern) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    // A rule that has it is refused, with what is wrong.
    #expect(Predicate.matches.complaint(about: .string(pattern))?.contains(reason) == true)
  }

  @Test(
    "repetition within repetition ends after a bound of steps, and is undecided",
    arguments: [
      ("^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), ("^(a|aa)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"),
      ("(x+x+)+[yz]", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), (#"^(\w*\s?)*$"#, "aaaa bbbb cccc dddd eeee ffff gggg !"),
      ("(?:.*a){12}", "aaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbbbbb"),
    ])
  func endsWhatRepeats(pattern: String, text: String) throws {
    let expression = try RegularExpression(pattern, limits: .init(steps: 1_000))
    let error = #expect(throws: RegularExpressionError.self) { try expression.finds(in: text) }
    #expect(error?.description == "it takes more than 1000 steps on this text")
    // On what it fits, it is as quick as any other.
    #expect(throws: Never.self) { try expression.finds(in: "aaay") }
    // No more steps are given by the pattern itself.
    let greedy = try RegularExpression("(*LIMIT_MATCH=4000000000)\(pattern)", limits: .init(steps: 1_000))
    #expect(throws: RegularExpressionError.self) { try greedy.finds(in: text) }
  }

  @Test func `what gives no answer is undecided in a rule, neither a pass nor a fail`() {
    let text = String(repeating: "a", count: 60) + "b"
    guard case .undecided(let reason) = Predicate.matches.judge(.string(text), against: "^(a+)+$") else {
      Issue.record("decided")
      return
    }
    #expect(reason == "The regular expression ^(a+)+$ gives no answer: it takes more than 1000000 steps on this text.")
  }

  @Test func `long texts take no longer than their length`() throws {
    let text = String(repeating: "arn:aws:s3:::b/x ", count: 60_000)
    #expect(try !RegularExpression(":function:[^:]+:[1-9][0-9]*$").finds(in: text))
    #expect(try RegularExpression("x $").finds(in: text))
  }
}
