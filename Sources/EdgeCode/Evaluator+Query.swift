import ECMAScript

/// Which parameters the code asks the query string of a Lambda handler's request for.
///
/// They are known where it is asked for them by name; whoever takes it apart otherwise may look for any.
extension Evaluator {
  /// The query string of the request as it is parsed: into an object, as the web has it, as a part of a URL.
  static let parsedQuery = "querystring.parse(request)"
  static let queryParameters = "new URLSearchParams(request)"
  static let requestURL = "new URL(request)"
  static let parsedURL = "url.parse(request)"

  private static let queryParsers: Set<String> = ["querystring.parse", "querystring.decode"]
  /// What changes the parameters or makes a text of them, and finds none.
  private static let unasking: Set<String> = ["toString", "append", "set", "delete", "sort", "size"]
  /// Methods of texts that give the whole text again.
  private static let wholeMethods: Set<String> = [
    "toString", "valueOf", "trim", "trimStart", "trimEnd", "concat", "normalize", "padStart", "padEnd", "toLowerCase",
    "toUpperCase", "length", "localeCompare",
  ]

  /// Notes that a parameter is asked for.
  func noteParameter(_ name: String) {
    if parameters.count < 1000 { parameters.append(Found(name, at: place(here))) }
  }

  /// Notes that the query string is taken apart otherwise than by names.
  func noteQueryTakenApart() {
    let what = Undecided("which parameters of the query string are looked for is not known", at: place(here))
    if parametersUndecided.count < 20, !parametersUndecided.contains(what) { parametersUndecided.append(what) }
  }

  /// Whether a value is the query string, or holds it.
  func isQuery(_ value: Value) -> Bool {
    value.atoms.contains { atom in
      if case .text(let origin) = atom { return origin.holdsQuery }
      guard case .object(let id) = atom, case .external(let path) = heap.objects[Int(id)].kind else { return false }
      return isQuery(path)
    }
  }

  private func isQuery(_ path: String) -> Bool {
    path == Self.parsedQuery || path.hasPrefix(Self.queryParameters)
  }

  /// A method of a text that holds the query string.
  func noteQueryMethod(_ name: String, of text: Atom) {
    if case .text(.wholeRequest) = text, name == "length" || !Self.wholeMethods.contains(name) {
      readsUndecided.append(Undecided("what is made of the whole request is looked at", at: place(here)))
    }
    if case .text(let origin) = text, origin.holdsQuery, !Self.wholeMethods.contains(name) { noteQueryTakenApart() }
  }

  /// Notes that the query string is compared with a text: that it is empty asks for no parameter.
  func noteQueryComparison(_ op: Operator, _ left: Atom, _ right: Atom) {
    guard op != .add else { return }
    switch (left, right) {
    case (.text(let origin), .string(let text)) where origin.holdsQuery && !text.isEmpty: noteQueryTakenApart()
    case (.string(let text), .text(let origin)) where origin.holdsQuery && !text.isEmpty: noteQueryTakenApart()
    default: break
    }
  }

  /// Notes that all members of something from outside are gone over.
  func noteGoingOver(_ path: String) {
    if isQuery(path) { noteQueryTakenApart() }
  }

  /// A member of what the query string was made; nil for anything else.
  func queryMember(_ path: String, _ name: String) -> Value? {
    switch (path, name) {
    case (Self.parsedQuery, _):
      if !Self.objectMethods.contains(name) { noteParameter(name) }
      return Self.objectMethods.contains(name) ? nil : Value([.text(.madeOfEvent), .undefined])
    case (Self.requestURL, "searchParams"): return external(Self.queryParameters)
    case (Self.requestURL, "search"), (Self.requestURL, "href"), (Self.parsedURL, "search"), (Self.parsedURL, "href"):
      return Value(.text(.madeOfQuery))
    case (Self.parsedURL, "query"): return external(Self.parsedQuery)
    case (Self.requestURL, _): return externalMember("new URL()", name)
    default: return nil
    }
  }

  /// What a function from outside makes of the query string; nil for anything else.
  func callWithQuery(_ path: String, this: Value, _ arguments: [Value]) -> Value? {
    let first = arguments.first ?? .undefined
    if path.hasPrefix(Self.queryParameters + ".") {
      let name = path.split(separator: ".").last.map(String.init) ?? path
      if ["get", "getAll", "has"].contains(name) {
        if let asked = first.string { noteParameter(asked) } else { noteQueryTakenApart() }
      } else if name == "toString" {
        return Value(.text(.madeOfQuery))
      } else if !Self.unasking.contains(name) {
        noteQueryTakenApart()
      }
      return callExternal("new URLSearchParams().\(name)", this: this, arguments)
    }
    if path == Self.parsedQuery + ".hasOwnProperty" {
      if let asked = first.string { noteParameter(asked) } else { noteQueryTakenApart() }
      return .truth
    }
    guard arguments.contains(where: isQuery) else { return nil }
    if Self.queryParsers.contains(path), isQuery(first) { return external(Self.parsedQuery) }
    if path == "url.parse", arguments.count > 1, truth(of: arguments[1].first) == true {
      return external(Self.parsedURL)
    }
    // Text is made of them; an address of all of them is escaped, and a log holds them.
    let isWhole = ["querystring.stringify", "querystring.escape", "querystring.unescape", "util.inspect"].contains(path)
    if !isWhole { noteQueryTakenApart() }
    return isWhole ? Value(.text(.madeOfQuery)) : nil
  }

  /// What is made by `new` of the query string; nil for anything else.
  func constructWithQuery(_ path: String, _ arguments: [Value]) -> Value? {
    guard let first = arguments.first, isQuery(first) else { return nil }
    switch path {
    case "URLSearchParams", "url.URLSearchParams": return external(Self.queryParameters)
    case "URL", "url.URL": return external(Self.requestURL)
    default:
      noteQueryTakenApart()
      return nil
    }
  }
}
