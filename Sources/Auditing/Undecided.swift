import Documents
import Estate

/// A value that was read and that no verdict is certain about: a function of rules puts it among the values that it is
/// certain of, and a predicate says whether those are enough.
extension JSONValue {
  private static let undecidedMember = "Undecided"

  /// Something that is not known, for a reason.
  static func undecided(_ reason: String) -> JSONValue { [undecidedMember: .string(reason)] }

  private var isUndecided: Bool { object?.count == 1 && object?[Self.undecidedMember]?.string != nil }

  /// Why part of it is undecided, where part of it is.
  var undecidedReason: String? {
    if isUndecided { return object?[Self.undecidedMember]?.string }
    return array?.lazy.compactMap { $0.isUndecided ? $0.undecidedReason : nil }.first
  }

  /// What is certain of it.
  var certain: JSONValue {
    if isUndecided { return .null }
    if let elements = array { return .array(elements.filter { !$0.isUndecided }) }
    return self
  }
}

extension Gap {
  /// Why nothing can be said of what it hides: nobody can mend that another account keeps something to itself.
  var reason: Finding.UnknownReason { isOfOtherAccount ? .undecided : .unread }

  /// The same in a sentence.
  var verdict: String {
    isOfOtherAccount ? "\(message) \(advice)" : "Could not be judged: \(operation) failed (\(code))."
  }
}
