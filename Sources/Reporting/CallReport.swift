/// Which calls a check takes, and why, for people.
public struct CallReport: Sendable {
  /// The calls of one operation.
  public struct Entry: Sendable {
    let operation: String
    let count: Int?
    let least: Int?
    let unit: String
    let state: String?
    let rules: [String]

    /// The calls of an operation.
    ///
    /// - Parameters:
    ///   - count: How many; `nil` where that cannot be told beforehand.
    ///   - least: How many of them are made in any case; all where it is left out.
    ///   - unit: What there is one call for.
    ///   - state: What a state has to do with them.
    ///   - rules: The ids of the rules that need them.
    public init(
      operation: String, count: Int?, least: Int? = nil, unit: String, state: String? = nil, rules: [String]
    ) {
      self.operation = operation
      self.count = count
      self.least = least ?? count
      self.unit = unit
      self.state = state
      self.rules = rules
    }
  }

  /// How many rules are named where nobody asks for all.
  private static let most = 6

  private let entries: [Entry]
  private let remarks: [String]

  /// The report of these calls, with lines that follow their sum, indented as they begin.
  public init(_ entries: [Entry], remarks: [String] = []) {
    self.entries = entries
    self.remarks = remarks
  }

  /// The calls, who needs them, and what they come to.
  ///
  /// - Parameter isVerbose: Whether all rules are named.
  public func text(width: Int, isVerbose: Bool = false) -> String {
    var page = TextPage(width: width)
    for entry in entries {
      let count = entry.count.map(String.init) ?? "some"
      page.row(count, StyledText("\(entry.operation) (one for \(entry.unit))"))
      page.row("", StyledText(entry.state ?? ""))
      let rules = isVerbose ? entry.rules[...] : entry.rules.prefix(Self.most)
      let more = entry.rules.count - rules.count
      let names = rules.joined(separator: ", ") + (more > 0 ? " and \(counted(more, "other rule"))" : "")
      page.row("", StyledText(SafeText.escaped(names)))
    }
    page.blank()
    let known = entries.compactMap(\.least).reduce(0, +)
    let isExact = entries.allSatisfy { $0.count != nil && $0.count == $0.least }
    page.paragraph(StyledText("\(isExact ? "" : "at least ")\(counted(known, "call")), and sts:GetCallerIdentity."))
    page.blank()
    for remark in remarks {
      let text = remark.drop { $0 == " " }
      page.paragraph(StyledText(SafeText.escaped(String(text))), indent: remark.count - text.count)
    }
    return page.rendered(isColored: false)
  }
}
