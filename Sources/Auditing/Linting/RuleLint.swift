import Documents
import Estate
import JMESPath
import Schema

/// Finds in rule files what can be read and evaluated, but is hardly what its author meant.
public struct RuleLint {
  /// What is doubtful in a file, in the order of its lines.
  public struct Issues: Sendable, Equatable {
    /// Members that no schema knows, unless the file lets them stand.
    public internal(set) var errors: [FileIssue] = []
    /// Members that the file lets stand, and what else can only give nothing, so that a rule would judge nothing.
    public internal(set) var warnings: [FileIssue] = []
  }

  private let places: ScalarPlaces
  private var unknown: [FileIssue] = []
  private var doubtful: [FileIssue] = []

  /// What is doubtful in a file. What is wrong as such is for ``RuleFile/read(_:file:)`` to say.
  public static func issues(in source: RuleSet.Source) -> Issues {
    guard let file = YAMLReader(source.text, file: source.file, issues: YAMLReader.Issues())?.members else {
      return Issues()
    }
    var lint = RuleLint(places: ScalarPlaces(source.text))
    for rule in file["rules"]?.elements ?? [] { lint.check(rule.members) }
    if file[UnknownMembers.permissionName]?.text == UnknownMembers.Permission.allow.rawValue {
      return Issues(warnings: sorted(lint.unknown + lint.doubtful))
    }
    let errors = lint.unknown.map { FileIssue($0.mark, "\($0.message) \(UnknownMembers.advice)") }
    return Issues(errors: sorted(errors), warnings: sorted(lint.doubtful))
  }

  private static func sorted(_ issues: [FileIssue]) -> [FileIssue] {
    issues.sorted { ($0.mark.line, $0.mark.column) < ($1.mark.line, $1.mark.column) }
  }

  private init(places: ScalarPlaces) { self.places = places }

  private mutating func check(_ rule: [String: YAMLReader]) {
    guard let resource = rule["resource"] else { return }
    let types = resource.node.sequence == nil ? [resource] : resource.elements
    let resources = types.compactMap(\.text).compactMap(ResourceType.init).map {
      PossibleValue.structure(KnownStructure($0))
    }
    _ = expression(rule["where"], on: resources)
    for check in rule["checks"]?.elements.map(\.members) ?? [rule] {
      let elements = expression(check["select"], on: resources).flatMap(\.flattened)
      let value = expression(check["value"], on: elements)
      let place = check["path"] == nil ? value : expression(check["path"], on: elements, isPlace: true)
      _ = expression(check["transition"], on: elements)
      for (name, operand) in check["expect"]?.members ?? [:] {
        if case .question? = Predicate(rawValue: name)?.operandKind {
          // Of a question to a policy each part may be an expression.
          for part in [operand] + Array(operand.members.values) where part.node.mapping != nil {
            _ = expression(part.members["expression"], on: elements)
          }
        } else {
          self.operand(
            operand, of: value + value.flatMap(\.flattened), on: elements,
            isValue: Predicate(rawValue: name)?.takesValues == true)
        }
      }
      template(check["message"] ?? rule["message"], on: elements)
      // A check's own repair takes the place of the rule's.
      if let repair = (check["repair"] ?? rule["repair"])?.members {
        _ = expression(repair["where"], on: elements)
        template(repair["otherwise"], on: elements)
        if let set = repair["set"] { operand(set, of: place, on: elements, isValue: true) }
      }
    }
  }

  /// Checks what a value is held against, or becomes: an expression on the element, or a literal of the value's members.
  ///
  /// - Parameter isValue: Whether a text in it is a value of those members, and not a pattern.
  private mutating func operand(
    _ reader: YAMLReader, of value: [PossibleValue], on elements: [PossibleValue], isValue: Bool
  ) {
    let members = reader.node.mapping == nil ? [:] : reader.members
    if members.count == 1, let expression = members["expression"] {
      _ = self.expression(expression, on: elements)
    } else if members.count != 1 || members["parameter"] == nil {
      literal(reader, of: value, isValue: isValue)
    }
  }

  private mutating func literal(_ reader: YAMLReader, of value: [PossibleValue], isValue: Bool) {
    if value.isEmpty || (value + value.flatMap(\.flattened)).contains(where: \.isOpen) { return }
    if let text = reader.node.scalar?.string, reader.json.string != nil, value.allSatisfy(\.isBoolean) {
      let remark = YAMLReader.remark(onWord: text)
      note(FileIssue(reader.mark, "`true` or `false` is meant here.\(remark)"), isUnknownMember: false)
    } else if isValue, let text = reader.json.string, !text.isEmpty, let known = Self.words(value),
      !known.contains(text)
    {
      note(
        FileIssue(
          reader.mark,
          "AWS knows no \(text) here, by \(SchemaOrigin.source): it takes \(known.joined(separator: ", "))."
            + Suggestion.phrase(for: text, among: known)), isUnknownMember: false)
    } else if reader.node.sequence != nil {
      for element in reader.elements { literal(element, of: value.flatMap(\.flattened), isValue: isValue) }
    } else if reader.node.mapping != nil {
      for (name, member) in reader.anyMembers ?? [] {
        let known = value.compactMap { $0.member(name.text) }
        if known.isEmpty {
          let suggestion = Suggestion.phrase(for: name.text, among: value.flatMap(\.names))
          note(
            FileIssue(
              name.reader.mark, "\"\(name.text)\" is not known in \(ExpressionLint.phrase(value)).\(suggestion)"),
            isUnknownMember: true)
        } else {
          literal(member, of: known.flatMap(\.self), isValue: isValue)
        }
      }
    }
  }

  /// The texts that values may be; `nil` where they may be others.
  private static func words(_ values: [PossibleValue]) -> [String]? {
    var words: [String] = []
    for value in values {
      guard case .word(let some) = value else { return nil }
      for word in some where !words.contains(word) { words.append(word) }
    }
    return words.isEmpty ? nil : words
  }

  /// Checks an expression, and says what it may give; without one, what is given.
  private mutating func expression(_ reader: YAMLReader?, on input: [PossibleValue], isPlace: Bool = false)
    -> [PossibleValue]
  {
    guard let reader else { return input }
    guard let text = reader.text, let expression = try? JMESPath(text, functions: .auditing) else { return [.open] }
    return check(expression, at: 0, of: reader, on: input, isPlace: isPlace)
  }

  private mutating func template(_ reader: YAMLReader?, on input: [PossibleValue]) {
    guard let reader, let text = reader.text, let template = try? MessageTemplate(text, functions: .auditing) else {
      return
    }
    for case .expression(let expression, let offset) in template.parts {
      _ = check(expression, at: offset, of: reader, on: input)
    }
  }

  private mutating func check(
    _ expression: JMESPath, at offset: Int, of reader: YAMLReader, on input: [PossibleValue], isPlace: Bool = false
  ) -> [PossibleValue] {
    var lint = ExpressionLint(goesIntoText: isPlace)
    let given = lint.given(by: expression.expression, on: input)
    let text = expression.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for doubt in lint.doubts {
      let mark = places.mark(of: offset + doubt.offset, in: reader)
      note(FileIssue(mark, "\(doubt.message) In: \(text)"), isUnknownMember: doubt.isUnknownMember)
    }
    return given
  }

  private mutating func note(_ issue: FileIssue, isUnknownMember: Bool) {
    if isUnknownMember {
      if !unknown.contains(issue) { unknown.append(issue) }
    } else if !doubtful.contains(issue) {
      doubtful.append(issue)
    }
  }
}

extension YAMLReader {
  /// The members of a mapping, whatever their names.
  fileprivate var members: [String: YAMLReader] {
    Dictionary((anyMembers ?? []).map { ($0.0.text, $0.1) }) { first, _ in first }
  }
}
