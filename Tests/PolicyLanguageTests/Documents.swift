import TestSupport
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
