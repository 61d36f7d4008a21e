import Documents
import JMESPath
import Schema

extension FunctionTable {
  /// What is known of AWS that ages, for rules.
  static let factFunctions = [
    // The last day of a Lambda runtime's support; nothing for families that do not run at the edge, undecided for a
    // runtime that is newer than what is known.
    Function("support_ends", [[.string, .null]]) { arguments in
      switch Facts.supportEnd(ofRuntime: arguments.first?.string ?? "") {
      case .known(let date): .string(date.description)
      case .none: .null
      case .unknown(let reason): .undecided(reason)
      }
    },
    // The state of a Lambda function or version, undecided for one that is newer than what is known, and for none.
    Function("lambda_state", [[.string, .null]]) { arguments in
      switch LambdaVersionSchema.state(arguments.first?.string ?? "") {
      case .known(let state): .string(state)
      case .none: .undecided("Lambda names no state.")
      case .unknown(let reason): .undecided(reason)
      }
    },
    // The name of a runtime of CloudFront functions, undecided for one that is newer than what is known.
    Function("function_runtime", [[.string, .null]]) { arguments in
      guard let name = arguments.first?.string else { return .null }
      if case .unknown(let reason) = Facts.functionRuntime(name) { return .undecided(reason) }
      return .string(name)
    },
    // What was found out of code by what is known of runtimes; undecided for a runtime that is newer than that.
    Function("on_function_runtime", [[.string, .null], .any]) { arguments in
      let (runtime, found) = (arguments.first?.string, arguments.last ?? .null)
      guard let runtime, found != [], case .unknown(let reason) = Facts.functionRuntime(runtime) else { return found }
      return .undecided(reason)
    },
    // The name of a security policy of CloudFront, undecided for one that is newer than what is known.
    Function("security_policy", [[.string, .null]]) { arguments in
      guard let name = arguments.first?.string else { return .null }
      if case .unknown(let reason) = Facts.securityPolicy(name) { return .undecided(reason) }
      return .string(name)
    },
    // Whether all that a security policy takes can have a post-quantum key exchange.
    Function("is_post_quantum", [[.string, .null]]) { arguments in
      guard let name = arguments.first?.string else { return false }
      switch Facts.securityPolicy(name) {
      case .known(let policy): return .bool(policy["isPostQuantum"] == true)
      case .none: return false
      case .unknown(let reason): return .undecided(reason)
      }
    },
    // A limit of AWS by its name.
    Function("aws_limit", [.string]) { arguments in
      let name = arguments.first?.string ?? ""
      guard let limit = Facts.limit(name) else { throw UnknownLimit(name: name) }
      return .integer(limit)
    },
  ]
}

/// A name that no limit has.
private struct UnknownLimit: Error, CustomStringConvertible {
  let name: String

  var description: String {
    "there is no limit \"\(name)\".\(Suggestion.phrase(for: name, among: Facts.limits))"
  }
}
