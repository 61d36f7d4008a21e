import Python

/// Runs a handler along one way: where the code decides by what is not known, a list of choices says what happens.
///
/// Nothing is joined: whoever asks runs the handler again with the next choices, until there are no others.
final class PythonRun {
  /// How many nodes one way may take.
  static let maximumSteps = 60_000
  static let maximumDepth = 320

  let package: PythonPackage
  /// The status of the origin's response.
  let status: Int
  /// What is known of the event beforehand.
  let event: EventContext
  /// Whether conditions are joined that only say which text a variable gets, or whether a header is set.
  let joins: Bool

  /// One of several things that happened.
  struct Choice {
    let choice: Int
    let count: Int
    let place: PythonLocation
  }

  // Choices: those that are given, and those that were made, with their number of alternatives.
  private let given: [Int]
  private(set) var choices: [Choice] = []
  var facts: [String: Int] = [:]

  var objects: [PythonObject] = []
  var symbols: [PythonSymbol] = []
  private var symbolsByKey: [String: Int] = [:]
  /// What symbols turned out to be on this way.
  var bound: [Int: PythonValue] = [:]
  var loaded: [Int: PythonValue] = [:]
  /// Whether what is evaluated makes no difference to what comes behind it, so that one way through it is enough.
  var isIdle = false
  /// How many `try` statements with handlers surround what is evaluated.
  var tries = 0
  var steps = 0
  var depth = 0
  var module = 0
  var offset = 0
  /// Where something was returned last.
  var returned: PythonLocation?
  /// The name of the function that returned it.
  var returnedBy: String?
  /// Whether the handler, of that name, returned nothing in so many words.
  var returnedNothing = false
  private var unique = 0
  private var longTexts: [String: Int] = [:]

  /// The regular expressions that symbols stand for, and what was made of their texts.
  var expressions: [Int: PythonExpression] = [:]
  var patterns: [PythonExpression: TextPattern?] = [:]

  /// The names that functions assigned around them.
  private(set) var outerNames: [(frame: PythonFrame, name: String)] = []
  /// The symbols that stand for what a loop leaves after any number of rounds, or are made of that, and where something was
  /// decided by one of them: of this way it is not known whether any number of rounds leads there.
  private var ofLoops: Set<Int> = []
  private(set) var decidedByLoop: Undecided?

  /// The symbols that are lists with an element for certain, and those that are their lengths.
  var filled: Set<Int> = []
  var positive: Set<Int> = []

  /// The symbols that are made of all of the request.
  var ofRequest: Set<Int> = []

  var found = PythonFindings()
  /// The region that clients get without their own.
  var defaultRegion = SDKClient.Region.none

  init(_ package: PythonPackage, status: Int, event: EventContext, choices: [Int], joins: Bool = false) {
    self.package = package
    self.joins = joins
    self.status = status
    self.event = event
    given = choices
  }

  // MARK: Choices and symbols

  var here: PythonLocation { PythonLocation(module: module, offset: offset) }

  func undecided(_ reason: String) -> Undecided { Undecided(reason, at: package.place(here)) }

  /// One of several things that may happen; for the same key the same one.
  func choose(_ count: Int, _ key: String? = nil) -> Int {
    if let key, let known = facts[key] { return known }
    if isIdle, key != nil { return 0 }
    let choice = choices.count < given.count ? given[choices.count] : 0
    choices.append(Choice(choice: choice, count: count, place: here))
    if let key {
      facts[key] = choice
      if decidedByLoop == nil, names(key, oneOf: ofLoops) {
        decidedByLoop = undecided("what a loop leaves is not followed")
      }
    }
    return choice
  }

  func decide(_ key: String) -> Bool { choose(2, key) == 0 }

  func symbol(_ key: String, _ knownType: PythonSymbol.KnownType = .any, path: String? = nil) -> PythonValue {
    steps += key.utf8.count / 256
    if let known = symbolsByKey[key] { return resolved(.symbol(known)) }
    symbols.append(PythonSymbol(knownType: knownType, path: path.map { $0.utf8.count < 200 ? $0 : "?" }))
    symbolsByKey[key] = symbols.count - 1
    if isOfRequest(key) { ofRequest.insert(symbols.count - 1) }
    if names(key, oneOf: ofLoops) { ofLoops.insert(symbols.count - 1) }
    return .symbol(symbols.count - 1)
  }

  /// What a loop leaves after any number of rounds.
  func leftByLoop() -> PythonValue {
    let value = fresh()
    if case .symbol(let index) = value { ofLoops.insert(index) }
    return value
  }

  /// Something unknown that is like nothing else.
  func fresh(_ knownType: PythonSymbol.KnownType = .any, path: String? = nil) -> PythonValue {
    unique += 1
    return symbol("#\(unique)", knownType, path: path)
  }

  /// Another one of the elements that a symbol stands for.
  func another(_ value: PythonValue) -> PythonValue {
    guard case .symbol(let index) = value else { return value }
    unique += 1
    return symbol("another $\(index) \(unique)", symbols[index].knownType, path: symbols[index].path)
  }

  func resolved(_ value: PythonValue) -> PythonValue {
    if case .symbol(let index) = value, let known = bound[index] { return known }
    return value
  }

  func key(_ value: PythonValue) -> String {
    switch resolved(value) {
    case .symbol(let index): "$\(index)"
    case .string(let text): text.utf8.count > 64 ? longKey(text) : "'\(text)'"
    case .bytes(let bytes) where bytes.count > 64: longKey("\(bytes)")
    case .object(let index):
      if case .tuple = objects[index].kind {
        "(" + objects[index].elements.map { object($0) == nil ? key($0) : "object" }.joined(separator: ",") + ")"
      } else {
        "object\(index)"
      }
    case let other: "\(other)"
    }
  }

  /// Keys do not grow with what they are made of.
  private func longKey(_ text: String) -> String {
    steps += text.utf8.count / 256
    let number = longTexts[text] ?? longTexts.count
    longTexts[text] = number
    return "text\(number)"
  }

  func add(_ kind: PythonObject.Kind) -> (value: PythonValue, object: PythonObject) {
    let object = PythonObject(kind)
    objects.append(object)
    return (.object(objects.count - 1), object)
  }

  func object(_ value: PythonValue) -> PythonObject? {
    if case .object(let index) = resolved(value) { return objects[index] }
    return nil
  }

  func list(_ elements: [PythonValue], isOpen: Undecided? = nil, _ kind: PythonObject.Kind = .list) -> PythonValue {
    let (value, object) = add(kind)
    object.elements = elements
    if case .set = kind {
      var seen: Set<PythonValue> = []
      object.elements = elements.filter { !isLiteral($0) || seen.insert($0).inserted }
    }
    object.isOpen = isOpen
    return value
  }

  func dictionary(_ entries: [(PythonValue, PythonValue)]) -> PythonValue {
    let (value, object) = add(.dictionary)
    object.entries = entries.map { PythonObject.Entry(key: plain($0), value: $1, place: here) }
    return value
  }

  // MARK: Exceptions

  /// - Parameter arguments: What it carries; nil where that is not followed.
  func exception(_ name: String, _ arguments: [PythonValue]? = nil) -> PythonSignal {
    let (value, object) = add(.instance(of: .builtin(name)))
    object.names["args"] = list(
      arguments ?? [], isOpen: arguments == nil ? undecided("what an error says is not followed") : nil, .tuple)
    return .raised(value)
  }

  /// Where somebody would catch it, what may raise an exception does so on a way of its own.
  func mayRaise(_ name: String?) throws {
    guard tries > 0, choose(2) == 1 else { return }
    throw exception(name ?? "*")
  }

  func step() throws {
    steps += 1
    if steps > Self.maximumSteps { throw PythonSignal.stopped(undecided("the code takes too many steps to follow")) }
  }

  func nested<Result>(_ body: () throws -> Result) throws -> Result {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.maximumDepth { throw PythonSignal.stopped(undecided("calls are nested too deeply to follow")) }
    return try body()
  }

  // MARK: Names

  func lookUp(_ name: String, _ frame: PythonFrame) throws -> PythonValue {
    var next: PythonFrame? = frame.globals.contains(name) ? frame.module : frame
    while let frame = next {
      if let value = frame.names[name] { return resolved(value) }
      if frame.isOpen { return symbol("open.\(name)", path: "?.\(name)") }
      next = frame.parent
    }
    if Self.builtins.contains(name) || Self.exceptionBases[name] != nil { return .builtin(name) }
    if name == "__name__" { return .string("index") }
    if name.hasPrefix("__") { return symbol("name \(name)", .text) }
    throw exception("NameError")
  }

  func assign(_ name: String, _ value: PythonValue, _ frame: PythonFrame) {
    if frame.globals.contains(name) {
      frame.module.names[name] = value
      outerNames.append((frame.module, name))
    } else if frame.nonlocals.contains(name) {
      var next = frame.parent
      while let frame = next, frame.names[name] == nil { next = frame.parent }
      (next ?? frame).names[name] = value
      outerNames.append((next ?? frame, name))
    } else {
      frame.names[name] = value
    }
  }

  // MARK: Modules

  /// The module of a file of the package.
  func load(_ path: String) throws -> PythonValue {
    if let reason = package.unread[path] { throw PythonSignal.stopped(reason) }
    let index: Int
    do {
      index = try package.module(at: path)
    } catch {
      package.unread[path] = error
      throw PythonSignal.stopped(error)
    }
    if let value = loaded[index] { return value }
    let frame = PythonFrame(parent: nil)
    let (value, _) = add(.module(frame))
    loaded[index] = value
    let before = (module, offset, tries)
    defer { (module, offset, tries) = before }
    module = index
    tries = 0
    _ = try nested { try run(package.modules[index].module.body, frame) }
    return value
  }

  /// A module by its name: of the package, or from outside.
  func importModule(_ name: String) throws -> PythonValue {
    let root = name.prefix { $0 != "." }
    guard !PythonPackage.sdk.contains(String(root)) else { return .external(name) }
    if let path = package.path(of: name) {
      do {
        return try load(path)
      } catch PythonSignal.stopped(let reason) {
        // What cannot be followed is as unknown as what is not there.
        package.unread[path] = reason
        return .external(name)
      }
    }
    if package.hasPackage(name) { return .external("?package.\(name)") }
    if !Self.harmless.contains(String(root)) { try mayRaise("ModuleNotFoundError") }
    return .external(name)
  }

  /// The name of a module that a relative import means.
  func absoluteName(_ name: String, level: Int) -> String {
    guard level > 0 else { return name }
    let folders = package.packageName(of: package.modules[module].path)
    return (folders.dropLast(level - 1) + (name.isEmpty ? [] : [name])).joined(separator: ".")
  }

  func importMember(_ name: String, of moduleName: String) throws -> PythonValue {
    if package.path(of: moduleName) != nil, let object = object(try importModule(moduleName)),
      case .module(let frame) = object.kind
    {
      if let value = frame.names[name] { return value }
      if frame.isOpen { return symbol("open.\(name)", path: "?.\(name)") }
    }
    let full = moduleName.isEmpty ? name : "\(moduleName).\(name)"
    if package.path(of: full) != nil || package.hasPackage(full) { return try importModule(full) }
    if package.path(of: moduleName) != nil, package.path(of: moduleName).flatMap({ package.unread[$0] }) == nil {
      throw exception("ImportError")
    }
    return .external(full)
  }

  static let exceptionBases: [String: String] = [
    "BaseException": "", "Exception": "BaseException", "KeyError": "LookupError", "IndexError": "LookupError",
    "LookupError": "Exception", "ValueError": "Exception", "TypeError": "Exception", "AttributeError": "Exception",
    "NameError": "Exception", "RuntimeError": "Exception", "NotImplementedError": "RuntimeError",
    "StopIteration": "Exception", "ZeroDivisionError": "ArithmeticError", "ArithmeticError": "Exception",
    "OverflowError": "ArithmeticError", "AssertionError": "Exception", "OSError": "Exception", "IOError": "OSError",
    "FileNotFoundError": "OSError", "PermissionError": "OSError", "TimeoutError": "OSError",
    "ConnectionError": "OSError", "ImportError": "Exception", "ModuleNotFoundError": "ImportError",
    "UnicodeDecodeError": "ValueError", "UnicodeError": "ValueError", "EOFError": "Exception",
    "RecursionError": "RuntimeError", "MemoryError": "Exception", "SystemExit": "BaseException",
    "KeyboardInterrupt": "BaseException", "Warning": "Exception", "UserWarning": "Warning",
    "UnboundLocalError": "NameError", "BufferError": "Exception", "GeneratorExit": "BaseException",
  ]

  static let builtins: Set<String> = [
    "abs", "all", "any", "ascii", "bin", "bool", "bytearray", "bytes", "callable", "chr", "classmethod", "dict", "dir",
    "divmod", "enumerate", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr", "hash", "hex",
    "id", "input", "int", "isinstance", "issubclass", "iter", "len", "list", "locals", "map", "max", "min", "next",
    "object", "oct", "open", "ord", "pow", "print", "property", "range", "repr", "reversed", "round", "set", "setattr",
    "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip", "NotImplemented",
    "Ellipsis", "delattr", "eval", "exec", "complex", "memoryview", "breakpoint", "compile", "__import__", "aiter",
    "anext",
  ]
}
