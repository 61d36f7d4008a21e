import ECMAScript

/// A function that compilers, bundlers and SDKs put into code. It is known by its text, since a minifier has taken its name.
enum KnownFunction: Hashable {
  /// What tsc makes generators with for ES5, by the members that it keeps.
  case generator
  /// What tsc makes asynchronous generators with, and goes over them with, by what it throws.
  case asyncGenerator
  /// What tsc goes on with in another asynchronous generator.
  case asyncDelegator
  /// What Babel makes asynchronous generators with.
  case asyncGeneratorClass
  /// What marks that an asynchronous generator waits: of tsc, and of Babel and SWC.
  case wait, waitOrDelegate
  /// What Babel and SWC make of a class of the language's own that is extended.
  case nativeSuper
  /// What Babel makes generators with.
  case regenerator
  /// What Babel and SWC spread objects with.
  case spread
  /// What they all take the rest of an object with, without the members that a list names.
  case rest
  /// What tsc takes lists apart with.
  case read
  /// What they all look up private members with.
  case privateRead
  /// The module in which version 2 of the SDK begins.
  case sdkCore
  /// The constructor of a client of version 3 of the SDK.
  case sdkClient

  /// How many bytes it has: what is longer holds more than it.
  var length: ClosedRange<Int32> {
    switch self {
    case .generator: 300...4000
    case .asyncGenerator: 200...2000
    case .asyncDelegator: 150...800
    case .asyncGeneratorClass: 200...4000
    case .wait, .waitOrDelegate: 20...200
    case .nativeSuper: 300...1500
    case .regenerator: 100...6000
    case .spread: 100...1000
    case .rest: 120...1200
    case .read: 100...800
    case .privateRead: 20...900
    case .sdkCore: 300...12_000
    case .sdkClient: 200...8000
    }
  }

  /// Whether this is its text.
  func isShown(by source: String) -> Bool {
    switch self {
    case .generator: ["trys", "sent", "ops"].allSatisfy(source.contains)
    case .asyncGenerator: source.contains("Symbol.asyncIterator is not defined.")
    case .asyncDelegator:
      ["Symbol.iterator]", "(\"throw\"", "(\"return\"", "done:", "throw "].allSatisfy(source.contains)
        && !source.contains("new Promise")
    case .asyncGeneratorClass:
      ["\"throw\"", "\"return\"", ".then(", "new Promise(", "_invoke"].allSatisfy(source.contains)
    case .wait:
      ["thisinstanceof", "?(this.v=", ",this):new"].allSatisfy(source.filter { !$0.isWhitespace }.contains)
    case .waitOrDelegate: ["this.v", "this.k"].allSatisfy(source.contains) && !source.contains("new ")
    case .nativeSuper: ["Super expression must", "new Map", "Object.create("].allSatisfy(source.contains)
    case .regenerator: ["instanceof", "Object.create(", "_invoke"].allSatisfy(source.contains)
    case .spread: Self.isSpread(source)
    case .rest:
      source.contains(".indexOf(") && source.contains("return ")
        && (["propertyIsEnumerable.call(", "getOwnPropertySymbols"].allSatisfy(source.contains)
          || source.ranges(of: ".indexOf(").count == 2 && source.ranges(of: ".call(").count == 2)
    case .read:
      source.contains(".iterator") && !source.contains("isArray")
        && ["Symbol", "-->0", ".next()).done", "return"].allSatisfy(source.filter { !$0.isWhitespace }.contains)
    case .privateRead: Self.readsPrivately(source)
    case .sdkCore:
      ["VERSION:", "Signers:", "Protocol:", "apiLoader:", "SequentialExecutor"].allSatisfy(source.contains)
    case .sdkClient: ["super(", "this.config", "this.middlewareStack.use("].allSatisfy(source.contains)
    }
  }

  /// Whether a function looks up a private member: tsc and esbuild say so in what they throw, Babel asks a map for it.
  private static func readsPrivately(_ source: String) -> Bool {
    let says = [
      "read private member", "read from private field", "access private method", "in\" operator on", "'in' operator",
    ]
    if says.contains(where: source.contains) { return true }
    let text = source.filter { !$0.isWhitespace && $0 != ";" }
    guard let returning = text.range(of: "return") else { return false }
    let result = text[returning.upperBound...]
    guard let asking = result.range(of: ".get("), result.hasSuffix("))}") else { return text.contains(",\"get\")") }
    let (map, rest) = (result[..<asking.lowerBound], result[asking.upperBound...])
    return !map.contains("(") && rest.contains("(\(map),")
  }

  /// Whether a function copies members into its first parameter, and gives that back.
  private static func isSpread(_ source: String) -> Bool {
    let copies =
      source.contains("getOwnPropertyDescriptors")
      || (source.contains("getOwnPropertySymbols") && source.contains("arguments"))
    guard copies, source.contains("forEach"), let opening = source.firstIndex(of: "("),
      let returning = source.ranges(of: "return ").last
    else { return false }
    let parameter = source[opening...].dropFirst().prefix { $0 != "," && $0 != ")" }
    let rest = source[returning.upperBound...].filter { !$0.isWhitespace && $0 != ";" }
    return !parameter.isEmpty && rest == "\(parameter)}"
  }
}

extension Evaluator {
  /// Whether a function is that one. Its text is looked at once.
  func isKnown(_ known: KnownFunction, _ closure: Closure) -> Bool {
    isKnown(known, module: closure.module, function: closure.function)
  }

  /// Whether a function of a module is that one. Its text is looked at once.
  func isKnown(_ known: KnownFunction, module: Int32, function: Int32) -> Bool {
    let program = modules[Int(module)].program
    let range = program.functions[Int(function)]
    guard known.length.contains(range.end - range.start) else { return false }
    let place = SourceOffset(module: module, offset: range.start)
    if let answer = knownFunctions[known]?[place] { return answer }
    let answer = known.isShown(by: program.sourceText(range.start..<range.end))
    knownFunctions[known, default: [:]][place] = answer
    return answer
  }

  /// The elements of either of several lists, where the function that is called is the one that takes lists apart: it
  /// asks their iterators, and what belongs to one list would not be known any more. nil where something else is called.
  func read(by closure: Closure, _ arguments: [Value]) -> Value? {
    guard (1...2).contains(arguments.count), isKnown(.read, closure), let lists = exactLists(arguments[0]) else {
      return nil
    }
    let made = lists.map { makeArray($0) }
    return made.dropFirst().reduce(made[0]) { $0.joined($1) }
  }

  /// The first argument with the members of the others, where the function that is called is one that a compiler spreads
  /// objects with: it copies each member by its name, in which it would not be seen that all of them are copied. nil where
  /// something else is called.
  func spread(by closure: Closure, _ arguments: [Value]) -> Value? {
    guard !arguments.isEmpty, isKnown(.spread, closure) else { return nil }
    return objectFunction("assign", arguments)
  }

  /// An object without the members that a list names, where the function that is called is one that a compiler takes the rest
  /// of an object with. nil where something else is called.
  func rest(by closure: Closure, _ arguments: [Value]) -> Value? {
    guard arguments.count == 2, isKnown(.rest, closure) else { return nil }
    let names = elements(of: arguments[1])
    let taken = names.known.compactMap(\.string)
    guard names.isExact, names.others == nil, taken.count == names.known.count else { return nil }
    let id = makeObject()
    copyMembers(of: arguments[0], to: id, without: taken)
    return .object(id)
  }
}
