import AWSCore
import AWSServices
import Documents

/// Reads which accounts an organization has.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts.html>
public struct Organization: Sendable {
  private let client: Client
  private let role: String
  private let own: String

  /// An organization.
  ///
  /// - Parameters:
  ///   - client: Has the credentials of its management account, or of a delegated administrator.
  ///   - role: The role to assume in each account: its name.
  ///   - own: The account of these credentials, which is read with them.
  public init(client: Client, role: String, own: String) {
    self.client = client
    self.role = role
    self.own = own
  }

  /// The accounts that are open, in the order of their numbers. Others are left out, which the remarks say.
  ///
  /// - Parameter units: The units, or roots, whose accounts are meant, with those of the units below; none for all.
  /// - Throws: ``ServiceError`` where a list cannot be read: half of an organization is none.
  public func accounts(of units: [String] = []) async throws(ServiceError) -> AccountList {
    var listed: [JSONValue] = []
    if units.isEmpty {
      listed = try await client.items(Organizations.listAccounts)
    } else {
      var waiting = units
      var seen = Set(units)
      while let unit = waiting.popLast() {
        listed += try await client.items(Organizations.listAccountsForParent, ["ParentId": .string(unit)])
        let below = try await client.items(
          Organizations.listOrganizationalUnitsForParent, ["ParentId": .string(unit)])
        for id in below.compactMap(\.["Id"].string) where seen.insert(id).inserted { waiting.append(id) }
      }
    }
    var known: Set<String> = []
    var accounts: [AccountEntry] = []
    var (closed, remarks): ([AccountEntry], [String]) = ([], [])
    for account in listed {
      guard let id = account["Id"].string, known.insert(id).inserted else { continue }
      let name = account["Name"].string ?? ""
      // AWS replaces Status by State.
      let state = account["State"].string ?? account["Status"].string ?? "ACTIVE"
      guard state == "ACTIVE" else {
        closed.append(AccountEntry(id: id, name: name))
        remarks.append("The account \(id)\(name.isEmpty ? "" : " (\(name))") is \(state), and is left out.")
        continue
      }
      accounts.append(AccountEntry(id: id, name: name, roles: id == own ? [] : [role]))
    }
    return AccountList(accounts.sorted { $0.id < $1.id }, closed: closed, remarks: remarks.sorted())
  }
}
