import Documents

/// That a document declares resources of other accounts only.
public struct OtherAccountError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which accounts, of which document, and which is read.
  public let description: String
}

extension Auditor {
  /// This one without what documents declare of other accounts than the one that is read: under the same names,
  /// something else may be there. What is left out is among the ``Auditor/notes``.
  ///
  /// - Throws: ``OtherAccountError`` where a document declares something of other accounts only.
  public func leavingOutOtherAccounts(than account: String) throws(OtherAccountError) -> Auditor {
    if account.isEmpty { return self }
    var (left, notes) = (declarations, notes)
    for (file, declared) in Dictionary(grouping: declarations, by: \.source.file).sorted(by: { $0.key < $1.key }) {
      let others = Set(declared.map(\.account)).subtracting(["", account]).sorted()
      if others.isEmpty { continue }
      let names = "account\(others.count == 1 ? "" : "s") \(others.joined(separator: ", "))"
      let count = declared.count { $0.account != account }
      guard count < declared.count else {
        throw OtherAccountError(
          description: "\(file) declares resources of \(names), and what is read is account \(account).")
      }
      let subject = "\(count) resource\(count == 1 ? "" : "s") of \(names), or of an account that it does not say,"
      notes.append(
        AuditReport.Note(
          subject, "\(count == 1 ? "is" : "are") not compared: what is read is account \(account)",
          source: SourceMark(file: file, line: 1)))
      left.removeAll { $0.source.file == file && $0.account != account }
    }
    var auditor = with(declarations: left)
    auditor.notes = notes
    return auditor
  }

  /// Whether it matters for what is declared which account is read.
  public var dependsOnAccount: Bool { declarations.contains { !$0.account.isEmpty } }
}
