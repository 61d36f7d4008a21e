import Python

/// Conditions that lead to nothing but lines in a log: which way they go makes no difference to an answer.
extension PythonRun {
  /// Whether an `if` only asks, and only writes to a log.
  static func isIdle(_ branches: [Statement.Branch], _ otherwise: [Statement]) -> Bool {
    branches.allSatisfy { isQuiet($0.test) && $0.body.allSatisfy(isIdle) } && otherwise.allSatisfy(isIdle)
  }

  static func isIdle(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .pass: return true
    case .expression(let value):
      if case .string = value.kind { return true }
      guard case .chain(let base, let links) = value.kind, case .name(let name) = base.kind,
        ["print", "logger", "logging", "log", "LOGGER", "LOG"].contains(name), links.count == (name == "print" ? 1 : 2),
        case .call(let arguments)? = links.last?.access
      else { return false }
      return arguments.allSatisfy { isQuiet($0.value) }
    case .if(let branches, let otherwise): return isIdle(branches, otherwise)
    default: return false
    }
  }

  /// Methods of texts and dictionaries that only look.
  private static let looks: Set<String> = [
    "startswith", "endswith", "lower", "upper", "strip", "get", "isdigit", "format", "keys", "values", "items", "split",
    "rstrip", "lstrip", "replace", "removeprefix", "removesuffix", "title", "capitalize",
  ]

  /// Whether an expression is evaluated without a call that may do something, and without a choice within it.
  static func isQuiet(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .name, .none, .ellipsis, .bool, .integer, .float, .string, .bytes: return true
    case .formatted(let parts, _):
      return parts.allSatisfy { part in
        if case .value(let value, _, _, let format) = part { isQuiet(value) && format.isEmpty } else { true }
      }
    case .tuple(let parts), .list(let parts), .and(let parts): return parts.allSatisfy(isQuiet)
    case .unary(_, let value): return isQuiet(value)
    case .binary(let first, let rest): return isQuiet(first) && rest.allSatisfy { isQuiet($0.operand) }
    case .comparison(let first, let rest): return isQuiet(first) && rest.allSatisfy { isQuiet($0.operand) }
    case .chain(let base, let links):
      guard isQuiet(base) else { return false }
      var method: String?
      if case .name(let name) = base.kind, ["len", "str", "repr"].contains(name) { method = "get" }
      for link in links {
        switch link.access {
        case .attribute(let name): method = name
        case .item(.index(let index)):
          guard isQuiet(index) else { return false }
          method = nil
        case .call(let arguments):
          guard let called = method, looks.contains(called), arguments.allSatisfy({ isQuiet($0.value) }) else {
            return false
          }
          method = nil
        default: return false
        }
      }
      return true
    default: return false
    }
  }
}
