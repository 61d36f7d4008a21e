import Auditing
import Documents
import Foundation
import Schema

/// Works out what the functions of templates give.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>
final class Resolver {
  /// How deep values may lie within one another, functions followed.
  static let maximumDepth = 300
  /// The functions that the extensions of the language add.
  private static let extensions: Set<String> = ["Fn::Length", "Fn::ToJsonString"]
  /// How much text may be put together, with 16 bytes a value: functions may repeat both as often as they like.
  static let maximumText = 64 << 20

  let facts: StackFacts
  /// All stacks, nested ones too.
  var stacks: [Stack] = []
  /// What AWS would have to be asked for.
  var questions = StackQuestions()
  /// Where templates that are given together make parameters of SSM, and export.
  private(set) lazy var ssmParameters = madeParameters()
  private(set) lazy var exports = madeExports()
  /// While these are being found, what hangs on others of them is not known.
  var isFinding = false
  private var depth = 0
  private var room = Resolver.maximumText

  init(_ facts: StackFacts) { self.facts = facts }

  /// Whether more was asked for than any template may hold, so that nothing more is worked out.
  var isExhausted: Bool { room <= 0 }

  /// A node without functions. What is not known is a mark.
  func value(_ node: TemplateNode, in stack: Stack) throws(FileIssues) -> TemplateNode {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.maximumDepth else { return node.with(Withheld.cycle.mark) }
    // Functions may bring the same list as often as they like.
    room -= 16
    guard room > 0 else { return node.with(Withheld.large.mark) }
    if let call = node.call { return try result(of: call.name, call.argument, at: node, in: stack) }
    switch node.content {
    case .scalar(.null):
      return node.with(
        try refuse(node, "A template has no empty values: leave the member out, or say Ref: AWS::NoValue.", in: stack))
    case .scalar(let value): return TemplateNode(content: .scalar(try dynamic(value, in: stack)), mark: node.mark)
    case .nothing: return node
    case .list(let elements):
      var list: [TemplateNode] = []
      for element in elements {
        let value = try value(element, in: stack)
        if case .nothing = value.content { continue }
        list.append(value)
      }
      return TemplateNode(content: .list(list), mark: node.mark)
    case .object(let members):
      // What is written beside them is given to them, and may come out as anything.
      if node.holdsMacroHere { return node.with(Withheld.macro.mark) }
      var object: [(String, TemplateNode)] = []
      for member in members {
        var value = try value(member.value, in: stack)
        if case .nothing = value.content { continue }
        value = TemplateNode(content: value.content, mark: member.value.mark)
        object.append((member.name, value))
      }
      return TemplateNode(content: .object(object), mark: node.mark)
    }
  }

  /// Puts parameters of SSM in the place of `{{resolve:ssm:name}}` and `{{resolve:ssm:name:version}}`; other dynamic
  /// references are secrets, and what holds one is not shown.
  ///
  /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
  private func dynamic(_ value: JSONValue, in stack: Stack) throws(FileIssues) -> JSONValue {
    guard let text = value.string, text.contains("{{resolve:") else { return value }
    var parts: [JSONValue] = []
    var rest = Substring(text)
    while let start = rest.range(of: "{{resolve:"), let end = rest[start.upperBound...].range(of: "}}") {
      let reference = rest[start.upperBound..<end.lowerBound]
      guard reference.hasPrefix("ssm:") else { return Withheld.sensitive.mark }
      parts.append(.string(String(rest[..<start.lowerBound])))
      parts.append(
        try parameter(ssm: String(reference.dropFirst("ssm:".count)), region: stack.source.region, for: stack))
      rest = rest[end.upperBound...]
    }
    return joined(parts + [.string(String(rest))], by: "")
  }

  /// Says what is wrong with a template; but where macros still change it, nothing is.
  func refuse(_ node: TemplateNode, _ message: String, in stack: Stack) throws(FileIssues) -> JSONValue {
    guard stack.isUnprocessed else { throw Stack.issue(node, message) }
    return Withheld.macro.mark
  }

  private func result(
    of name: String, _ argument: TemplateNode, at node: TemplateNode, in stack: Stack
  ) throws(FileIssues) -> TemplateNode {
    if Self.extensions.contains(name), !stack.isDeployed, !stack.transforms.contains(Stack.extensions) {
      return node.with(try refuse(node, "\(name) takes `Transform: \(Stack.extensions)`.", in: stack))
    }
    switch name {
    case "Ref":
      let named = argument.call == nil ? argument : try value(argument, in: stack)
      if let gap = named.json.firstGap { return node.with(.unread(gap)) }
      guard let target = named.text else { throw Stack.issue(node, "Ref takes the name of something.") }
      if target == "AWS::NoValue" { return TemplateNode(content: .nothing, mark: node.mark) }
      let value = try reference(target, at: node, in: stack)
      room -= 16 * (value.array?.count ?? 0)
      guard room > 0 else { return node.with(Withheld.large.mark) }
      // A parameter's value may be a dynamic reference.
      return try self.value(node.with(value), in: stack)
    case "Fn::GetAtt":
      let parts = argument.text.map { $0.split(separator: ".", maxSplits: 1).map(String.init) }
      let list = argument.elements ?? (parts ?? []).map { TemplateNode(.string($0), argument.mark) }
      guard list.count == 2 else { throw Stack.issue(node, "Fn::GetAtt takes a logical id and an attribute.") }
      // The extensions of the language allow functions in both.
      let (id, attribute) = (try value(list[0], in: stack).json, try value(list[1], in: stack).json)
      if let gap = id.firstGap ?? attribute.firstGap { return node.with(.unread(gap)) }
      guard let id = id.string, let attribute = attribute.string else {
        throw Stack.issue(node, "Fn::GetAtt takes a logical id and an attribute.")
      }
      return node.with(try self.attribute(attribute, of: id, at: node, in: stack))
    case "Fn::Sub": return node.with(try substituted(argument, at: node, in: stack))
    case "Fn::Join":
      let parts = argument.elements ?? []
      guard parts.count == 2, let separator = parts[0].text else {
        throw Stack.issue(node, "Fn::Join takes a separator and a list.")
      }
      let list = try value(parts[1], in: stack)
      if list.json.firstGap != nil, list.elements == nil { return list }
      guard let elements = list.elements else {
        return node.with(try refuse(node, "Fn::Join takes a separator and a list of texts.", in: stack))
      }
      guard elements.allSatisfy({ $0.elements == nil && $0.members == nil }) else {
        return node.with(try refuse(node, "Fn::Join takes a list of texts.", in: stack))
      }
      return node.with(try dynamic(joined(elements.map(\.json), by: separator), in: stack))
    case "Fn::Select":
      let parts = argument.elements ?? []
      guard parts.count == 2 else { throw Stack.issue(node, "Fn::Select takes a number and a list.") }
      let number = try value(parts[0], in: stack).json
      let index = number.integer ?? number.string.flatMap({ Int($0) })
      guard let (elements, doubt) = try certainElements(of: parts[1], through: index, in: stack) else {
        return node.with(try refuse(node, "Fn::Select takes a number and a list.", in: stack))
      }
      if let doubt { return node.with(doubt) }
      guard let index else { return node.with(.unread(number.firstGap ?? Withheld.unknown.rawValue)) }
      guard elements.indices.contains(index) else {
        return node.with(try refuse(node, "Fn::Select asks for element \(index) of \(elements.count).", in: stack))
      }
      return elements[index]
    case "Fn::Split":
      let parts = argument.elements ?? []
      guard parts.count == 2, let separator = parts[0].text, !separator.isEmpty else {
        throw Stack.issue(node, "Fn::Split takes a separator and a text.")
      }
      let value = try value(parts[1], in: stack)
      guard let text = value.plainText else { return value }
      return node.with(
        .array(text.split(separator: separator, omittingEmptySubsequences: false).map { .string(String($0)) }))
    case "Fn::If":
      let parts = argument.elements ?? []
      guard parts.count == 3, parts[0].name != nil || parts[0].json.firstGap != nil else {
        throw Stack.issue(node, "Fn::If takes a condition and two values.")
      }
      let condition = try isMet(parts[0], in: stack)
      if let isMet = condition.bool { return try value(parts[isMet ? 1 : 2], in: stack) }
      return common(parts[1], parts[2], in: stack) ?? node.with(Withheld.condition(by: condition.firstGap))
    case "Fn::FindInMap": return try found(argument, at: node, in: stack)
    case "Fn::ImportValue":
      guard let export = try value(argument, in: stack).text else { return node.with(Withheld.unknown.mark) }
      return node.with(try imported(export, by: stack))
    case "Fn::Base64":
      let value = try value(argument, in: stack)
      return value.plainText.map { node.with(.string(Data($0.utf8).base64EncodedString())) } ?? value
    case "Fn::Length":
      guard let (elements, doubt) = try certainElements(of: argument, in: stack) else {
        return node.with(Withheld.unknown.mark)
      }
      return node.with(doubt ?? .integer(elements.count))
    case "Fn::ToJsonString":
      let value = try value(argument, in: stack).json
      return node.with(value.firstGap.map(JSONValue.unread) ?? .string(JSONWriter().string(value)))
    case "Condition", "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not":
      return node.with(try truth(of: node, in: stack))
    case "Fn::GetAZs", "Fn::Cidr": return node.with(Withheld.unknown.mark)
    case _ where name.isMacro: return node.with(Withheld.macro.mark)
    default:
      return node.with(try refuse(node, "\(name) is no function of CloudFormation that is known here.", in: stack))
    }
  }

  /// The elements of a list as far as it is certain which of them is which; else a mark. One that hangs on a condition may
  /// be nothing, and what is nothing `Fn::Select` and `Fn::Length` may count or not.
  private func certainElements(
    of node: TemplateNode, through last: Int? = nil, in stack: Stack
  ) throws(FileIssues) -> (elements: [TemplateNode], doubt: JSONValue?)? {
    var (elements, doubt): ([TemplateNode], JSONValue?) = ([], nil)
    if let written = node.elements {
      for element in written { elements.append(try value(element, in: stack)) }
    } else {
      let list = try value(node, in: stack)
      guard let known = list.elements else { return list.json.firstGap.map { ([], .unread($0)) } }
      elements = known
    }
    for element in elements.prefix(last.map { max($0, 0) + 1 } ?? elements.count) where doubt == nil {
      switch element.content {
      case .nothing: doubt = Withheld.unknown.mark
      case .scalar(.unread(let number)) where Withheld.mayBeNothing(number): doubt = .unread(number)
      default: break
      }
    }
    return (elements, doubt)
  }

  /// What two nodes give, of which one or the other counts: `nil` where that is not the same, or not known.
  private func common(_ one: TemplateNode, _ other: TemplateNode, in stack: Stack) -> TemplateNode? {
    // The one that does not count may refer to what is not there then.
    guard let one = try? value(one, in: stack), one.json.firstGap == nil,
      let other = try? value(other, in: stack), one.json == other.json, !one.json.isNull
    else { return nil }
    return one
  }

  /// A text of texts; a mark where one of them is not known.
  private func joined(_ values: [JSONValue], by separator: String) -> JSONValue {
    var texts: [String] = []
    for value in values {
      if let gap = value.firstGap { return .unread(gap) }
      let text = value.string ?? JSONWriter().string(value)
      room -= text.utf8.count + separator.utf8.count
      if room < 0 { return Withheld.large.mark }
      texts.append(text)
    }
    return .string(texts.joined(separator: separator))
  }

  /// What is put into a text: a text, a number, `true` or `false`.
  private func inserted(
    _ value: JSONValue, _ name: String, at node: TemplateNode, in stack: Stack
  ) throws(FileIssues) -> JSONValue {
    guard value.array != nil || value.object != nil, value.firstGap == nil else { return value }
    return try refuse(node, "Fn::Sub puts texts into a text, and \(name) is none.", in: stack)
  }

  private func substituted(_ argument: TemplateNode, at node: TemplateNode, in stack: Stack) throws(FileIssues)
    -> JSONValue
  {
    guard let pattern = argument.text ?? argument.elements?.first?.text else {
      throw Stack.issue(node, "Fn::Sub takes a text, and values for it.")
    }
    let own = argument.elements?.dropFirst().first
    var parts: [JSONValue] = []
    var rest = Substring(pattern)
    while let start = rest.range(of: "${") {
      parts.append(.string(String(rest[..<start.lowerBound])))
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        throw Stack.issue(node, "Fn::Sub: a ${ is not closed.")
      }
      let name = rest[start.upperBound..<end].trimmed
      rest = rest[rest.index(after: end)...]
      if name.hasPrefix("!") {
        parts.append(.string("${\(name.dropFirst())}"))
      } else if let node = own?[name] {
        let value = try value(node, in: stack)
        if case .nothing = value.content { return Withheld.unknown.mark }
        parts.append(try inserted(value.json, name, at: node, in: stack))
      } else if let dot = name.firstIndex(of: ".") {
        let value = try attribute(
          String(name[name.index(after: dot)...]), of: String(name[..<dot]), at: node, in: stack)
        parts.append(try inserted(value, name, at: node, in: stack))
      } else {
        parts.append(try inserted(try reference(name, at: node, in: stack), name, at: node, in: stack))
      }
    }
    return try dynamic(joined(parts + [.string(String(rest))], by: ""), in: stack)
  }

  private func found(_ argument: TemplateNode, at node: TemplateNode, in stack: Stack) throws(FileIssues)
    -> TemplateNode
  {
    let parts = argument.elements ?? []
    guard parts.count >= 3 else { throw Stack.issue(node, "Fn::FindInMap takes a map and two keys.") }
    if let extended = parts.dropFirst(3).first.map({ _ in "A default" })
      ?? parts.lazy.compactMap({ $0.call?.name }).first(where: { !["Ref", "Fn::FindInMap"].contains($0) }),
      !stack.isDeployed, !stack.transforms.contains(Stack.extensions)
    {
      return node.with(
        try refuse(node, "\(extended) in Fn::FindInMap takes `Transform: \(Stack.extensions)`.", in: stack))
    }
    var keys: [String] = []
    for part in parts.prefix(3) {
      let key = try value(part, in: stack)
      guard let text = key.plainText else {
        return node.with(key.json.firstGap.map(JSONValue.unread) ?? Withheld.unknown.mark)
      }
      keys.append(text)
    }
    if let found = stack.mappings[keys[0]]?[keys[1]]?[keys[2]] { return try value(found, in: stack) }
    if let other = parts.dropFirst(3).first?["DefaultValue"] { return try value(other, in: stack) }
    if stack.hasMacroInMappings { return node.with(Withheld.macro.mark) }
    return node.with(try refuse(node, "The mapping \(keys[0]) has no \(keys[1]).\(keys[2]).", in: stack))
  }

  // MARK: Conditions

  /// Whether a condition holds; a mark where that is not known.
  func condition(_ name: String, at node: TemplateNode, in stack: Stack) throws(FileIssues) -> JSONValue {
    if let known = stack.conditions[name] { return known }
    guard let written = stack.conditionNodes[name] else {
      return try refuse(node, "The template has no condition \"\(name)\".", in: stack)
    }
    guard stack.open.insert("Condition \(name)").inserted else { return Withheld.cycle.mark }
    defer { stack.open.remove("Condition \(name)") }
    let result = try truth(of: written, in: stack)
    stack.conditions[name] = result
    return result
  }

  /// Whether a resource is made at all; a mark where that is not known. What a nested stack makes is there if that is, and
  /// what a deployed stack lists is there whatever its condition hangs on.
  func presence(of resource: Stack.Resource, in stack: Stack) throws(FileIssues) -> JSONValue {
    if stack.lists(resource) { return true }
    let above = try presence(of: stack)
    guard above == true, let condition = resource.node["Condition"] else { return above }
    let isMet = try isMet(condition, in: stack)
    return stack.isDeployed && isMet.bool == nil ? false : isMet
  }

  /// Whether what bears a condition is made by it; a mark where that is not known. The extensions of the language allow
  /// functions in the place of its name.
  func isMet(_ condition: TemplateNode, in stack: Stack) throws(FileIssues) -> JSONValue {
    if let name = condition.name { return try self.condition(name, at: condition, in: stack) }
    let named = try value(condition, in: stack)
    if case .nothing = named.content { return true }
    guard let name = named.name else { return .unread(named.json.firstGap ?? Withheld.unknown.rawValue) }
    return try self.condition(name, at: condition, in: stack)
  }

  /// Whether a stack is made at all; only for nested ones that is a question.
  func presence(of stack: Stack) throws(FileIssues) -> JSONValue {
    guard let parent = stack.parent else { return true }
    return try presence(of: parent.resource, in: parent.stack)
  }

  private func truth(of node: TemplateNode, in stack: Stack) throws(FileIssues) -> JSONValue {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.maximumDepth else { return Withheld.cycle.mark }
    guard let call = node.call else {
      let json = try value(node, in: stack).json
      return json.firstGap == nil
        ? try refuse(
          node, "A condition is a function of parameters and other conditions, and this is a value.", in: stack)
        : json
    }
    let elements = call.argument.elements ?? []
    switch call.name {
    case "Condition":
      guard let name = call.argument.name else { throw Stack.issue(node, "Condition takes the name of one.") }
      return try condition(name, at: node, in: stack)
    case "Fn::Equals":
      guard elements.count == 2 else { throw Stack.issue(node, "Fn::Equals takes two values.") }
      for element in elements where element.call?.name == "Ref" {
        guard let name = element.call?.argument.text, stack.resource(name) != nil else { continue }
        return try refuse(
          element, "Conditions take no resources, as \(name): they are decided before any is made.", in: stack)
      }
      let (left, right) = (try value(elements[0], in: stack).json, try value(elements[1], in: stack).json)
      if let gap = left.firstGap ?? right.firstGap { return .unread(gap) }
      return .bool(left == right || Self.text(left) == Self.text(right))
    case "Fn::And", "Fn::Or":
      let decisive = call.name == "Fn::Or"
      var gap: JSONValue?
      for element in elements {
        let value = try truth(of: element, in: stack)
        if value == .bool(decisive) { return value }
        if value.bool == nil { gap = gap ?? value }
      }
      return gap ?? .bool(!decisive)
    case "Fn::Not":
      guard let first = elements.first else { throw Stack.issue(node, "Fn::Not takes a condition.") }
      let value = try truth(of: first, in: stack)
      return value.bool.map { .bool(!$0) } ?? value
    default: return try value(node, in: stack).json
    }
  }

  static func text(_ value: JSONValue) -> String { value.string ?? JSONWriter().string(value) }
}

extension Substring {
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
