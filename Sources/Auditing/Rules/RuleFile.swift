import Documents
import Estate
import JMESPath
import Schema

/// Reads rule files.
public enum RuleFile {
  /// Reads the rules of one file.
  ///
  /// - Parameters:
  ///   - text: The file's text.
  ///   - file: Its name, as the user knows it.
  /// - Returns: The rules that could be read, and all that is wrong; rules count only where nothing is.
  public static func read(_ text: String, file: String) -> (rules: [Rule], issues: [FileIssue]) {
    let issues = YAMLReader.Issues()
    guard let root = YAMLReader(text, file: file, issues: issues), root.isFile(.rules) else {
      return ([], issues.list)
    }
    let members = root.members(known: RuleForm.file.names)
    _ = members[UnknownMembers.permissionName]?.choice(UnknownMembers.Permission.self)
    guard let list = members["rules"] else {
      root.note("A rule file has a member `rules` that lists them.")
      return ([], issues.list)
    }
    return (list.elements.compactMap(rule), issues.list)
  }

  private static func rule(_ reader: YAMLReader) -> Rule? {
    let before = reader.issues.list.count
    let members = reader.members(known: RuleForm.rule.names)
    let parameters = members["parameters"].map(parameters) ?? []
    let message = members["message"]
    let id = reader.required("id", in: members, identifier)
    let rule = Rule(
      id: id ?? "",
      title: reader.required("title", in: members, \.text) ?? "",
      severity: reader.required("severity", in: members) { $0.choice(Severity.self) } ?? .info,
      resources: reader.required("resource", in: members, resourceTypes) ?? [],
      isEnabled: members["enabled"]?.flag ?? true,
      condition: members["where"].flatMap(expression),
      checks: checks(members, message: message, of: reader),
      parameters: parameters,
      why: reader.required("why", in: members, \.text) ?? "",
      symptoms: members["symptoms"]?.text ?? "",
      remediation: reader.required("remediation", in: members, remediation)
        ?? .init(recommendation: "", cli: "", terraform: ""),
      references: members["references"]?.elements.compactMap(\.text) ?? [],
      repair: reader.required("repair", in: members, repair)
        ?? .init(mode: .none, action: nil, condition: nil, otherwise: nil, summary: ""),
      source: reader.mark, isBreakable: members["breakable"]?.flag ?? false)
    noteUnknownParameters(of: rule, in: reader)
    return reader.issues.list.count == before ? rule : nil
  }

  private static func checks(
    _ members: [String: YAMLReader], message: YAMLReader?, of reader: YAMLReader
  ) -> [Rule.Check] {
    guard let list = members["checks"] else {
      return check(members, message: message, repair: nil, of: reader).map { [$0] } ?? []
    }
    for name in ["select", "value", "path", "transition", "expect"] {
      members[name]?.note("`\(name)` stands within each of `checks`, not beside them.")
    }
    let elements = list.elements
    if elements.isEmpty { list.note("A rule without checks always holds.") }
    return elements.compactMap { element in
      let own = element.members(known: RuleForm.check.names)
      return check(own, message: own["message"] ?? message, repair: own["repair"], of: element)
    }
  }

  private static func check(
    _ members: [String: YAMLReader], message: YAMLReader?, repair ownRepair: YAMLReader?, of reader: YAMLReader
  ) -> Rule.Check? {
    guard let expectation = reader.required("expect", in: members, expectation) else { return nil }
    guard let message else {
      reader.note("`message` is missing: the sentence that a finding says.")
      return nil
    }
    // `@` is the resource, and then the element itself.
    guard let template = template(message), let select = expression(members["select"], or: "@", at: reader),
      let value = expression(members["value"], or: "@", at: reader)
    else { return nil }
    return Rule.Check(
      select: select, value: value,
      path: members["path"]?.text.map { DocumentPath($0.split(separator: ".").map { .member(String($0)) }) },
      transition: members["transition"].flatMap(expression),
      predicate: expectation.predicate, operand: expectation.operand, message: template,
      repair: ownRepair.flatMap(repair))
  }

  private static func expectation(_ reader: YAMLReader) -> (predicate: Predicate, operand: Operand)? {
    let known = RuleForm.expectation.names
    let members = reader.members(known: known)
    guard members.count == 1, let (name, value) = members.first, let predicate = Predicate(rawValue: name) else {
      if members.count != 1 { reader.note("`expect` takes one predicate: \(known.joined(separator: ", ")).") }
      return nil
    }
    return operand(value, for: predicate).map { (predicate, $0) }
  }

  /// A mapping that names a parameter or an expression; `nil` for every literal.
  private static func reference(_ reader: YAMLReader) -> Operand? {
    guard reader.node.mapping != nil, let members = reader.anyMembers, members.count == 1,
      let (name, value) = members.first
    else { return nil }
    switch name.text {
    case "parameter": return value.text.map(Operand.parameter)
    case "expression": return expression(value).map(Operand.expression)
    default: return nil
    }
  }

  private static func operand(_ reader: YAMLReader, for predicate: Predicate) -> Operand? {
    if let reference = reference(reader) { return reference }
    if case .question(let parts) = predicate.operandKind, reader.node.mapping != nil { return question(reader, parts) }
    let literal = reader.json
    if let complaint = predicate.complaint(about: literal) {
      reader.note("`\(predicate.rawValue)` takes \(complaint).")
      return nil
    }
    return .literal(literal)
  }

  /// What is asked of a policy, each part a literal, a parameter or an expression.
  private static func question(_ reader: YAMLReader, _ parts: OperandKind.Parts) -> Operand? {
    let members = reader.members(known: parts.names)
    for name in parts.required where members[name] == nil { reader.note("`\(name)` is missing.") }
    return .parts(
      (reader.anyMembers ?? []).compactMap { name, value in
        members[name.text].map { _ in (name.text, reference(value) ?? .literal(value.json)) }
      })
  }

  private static func parameters(_ reader: YAMLReader) -> [Rule.Parameter] {
    (reader.anyMembers ?? []).compactMap { name, value in
      let members = value.members(known: RuleForm.parameter.names)
      guard let defaultValue = value.required("default", in: members, \.json),
        let description = value.required("description", in: members, \.text)
      else { return nil }
      let atLeast = members["atLeast"].flatMap { bound -> Int? in
        if let number = bound.json.integer, defaultValue.double.map({ $0 >= Double(number) }) == true { return number }
        bound.note("`atLeast` is a whole number, and no greater than `default`.")
        return nil
      }
      return Rule.Parameter(
        name: name.text, defaultValue: defaultValue, description: description, atLeast: atLeast)
    }
  }

  private static func remediation(_ reader: YAMLReader) -> Rule.Remediation? {
    let members = reader.members(known: RuleForm.remediation.names)
    guard let recommendation = reader.required("recommendation", in: members, \.text) else { return nil }
    return Rule.Remediation(
      recommendation: recommendation, cli: members["cli"]?.text ?? "", terraform: members["terraform"]?.text ?? "")
  }

  private static func repair(_ reader: YAMLReader) -> Rule.Repair? {
    let members = reader.members(known: RuleForm.repair.names)
    guard let mode = reader.required("mode", in: members, { $0.choice(Rule.Repair.Mode.self) }) else { return nil }
    let summary = members["summary"]?.text ?? ""
    if mode != .none, summary.isEmpty { reader.note("`summary` is missing: what the repair does, in one sentence.") }
    let action = repairAction(members)
    switch (mode, members["set"], members["action"]) {
    case (.none, nil, nil), (.auto, _?, nil), (.asked, _?, nil), (.auto, nil, _?), (.asked, nil, _?): break
    case (.none, _, _): reader.note("With mode `none`, nothing is done: leave out `set` and `action`.")
    case (_, nil, nil): reader.note("What the repair does is missing: `set` or `action`.")
    default: reader.note("`set` and `action` exclude each other.")
    }
    if let otherwise = members["otherwise"], members["where"] == nil {
      otherwise.note("`otherwise` says why elements are left for which `where` is not true, and there is no `where`.")
    }
    return Rule.Repair(
      mode: mode, action: action, condition: members["where"].flatMap(expression),
      otherwise: members["otherwise"].flatMap(template), summary: summary)
  }

  private static func repairAction(_ members: [String: YAMLReader]) -> Rule.Repair.Action? {
    if let name = members["action"] { return name.choice(RepairAction.Name.self).map { .perform($0) } }
    guard let value = members["set"] else { return nil }
    return reference(value).map { .set($0) } ?? .set(.literal(value.json))
  }

  private static func noteUnknownParameters(of rule: Rule, in reader: YAMLReader) {
    let known = rule.parameters.map(\.name)
    let named = rule.checks.flatMap { check in
      var names = check.message.parameterNames
      names += check.operand.parameterNames
      let repair = check.repair ?? rule.repair
      if case .set(let operand)? = repair.action { names += operand.parameterNames }
      names += repair.otherwise?.parameterNames ?? []
      return names
    }
    for name in named where !known.contains(name) {
      reader.note("There is no parameter \"\(name)\".\(Suggestion.phrase(for: name, among: known))")
    }
  }
}

// What single members may be.
extension RuleFile {
  private static func identifier(_ reader: YAMLReader) -> String? {
    guard let text = reader.text else { return nil }
    let allowed = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "-")
    }
    if text.isEmpty || !allowed { reader.note("An id is made of lower-case letters, digits and dashes.") }
    if text == Declaration.rule {
      reader.note("\"\(text)\" is what drift from baselines is found by: choose another id.")
    }
    return text
  }

  /// One kind, or a list of them.
  private static func resourceTypes(_ reader: YAMLReader) -> [ResourceType]? {
    guard reader.node.sequence != nil else { return reader.choice(ResourceType.self).map { [$0] } }
    let elements = reader.elements
    if elements.isEmpty { reader.note("A rule about no kind of resource always holds.") }
    return elements.compactMap { $0.choice(ResourceType.self) }
  }

  private static func expression(_ reader: YAMLReader) -> JMESPath? { expression(reader, or: "@", at: reader) }

  private static func expression(_ member: YAMLReader?, or itself: String, at parent: YAMLReader) -> JMESPath? {
    let reader = member ?? parent
    guard let text = member == nil ? itself : reader.text else { return nil }
    do {
      return try JMESPath(text, functions: .auditing)
    } catch {
      reader.note("This is no JMESPath expression: \(error)")
      return nil
    }
  }

  private static func template(_ reader: YAMLReader) -> MessageTemplate? {
    guard let text = reader.text else { return nil }
    do {
      return try MessageTemplate(text, functions: .auditing)
    } catch {
      reader.note("A place between braces is no JMESPath expression: \(error)")
      return nil
    }
  }
}

extension Predicate {
  /// What it takes instead, where an operand is none for it.
  func complaint(about operand: JSONValue) -> String? {
    switch operandKind {
    case .value: return nil
    case .list: return operand.array == nil ? "a list" : nil
    case .number: return operand.double == nil ? "a number" : nil
    case .question(let parts):
      let isList = operand.array != nil && parts.list != nil
      return isList || operand.object != nil ? nil : parts.phrase
    case .flag: return operand == true ? nil : "`true`, and only that"
    case .pattern:
      guard let pattern = operand.string else { return "a regular expression" }
      do {
        try RegularExpressions.shared.check(pattern)
        return nil
      } catch {
        return "a regular expression, which this is not: \(error)"
      }
    }
  }
}
