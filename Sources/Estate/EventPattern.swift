import Documents

/// An event pattern of an EventBridge rule, as far as it tells which buckets' events the rule takes.
///
/// Follows <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>. What it asks of an
/// object, a key or who wrote it, is left out: some object may be so.
public struct EventPattern {
  /// What S3 tells of: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html>.
  private static let types = [
    "Object Created", "Object Deleted", "Object Restore Initiated", "Object Restore Completed",
    "Object Restore Expired", "Object Storage Class Changed", "Object Access Tier Changed", "Object ACL Updated",
    "Object Tags Added", "Object Tags Deleted", "Object Annotation Put", "Object Annotation Deleted",
  ]

  private let pattern: JSONObject

  /// Reads a pattern; `nil` where it is none.
  public init?(_ text: String) {
    guard let pattern = (try? JSONReader.read(Array(text.utf8)))?.object else { return nil }
    self.pattern = pattern
  }

  /// Whether it takes events that S3 sends of a bucket's objects.
  public func takesEvents(of bucket: String) -> Bool {
    let known: JSONValue = [
      "source": ["aws.s3"], "detail-type": .array(Self.types.map(JSONValue.string)),
      "resources": [.string("arn:aws:s3:::\(bucket)")], "detail": ["bucket": ["name": [.string(bucket)]]],
    ]
    return Self.fits(pattern, known)
  }

  /// Whether an event that is known in part may fit. Of a member several values may be possible.
  private static func fits(_ pattern: JSONObject, _ known: JSONValue) -> Bool {
    pattern.allSatisfy { member in
      let asked = member.value
      if member.name == "$or" {
        return asked.array?.contains { $0.object.map { fits($0, known) } ?? true } ?? true
      }
      let value = known[member.name]
      if value.isNull { return true }
      if let nested = asked.object { return fits(nested, value) }
      guard let alternatives = asked.array else { return true }
      let possible = (value.array ?? []).compactMap(\.string)
      return possible.isEmpty || possible.contains { text in alternatives.contains { takes($0, text) } }
    }
  }

  private static func takes(_ alternative: JSONValue, _ text: String) -> Bool {
    guard let matcher = alternative.object?.first else { return alternative.string == text }
    let folds = matcher.value["equals-ignore-case"].string?.lowercased()
    switch matcher.name {
    case "prefix":
      return folds.map(text.lowercased().hasPrefix) ?? matcher.value.string.map(text.hasPrefix) ?? true
    case "suffix":
      return folds.map(text.lowercased().hasSuffix) ?? matcher.value.string.map(text.hasSuffix) ?? true
    case "equals-ignore-case": return matcher.value.string.map { $0.lowercased() == text.lowercased() } ?? true
    case "wildcard": return matcher.value.string.map { fits(wildcard: $0, text) } ?? true
    case "exists": return matcher.value != false
    case "anything-but":
      if matcher.value.object != nil {
        let named = matcher.value.object?.first
        // One matcher, of one text or of several.
        return !(named?.value.array ?? [named?.value ?? .null]).contains {
          takes(.object(JSONObject([(named?.name ?? "", $0)])), text)
        }
      }
      return !(matcher.value.array ?? [matcher.value]).contains { takes($0, text) }
    // It asks for a number or an address.
    case "numeric", "cidr": return false
    default: return true
    }
  }

  /// Whether a text is as a pattern in which `*` stands for any text says.
  private static func fits(wildcard: String, _ text: String) -> Bool {
    let parts = wildcard.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return wildcard == text }
    guard text.hasPrefix(first), text.utf8.count >= first.utf8.count + last.utf8.count, text.hasSuffix(last) else {
      return false
    }
    var rest = text.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.range(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}
