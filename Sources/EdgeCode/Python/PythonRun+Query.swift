/// Which parameters the code asks the query string of the request for: known where it is asked by name.
extension PythonRun {
  /// The query string of the request, parsed to a dictionary or to pairs.
  static let parsedQuery = "urllib.parse.parse_qs(request)"
  static let parsedPairs = "urllib.parse.parse_qsl(request)"

  /// Methods of texts that give the whole text again.
  static let wholeMethods: Set<String> = [
    "strip", "lstrip", "rstrip", "lower", "upper", "casefold", "encode", "format", "join", "__str__", "zfill",
  ]

  /// What makes another text of it, or writes it to a log.
  private static let wholeFunctions = [
    "urllib.parse.quote", "urllib.parse.unquote", "urllib.parse.urlencode", "logging.",
  ]

  /// Takes note of a parameter of the query string that is asked for.
  func noteParameter(_ name: PythonValue) {
    if case .string(let text) = plain(name) {
      found.parameters.append(Found(text, at: package.place(here)))
    } else {
      noteQueryTakenApart()
    }
  }

  /// Takes note that the query string is taken apart otherwise than by names.
  func noteQueryTakenApart() {
    found.parametersUndecided.append(undecided("which parameters of the query string are looked for is not known"))
  }

  /// Whether a value is the query string, or what it was parsed to.
  func isQuery(_ value: PythonValue) -> Bool {
    let value = resolved(value)
    guard case .symbol(let index) = value else { return false }
    if let path = symbols[index].path { return path == Self.parsedQuery || path == Self.parsedPairs }
    return value == symbol("querystring", .text)
  }

  /// A method of the text itself.
  func noteQueryMethod(_ name: String, of value: PythonValue) {
    if !Self.wholeMethods.contains(name), isQuery(value) { noteQueryTakenApart() }
  }

  /// Something is looked for in what may be the query string.
  func noteQueryContains(_ container: PythonValue, _ value: PythonValue) {
    guard isQuery(container), case .symbol(let index) = container else { return }
    if symbols[index].path == Self.parsedQuery { noteParameter(value) } else { noteQueryTakenApart() }
  }

  /// What a function from outside makes of the query string; nil for anything else.
  func callWithQuery(_ path: String, _ given: [PythonValue]) throws -> PythonValue? {
    if path.hasPrefix(Self.parsedQuery + ".") {
      switch path.dropFirst(Self.parsedQuery.count + 1) {
      case "get", "pop", "setdefault", "__getitem__", "__contains__":
        if let asked = given.first { noteParameter(asked) }
      default: noteQueryTakenApart()
      }
      return nil
    }
    guard given.contains(where: isQuery) else { return nil }
    let isText = given.first == symbol("querystring", .text)
    if path == "urllib.parse.parse_qs", isText {
      try mayRaise(nil)
      return symbol("parameters", path: Self.parsedQuery)
    }
    if path == "urllib.parse.parse_qsl", isText {
      try mayRaise(nil)
      return symbol("pairs of parameters", path: Self.parsedPairs)
    }
    if !Self.wholeFunctions.contains(where: path.hasPrefix) { noteQueryTakenApart() }
    return nil
  }

  /// The dictionary of pairs of parameters; nil for anything else.
  func dictionary(ofPairs value: PythonValue?) -> PythonValue? {
    guard let value, case .symbol(let index) = resolved(value), symbols[index].path == Self.parsedPairs else {
      return nil
    }
    return symbol("parameters by pairs", path: Self.parsedQuery)
  }
}
