import Auditing
import Reporting
import Terraform

/// Reads Terraform documents.
enum TerraformFiles {
  /// What a document declares: of a plan what is to be, with what the state holds now, else what the state holds.
  static func declarations(_ path: String) throws -> [Declaration] {
    let document = try read(path)
    if !document.notes.isEmpty {
      StandardError.write(
        "audit: \(path): \(document.notes.count) of what it says is not compared; `audit baseline import` tells what.")
    }
    return document.declarations
  }

  /// The document in a file.
  static func read(_ path: String) throws -> TerraformDocument {
    try TerraformDocument(bytes: try Files.read(path), file: path)
  }
}

extension TerraformDocument {
  /// What is to be: of a plan with what the state holds now, else what the state holds.
  var declarations: [Declaration] {
    guard let planned else { return state }
    struct Subject: Hashable {
      let selector: Declaration.Selector
      let account: String
      init(_ declaration: Declaration) { (selector, account) = (declaration.selector, declaration.account) }
    }
    let held = Dictionary(state.map { (Subject($0), $0.expect) }) { first, _ in first }
    return planned.map { declaration in
      var declaration = declaration
      declaration.held = held[Subject(declaration)]
      return declaration
    }
  }
}

extension Auditor {
  /// This one without what Terraform documents declare of other accounts than the one that is read: under the same names,
  /// something else may be there.
  ///
  /// - Throws: ``Failure`` where a document declares something of other accounts only.
  func leavingOutOtherAccounts(than account: String) throws -> Auditor {
    if account.isEmpty { return self }
    var left = declarations
    for (file, declared) in Dictionary(grouping: declarations, by: \.source.file).sorted(by: { $0.key < $1.key }) {
      let others = Set(declared.map(\.account)).subtracting(["", account]).sorted()
      if others.isEmpty { continue }
      let names = "account\(others.count == 1 ? "" : "s") \(others.joined(separator: ", "))"
      let count = declared.count { $0.account != account }
      guard count < declared.count else {
        throw Failure("\(file) declares resources of \(names), and what is read is account \(account).")
      }
      StandardError.write(
        "audit: \(file): \(counted(count, "resource")) of \(names), or of an account that it does not say, "
          + "\(count == 1 ? "is" : "are") not compared: what is read is account \(account).")
      left.removeAll { $0.source.file == file && $0.account != account }
    }
    return Auditor(
      rules: rules, declarations: left, context: context, filter: filter, configuration: configuration)
  }

  /// Whether it matters for what is declared which account is read.
  var dependsOnAccount: Bool { declarations.contains { !$0.account.isEmpty } }
}
