import Python

extension PythonRun {
  /// The text that `str` makes of a value, where it is known.
  func text(of value: PythonValue) -> String? {
    // What a member is that is a text too depends on the version.
    if let object = object(value), case .instance(let type) = object.kind, let own = self.object(type),
      case .type(let known) = own.kind, !known.members.isEmpty, known.bases.contains(.builtin("str"))
    {
      return nil
    }
    switch plain(value) {
    case .string(let text): return text
    case .int(let number): return String(number)
    case .bool(let truth): return truth ? "True" : "False"
    case .float(let number): return Self.text(of: number)
    case .none: return "None"
    case .object(let index):
      // An exception is its message.
      guard case .instance = objects[index].kind, let arguments = objects[index].names["args"].flatMap(object),
        arguments.isOpen == nil, arguments.elements.count < 2
      else { return nil }
      // Which key is missing is written as it would be in code.
      if case .instance(.builtin("KeyError")) = objects[index].kind {
        return arguments.elements.first.map(representation) ?? ""
      }
      return arguments.elements.first.map { text(of: $0) } ?? ""
    default: return nil
    }
  }

  /// A method of one of the language's own types.
  func callMethod(_ this: PythonValue, _ name: String, _ arguments: PythonArguments) throws -> PythonValue {
    let this = resolved(this)
    if let object = object(this) {
      switch object.kind {
      case .dictionary: return try callDictionary(this, object, name, arguments)
      case .list, .tuple, .set: return try callList(this, object, name, arguments)
      case .iterator(let iterator):
        if name == "__next__", let value = try next(of: this, otherwise: nil) { return value }
        if name == "close" { _ = try drain(iterator) }
        return fresh()
      case .coroutine: return name == "result" ? object.elements.first ?? fresh() : fresh()
      case .instance(let type):
        if Self.isRunner(type) { return try callRunner(object, this, name, arguments) }
        if name == "__setattr__", case .string(let attribute)? = arguments.positional.first.map(plain) {
          object.names[attribute] = arguments.positional.dropFirst().first ?? PythonValue.none
          return .none
        }
        if name == "__init__" { object.names["args"] = list(arguments.positional, isOpen: nil, .tuple) }
        if type == .external(Self.matchType) { return try callMatch(object, name, arguments.positional.map(plain)) }
        if let value = try callNamedTuple(object, name, arguments) { return value }
        return name == "__init__" ? .none : fresh()
      default: return fresh()
      }
    }
    switch this {
    case .string(let text): return try callText(text, name, arguments)
    case .bytes(let bytes):
      switch name {
      case "decode":
        let encoding = arguments.value(0, "encoding").map(plain) ?? .string("utf-8")
        guard case .string(let name) = encoding, let text = String(validating: bytes, as: UTF8.self),
          Self.isUTF8(name, of: text)
        else { return fresh(.text) }
        return .string(text)
      case "hex" where arguments.positional.isEmpty: return .string(KnownText.hexadecimal(bytes))
      case "hex": return fresh(.text)
      default: return fresh()
      }
    case .builtin("dict") where name == "fromkeys":
      let items = try elements(of: arguments.positional.first ?? .none)
      let value = dictionary(items.values.map { ($0, arguments.positional.dropFirst().first ?? .none) })
      object(value)?.isOpen = items.isOpen
      return value
    case .builtin("str") where name == "maketrans": return fresh()
    case .builtin("object") where name == "__setattr__", .builtin("str"), .builtin("dict"), .builtin("list"):
      guard let first = arguments.positional.first else { return fresh() }
      var rest = arguments
      rest.positional.removeFirst()
      return try callMethod(first, name, rest)
    default: return try callUnknownText(this, name, arguments)
    }
  }

  private func callUnknownText(
    _ this: PythonValue, _ name: String, _ arguments: PythonArguments
  ) throws -> PythonValue {
    noteQueryMethod(name, of: this)
    if !Self.wholeMethods.contains(name), holdsRequest(this) { noteRequest("what is made of the request is looked at") }
    let given = (arguments.positional + arguments.keywords.map(\.value)).map(key).joined(separator: ",")
    let made = "\(key(this)).\(name)(\(given))"
    switch name {
    case "startswith", "endswith", "isdigit", "isalpha", "isalnum", "islower", "isupper", "isspace", "isnumeric",
      "isdecimal", "isidentifier":
      return symbol(made, .truth)
    case "find", "rfind", "count", "bit_length": return symbol(made, .number)
    case "index", "rindex":
      try mayRaise("ValueError")
      return symbol(made, .number)
    case "encode": return symbol(made, .bytes)
    case "decode":
      try mayRaise("UnicodeDecodeError")
      return symbol(made, .text)
    case "partition", "rpartition":
      return list((0..<3).map { symbol("\(made)[\($0)]", .text) }, isOpen: nil, .tuple)
    case "split", "rsplit":
      let pieces = symbol(made)
      // Between separators there is a piece at least, be it empty.
      if case .string? = arguments.positional.first, case .symbol(let index) = pieces { filled.insert(index) }
      return pieces
    case "splitlines": return symbol(made)
    case "join": return symbol(made, .text)
    default: return symbol(made, isText(this) ? .text : .any)
    }
  }

  // MARK: Texts

  private func callText(_ text: String, _ name: String, _ arguments: PythonArguments) throws -> PythonValue {
    let given = arguments.positional.map(plain)
    steps += text.utf8.count / 256
    func argument(_ index: Int) -> String? {
      if index < given.count, case .string(let text) = given[index] { text } else { nil }
    }
    let unknown = { try self.callUnknownText(.string(text), name, arguments) }
    switch name {
    case "lower", "casefold":
      // What a sigma becomes depends on where it stands, and letters are folded otherwise than they are lowered.
      let isFolded = name == "casefold" && !text.utf8.allSatisfy { $0 < 0x80 }
      return text.unicodeScalars.contains("Σ") || isFolded ? try unknown() : .string(text.lowercased())
    case "upper": return .string(text.uppercased())
    case "title" where text.utf8.allSatisfy({ $0 < 0x80 }): return .string(Self.title(text))
    case "capitalize" where text.utf8.allSatisfy({ $0 < 0x80 }):
      return .string(text.prefix(1).uppercased() + text.dropFirst().lowercased())
    case "strip", "lstrip", "rstrip":
      guard given.isEmpty || argument(0) != nil else { return try unknown() }
      let set = argument(0).map { UnitSet($0.unicodeScalars.map { $0.value...$0.value }) } ?? .pythonSpace
      return .string(text.trimmed(atStart: name != "rstrip", atEnd: name != "lstrip", of: set))
    case "startswith", "endswith":
      var parts = given.first.map { [$0] } ?? []
      if let first = given.first, let several = object(first) { parts = several.elements.map(plain) }
      var isKnown = given.count == 1
      for part in parts {
        guard case .string(let part) = part else {
          isKnown = false
          continue
        }
        if isKnown, name == "startswith" ? Self.starts(text, with: part) : Self.ends(text, with: part) {
          return .bool(true)
        }
      }
      return isKnown ? .bool(false) : try unknown()
    case "split" where given.count < 2 && arguments.keywords.isEmpty:
      guard let separator = argument(0) else {
        guard given.isEmpty || given[0] == .none else { return try unknown() }
        return list(text.unicodeScalars.split { UnitSet.pythonSpace.contains($0.value) }.map { .string(String($0)) })
      }
      guard !separator.isEmpty else { throw exception("ValueError") }
      return list(Self.split(text, by: separator).map(PythonValue.string))
    case "rsplit" where given.count == 2 && arguments.keywords.isEmpty:
      guard let separator = argument(0), !separator.isEmpty, !Self.overlapsItself(separator),
        case .int(let most) = given[1], most >= 0
      else { return try unknown() }
      let parts = Self.split(text, by: separator)
      let first = parts.dropLast(most).joined(separator: separator)
      return list(((parts.count > most ? [first] : []) + parts.suffix(most)).map(PythonValue.string))
    case "split" where given.count == 2 && arguments.keywords.isEmpty:
      guard let separator = argument(0), !separator.isEmpty, case .int(let most) = given[1], most >= 0 else {
        return try unknown()
      }
      let parts = Self.split(text, by: separator)
      let last = parts.dropFirst(most).joined(separator: separator)
      return list((parts.prefix(most) + (parts.count > most ? [last] : [])).map(PythonValue.string))
    case "find", "index", "count":
      guard given.count == 1, let part = argument(0), !part.isEmpty else { return try unknown() }
      let parts = Self.split(text, by: part)
      if name == "count" { return .int(parts.count - 1) }
      if parts.count > 1 { return .int(parts[0].unicodeScalars.count) }
      if name == "index" { throw exception("ValueError") }
      return .int(-1)
    case "rpartition":
      guard let separator = argument(0), !separator.isEmpty, !Self.overlapsItself(separator) else {
        return try unknown()
      }
      let parts = Self.split(text, by: separator)
      let rest = parts.dropLast().joined(separator: separator)
      let values = parts.count > 1 ? [rest, separator, parts[parts.count - 1]] : ["", "", text]
      return list(values.map(PythonValue.string), isOpen: nil, .tuple)
    case "zfill", "rjust", "ljust":
      guard case .int(let width)? = given.first, given.count == 1 || name != "zfill", given.count < 3, width < 1000
      else {
        return try unknown()
      }
      var filler = name == "zfill" ? "0" : " "
      if given.count == 2 {
        guard let given = argument(1), given.unicodeScalars.count == 1 else { return try unknown() }
        filler = given
      }
      if name == "zfill", let first = text.first, "+-".contains(first) { return try unknown() }
      let padding = String(repeating: filler, count: max(0, width - text.unicodeScalars.count))
      return .string(name == "ljust" ? text + padding : padding + text)
    case "format":
      if let made = try filled(text, arguments) { return .string(made) }
      return try formatUnknown(text, arguments)
    case "isalpha" where text.utf8.allSatisfy({ $0 < 0x80 }):
      return .bool(!text.isEmpty && text.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) })
    case "swapcase" where text.utf8.allSatisfy({ $0 < 0x80 }):
      return .string(String(text.map { $0.isUppercase ? Character($0.lowercased()) : Character($0.uppercased()) }))
    // Three control characters end a line, too.
    case "splitlines"
    where given.isEmpty && arguments.keywords.isEmpty && !text.utf8.contains(where: { (28...30).contains($0) }):
      var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      if lines.last?.isEmpty == true { lines.removeLast() }
      return list(lines.map { .string(String($0)) })
    case "partition":
      guard let separator = argument(0), !separator.isEmpty else { return try unknown() }
      let parts = Self.split(text, by: separator)
      let rest = parts.dropFirst().joined(separator: separator)
      let values = parts.count > 1 ? [parts[0], separator, rest] : [text, "", ""]
      return list(values.map(PythonValue.string), isOpen: nil, .tuple)
    case "replace":
      guard given.count >= 2, let old = argument(0), let new = argument(1), !old.isEmpty else { return try unknown() }
      let parts = Self.split(text, by: old)
      guard given.count == 3 else { return .string(parts.joined(separator: new)) }
      guard case .int(let most) = given[2] else { return try unknown() }
      guard most >= 0, most < parts.count - 1 else { return .string(parts.joined(separator: new)) }
      let rest = parts[most...].joined(separator: old)
      return .string((parts[..<most] + [rest]).joined(separator: new))
    case "join":
      let items = try elements(of: given.first ?? .none)
      let texts = items.values.map { self.text(of: $0) }
      var isOrdered = items.values.count < 2
      if let first = given.first.flatMap(object), case .set = first.kind {} else { isOrdered = true }
      // What is no text is not joined.
      let hasOther = items.values.contains { if case .string = plain($0) { false } else { isLiteral($0) } }
      if hasOther { throw exception("TypeError") }
      if items.isOpen == nil, isOrdered, texts.allSatisfy({ $0 != nil }) {
        return .string(texts.compactMap(\.self).joined(separator: text))
      }
      return symbol("join \(key(.string(text))) \(items.values.map(key)) \(items.isOpen == nil)", .text)
    case "encode":
      let encoding = arguments.value(0, "encoding").map(plain) ?? .string("utf-8")
      guard case .string(let name) = encoding, Self.isUTF8(name, of: text) else { return try unknown() }
      return .bytes(Array(text.utf8))
    case "isdigit" where text.utf8.allSatisfy({ $0 < 0x80 }):
      return .bool(!text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) })
    case "removeprefix":
      guard let part = argument(0) else { return try unknown() }
      let count = Self.starts(text, with: part) ? part.unicodeScalars.count : 0
      return .string(String(text.unicodeScalars.dropFirst(count)))
    case "removesuffix":
      guard let part = argument(0) else { return try unknown() }
      let count = Self.ends(text, with: part) ? part.unicodeScalars.count : 0
      return .string(String(text.unicodeScalars.dropLast(count)))
    case "format_map", "center", "translate", "expandtabs", "swapcase": return try formatUnknown(text, arguments)
    default: return try unknown()
    }
  }

  private func formatUnknown(_ text: String, _ arguments: PythonArguments) throws -> PythonValue {
    for value in arguments.positional + arguments.keywords.map(\.value) where object(value) != nil {
      _ = try string(of: value)
    }
    let given = arguments.positional.map(key) + arguments.keywords.map { key($0.value) }
    return symbol("format \(text) \(given)", .text)
  }

  /// Whether an encoding makes of a text what UTF-8 makes of it.
  private static func isUTF8(_ encoding: String, of text: String) -> Bool {
    let name = encoding.lowercased().filter { $0 != "-" && $0 != "_" }
    return name == "utf8"
      || ["ascii", "usascii", "latin1", "iso88591"].contains(name) && text.utf8.allSatisfy { $0 < 0x80 }
  }

  private static func title(_ text: String) -> String {
    var isStart = true
    var result = ""
    for character in text {
      result += isStart ? character.uppercased() : character.lowercased()
      isStart = !character.isLetter
    }
    return result
  }

  // Swift compares characters, of which a line feed behind a carriage return is none; Python compares what they are of.

  private static func starts(_ text: String, with part: String) -> Bool { text.utf8.starts(with: part.utf8) }

  private static func ends(_ text: String, with part: String) -> Bool {
    text.utf8.suffix(part.utf8.count).elementsEqual(part.utf8)
  }

  /// Whether a text that is cut at a separator from its end may be cut elsewhere than from its start.
  private static func overlapsItself(_ separator: String) -> Bool {
    let bytes = Array(separator.utf8)
    return (1..<max(1, bytes.count)).contains { bytes.prefix($0) == bytes.suffix($0) }
  }

  static func split(_ text: String, by separator: String) -> [String] {
    let bytes = Array(text.utf8)
    let mark = Array(separator.utf8)
    var parts: [String] = []
    var start = 0
    var index = 0
    while index + mark.count <= bytes.count {
      if bytes[index..<index + mark.count].elementsEqual(mark) {
        parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
        index += mark.count
        start = index
      } else {
        index += 1
      }
    }
    parts.append(String(decoding: bytes[start...], as: UTF8.self))
    return parts
  }

  // MARK: Dictionaries

  private func callDictionary(
    _ this: PythonValue, _ object: PythonObject, _ name: String, _ arguments: PythonArguments
  ) throws -> PythonValue {
    let first = arguments.positional.first.map(plain)
    let otherwise = arguments.positional.dropFirst().first
    switch name {
    case "__init__":
      if let first { try update(object, with: first) }
      for (name, value) in arguments.keywords { try set(.string(name), value, in: object) }
      if arguments.isOpen { open(object, "its members are not known") }
      object.isChanged = false
      return .none
    case "__setattr__":
      if case .string(let attribute)? = first { object.names[attribute] = otherwise ?? PythonValue.none }
      return .none
    case "get":
      guard let first else { return fresh() }
      note(reading: first, of: object, tests: true)
      return try member(first, of: object, isAsked: true) ?? otherwise ?? .none
    case "__getitem__": return try first.map { try entry(this, object, $0) } ?? fresh()
    case "__contains__", "has_key": return .bool(try first.map { try contains(this, $0) } ?? false)
    case "setdefault":
      guard let first else { return fresh() }
      note(reading: first, of: object, tests: true)
      if let value = try member(first, of: object, isAsked: true) { return value }
      try set(first, otherwise ?? .none, in: object)
      return otherwise ?? .none
    case "__setitem__":
      if let first { try set(first, otherwise ?? .none, in: object) }
      return .none
    case "pop":
      guard let first else { return fresh() }
      // A header that is taken away need not be looked at.
      if object.part != .requestHeaders { note(reading: first, of: object, tests: otherwise != nil) }
      let value = try member(first, of: object, isAsked: otherwise != nil)
      if try remove(first, from: object) { return value ?? fresh() }
      if let otherwise { return otherwise }
      throw exception("KeyError", [first])
    case "update":
      if let first { try update(object, with: first) }
      for (name, value) in arguments.keywords { try set(.string(name), value, in: object) }
      if arguments.isOpen { open(object, "members are set that are not known") }
      return .none
    case "keys":
      return view(.keys, of: this, list(try elements(of: this).values, isOpen: object.isOpen))
    case "values":
      if isRequest(object) { noteRequest("all of the request is looked at") }
      var values = object.entries.map(\.value)
      if object.isOpen != nil { values.append(try anyValue(of: object)) }
      return view(.values, of: this, list(values, isOpen: object.isOpen))
    case "items":
      if isRequest(object) { noteRequest("all of the request is looked at") }
      var pairs = object.entries.map { list([$0.key, $0.value], isOpen: nil, .tuple) }
      if object.isOpen != nil {
        let key = try elements(of: this).values.last ?? fresh(.text)
        pairs.append(list([key, try anyValue(of: object)], isOpen: nil, .tuple))
      }
      return view(.items, of: this, list(pairs, isOpen: object.isOpen))
    case "copy":
      let (value, copy) = add(.dictionary)
      try update(copy, with: this)
      copy.isChanged = object.isChanged
      copy.names = object.names
      return value
    case "clear":
      object.entries = []
      open(object, "all of it is taken away")
      return .none
    case "popitem":
      open(object, "a member is taken away")
      return fresh()
    default: return fresh()
    }
  }

  private func anyValue(of object: PythonObject) throws -> PythonValue {
    guard let part = object.part, let make = eventMember(part, .string("*")) else { return fresh() }
    return make()
  }

  // MARK: Lists and sets

  private func callList(
    _ this: PythonValue, _ object: PythonObject, _ name: String, _ arguments: PythonArguments
  ) throws -> PythonValue {
    let first = arguments.positional.first.map(plain)
    switch name {
    case "appendleft":
      object.isChanged = true
      if let first { object.elements.insert(first, at: 0) }
      return .none
    case "popleft" where object.isOpen == nil && !object.elements.isEmpty:
      object.isChanged = true
      return object.elements.removeFirst()
    case "append", "add":
      object.isChanged = true
      if case .set = object.kind, let first, isLiteral(first), object.elements.contains(first) { return .none }
      if let first { object.elements.append(first) }
      return .none
    case "extend", "update", "union", "__or__":
      let items = try elements(of: first ?? .none)
      if name == "union" || name == "__or__" {
        return list(object.elements + items.values, isOpen: object.isOpen ?? items.isOpen, .set)
      }
      object.isChanged = true
      try extend(object, items)
      return .none
    case "insert":
      object.isChanged = true
      guard case .int(let index)? = first, arguments.positional.count == 2, object.isOpen == nil else {
        open(object, "an element is set whose place is not known")
        return .none
      }
      let count = object.elements.count
      object.elements.insert(
        arguments.positional[1], at: min(max(index < 0 ? count + index : index, 0), count))
      return .none
    case "pop":
      object.isChanged = true
      let wasOpen = object.isOpen != nil
      guard !wasOpen, case .list = object.kind, case .int(let given) = first ?? .int(-1) else {
        open(object, "an element is taken away")
        try mayRaise("IndexError")
        return wasOpen ? object.elements.last ?? fresh() : fresh()
      }
      let index = given < 0 ? object.elements.count + given : given
      guard object.elements.indices.contains(index) else { throw exception("IndexError") }
      return object.elements.remove(at: index)
    case "remove", "discard":
      object.isChanged = true
      guard object.isOpen == nil, let first, ([first] + object.elements).allSatisfy(isLiteral) else {
        open(object, "an element is taken away")
        return .none
      }
      guard let place = object.elements.firstIndex(of: first) else {
        if name == "remove" { throw exception("ValueError") }
        return .none
      }
      object.elements.remove(at: place)
      return .none
    case "clear", "popleft":
      if name == "clear" { object.elements = [] } else { open(object, "an element is taken away") }
      object.isChanged = true
      return .none
    case "copy": return list(object.elements, isOpen: object.isOpen, object.kind)
    case "sort":
      object.isChanged = true
      let sorted = self.object(try sorted(this, arguments))
      object.elements = sorted?.elements ?? object.elements
      object.isOpen = object.isOpen ?? sorted?.isOpen
      return .none
    case "reverse":
      object.isChanged = true
      if name == "reverse" { object.elements.reverse() }
      return .none
    case "index", "count":
      guard object.isOpen == nil, let first, arguments.positional.count == 1,
        ([first] + object.elements).allSatisfy(isLiteral)
      else {
        if name == "index" { try mayRaise("ValueError") }
        return fresh(.number)
      }
      if name == "count" { return .int(object.elements.count { $0 == first }) }
      guard let place = object.elements.firstIndex(of: first) else { throw exception("ValueError") }
      return .int(place)
    case "rotate", "extendleft":
      open(object, "its order is not known")
      return .none
    case "issubset", "issuperset", "isdisjoint": return fresh(.truth)
    default: return list(object.elements, isOpen: undecided("the elements are not known"), object.kind)
    }
  }

  private func view(_ view: PythonObject.View, of dictionary: PythonValue, _ list: PythonValue) -> PythonValue {
    object(list)?.viewed = dictionary
    object(list)?.view = view
    return list
  }
}
