import Documents
import JMESPath

extension FunctionTable {
  /// What values mean, for rules.
  static let valueFunctions = [
    // A value without what is empty in it: services leave that out as often as they say it.
    Function("without_empty", [.any]) { arguments in arguments[0].withoutEmpty ?? .null }
  ]
}

extension JSONValue {
  /// This value without what is empty in it; `nil` where that is all. Elements of lists stay, as they have places.
  fileprivate var withoutEmpty: JSONValue? {
    if isEmpty(in: .answers) { return nil }
    switch self {
    case .object(let object):
      let members = object.compactMap { member in member.value.withoutEmpty.map { (member.name, $0) } }
      return members.isEmpty ? nil : .object(JSONObject(members))
    case .array(let elements): return .array(elements.map { $0.withoutEmpty ?? $0 })
    default: return self
    }
  }
}
