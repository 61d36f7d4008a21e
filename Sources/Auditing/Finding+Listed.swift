import Documents
import Estate
import PolicyLanguage
import Schema

/// What a finding lists as wrong at its place, such as the principals whom a policy lets in: that it lets in everybody is
/// more than that it lets in one.
extension Finding {
  /// What is listed, each without the number of a statement and without the line in code, which others move; `nil` where
  /// it is no list.
  public var listed: [JSONValue]? {
    actual.array?.map { .string(Self.withoutNumbers($0.string ?? JSONWriter().string($0))) }
  }

  /// Whether more is listed than in an earlier finding of the same place.
  public func exceeds(_ earlier: Finding) -> Bool {
    guard let now = listed, let then = earlier.listed else { return false }
    return !Narrowing.difference(now, then).isEmpty
  }

  /// Whether more is listed than in an earlier finding of the same place, of which its sentence alone is known.
  public func exceeds(_ sentence: String) -> Bool {
    guard let listed = listed?.compactMap(\.string) else { return false }
    let (now, then) = (Self.withoutNumbers(message), Self.withoutNumbers(sentence))
    // Of what sentences do not name, nothing can be told.
    return listed.allSatisfy(now.names) && !listed.allSatisfy(then.names)
  }

  private static func withoutNumbers(_ text: String) -> String {
    text.replacing(#/Statement\[[0-9]+\]/#, with: "Statement").replacing(#/:[0-9]+:[0-9]+(?![0-9A-Za-z:])/#, with: "")
  }
}

extension Estate {
  /// Whether the policy in which a place of a resource lies allows no more than it, or that of another resource, does in
  /// another estate; false where it lies in none, or one of both cannot be read.
  public func allowsNoMore(
    at place: DocumentPath, of key: ResourceKey, than other: Estate, of otherKey: ResourceKey? = nil
  ) -> Bool {
    let root = key.type.schema.root
    guard let policy = root.policy(around: place) else { return false }
    func document(_ estate: Estate, _ key: ResourceKey) -> PolicyDocument? {
      let value = JSONValue.object(estate.resources[key]?.properties ?? [:])[policy, of: root]
      return value.isNull ? nil : try? PolicyDocument(value)
    }
    guard let now = document(self, key), let then = document(other, otherKey ?? key) else { return false }
    switch PolicyComparison(then, now) {
    case .equivalent, .narrower: return true
    case .wider, .different: return false
    }
  }
}

extension String {
  /// Whether a phrase stands in it, and not as a part of a longer name.
  fileprivate func names(_ phrase: String) -> Bool {
    guard !phrase.isEmpty else { return true }
    return ranges(of: phrase).contains { range in
      let isBegin = range.lowerBound == startIndex || !self[index(before: range.lowerBound)].isOfName
      guard isBegin, range.upperBound < endIndex else { return isBegin }
      let next = self[range.upperBound]
      // A full stop may end the sentence.
      guard next == "." else { return !next.isOfName }
      let second = index(after: range.upperBound)
      return second == endIndex || !self[second].isOfName
    }
  }
}

extension Character {
  /// Whether names of AWS, ARNs and patterns have it.
  fileprivate var isOfName: Bool { isLetter || isNumber || "-_/:*?@+=.".contains(self) }
}
