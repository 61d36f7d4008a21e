import Auditing
import Documents

/// Writes out the loops of a template: the fragment of each, once for each of its values.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html>
struct LoopExpansion {
  /// Works out the values of loops.
  let resolver: Resolver
  let stack: Stack
  /// Why loops are still there, as numbers of ``Withheld``, by their names.
  private(set) var reasons: [String: Int] = [:]
  /// How much may still be made, in bytes of text with 16 a value: CloudFormation's limit is for what comes out of loops.
  private var room = TemplateNode.maximumBytes

  init(_ stack: Stack, by resolver: Resolver) {
    self.stack = stack
    self.resolver = resolver
  }

  /// A node with the loops in it written out, but for those whose values are not known.
  ///
  /// - Throws: ``FileIssues`` where loops make one name twice.
  mutating func expanded(_ node: TemplateNode) throws(FileIssues) -> TemplateNode {
    guard node.holdsMacro else { return node }
    var result = node
    switch node.content {
    case .list(let elements):
      var list: [TemplateNode] = []
      for element in elements { list.append(try expanded(element)) }
      result.content = .list(list)
    case .object(let members):
      var names: Set<String> = []
      var made: [(name: String, value: TemplateNode)] = []
      for member in members {
        let isLoop = member.name.isLoop
        let copies = isLoop ? try copies(of: member) : [(member.name, try expanded(member.value))]
        for copy in copies ?? [member] {
          // What is left of an inner loop stands once.
          if names.insert(copy.name).inserted {
            made.append(copy)
          } else if !copy.name.isMacro {
            throw Stack.issue(member.value, "\(member.name) makes \"\(copy.name)\", which is there already.")
          }
        }
      }
      result.content = .object(made)
    case .scalar, .nothing: break
    }
    return result
  }

  /// What a loop makes; `nil` where its values are not known.
  private mutating func copies(
    of loop: (name: String, value: TemplateNode)
  ) throws(FileIssues) -> [(name: String, value: TemplateNode)]? {
    let parts = loop.value.elements ?? []
    guard parts.count == 3, let identifier = parts[0].text, let fragment = parts[2].members,
      !fragment.contains(where: { $0.name.isMacro && !$0.name.isLoop })
    else { return leave(loop.name, .macro) }
    let list = try resolver.value(parts[1], in: stack)
    var values: [String] = []
    for element in list.elements ?? [] {
      // What a placeholder in a value would become is not documented.
      guard let value = element.plainText, !value.isEmpty, !value.contains("${"), !value.contains("&{") else {
        return leave(loop.name, element.json.firstGap.flatMap(Withheld.init) ?? .macro)
      }
      values.append(value)
    }
    if list.elements == nil { return leave(loop.name, list.json.firstGap.flatMap(Withheld.init) ?? .macro) }
    var made: [(name: String, value: TemplateNode)] = []
    for value in values {
      let copy = Placeholder(identifier, value).replaced(parts[2], isFragment: true, &room)
      guard room > 0 else { return leave(loop.name, .large) }
      made += try expanded(copy).members ?? []
    }
    return made
  }

  private mutating func leave<Made>(_ loop: String, _ reason: Withheld) -> Made? {
    reasons[loop] = reason.rawValue
    return nil
  }
}

/// The identifier of a loop, and one of its values.
private struct Placeholder {
  let identifier: String
  let value: String
  /// The value's letters and digits, which stand for `&{identifier}`: names take no others.
  let plainValue: String

  init(_ identifier: String, _ value: String) {
    self.identifier = identifier
    self.value = value
    plainValue = value.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  private func isHeld(in text: String) -> Bool {
    text.contains("${\(identifier)}") || text.contains("&{\(identifier)}")
  }

  private func replaced(_ text: String) -> String {
    text.replacing("${\(identifier)}", with: value).replacing("&{\(identifier)}", with: plainValue)
  }

  /// A node with the value in it.
  ///
  /// - Parameters:
  ///   - isFragment: Whether it is what a loop repeats: its names have the value in them. Of names further within, and of
  ///     texts that `Fn::Sub` is not asked to look at, AWS does not say what becomes.
  ///   - room: How much may still be made; with none left, what comes back is not used.
  func replaced(_ node: TemplateNode, isFragment: Bool = false, _ room: inout Int) -> TemplateNode {
    room -= 16
    guard room > 0 else { return node }
    var result = node
    switch node.content {
    case .nothing: break
    case .scalar(let scalar):
      guard let text = scalar.string else { break }
      room -= text.utf8.count
      if isHeld(in: text) { result.content = .scalar(Withheld.macro.mark) }
    case .list(let elements):
      result.content = .list(elements.map { replaced($0, &room) })
    case .object(let members):
      if let call = node.call {
        if call.name == "Ref", call.argument.text == identifier {
          room -= value.utf8.count
          return TemplateNode(.string(value), node.mark)
        }
        if call.name == "Fn::Sub" { return substituted(node, call.argument, &room) }
      }
      var made: [(name: String, value: TemplateNode)] = []
      for member in members {
        let name = isFragment ? replaced(member.name) : member.name
        room -= name.utf8.count
        if !isFragment, isHeld(in: name) {
          made.append(("Fn::ForEach", member.value))
        } else if member.name.isLoop, let parts = member.value.elements, parts.count == 3 {
          var value = member.value
          value.content = .list(parts.indices.map { replaced(parts[$0], isFragment: $0 == 2, &room) })
          made.append((name, value))
        } else {
          made.append((name, replaced(member.value, &room)))
        }
      }
      result.content = .object(made)
    }
    return result
  }

  /// `Fn::Sub` with the value in its text.
  private func substituted(_ node: TemplateNode, _ argument: TemplateNode, _ room: inout Int) -> TemplateNode {
    let own = argument.elements?.dropFirst().first
    guard let pattern = argument.text ?? argument.elements?.first?.text, own?[identifier] == nil else {
      return node.with(Withheld.macro.mark)
    }
    let text = replaced(pattern)
    room -= text.utf8.count
    var parts = [TemplateNode(.string(text), argument.mark)]
    if let own { parts.append(replaced(own, &room)) }
    let made = TemplateNode(content: own == nil ? parts[0].content : .list(parts), mark: argument.mark)
    return TemplateNode(content: .object([("Fn::Sub", made)]), mark: node.mark)
  }
}
