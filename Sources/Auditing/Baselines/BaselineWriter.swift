import Documents
import Estate
import Schema

/// Writes declarations as a baseline file.
public enum BaselineWriter {
  /// The text of a file with these declarations. Members that are not known yet are allowed in it where there are any.
  ///
  /// - Parameters:
  ///   - declarations: What is declared.
  ///   - account: The number of the account that they are of; empty where nobody knows, or they are of several.
  ///   - closed: The kinds of resource of which nothing else may be there.
  ///   - comments: Lines for the head of the file.
  public static func text(
    _ declarations: [Declaration], of account: String = "", closed: [ResourceType] = [], comments: [String] = []
  ) -> String {
    var text = comments.map { $0.isEmpty ? "#\n" : "# \($0)\n" }.joined()
    if !account.isEmpty { text += "account: \"\(account)\"\n" }
    if !closed.isEmpty { text += "only:\n" + closed.map { "  - \($0.rawValue)\n" }.joined() }
    if declarations.isEmpty { return text + "resources: []\n" }
    let unknown = declarations.flatMap { UnknownMembers.issues(in: $0.expect, of: $0.selector.type) }
    if !unknown.isEmpty { text += "\(UnknownMembers.permissionName): \(UnknownMembers.Permission.allow)\n" }
    text += "resources:\n"
    for declaration in declarations {
      if !declaration.address.isEmpty { text += "  # \(declaration.address)\n" }
      text += YAMLText.element(document(declaration), indent: 2)
    }
    return text
  }

  private static func document(_ declaration: Declaration) -> JSONObject {
    let selector = declaration.selector
    var object: JSONObject = ["type": .string(selector.type.rawValue)]
    for (name, value) in [
      ("id", selector.id), ("alias", selector.alias), ("name", selector.name), ("region", selector.region),
    ] {
      if let value { object[name] = .string(value) }
    }
    if !selector.tags.isEmpty {
      object["tag"] = .object(JSONObject(selector.tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
    if let severity = declaration.severity { object["severity"] = .string(severity.rawValue) }
    // A resource of which nothing is declared has to be there.
    if !declaration.expect.isEmpty || !declaration.isAbsent && (declaration.absent + declaration.only).isEmpty {
      object["expect"] = .object(declaration.expect)
    }
    if declaration.isAbsent {
      object["absent"] = true
    } else if !declaration.absent.isEmpty {
      object["absent"] = .array(declaration.absent.map { .string($0.description) })
    }
    if declaration.only.contains(DocumentPath()) {
      object["only"] = true
    } else if !declaration.only.isEmpty {
      object["only"] = .array(declaration.only.map { .string($0.description) })
    }
    if !declaration.open.isEmpty { object["open"] = .array(declaration.open.map { .string($0.description) }) }
    if !declaration.probes.isEmpty { object["probe"] = .array(declaration.probes.map { .object(document($0)) }) }
    switch declaration.invalidation {
    case nil: break
    case .derived: object["invalidate"] = true
    case .paths(let paths): object["invalidate"] = .array(paths.map { .string($0) })
    }
    return object
  }

  private static func document(_ probe: Probe) -> JSONObject {
    var expect: JSONObject = [:]
    if let status = probe.expectation.status { expect["status"] = .integer(status) }
    let headers = probe.expectation.headers.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
    if !headers.isEmpty { expect["headers"] = .object(JSONObject(headers)) }
    if let body = probe.expectation.body { expect["body"] = .string(body) }
    return [
      "url": .string(probe.url), "expect": .object(expect), "times": .integer(probe.times),
      "within": .integer(probe.within),
    ]
  }
}

/// Data as YAML in block style, so that lines can be compared and commented.
enum YAMLText {
  /// A mapping as an element of a list.
  static func element(_ object: JSONObject, indent: Int) -> String {
    let lines = members(object, indent: indent + 2)
    return String(repeating: " ", count: indent) + "- " + lines.dropFirst(indent + 2)
  }

  private static func members(_ object: JSONObject, indent: Int) -> String {
    object.map { member in
      "\(String(repeating: " ", count: indent))\(scalar(member.name)):\(value(member.value, indent: indent))"
    }.joined()
  }

  /// What stands behind a colon, with the newline at its end.
  private static func value(_ value: JSONValue, indent: Int) -> String {
    switch value {
    case .object(let object) where !object.isEmpty: return "\n" + members(object, indent: indent + 2)
    case .object: return " {}\n"
    case .array(let elements) where elements.isEmpty: return " []\n"
    case .array(let elements):
      let space = String(repeating: " ", count: indent + 2)
      return "\n"
        + elements.map { element in
          if let object = element.object, !object.isEmpty { return self.element(object, indent: indent + 2) }
          // A list within a list.
          if element.array != nil { return "\(space)- \(flow(element))\n" }
          return "\(space)-\(self.value(element, indent: indent + 2))"
        }.joined()
    case .string(let text) where isBlock(text):
      let space = String(repeating: " ", count: indent + 2)
      let chomping = text.hasSuffix("\n") ? "" : "-"
      let lines = (text.hasSuffix("\n") ? String(text.dropLast()) : text).split(
        separator: "\n", omittingEmptySubsequences: false)
      return " |\(chomping)\n" + lines.map { $0.isEmpty ? "\n" : "\(space)\($0)\n" }.joined()
    case .string(let text):
      let comment = text == Redacted.mark ? "  # a secret: that it is there is compared, its value is not" : ""
      return " \(scalar(text))\(comment)\n"
    default: return " \(JSONWriter().string(value))\n"
    }
  }

  private static func flow(_ value: JSONValue) -> String {
    switch value {
    case .array(let elements): "[\(elements.map(flow).joined(separator: ", "))]"
    case .object(let object):
      "{\(object.map { "\(scalar($0.name)): \(flow($0.value))" }.joined(separator: ", "))}"
    case .string(let text): scalar(text)
    default: JSONWriter().string(value)
    }
  }

  /// Whether a text reads best as lines, and comes back unchanged.
  private static func isBlock(_ text: String) -> Bool {
    guard text.contains("\n"), !text.hasPrefix(" "), !text.hasPrefix("\n"), !text.hasSuffix("\n\n") else {
      return false
    }
    return text.unicodeScalars.allSatisfy {
      $0 == "\n" || $0 == "\t"
        || !$0.isActive && ($0.value >= 0x20 && $0.value < 0x7F || $0.value >= 0xA1 && $0.value < 0xD7FF)
    }
      && !text.contains("${") && !text.hasPrefix("\t")
  }

  /// A text on one line: as it is where YAML takes it for a text, else in quotes.
  static func scalar(_ text: String) -> String {
    let isPlain =
      text.first.map { $0.isASCII && ($0.isLetter || $0 == "/" || $0 == "_") } == true
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
          || "_-./:@".unicodeScalars.contains(scalar)
      } && !text.hasSuffix(":") && !words.contains(text.lowercased())
    // What looks like a variable is none.
    return isPlain ? text : escaped(JSONWriter().string(.string(text.replacing("${", with: "$${"))))
  }

  /// A text in quotes without what a terminal, or a reader of YAML, acts on.
  private static func escaped(_ quoted: String) -> String {
    guard quoted.unicodeScalars.contains(where: \.isActive) else { return quoted }
    return quoted.unicodeScalars.reduce(into: "") { result, scalar in
      guard scalar.isActive else { return result.unicodeScalars.append(scalar) }
      let digits = String(scalar.value, radix: 16)
      // YAML has no surrogates.
      let (letter, count) = scalar.value > 0xFFFF ? ("U", 8) : ("u", 4)
      result += "\\\(letter)" + String(repeating: "0", count: count - digits.count) + digits
    }
  }

  /// Words that some reader of YAML takes for something else than text.
  private static let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
}
