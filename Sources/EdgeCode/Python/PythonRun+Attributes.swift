/// Attributes by names that are values: `hasattr`, `getattr`, `delattr`.
extension PythonRun {
  /// Whether a value has an attribute, and that; nil where it is not known.
  private func attributeAsked(_ value: PythonValue, _ name: String) throws -> (isThere: Bool?, PythonValue?) {
    let value = resolved(value)
    do {
      let member = try attribute(value, name)
      if let object = object(member), case .native(let of, let own) = object.kind, own == name {
        return (hasNative(of, name), member)
      }
      switch (value, member) {
      case (.external, _), (.symbol, _), (.none, _), (.builtin, _): return (nil, member)
      case (_, .symbol): return (nil, member)
      default: return (true, member)
      }
    } catch PythonSignal.raised(let raised) {
      let type = object(raised).flatMap { self.type(of: $0) } ?? raised
      guard type == .builtin("AttributeError") else { throw PythonSignal.raised(raised) }
      return (false, nil)
    }
  }

  /// Whether one of the language's own types has a method; nil where that is not known.
  private func hasNative(_ value: PythonValue, _ name: String) -> Bool? {
    let value = resolved(value)
    let type: String?
    if let object = object(value) {
      switch object.kind {
      case .list where object.viewed == nil: type = "list"
      case .tuple: type = "tuple"
      case .dictionary where object.madeBy == nil: type = "dict"
      default: type = nil
      }
    } else {
      switch value {
      case .string: type = "str"
      case .bytes: type = "bytes"
      case .symbol(let index): type = symbols[index].knownType == .text ? "str" : nil
      default: type = nil
      }
    }
    guard let type, !name.hasPrefix("_") else { return nil }
    return Self.methods[type]?.contains(name)
  }

  private static let methods: [String: Set<String>] = [
    "list": [
      "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort",
    ],
    "tuple": ["count", "index"],
    "dict": [
      "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values",
    ],
    "str": ofTexts.union([
      "casefold", "encode", "format", "format_map", "isdecimal", "isidentifier", "isnumeric", "isprintable",
    ]),
    "bytes": ofTexts.union(["decode", "fromhex", "hex"]),
  ]

  private static let ofTexts: Set<String> = [
    "capitalize", "center", "count", "endswith", "expandtabs", "find", "index", "isalnum", "isalpha", "isascii",
    "isdigit", "islower", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "maketrans", "partition",
    "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split",
    "splitlines", "startswith", "strip", "swapcase", "title", "translate", "upper", "zfill",
  ]

  func callAttribute(_ name: String, _ arguments: PythonArguments) throws -> PythonValue {
    let given = arguments.positional
    guard given.count > 1, case .string(let member) = plain(given[1]) else {
      return name == "hasattr" ? fresh(.truth) : fresh()
    }
    if name == "delattr" {
      guard let object = object(given[0]), case .instance = object.kind else { return .none }
      object.isChanged = true
      if object.names.removeValue(forKey: member) == nil, object.isOpen == nil { throw exception("AttributeError") }
      return .none
    }
    let (isThere, value) = try attributeAsked(given[0], member)
    if name == "hasattr" {
      return .bool(isThere ?? decide("hasattr \(key(given[0])) \(member)"))
    }
    if given.count > 2 {
      return isThere ?? decide("hasattr \(key(given[0])) \(member)") ? value ?? fresh() : given[2]
    }
    if isThere == false { throw exception("AttributeError") }
    return value ?? fresh()
  }
}
