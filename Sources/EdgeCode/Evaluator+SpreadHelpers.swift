import ECMAScript

/// What Babel and SWC make of the spread of an object for engines that have none: a function that copies each member by its
/// name, in which it would not be seen that all of them are copied.
extension Evaluator {
  /// The first argument with the members of the others, where the function that is called is one that a compiler copies
  /// them with; nil where something else is called.
  func spread(by closure: Closure, _ arguments: [Value]) -> Value? {
    guard !arguments.isEmpty, isSpreadHelper(closure) else { return nil }
    return objectFunction("assign", arguments)
  }

  private func isSpreadHelper(_ closure: Closure) -> Bool {
    let module = modules[Int(closure.module)]
    let function = module.program.functions[Int(closure.function)]
    guard (100...1000).contains(function.end - function.start) else { return false }
    let key = SourceOffset(module: closure.module, offset: function.start)
    if let known = spreadHelpers[key] { return known }
    let isHelper = Self.isSpreadHelper(module.program.sourceText(function.start..<function.end))
    spreadHelpers[key] = isHelper
    return isHelper
  }

  /// Whether a function copies members into its first parameter, and gives that back. What the names of its own are, a
  /// minifier decides.
  private static func isSpreadHelper(_ source: String) -> Bool {
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
