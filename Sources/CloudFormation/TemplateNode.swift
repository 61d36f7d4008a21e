import Auditing
import Documents
import YAMLReading

/// A value of a template, and where it is written. Short forms such as `!Ref` stand as their long ones.
struct TemplateNode {
  enum Content {
    case scalar(JSONValue)
    case list([TemplateNode])
    case object([(name: String, value: TemplateNode)])
    /// Nothing at all: `AWS::NoValue`.
    case nothing
  }

  /// How large a template may be; CloudFormation takes 1 MiB.
  static let maximumBytes = 4 << 20

  var content: Content
  let mark: SourceMark
  /// How a word is written that YAML 1.1 takes for `true` or `false`, such as a condition's name that is `No`.
  private var word: String?

  /// The member of that name.
  subscript(name: String) -> TemplateNode? {
    if case .object(let members) = content { members.first { $0.name == name }?.value } else { nil }
  }

  /// The text that it is, if it is one.
  var text: String? { if case .scalar(let value) = content { value.string } else { nil } }

  /// The name of a condition that it is, which may be a word such as `No`.
  var name: String? { text ?? word }

  /// The text that functions make of it, if it is a text, a number, `true` or `false`.
  var plainText: String? {
    guard case .scalar(let value) = content else { return nil }
    switch value {
    case .string(let text): return text
    case .bool, .integer, .number: return JSONWriter().string(value)
    default: return nil
    }
  }

  /// The elements of the list that it is, if it is one.
  var elements: [TemplateNode]? { if case .list(let elements) = content { elements } else { nil } }

  /// The members of the object that it is, if it is one.
  var members: [(name: String, value: TemplateNode)]? {
    if case .object(let members) = content { members } else { nil }
  }

  /// The one member of an object that calls a function, or refers to something.
  var call: (name: String, argument: TemplateNode)? {
    guard let members, members.count == 1, let member = members.first,
      member.name == "Ref" || member.name.hasPrefix("Fn::") || member.name == "Condition" && member.value.name != nil
    else { return nil }
    return (member.name, member.value)
  }

  /// The value as data.
  var json: JSONValue {
    switch content {
    case .scalar(let value): value
    case .list(let elements): .array(elements.map(\.json))
    case .object(let members): .object(JSONObject(members.map { ($0.name, $0.value.json) }))
    case .nothing: .null
    }
  }

  /// A value in the place of this one.
  func with(_ value: JSONValue) -> TemplateNode { TemplateNode(value, mark) }

  /// A value as nodes that all stand at one place.
  init(_ value: JSONValue, _ mark: SourceMark) {
    self.mark = mark
    content =
      switch value {
      case .array(let elements): .list(elements.map { TemplateNode($0, mark) })
      case .object(let object): .object(object.map { ($0.name, TemplateNode($0.value, mark)) })
      default: .scalar(value)
      }
  }

  init(content: Content, mark: SourceMark) {
    self.content = content
    self.mark = mark
  }

  /// Whether what stands beside its members is made by a macro or a loop.
  var holdsMacroHere: Bool { members?.contains { $0.name.isMacro } == true }

  /// Whether it holds what a macro or a loop makes, at any depth.
  var holdsMacro: Bool {
    switch content {
    case .object(let members): members.contains { $0.name.isMacro || $0.value.holdsMacro }
    case .list(let elements): elements.contains(where: \.holdsMacro)
    case .scalar, .nothing: false
    }
  }
}

extension TemplateNode {
  /// Reads JSON or YAML, of which JSON is a part.
  ///
  /// - Throws: ``FileIssues`` with the place of what is wrong.
  init(_ bytes: [UInt8], file: String) throws(FileIssues) {
    func issue(_ line: Int, _ column: Int, _ message: String) -> FileIssues {
      FileIssues(issues: [FileIssue(SourceMark(file: file, line: line, column: column), message)])
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw issue(1, 1, "The file is not in UTF-8.") }
    do {
      guard
        let node = try YAMLDocument.read(
          text, limits: .init(bytes: TemplateNode.maximumBytes, depth: 100), takesLocalTags: true)
      else {
        throw issue(1, 1, "The file is empty.")
      }
      self = try TemplateNode(node, file)
    } catch let error as FileIssues {
      throw error
    } catch let error as YAMLReadingError {
      // What JSON allows and YAML does not, such as tabs, is read without its lines.
      guard bytes.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") else {
        throw issue(error.line, error.column, "This is neither JSON nor YAML: \(error.message).")
      }
      do {
        self = TemplateNode(
          try JSONReader.read(bytes), SourceMark(file: file, line: 1))
      } catch {
        throw issue(error.line, 1, "This is no JSON: \(error)")
      }
    } catch {
      throw issue(1, 1, "The file cannot be read: \(error)")
    }
  }

  private init(_ node: YAMLNode, _ file: String) throws(FileIssues) {
    let mark = SourceMark(file: file, line: node.line, column: node.column)
    var content: Content
    switch node.content {
    case .scalar(let scalar):
      // A tag such as `!Ref` takes what follows as text.
      content = .scalar(node.localTag != nil || node.tag == .string ? .string(scalar.string) : scalar.value11)
    case .sequence(let elements):
      var list: [TemplateNode] = []
      for element in elements { list.append(try TemplateNode(element, file)) }
      content = .list(list)
    case .mapping(let pairs):
      var members: [(String, TemplateNode)] = []
      var known: Set<String> = []
      for pair in pairs {
        guard let name = pair.key.scalar?.string else {
          throw FileIssues(issues: [
            FileIssue(SourceMark(file: file, line: pair.key.line, column: pair.key.column), "A name was expected here.")
          ])
        }
        guard known.insert(name).inserted else {
          throw FileIssues(issues: [
            FileIssue(
              SourceMark(file: file, line: pair.key.line, column: pair.key.column), "\"\(name)\" is written twice.")
          ])
        }
        var value = try TemplateNode(pair.value, file)
        // A member is where its name is, not where a text of many lines begins.
        let word = value.word
        value = TemplateNode(
          content: value.content, mark: SourceMark(file: file, line: pair.key.line, column: pair.key.column))
        value.word = word
        members.append((name, value))
      }
      content = .object(members)
    }
    if let tag = node.localTag {
      let name = String(tag.dropFirst())
      let isBare = name == "Ref" || name == "Condition"
      if name == "GetAtt", case .scalar(let value) = content, let text = value.string {
        // `!GetAtt A.B.C` is `[A, B.C]`.
        let parts = text.split(separator: ".", maxSplits: 1).map { TemplateNode(.string(String($0)), mark) }
        content = .list(parts)
      }
      content = .object([(isBare ? name : "Fn::\(name)", TemplateNode(content: content, mark: mark))])
    }
    self.init(content: content, mark: mark)
    if let scalar = node.scalar, scalar.style == .plain, case .scalar(.bool) = content { word = scalar.string }
  }
}

extension YAMLNode.Scalar {
  /// The value as CloudFormation reads it, after YAML 1.1: `yes` and `off` without quotes are `true` and `false`. A number
  /// that YAML's editions and JSON write otherwise than it stands here (`012`, `1.10`, `1_000`, `12:30`) becomes one text or
  /// another, and is not known.
  ///
  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html>
  fileprivate var value11: JSONValue {
    let value = self.value
    guard style == .plain else { return value }
    switch value {
    case .string:
      if ["yes", "Yes", "YES", "on", "On", "ON"].contains(string) { return true }
      if ["no", "No", "NO", "off", "Off", "OFF"].contains(string) { return false }
      // Numbers of YAML 1.1 alone.
      let number = #/[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+|[-+]?[0-9][0-9_]*_[0-9_]*|0b[01_]+/#
      return string.wholeMatch(of: number) == nil ? value : Withheld.unquoted.mark
    case .integer, .number: return JSONWriter().string(value) == string ? value : Withheld.unquoted.mark
    default: return value
    }
  }
}
