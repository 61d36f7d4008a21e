import Documents
import YAMLReading

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
    /// So many are kept: nobody reads more, and a file may have one on each line.
    static let maximum = 1_000

    /// The last issue, where there are more.
    static let overflow = "There are more issues than \(maximum); the others are not listed."

    private(set) var list: [FileIssue] = []
    private var isFull = false

    /// Adds an issue that is not there yet, as long as there is room.
    func add(_ issue: FileIssue) {
      if isFull || list.contains(issue) { return }
      list.append(issue)
      guard list.count == Self.maximum else { return }
      isFull = true
      list.append(FileIssue(issue.mark, Self.overflow))
    }
  }

  let node: YAMLNode
  let file: String
  let issues: Issues

  /// Reads a file's text; `nil`, with an issue noted, where it is no YAML, or where it is empty.
  init?(_ text: String, file: String, issues: Issues, limits: YAMLDocument.Limits = YAMLDocument.Limits()) {
    self.file = file
    self.issues = issues
    do {
      guard let node = try YAMLDocument.read(text, limits: limits) else {
        issues.add(FileIssue(SourceMark(file: file, line: 1), "The file is empty."))
        return nil
      }
      self.node = node
    } catch {
      let mark = SourceMark(file: file, line: error.line, column: error.column)
      let words = error.reason == .malformed ? "This is no YAML" : "This is not read"
      issues.add(FileIssue(mark, "\(words): \(error.message)."))
      return nil
    }
  }

  private init(node: YAMLNode, parent: YAMLReader) {
    self.node = node
    file = parent.file
    issues = parent.issues
  }

  /// Where it stands.
  var mark: SourceMark { SourceMark(file: file, line: node.line, column: node.column) }

  /// Notes an issue here.
  func note(_ message: String) { issues.add(FileIssue(mark, message)) }

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
    for (name, _) in members where !known.contains(name.text) {
      name.reader.note(
        "\"\(name.text)\" means nothing here.\(Suggestion.phrase(for: name.text, among: known))"
          + " Known: \(known.joined(separator: ", ")).")
    }
    return Dictionary(members.map { ($0.0.text, $0.1) }) { first, _ in first }
  }

  /// A member's name, and where it is written.
  struct Name {
    let text: String
    let reader: YAMLReader
  }

  /// The members of a mapping in order; notes an issue where it is none or where a name stands twice.
  ///
  /// `<<` brings the members of a mapping, or of each in a list, that are not written here; of two in a list the first
  /// counts. <https://yaml.org/type/merge.html>
  var anyMembers: [(Name, YAMLReader)]? {
    guard let mapping = node.mapping else {
      note("A mapping was expected here (`name: value`).")
      return nil
    }
    var members: [(Name, YAMLReader)] = []
    var merged: [YAMLReader] = []
    var names: Set<String> = []
    for (key, value) in mapping {
      let (reader, value) = (YAMLReader(node: key, parent: self), YAMLReader(node: value, parent: self))
      guard let text = reader.text else { continue }
      if reader.isMergeKey {
        merged.append(value)
        continue
      }
      if !names.insert(text).inserted { reader.note("\"\(text)\" stands here twice.") }
      members.append((Name(text: text, reader: reader), value))
    }
    for source in merged.flatMap({ $0.node.sequence == nil ? [$0] : $0.elements }) {
      guard source.node.mapping != nil else {
        source.note("`<<` takes a mapping, or a list of them, whose members stand here as well.")
        continue
      }
      for member in source.anyMembers ?? [] where names.insert(member.0.text).inserted { members.append(member) }
    }
    return members
  }

  /// Whether this is the key that merges: in quotes, `<<` is a name like others.
  private var isMergeKey: Bool {
    guard let scalar = node.scalar, scalar.string == "<<" else { return false }
    return node.tag == .merge || node.tag == nil && scalar.style == .plain
  }

  /// The value as JSON, after YAML 1.2's core schema; notes an issue where a tag says what it is not.
  var json: JSONValue {
    switch node.content {
    case .mapping:
      checkTag(.mapping)
      return .object(JSONObject((anyMembers ?? []).map { ($0.0.text, $0.1.json) }))
    case .sequence:
      checkTag(.sequence)
      return .array(elements.map(\.json))
    case .scalar(let scalar):
      if let tag = node.tag { return value(of: scalar.string, as: tag) }
      if scalar.style == .plain, Self.beyondJSON.contains(scalar.string) {
        note("JSON has no number \(scalar.string). Put text into quotes.")
      }
      return scalar.value
    }
  }

  private func value(of text: String, as tag: YAMLTag) -> JSONValue {
    let value = YAMLNode.Scalar.coreSchema(text)
    switch (tag, value) {
    case (.string, _), (.nonSpecific, _): return .string(text)
    case (.null, .null), (.boolean, .bool), (.integer, .integer), (.number, .number): return value
    case (.number, .integer(let integer)): return .number(Double(integer))
    default:
      note("\"\(text)\" is no \(tag.shorthand).")
      return .string(text)
    }
  }

  private func checkTag(_ tag: YAMLTag) {
    if let own = node.tag, own != tag, own != .nonSpecific { note("This is no \(own.shorthand).") }
  }

  /// The numbers of the core schema that are none.
  private static let beyondJSON: Set<String> = Set(
    [".inf", ".Inf", ".INF"].flatMap { [$0, "+\($0)", "-\($0)"] } + [".nan", ".NaN", ".NAN"])
}
