/// A regular expression of a Python program.
struct PythonExpression: Hashable {
  let text: String
  let flags: String
}

/// What the standard library computes of what is known: regular expressions, JSON, addresses, Base64, tuples with names.
extension PythonRun {
  /// The key under which a dictionary keeps what makes its members.
  static let factory = "#factory"
  static let matchType = "re.Match"

  /// Whether a value is one of the language's own that is known whole.
  func isLiteral(_ value: PythonValue) -> Bool {
    switch value {
    case .none, .string, .bytes, .int: true
    default: false
    }
  }

  /// What a function of the standard library gives; nil where that is not known.
  func callStandard(
    _ path: String, _ given: [PythonValue], _ arguments: PythonArguments, of owner: PythonValue?
  ) throws -> PythonValue? {
    guard !arguments.isOpen else { return nil }
    // What is asked of the status is asked of other statuses than this one too.
    let isStatus =
      found.statusRead != nil && given.contains { [.string(String(status)), .int(status)].contains(plain($0)) }
    guard !isStatus else { return nil }
    if path.hasPrefix("re.") { return try callExpressions(path, given.map(plain), arguments, of: owner) }
    if path.hasPrefix("json.") { return try callJSON(path, given, arguments) }
    if path.hasPrefix("urllib.parse.") { return try callAddresses(path, given.map(plain), arguments) }
    guard arguments.keywords.isEmpty || path == "dataclasses.replace" || path.hasPrefix("collections.") else {
      return nil
    }
    let first = given.first.map(plain)
    switch path {
    case "base64.b64encode", "base64.standard_b64encode", "base64.urlsafe_b64encode":
      guard case .bytes(let bytes)? = first, given.count == 1 else { return nil }
      return .bytes(Array(KnownText.base64(bytes, isForURL: path.contains("url")).utf8))
    case "base64.b64decode", "base64.standard_b64decode", "base64.urlsafe_b64decode":
      guard let first, given.count == 1, let text = textOrBytes(first) else { return nil }
      return KnownText.bytes(ofBase64: text, isForURL: path.contains("url")).map(PythonValue.bytes)
    case "collections.namedtuple", "collections.namedtuple()": return try namedTuple(given, arguments)
    case "dataclasses.replace":
      guard let first = given.first, let object = object(first), let type = type(of: object),
        let known = self.object(type), case .type(let own) = known.kind, own.isData,
        typeMember(type, "__post_init__") == nil, typeMember(type, "__init__") == nil
      else { return nil }
      return copy(first, object, with: arguments)
    case "operator.itemgetter()", "operator.attrgetter()": return nil
    case "math.floor", "math.ceil", "math.trunc":
      guard let first, let number = number(first), abs(number) < 1e15 else { return nil }
      let rule: FloatingPointRoundingRule =
        path == "math.floor" ? .down : path == "math.ceil" ? .up : .towardZero
      return .int(Int(number.rounded(rule)))
    case "os.path.basename", "posixpath.basename", "os.path.dirname", "posixpath.dirname":
      guard case .string(let text)? = first, !text.contains("//") else { return nil }
      let slash = text.lastIndex(of: "/")
      if path.hasSuffix("basename") { return .string(slash.map { String(text[text.index(after: $0)...]) } ?? text) }
      guard let slash else { return .string("") }
      return .string(slash == text.startIndex ? "/" : String(text[..<slash]))
    case "os.path.splitext", "posixpath.splitext":
      guard case .string(let text)? = first else { return nil }
      let base = text.lastIndex(of: "/").map { text[text.index(after: $0)...] } ?? text[...]
      guard let dot = base.lastIndex(of: "."), !base[..<dot].allSatisfy({ $0 == "." }) else {
        return list([.string(text), .string("")], isOpen: nil, .tuple)
      }
      return list([.string(String(text[..<dot])), .string(String(text[dot...]))], isOpen: nil, .tuple)
    default: return nil
    }
  }

  private func textOrBytes(_ value: PythonValue) -> String? {
    switch value {
    case .string(let text): text
    case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
    default: nil
    }
  }

  // MARK: Regular expressions

  private func callExpressions(
    _ path: String, _ given: [PythonValue], _ arguments: PythonArguments, of owner: PythonValue?
  ) throws -> PythonValue? {
    let name = String(path.split(separator: ".").last ?? "")
    if path == "re.escape", given.count == 1, case .string(let text)? = given.first {
      let isPlain = text.utf8.allSatisfy {
        $0 < 0x80 && (UnitSet.word.contains(UInt32($0)) || "-./ ".utf8.contains($0))
      }
      guard isPlain else { return nil }
      let escaped = text.map { "-. ".contains($0) ? "\\\($0)" : String($0) }
      return .string(escaped.joined())
    }
    var rest = given
    var expression: PythonExpression?
    if path.hasPrefix("re.compile()."), case .symbol(let callee)? = owner, let made = symbols[callee].owner {
      expression = expressions[made]
    } else if let first = rest.first {
      rest.removeFirst()
      if case .string(let text) = first { expression = PythonExpression(text: text, flags: "") }
      if case .symbol(let made) = first { expression = expressions[made] }
    }
    guard var expression, arguments.keywords.allSatisfy({ $0.name == "flags" }) else { return nil }
    let place = ["compile": 0, "match": 1, "search": 1, "fullmatch": 1, "findall": 1, "finditer": 1][name]
    let flags = arguments.keywords.first?.value ?? (place.flatMap { rest.count > $0 ? rest[$0] : nil })
    if let flags {
      let known = ["re.I": "i", "re.IGNORECASE": "i", "re.M": "m", "re.MULTILINE": "m", "re.S": "s", "re.DOTALL": "s"]
      guard !path.hasPrefix("re.compile()."), expression.flags.isEmpty, let letter = known[self.path(flags)] else {
        return nil
      }
      expression = PythonExpression(text: expression.text, flags: letter)
    }
    if path == "re.compile" {
      let value = symbol("re.compile(\(key(.string(expression.text))),\(expression.flags))", path: "re.compile()")
      if case .symbol(let index) = value { expressions[index] = expression }
      return value
    }
    if name == "fullmatch" {
      expression = PythonExpression(text: "(?:\(expression.text))\\Z", flags: expression.flags)
    }
    guard let pattern = pattern(expression) else { return nil }
    let subject = name == "sub" ? 1 : 0
    guard rest.count > subject, case .string(let text) = rest[subject], let units = pattern.units(of: text) else {
      return nil
    }
    switch name {
    case "match", "fullmatch", "search":
      guard rest.count == 1 || flags != nil && arguments.keywords.isEmpty && rest.count == 2 else { return nil }
      switch pattern.search(units, from: 0, isAnchored: name != "search", steps: &steps) {
      case .undecided: return nil
      case .none: return PythonValue.none
      case .found(let match): return self.match(match, pattern, units)
      }
    case "findall", "finditer":
      guard rest.count == 1 || flags != nil && rest.count == 2, let matches = pattern.all(in: units, steps: &steps)
      else {
        return nil
      }
      let found = list(
        matches.map { match in
          if name == "finditer" { return self.match(match, pattern, units) }
          let texts = match.groups.map { PythonValue.string($0.map { TextPattern.text(units[$0]) } ?? "") }
          if texts.count < 3 { return texts[texts.count - 1] }
          return list(Array(texts.dropFirst()), isOpen: nil, .tuple)
        })
      return name == "finditer"
        ? try lazily("iter", PythonArguments(positional: [found])) ?? found : found
    case "split":
      guard rest.count == 1, arguments.keywords.isEmpty, let matches = pattern.all(in: units, steps: &steps) else {
        return nil
      }
      var pieces: [PythonValue] = []
      var start = 0
      for match in matches {
        pieces.append(.string(TextPattern.text(units[start..<match.range.lowerBound])))
        pieces += match.groups.dropFirst().map { $0.map { .string(TextPattern.text(units[$0])) } ?? .none }
        start = match.range.upperBound
      }
      return list(pieces + [.string(TextPattern.text(units[start...]))])
    case "sub":
      guard rest.count == 2, arguments.keywords.isEmpty, let matches = pattern.all(in: units, steps: &steps) else {
        return nil
      }
      return try replace(matches, pattern, units, by: rest[0])
    default: return nil
    }
  }

  private func pattern(_ expression: PythonExpression) -> TextPattern? {
    if let known = patterns[expression] { return known }
    let made = TextPattern(expression.text, flags: expression.flags, dialect: .python)
    patterns[expression] = .some(made)
    return made
  }

  private func replace(
    _ matches: [TextPattern.Match], _ pattern: TextPattern, _ units: [UInt32], by replacement: PythonValue
  ) throws -> PythonValue? {
    var template: [(text: String, group: Int?)]?
    if case .string(let text) = replacement {
      template = Self.parts(ofTemplate: text, pattern)
      guard template != nil else { return nil }
    } else if !mayRun(replacement) {
      return nil
    }
    var result = ""
    var isKnown = true
    var start = 0
    for match in matches {
      result += TextPattern.text(units[start..<match.range.lowerBound])
      start = match.range.upperBound
      if let template {
        for (text, group) in template {
          result += text
          if let group, let range = match.groups[group] { result += TextPattern.text(units[range]) }
        }
      } else {
        let made = try call(replacement, PythonArguments(positional: [self.match(match, pattern, units)]))
        if case .string(let text) = plain(made) { result += text } else { isKnown = false }
      }
      guard result.utf8.count < Self.maximumSize else { return fresh(.text) }
    }
    return isKnown ? .string(result + TextPattern.text(units[start...])) : fresh(.text)
  }

  /// A text that takes the place of what is found, with the groups in it; nil where it has other escapes.
  private static func parts(ofTemplate text: String, _ pattern: TextPattern) -> [(text: String, group: Int?)]? {
    let letters = Array(text)
    var parts: [(text: String, group: Int?)] = []
    var piece = ""
    var place = 0
    while place < letters.count {
      guard letters[place] == "\\" else {
        piece.append(letters[place])
        place += 1
        continue
      }
      guard place + 1 < letters.count else { return nil }
      let letter = letters[place + 1]
      var group: Int?
      if letter.isASCII, letter.isNumber, letter != "0" {
        if place + 2 < letters.count, letters[place + 2].isNumber { return nil }
        group = Int(String(letter))
        place += 2
      } else if letter == "g", place + 2 < letters.count, letters[place + 2] == "<",
        let end = letters[place...].firstIndex(of: ">")
      {
        let name = String(letters[place + 3..<end])
        group = Int(name) ?? pattern.names.first { $0.name == name }?.group
        place = end + 1
      } else {
        return nil
      }
      guard let group, (0..<pattern.groupCount).contains(group) else { return nil }
      parts.append((piece, group))
      piece = ""
    }
    return parts + [(piece, nil)]
  }

  /// What was found, as a match object: its groups are its elements, and those with names its entries.
  private func match(_ match: TextPattern.Match, _ pattern: TextPattern, _ units: [UInt32]) -> PythonValue {
    let (value, object) = add(.instance(of: .external(Self.matchType)))
    object.elements = match.groups.map { $0.map { .string(TextPattern.text(units[$0])) } ?? .none }
    object.entries = pattern.names.map {
      PythonObject.Entry(key: .string($0.name), value: object.elements[$0.group], place: here)
    }
    return value
  }

  /// A method of a match object.
  func callMatch(_ match: PythonObject, _ name: String, _ given: [PythonValue]) throws -> PythonValue {
    func group(_ key: PythonValue) throws -> PythonValue {
      switch key {
      case .int(let index):
        guard match.elements.indices.contains(index) else { throw exception("IndexError") }
        return match.elements[index]
      case .string:
        guard let entry = match.entries.first(where: { $0.key == key }) else { throw exception("IndexError") }
        return entry.value
      default: return fresh()
      }
    }
    let otherwise = given.first ?? PythonValue.none
    switch name {
    case "group":
      if given.count < 2 { return try group(given.first ?? .int(0)) }
      return list(try given.map(group), isOpen: nil, .tuple)
    case "groups":
      return list(match.elements.dropFirst().map { $0 == .none ? otherwise : $0 }, isOpen: nil, .tuple)
    case "groupdict": return dictionary(match.entries.map { ($0.key, $0.value == .none ? otherwise : $0.value) })
    case "start", "end": return fresh(.number)
    default: return fresh()
    }
  }

  // MARK: Tuples with names, and data classes

  private func namedTuple(_ given: [PythonValue], _ arguments: PythonArguments) throws -> PythonValue? {
    guard given.count == 2, arguments.keywords.allSatisfy({ $0.name == "defaults" }),
      case .string(let name) = plain(given[0])
    else { return nil }
    var names: [String] = []
    if case .string(let text) = plain(given[1]) {
      names = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
    } else {
      let items = try elements(of: given[1])
      guard items.isOpen == nil else { return nil }
      for item in items.values {
        guard case .string(let name) = plain(item) else { return nil }
        names.append(name)
      }
    }
    var defaults: [PythonValue] = []
    if let value = arguments.keywords.first?.value, resolved(value) != .none {
      let items = try elements(of: value)
      guard items.isOpen == nil, items.values.count <= names.count else { return nil }
      defaults = items.values
    }
    guard Set(names).count == names.count, !names.contains(where: { $0.hasPrefix("_") }) else { return nil }
    let missing = names.count - defaults.count
    var type = PythonType(name: name, bases: [.external("typing.NamedTuple")], fields: [])
    type.fields = names.enumerated().map { ($1, $0 < missing ? nil : defaults[$0 - missing]) }
    type.isData = true
    return add(.type(type)).value
  }

  /// Whether a class makes tuples with names.
  func isNamedTuple(_ type: PythonValue) -> Bool {
    guard let object = object(type), case .type(let known) = object.kind else { return false }
    return known.bases.contains(.external("typing.NamedTuple"))
  }

  /// What stands in a tuple with names; nil for any other object.
  func fields(ofTuple object: PythonObject) -> [(name: String, value: PythonValue)]? {
    guard let type = type(of: object), isNamedTuple(type), let known = self.object(type),
      case .type(let own) = known.kind
    else { return nil }
    return own.fields.map { ($0.name, object.names[$0.name] ?? PythonValue.none) }
  }

  /// A method that tuples with names have; nil for others.
  func callNamedTuple(_ object: PythonObject, _ name: String, _ arguments: PythonArguments) throws -> PythonValue? {
    guard name == "_asdict" || name == "_replace" else { return nil }
    guard let fields = fields(ofTuple: object), !arguments.isOpen else { return fresh() }
    if name == "_asdict" { return dictionary(fields.map { (.string($0.name), $0.value) }) }
    return copy(.none, object, with: arguments)
  }

  /// The same with other values of some fields.
  private func copy(_ value: PythonValue, _ object: PythonObject, with arguments: PythonArguments) -> PythonValue {
    let (result, new) = add(object.kind)
    new.names = object.names
    new.isOpen = object.isOpen
    for (name, value) in arguments.keywords { new.names[name] = value }
    return result
  }

  /// A data class as a dictionary, with all that it holds.
  func asDictionary(_ value: PythonValue, depth: Int = 0) -> PythonValue {
    guard depth < 24, let object = object(value) else { return value }
    steps += 1
    switch object.kind {
    case .instance(let type):
      guard let known = self.object(type), case .type(let own) = known.kind, own.isData else { return value }
      let names = own.fields.map(\.name).filter { object.names[$0] != nil }
      return dictionary(names.map { (.string($0), asDictionary(object.names[$0] ?? .none, depth: depth + 1)) })
    case .list, .tuple:
      return list(
        object.elements.map { asDictionary($0, depth: depth + 1) }, isOpen: object.isOpen, object.kind)
    case .dictionary where object.isOpen == nil && object.part == nil:
      return dictionary(object.entries.map { ($0.key, asDictionary($0.value, depth: depth + 1)) })
    default: return value
    }
  }

  // MARK: JSON

  private func callJSON(_ path: String, _ given: [PythonValue], _ arguments: PythonArguments) throws -> PythonValue? {
    switch path {
    case "json.loads":
      guard given.count == 1, arguments.keywords.isEmpty, let text = textOrBytes(plain(given[0])) else { return nil }
      steps += text.utf8.count / 16
      var reader = JSONReader(text)
      // Python takes these too.
      guard !["NaN", "Infinity"].contains(where: text.contains) else { return nil }
      guard let value = reader.document() else {
        if reader.isBeyond { return nil }
        throw exception("*")
      }
      return self.value(of: value)
    case "json.dumps":
      guard given.count == 1, !holdsRequest(given[0]) else { return nil }
      var separators = (", ", ": ")
      var indent = ""
      var isSorted = false
      for (name, value) in arguments.keywords {
        switch (name, plain(value)) {
        case ("separators", _):
          guard let object = object(value), object.elements.count == 2, case .string(let item) = object.elements[0],
            case .string(let key) = object.elements[1]
          else { return nil }
          separators = (item, key)
        case ("indent", .int(let count)) where (0...16).contains(count):
          indent = String(repeating: " ", count: count)
          if !arguments.keywords.contains(where: { $0.name == "separators" }) { separators.0 = "," }
        case ("sort_keys", .bool(let sorts)): isSorted = sorts
        case ("ensure_ascii", .bool), ("indent", .none): break
        default: return nil
        }
      }
      if arguments.keywords.contains(where: { $0.name == "indent" && plain($0.value) == .int(0) }) { return nil }
      var budget = 2000
      return json(of: given[0], separators, indent, "", isSorted, &budget).map { .string($0) }
    default: return nil
    }
  }

  private func value(of json: JSONReader.Value) -> PythonValue {
    switch json {
    case .null: .none
    case .bool(let truth): .bool(truth)
    case .integer(let number): .int(number)
    case .number(let number): .float(number)
    case .text(let text): .string(text)
    case .list(let items): list(items.map(value), isOpen: nil)
    case .object(let members): dictionary(of: members)
    }
  }

  /// A dictionary of members; of those of one name the last has its value, and the first its place.
  private func dictionary(of members: [(String, JSONReader.Value)]) -> PythonValue {
    var entries: [(PythonValue, PythonValue)] = []
    var places: [String: Int] = [:]
    for (name, member) in members {
      if let place = places[name] {
        entries[place].1 = value(of: member)
      } else {
        places[name] = entries.count
        entries.append((.string(name), value(of: member)))
      }
    }
    return dictionary(entries)
  }

  private func json(
    of value: PythonValue, _ separators: (String, String), _ indent: String, _ outer: String, _ isSorted: Bool,
    _ budget: inout Int
  ) -> String? {
    budget -= 1
    guard budget > 0, outer.utf8.count <= 24 * max(1, indent.utf8.count) else { return nil }
    let inner = outer + indent
    func enclosed(_ parts: [String], _ start: String, _ end: String) -> String {
      if indent.isEmpty || parts.isEmpty { return start + parts.joined(separator: separators.0) + end }
      return "\(start)\n\(inner)" + parts.joined(separator: "\(separators.0)\n\(inner)") + "\n\(outer)\(end)"
    }
    func quoted(_ text: String) -> String? {
      text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? JSONWriter.quoted(text) : nil
    }
    switch plain(value) {
    case .none: return "null"
    case .bool(let truth): return truth ? "true" : "false"
    case .int(let number): return String(number)
    case .float(let number): return Self.text(of: number)
    case .string(let text): return quoted(text)
    case .object(let index):
      let object = objects[index]
      guard object.isOpen == nil, object.part == nil, object.madeBy == nil else { return nil }
      switch object.kind {
      case .list, .tuple:
        let parts = object.elements.compactMap { json(of: $0, separators, indent, inner, isSorted, &budget) }
        return parts.count == object.elements.count ? enclosed(parts, "[", "]") : nil
      case .dictionary:
        var parts: [(name: String, text: String)] = []
        for entry in object.entries {
          guard !entry.isOptional, case .string(let name) = plain(entry.key), let key = quoted(name),
            let text = json(of: entry.value, separators, indent, inner, isSorted, &budget)
          else { return nil }
          parts.append((name, key + separators.1 + text))
        }
        if isSorted { parts.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } }
        return enclosed(parts.map(\.text), "{", "}")
      default: return nil
      }
    default: return nil
    }
  }

  // MARK: Addresses

  private func callAddresses(
    _ path: String, _ given: [PythonValue], _ arguments: PythonArguments
  ) throws -> PythonValue? {
    let name = path.dropFirst("urllib.parse.".count)
    let marks = "_.-~"
    if name == "quote" || name == "quote_plus" {
      guard case .string(let text)? = given.first, arguments.keywords.allSatisfy({ $0.name == "safe" }) else {
        return nil
      }
      var safe = name == "quote" ? "/" : ""
      if let value = arguments.value(1, "safe") {
        guard case .string(let given) = plain(value), given.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        safe = given
      }
      return .string(KnownText.percentEncoded(text, keeping: marks + safe, spaceIsPlus: name == "quote_plus"))
    }
    guard arguments.keywords.isEmpty, given.count == 1 else { return nil }
    switch name {
    case "unquote", "unquote_plus":
      guard case .string(let text) = given[0] else { return nil }
      return unquoted(text, spaceIsPlus: name == "unquote_plus").map { .string($0) }
    case "urlencode":
      guard let object = object(given[0]), object.isOpen == nil, object.part == nil, object.madeBy == nil else {
        return nil
      }
      var pairs = object.entries.map { ($0.key, $0.value) }
      if object.entries.contains(where: \.isOptional) { return nil }
      if case .list = object.kind {
        pairs = []
        for element in object.elements {
          guard let pair = self.object(element), case .tuple = pair.kind, pair.elements.count == 2 else { return nil }
          pairs.append((pair.elements[0], pair.elements[1]))
        }
      }
      var parts: [String] = []
      for (key, value) in pairs {
        guard self.object(value) == nil, let key = text(of: key), let value = text(of: value) else { return nil }
        let both = [key, value].map { KnownText.percentEncoded($0, keeping: marks, spaceIsPlus: true) }
        parts.append(both.joined(separator: "="))
      }
      return .string(parts.joined(separator: "&"))
    case "parse_qs", "parse_qsl":
      guard case .string(let text) = given[0] else { return nil }
      var pairs: [(PythonValue, PythonValue)] = []
      for part in text.split(separator: "&") {
        let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard sides.count == 2, !sides[1].isEmpty else { continue }
        guard let key = unquoted(sides[0], spaceIsPlus: true), let value = unquoted(sides[1], spaceIsPlus: true) else {
          return nil
        }
        pairs.append((.string(key), .string(value)))
      }
      if name == "parse_qsl" { return list(pairs.map { list([$0, $1], isOpen: nil, .tuple) }) }
      let result = dictionary([])
      guard let object = object(result) else { return nil }
      for (key, value) in pairs {
        if let known = try member(key, of: object) {
          self.object(known)?.elements.append(value)
        } else {
          try set(key, list([value]), in: object)
        }
      }
      object.isChanged = false
      return result
    case "urlsplit", "urlparse":
      guard case .string(let text) = given[0] else { return nil }
      return address(text, isParsed: name == "urlparse")
    default: return nil
    }
  }

  private func unquoted(_ text: String, spaceIsPlus: Bool) -> String? {
    let spaced = spaceIsPlus ? String(text.map { $0 == "+" ? " " : $0 }) : text
    return KnownText.percentDecoded(spaced, isLenient: true)
  }

  /// The parts of an address as it is usually written; nil for others.
  private func address(_ text: String, isParsed: Bool) -> PythonValue? {
    let form = PythonExpression(
      text: "([a-z]+)://([a-z0-9.-]+)(:([0-9]{1,5}))?(/[^?#;\\[\\]]*)?(\\?[^#\\[\\]]*)?(#.*)?\\Z", flags: "")
    guard let pattern = pattern(form), let units = pattern.units(of: text),
      units.allSatisfy({ (0x21..<0x7F).contains($0) }),
      case .found(let match) = pattern.search(units, from: 0, isAnchored: true, steps: &steps)
    else { return nil }
    func part(_ group: Int) -> String { match.groups[group].map { TextPattern.text(units[$0]) } ?? "" }
    let type = isParsed ? "urllib.parse.ParseResult" : "urllib.parse.SplitResult"
    let (value, object) = add(.instance(of: .external(type)))
    object.names = [
      "scheme": .string(part(1)), "netloc": .string(part(2) + part(3)), "hostname": .string(part(2)),
      "port": Int(part(4)).map { .int($0) } ?? .none, "path": .string(part(5)),
      "query": .string(String(part(6).dropFirst())), "fragment": .string(String(part(7).dropFirst())),
      "username": .none, "password": .none,
    ]
    if isParsed { object.names["params"] = .string("") }
    return value
  }
}
