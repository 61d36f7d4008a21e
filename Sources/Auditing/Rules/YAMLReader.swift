import Documents
import Yams

/// Something wrong in a file that a user wrote, with its place and what to do.
public struct FileIssue: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where.
  public let mark: SourceMark
  /// What is wrong and what to do, in a sentence or two.
  public let message: String

  /// An issue at that place.
  public init(_ mark: SourceMark, _ message: String) {
    self.mark = mark
    self.message = message
  }

  /// `file:line:column: message`.
  public var description: String { "\(mark): \(message)" }
}

/// A place in a YAML file: takes it apart, and notes every issue instead of stopping at the first.
struct YAMLReader {
  /// The issues found in a file so far.
  final class Issues {
    var list: [FileIssue] = []
  }

  let node: Node
  let file: String
  let issues: Issues

  /// Reads a file's text; `nil`, with an issue noted, where it is no YAML, or where it is empty.
  init?(_ text: String, file: String, issues: Issues) {
    self.file = file
    self.issues = issues
    do {
      guard let node = try Yams.compose(yaml: text) else {
        issues.list.append(FileIssue(SourceMark(file: file, line: 1), "The file is empty."))
        return nil
      }
      self.node = node
    } catch {
      issues.list.append(Self.issue(error, file: file))
      return nil
    }
  }

  private init(node: Node, parent: YAMLReader) {
    self.node = node
    file = parent.file
    issues = parent.issues
  }

  /// Where it stands.
  var mark: SourceMark {
    SourceMark(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  /// Notes an issue here.
  func note(_ message: String) { issues.list.append(FileIssue(mark, message)) }

  /// The elements of a list; notes an issue where it is none.
  var elements: [YAMLReader] {
    guard let sequence = node.sequence else {
      note("A list was expected here.")
      return []
    }
    return sequence.map { YAMLReader(node: $0, parent: self) }
  }

  /// The text of a scalar; notes an issue where it is none.
  var text: String? {
    guard let scalar = node.scalar else {
      note("Text was expected here.")
      return nil
    }
    return scalar.string
  }

  /// The members of a mapping; notes an issue where it is none, and for each member that is not among those known.
  func members(known: [String]) -> [String: YAMLReader] {
    guard let members = anyMembers else { return [:] }
    for (name, member) in members where !known.contains(name.text) {
      name.reader.note(
        "\"\(name.text)\" means nothing here.\(Suggestion.phrase(for: name.text, among: known))"
          + " Known: \(known.joined(separator: ", ")).")
      _ = member
    }
    return Dictionary(members.map { ($0.0.text, $0.1) }) { first, _ in first }
  }

  /// A member's name, and where it is written.
  struct Name {
    let text: String
    let reader: YAMLReader
  }

  /// The members of a mapping in order; notes an issue where it is none or where a name stands twice.
  var anyMembers: [(Name, YAMLReader)]? {
    guard let mapping = node.mapping else {
      note("A mapping was expected here (`name: value`).")
      return nil
    }
    var members: [(Name, YAMLReader)] = []
    for (key, value) in mapping {
      let reader = YAMLReader(node: key, parent: self)
      guard let text = reader.text else { continue }
      if members.contains(where: { $0.0.text == text }) { reader.note("\"\(text)\" stands here twice.") }
      members.append((Name(text: text, reader: reader), YAMLReader(node: value, parent: self)))
    }
    return members
  }

  /// The value as JSON, after YAML 1.2's core schema: only `true` and `false` are booleans.
  var json: JSONValue {
    switch node {
    case .mapping:
      return .object(JSONObject((anyMembers ?? []).map { ($0.0.text, $0.1.json) }))
    case .sequence: return .array(elements.map(\.json))
    case .scalar(let scalar):
      guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
      switch scalar.string {
      case "", "~", "null": return .null
      case "true": return true
      case "false": return false
      case let text:
        if let integer = Int(text) { return .integer(integer) }
        if let number = Double(text), number.isFinite { return .number(number) }
        return .string(text)
      }
    case .alias:
      note("Aliases are not supported here.")
      return .null
    }
  }

  private static func issue(_ error: any Error, file: String) -> FileIssue {
    switch error {
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      FileIssue(SourceMark(file: file, line: mark.line, column: mark.column), "This is no YAML: \(problem).")
    case YamlError.duplicatedKeysInMapping(let names, let context):
      FileIssue(
        SourceMark(file: file, line: context.mark.line, column: context.mark.column),
        "\(names.map { "\"\($0)\"" }.joined(separator: ", ")) stands in one mapping twice.")
    default: FileIssue(SourceMark(file: file, line: 1), "This is no YAML: \(error).")
    }
  }
}
