import Documents
import Estate

/// Which accounts something is for: patterns of their numbers or names.
public struct AccountPatterns: Sendable, Hashable {
  /// The patterns; none where it is for any.
  public let patterns: [String]
  /// The numbers of the accounts that it is not for, whatever the patterns say.
  public let excluded: [String]
  private let globs: [Glob]

  /// Those that fit one of some patterns; all, where there is none.
  public init(_ patterns: [String] = [], except excluded: [String] = []) {
    self.patterns = patterns
    self.excluded = excluded
    globs = patterns.map(Glob.init)
  }

  /// Whether an account is one of them.
  public func fit(_ account: String, named name: String = "") -> Bool {
    !excluded.contains(account) && (globs.isEmpty || globs.contains { Optional($0).fits(account, name) })
  }

  /// Whether it is for any.
  public var areAll: Bool { patterns.isEmpty && excluded.isEmpty }

  /// Whether it is just one account, by its number.
  var areOne: Bool { patterns.count == 1 && patterns[0].utf8.allSatisfy { (48...57).contains($0) } }
}

/// That a document declares resources of other accounts only.
public struct OtherAccountError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Which accounts, of which document, and which is read.
  public let description: String
}

/// What is declared of an account, by the document or by the file.
private protocol DeclaredOfAccounts {
  /// The account, where a document says it; else empty.
  var account: String { get }
  /// The accounts that the file is for.
  var accounts: AccountPatterns { get }
  /// Where it is written.
  var source: SourceMark { get }
  /// The document that was given, of which the file is a part; else empty.
  var document: String { get }
}

extension Declaration: DeclaredOfAccounts {}

extension Closure: DeclaredOfAccounts {
  fileprivate var account: String { "" }
  fileprivate var document: String { "" }
}

extension DeclaredOfAccounts {
  /// Whether it matters which account is read.
  fileprivate var saysAccount: Bool { !account.isEmpty || !accounts.areAll }

  /// The document that was given.
  fileprivate var given: String { document.isEmpty ? source.file : document }

  /// The accounts that it is said to be of; none where only others are said.
  fileprivate var said: [String] { account.isEmpty ? accounts.patterns : [account] }

  /// Whether it may be meant for an account that is read.
  fileprivate func fits(_ account: String, _ name: String) -> Bool {
    [account, ""].contains(self.account) && accounts.fit(account, named: name)
  }
}

extension [any DeclaredOfAccounts] {
  /// The accounts that they are said to be of, in words.
  fileprivate var names: String {
    let said = Set(flatMap(\.said)).sorted()
    return said.isEmpty ? "other accounts" : "account\(said.count == 1 ? "" : "s") \(said.joined(separator: ", "))"
  }
}

extension Auditor {
  /// This one without what documents and baselines declare of other accounts than the one that is read: under the same
  /// names, something else may be there. What is left out is among the ``Auditor/notes``.
  ///
  /// - Throws: ``OtherAccountError`` where a document declares something of other accounts only.
  public func leavingOutOtherAccounts(than account: String) throws(OtherAccountError) -> Auditor {
    if account.isEmpty || !dependsOnAccount { return self }
    let name = configuration.accountName
    var (left, guarding, notes) = (declarations, bystanders.declarations, notes)
    let documents = Dictionary(grouping: declared, by: \.given)
    for (file, ones) in Dictionary(grouping: declared, by: \.source.file).sorted(by: { $0.key < $1.key }) {
      let others = ones.filter { !$0.fits(account, name) }
      if others.isEmpty { continue }
      let names = others.names
      // Beside what is of another account, what says none may be of that one too.
      func isLeft(_ one: any DeclaredOfAccounts) -> Bool { one.saysAccount && one.fits(account, name) }
      let count = ones.count { !isLeft($0) }
      let document = ones[0].given
      guard count < ones.count || documents[document]?.contains(where: isLeft) == true else {
        throw OtherAccountError(
          description: "\(document) declares resources of \(names), and what is read is account \(account).")
      }
      let subject = "\(count) resource\(count == 1 ? "" : "s") of \(names), or of an account that it does not say,"
      // What is not asked about is compared nowhere.
      if !left.isEmpty {
        notes.append(
          AuditReport.Note(
            subject, "\(count == 1 ? "is" : "are") not compared: what is read is account \(account)",
            source: SourceMark(file: file, line: 1)))
      }
      left.removeAll { $0.source.file == file && !isLeft($0) }
      guarding.removeAll { $0.source.file == file && !isLeft($0) }
    }
    var auditor = with(declarations: left)
    auditor.bystanders.declarations = guarding
    auditor = auditor.leavingOutWhatFitsNot(account)
    auditor.notes = notes
    return auditor
  }

  /// This one without what is declared of other accounts than one of several: where a document declares nothing of that
  /// one, it says nothing of it.
  public func leavingOutWhatFitsNot(_ account: String) -> Auditor {
    if !dependsOnAccount { return self }
    let name = configuration.accountName
    var auditor = with(
      declarations: declarations.filter { $0.fits(account, name) },
      closures: closures.filter { $0.fits(account, name) }, context: context.filter { $0.fits(account, name) })
    auditor.bystanders.declarations.removeAll { !$0.fits(account, name) }
    return auditor
  }

  /// What is declared of an account and not judged here.
  func bystandingDeclarations(of account: String) -> [Declaration] {
    bystanders.declarations.filter { $0.fits(account, configuration.accountName) }
  }

  /// All that is declared.
  private var declared: [any DeclaredOfAccounts] {
    (declarations + bystanders.declarations) as [any DeclaredOfAccounts] + closures as [any DeclaredOfAccounts]
  }

  /// Whether it matters for what is declared which account is read.
  public var dependsOnAccount: Bool {
    declared.contains(where: \.saysAccount) || context.contains(where: \.saysAccount)
  }

  /// This one, for several accounts: of each file that is for none of them there is a note, as nobody judges it.
  ///
  /// - Parameter accounts: The numbers of the accounts, with what people call them.
  /// - Throws: ``OtherAccountError`` where a document declares something of another account, or where nothing is left that
  ///   could be judged.
  public func reading(_ accounts: [(number: String, name: String)]) throws(OtherAccountError) -> Auditor {
    func fits(_ one: any DeclaredOfAccounts) -> Bool { accounts.contains { one.fits($0.number, $0.name) } }
    let strays = declared.filter { $0.saysAccount && !fits($0) }
    let documents = Dictionary(grouping: declared, by: \.given)
    var auditor = self
    for (file, ones) in Dictionary(grouping: strays, by: \.source.file).sorted(by: { $0.key < $1.key }) {
      let reason = "declares resources of \(ones.names), which is not among those that are audited"
      let document = ones[0].given
      let isPart = document != file && documents[document]?.contains { $0.saysAccount && fits($0) } == true
      if rules.isEmpty && strays.count == declared.count || ones.contains(where: { !$0.account.isEmpty }) && !isPart {
        throw OtherAccountError(description: "\(document) \(reason).")
      }
      auditor.notes.append(AuditReport.Note("This file", reason, source: SourceMark(file: file, line: 1)))
    }
    return auditor
  }
}
