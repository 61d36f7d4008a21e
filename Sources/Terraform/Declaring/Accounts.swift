import Auditing
import Schema

/// Which account each resource of a document is in, as far as the document says.
struct Accounts {
  private let byAddress: [String: String]
  private let patterns: [String: AccountPatterns]

  /// The accounts of resources, of what a plan makes, and of what it starts from.
  ///
  /// A resource without an account of its own is where its provider's configuration works, else where all others of that
  /// are, and where nothing tells those apart, where all others of the document are.
  init(of instances: [ResourceInstance], after changes: [Change]) {
    let former = changes.map { ResourceInstance(address: $0.address, type: $0.type, values: $0.before) }
    var byProvider: [String: Set<String>] = [:]
    var all: Set<String> = []
    // What others share may name their account; these name their own.
    let witnesses = instances.filter { MappedType.all[$0.type] != nil || Self.namesItsAccount($0.type) }
    for (instance, account) in (witnesses + former).compactMap({ one in one.account.map { (one, $0) } }) {
      all.insert(account)
      if !instance.provider.isEmpty { byProvider[instance.provider, default: []].insert(account) }
    }
    func only(_ accounts: Set<String>?) -> String? { accounts?.count == 1 ? accounts?.first : nil }
    byAddress = Dictionary(
      (former + instances).map { instance in
        (
          instance.address,
          instance.account ?? instance.providerAccount ?? only(byProvider[instance.provider]) ?? only(all) ?? ""
        )
      }
    ) { $1.isEmpty ? $0 : $1 }
    patterns = Dictionary(
      instances.filter { !$0.providerAccounts.areAll }.map { ($0.address, $0.providerAccounts) }
    ) { $1 }
  }

  private static func namesItsAccount(_ type: String) -> Bool {
    if case .named? = PartialType.all[type]?.part.content { return true }
    return type == ResourceInstance.callerIdentity
  }

  /// The account of the resource at an address; empty where it is not known.
  subscript(address: String) -> String { byAddress[address] ?? "" }

  /// The accounts that the resource at an address may be in, where its own is not known.
  func patterns(of address: String) -> AccountPatterns {
    self[address].isEmpty ? patterns[address] ?? AccountPatterns() : AccountPatterns()
  }
}
