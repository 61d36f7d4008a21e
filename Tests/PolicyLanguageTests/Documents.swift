import Testing

@testable import PolicyLanguage

/// A document of these statements, written without their braces.
func policy(_ statements: String..., version: String? = "2012-10-17") throws -> PolicyDocument {
  let version = version.map { "\"Version\": \"\($0)\"," } ?? ""
  return try PolicyDocument(
    text: "{\(version) \"Statement\": [\(statements.map { "{\($0)}" }.joined(separator: ","))]}")
}

/// An S3 statement that lets that principal read, under those conditions.
func read(_ principal: String, _ condition: String = "{}") -> String {
  """
  "Effect": "Allow", "Principal": \(principal), "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Condition": \(condition)
  """
}

/// A trust statement for that principal, under those conditions.
func trust(_ principal: String, _ condition: String = "{}", effect: String = "Allow") -> String {
  """
  "Effect": "\(effect)", "Principal": \(principal), "Action": "sts:AssumeRole", "Condition": \(condition)
  """
}

extension PolicyAnswer {
  var isDoubtful: Bool { if case .depends = self { true } else { false } }
}

/// SplitMix64, so that each run tries the same policies.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
