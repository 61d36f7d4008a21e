import Documents

/// The text of a policy document, which is edited where it changes: other statements keep their bytes.
struct PolicyText {
  private let text: JSONText

  /// The text of a policy as a service keeps it.
  ///
  /// - Parameter owner: Whose policy it is, for messages.
  init(_ bytes: [UInt8], of owner: String) throws(WriteError) {
    do {
      text = try JSONText(bytes)
    } catch {
      throw .refused("The policy of \(owner) cannot be edited safely: \(error). Change it by hand.")
    }
  }

  /// A policy with its statements in a list, also where there is one that stands by itself.
  static func document(_ policy: JSONValue) -> JSONValue {
    guard policy["Statement"].object != nil else { return policy }
    return policy.setting([policy["Statement"]], at: "Statement", of: .unknown)
  }

  /// The text of a new policy.
  static func new(_ policy: JSONValue) -> String { JSONWriter().string(policy) }

  /// The text that says another policy, which has a statement.
  ///
  /// A statement that stands by itself goes into a list when it is joined by others, and out of it when they are gone.
  /// That a list was made here is told by the space before its end.
  func changed(to policy: JSONValue, of owner: String) throws(WriteError) -> String {
    let policy = Self.document(policy)
    guard policy["Statement"].array?.isEmpty == false else {
      throw .refused("The policy of \(owner) would be left without a statement. Remove it as a whole.")
    }
    do {
      let text = try edited(to: policy)
      if Self.document(text.value) == policy { return String(decoding: text.bytes, as: UTF8.self) }
    } catch {
      throw .refused("The policy of \(owner) cannot be edited safely: \(error). Change it by hand.")
    }
    throw .refused("The policy of \(owner) cannot be written as text. Change it by hand.")
  }

  private func edited(to policy: JSONValue) throws(JSONReadingError) -> JSONText {
    var text = text
    if text.value["Statement"].object != nil, let range = text.range(of: Self.statements) {
      text = try text.replacing(range, with: Self.open + text.bytes[range] + Self.close)
    }
    text = try text.changed(to: policy)
    if policy["Statement"].array?.count == 1, let list = text.range(of: Self.statements),
      Self.isMade(text.bytes[list]), let statement = text.range(of: Self.statements.appending(.index(0)))
    {
      text = try text.replacing(list, with: text.bytes[statement])
    }
    return text
  }

  private static let statements = DocumentPath([.member("Statement")])
  private static let open = Array("[".utf8)
  private static let close = Array(" ]".utf8)

  private static func isMade(_ list: ArraySlice<UInt8>) -> Bool {
    list.starts(with: Array("[{".utf8)) && list.suffix(3) == Array("} ]".utf8)[...]
  }
}
