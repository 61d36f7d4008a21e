import Documents
import Estate
import JMESPath

/// Finds in rule files what can be read and evaluated, but is hardly what its author meant.
public struct RuleLint {
  private let places: ScalarPlaces
  private var warnings: [FileIssue] = []

  /// What is doubtful in a file, in the order of its lines: members that are not known, and expressions that can only
  /// give nothing, so that the rule would judge nothing.
  ///
  /// What is wrong as such is for ``RuleFile/read(_:file:)`` to say.
  public static func warnings(in source: RuleSet.Source) -> [FileIssue] {
    let reader = YAMLReader(source.text, file: source.file, issues: YAMLReader.Issues())
    var lint = RuleLint(places: ScalarPlaces(source.text))
    for rule in reader?.members["rules"]?.elements ?? [] { lint.check(rule.members) }
    return lint.warnings.sorted { ($0.mark.line, $0.mark.column) < ($1.mark.line, $1.mark.column) }
  }

  private init(places: ScalarPlaces) { self.places = places }

  private mutating func check(_ rule: [String: YAMLReader]) {
    guard let resource = rule["resource"] else { return }
    let types = resource.node.sequence == nil ? [resource] : resource.elements
    let resources = types.compactMap(\.text).compactMap(ResourceType.init).map { Given.structure(KnownStructure($0)) }
    _ = expression(rule["where"], on: resources)
    for check in rule["checks"]?.elements.map(\.members) ?? [rule] {
      let elements = expression(check["select"], on: resources).flatMap(\.flattened)
      _ = expression(check["value"], on: elements)
      _ = expression(check["path"], on: elements, isPlace: true)
      for operand in check["expect"]?.members.values ?? [:].values where operand.node.mapping != nil {
        _ = expression(operand.members["expression"], on: elements)
        for part in operand.members.values where part.node.mapping != nil {
          _ = expression(part.members["expression"], on: elements)
        }
      }
      template(check["message"] ?? rule["message"], on: elements)
    }
  }

  /// Checks an expression, and says what it may give; without one, what is given.
  private mutating func expression(_ reader: YAMLReader?, on input: [Given], isPlace: Bool = false) -> [Given] {
    guard let reader else { return input }
    guard let text = reader.text, let expression = try? JMESPath(text, functions: .auditing) else { return [.open] }
    return check(expression, at: 0, of: reader, on: input, isPlace: isPlace)
  }

  private mutating func template(_ reader: YAMLReader?, on input: [Given]) {
    guard let reader, let text = reader.text, let template = try? MessageTemplate(text, functions: .auditing) else {
      return
    }
    for case .expression(let expression, let offset) in template.parts {
      _ = check(expression, at: offset, of: reader, on: input)
    }
  }

  private mutating func check(
    _ expression: JMESPath, at offset: Int, of reader: YAMLReader, on input: [Given], isPlace: Bool = false
  ) -> [Given] {
    var lint = ExpressionLint(goesIntoText: isPlace)
    let given = lint.given(by: expression.expression, on: input)
    let text = expression.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for warning in lint.warnings {
      let mark = places.mark(of: offset + warning.offset, in: reader)
      let issue = FileIssue(mark, "\(warning.message) In: \(text)")
      if !warnings.contains(issue) { warnings.append(issue) }
    }
    return given
  }
}

extension YAMLReader {
  /// The members of a mapping, whatever their names.
  fileprivate var members: [String: YAMLReader] {
    Dictionary((anyMembers ?? []).map { ($0.0.text, $0.1) }) { first, _ in first }
  }
}
