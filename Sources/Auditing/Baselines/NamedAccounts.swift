import Documents
import Schema

/// The accounts that the ARNs in declarations name. A file that does not say which account it is for may be of another
/// one than the one that is read, where a resource of the same name is something else.
struct NamedAccounts {
  private let account: String
  /// The accounts that each file names which does not say that it is for a single one.
  private var byFile: [String: Set<String>] = [:]

  /// Those in declarations that are held against an account.
  init(_ declarations: [Declaration], reading account: String) {
    self.account = account
    if account.isEmpty { return }
    for declaration in declarations where !declaration.isOfOneAccount {
      let named = JSONValue.object(declaration.expect).namedAccounts
      byFile[declaration.source.file, default: []].formUnion(named)
    }
  }

  /// Why a value that a file declares is not written; `nil` where it may be.
  func objection(to value: JSONValue, declaredIn file: String) -> String? {
    guard let named = byFile[file] else { return nil }
    // What names the account that is read is of this one, or of several.
    let others = (named.contains(account) ? value.namedAccounts : named).subtracting([account]).sorted()
    if others.isEmpty { return nil }
    let names = "account\(others.count == 1 ? "" : "s") \(others.joined(separator: ", "))"
    return "\(file) names \(names), and does not say that it is for account \(account) alone. Where it is, write "
      + "`account: \"\(account)\"` at its head."
  }
}

extension Declaration {
  /// Whether it is known to be of a single account.
  fileprivate var isOfOneAccount: Bool { !account.isEmpty || accounts.areOne }
}

extension JSONValue {
  /// The accounts that ARNs in it name.
  fileprivate var namedAccounts: Set<String> {
    var accounts: Set<String> = []
    var open = [self]
    while let value = open.popLast() {
      switch value {
      case .string(let text): accounts.formUnion(text.namedAccounts)
      case .array(let elements): open += elements
      case .object(let object):
        open += object.values
        for member in object { accounts.formUnion(member.name.namedAccounts) }
      default: break
      }
    }
    return accounts
  }
}

extension String {
  /// The accounts that ARNs in a text name.
  fileprivate var namedAccounts: [String] {
    guard contains("arn:") else { return [] }
    return split(separator: ":", omittingEmptySubsequences: false).namedAccounts
  }
}

extension [Substring] {
  /// The accounts in the parts of a text between its colons: of an ARN it is the fourth after `arn`.
  fileprivate var namedAccounts: [String] {
    indices.filter { $0 + 5 < count && self[$0].hasSuffix("arn") }.map { String(self[$0 + 4]) }
      .filter { $0.utf8.count == 12 && $0.utf8.allSatisfy { (48...57).contains($0) } }
  }
}
