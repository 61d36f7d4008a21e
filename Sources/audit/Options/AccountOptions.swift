import Accounts
import ArgumentParser
import Auditing
import Credentials
import Estate

/// Which accounts are audited, and which part of the audit this run is.
struct AccountOptions: ParsableArguments {
  @Option(
    name: .customLong("accounts"),
    help: ArgumentHelp(
      "Audit the accounts of this list, YAML or JSON: `id`, and `role` or `profile`; that of c7n-org is read too.",
      valueName: "file"), completion: .file())
  var file: String?

  @Flag(help: "Audit all accounts of the AWS organization that these credentials manage.")
  var organization = false

  @Option(help: ArgumentHelp("With --organization: the role to assume in each account.", valueName: "name"))
  var role: String?

  @Option(
    help: ArgumentHelp(
      "With --organization: only the accounts of this unit and of those below it; may be repeated.", valueName: "ou"))
  var unit: [String] = []

  @Option(
    name: .customLong("skip-account"),
    help: ArgumentHelp("Leave this account out, by number or name (`*`, `?`); may be repeated.", valueName: "glob"))
  var skipAccount: [String] = []

  @Option(
    name: .customLong("account-concurrency"),
    help: ArgumentHelp("How many accounts are read at once.", valueName: "number"))
  var accountConcurrency = 4

  func validate() throws {
    if file != nil, organization { throw ValidationError("--accounts and --organization exclude each other.") }
    if organization, role == nil {
      throw ValidationError("--organization takes --role NAME, the role to assume in each account.")
    }
    if let role, role.isEmpty || role.hasPrefix("arn:") {
      throw ValidationError(
        "--role takes the name of the role, which is the same in each account\(role.isEmpty ? "" : ", and no ARN").")
    }
    if !organization, role != nil || !unit.isEmpty {
      throw ValidationError("--role and --unit are for --organization.")
    }
    if !areSeveral, !skipAccount.isEmpty {
      throw ValidationError("--skip-account is for --accounts FILE and --organization.")
    }
    guard (1...64).contains(accountConcurrency) else {
      throw ValidationError("--account-concurrency takes a number from 1 to 64.")
    }
  }

  /// Whether accounts are named, and not just that of the credentials is audited.
  var areSeveral: Bool { file != nil || organization }

  /// The accounts that are named.
  ///
  /// - Parameters:
  ///   - session: Has the credentials of whoever runs this.
  /// - Throws: ``Failure`` where they cannot be told, none is left, or something of another account is declared.
  func accounts(for session: Session) async throws -> AccountList {
    var list: AccountList
    if let file {
      list = AccountList(try AccountFile.read(try Files.readText(file), file: file))
    } else {
      list = try await session.organization(role: role ?? "", units: unit)
    }
    for remark in list.remarks { StandardError.write("audit: \(remark)") }
    let unfit = list.skip(skipAccount)
    if !unfit.isEmpty {
      throw Failure(unfit.map { "--skip-account \"\($0)\" means no account." }.joined(separator: "\n"))
    }
    if list.accounts.isEmpty { throw Failure("No account is left to audit.") }
    return list
  }
}

/// Which part of an audit a run is.
struct ShardOptions: ParsableArguments {
  @Option(
    name: .customLong("shard"),
    help: ArgumentHelp(
      "Do only this part of the audit, as 0/8; `auto` inside an AWS Batch array, a Slurm array or a Kubernetes Job with "
        + "indexes. audit merge makes one report of all. Several accounts are spread by what they cost where a state "
        + "knows that of each of them; all shards take the same copy of it.", valueName: "i/n"))
  var text: String?

  /// The part; `nil` where it is all.
  ///
  /// - Throws: ``Failure`` where what is said is none; ``ShardError`` where no engine says it.
  func shard() throws -> Shard? {
    guard let text else { return nil }
    if text == "auto" { return try Shard(environment: Session.environment) }
    guard let shard = Shard(text) else {
      throw Failure(
        "--shard \(text): a shard is written as 0/8, the first number below the second, which is \(Shard.most) at most, or "
          + "`auto`.")
    }
    return shard
  }
}
