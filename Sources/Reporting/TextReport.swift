import Auditing
import Documents
import Estate

/// The report for people: what is wrong by resource, worst first, then what could not be judged and read, then the sum.
struct TextReport {
  /// From how many resources on a finding that they share is said once for all of them.
  private static let sharing = 3

  private let report: AuditReport
  private let options: ReportOptions
  private var page: TextPage
  private var isSomethingHidden = false
  /// What to do, by rule and wording, and the resource under which it was said.
  private var advised: [String: String] = [:]

  static func write(_ report: AuditReport, options: ReportOptions, to sink: (String) throws -> Void) rethrows {
    if options.isQuiet { return try QuietLines.write(report, to: sink) }
    var text = TextReport(report, options)
    try text.write(to: sink)
    try sink(text.page.rendered(isColored: options.isColored))
  }

  private init(_ report: AuditReport, _ options: ReportOptions) {
    self.report = report
    self.options = options
    page = TextPage(width: options.width)
  }

  private mutating func write(to sink: (String) throws -> Void) rethrows {
    try writeFindings(with: .fail, to: sink)
    writeUnknown("Could not be judged") { !$0.isUndecided }
    writeUnknown("Undecided: all was read, and no verdict is certain") { $0.isUndecided }
    if options.isVerbose { try writeWaived(to: sink) }
    for failures in report.failures.groupedByCause() { writeFailure(failures) }
    for warning in report.warnings { write(warning) }
    writeNotes()
    writeAccounts()
    page.blank()
    ReportSummary(report, isSomethingHidden: isSomethingHidden, isVerbose: options.isVerbose).write(to: &page)
  }

  // MARK: What is wrong

  private mutating func writeFindings(
    with status: Finding.Status, to sink: (String) throws -> Void
  ) rethrows {
    if report.run.accounts.count < 2 { return writeFindings(report.allFindings.with(status)) }
    try report.allFindings.forEachAccount(report.run.accounts, with: status) { account, own in
      page.blank()
      let name = report.run.accountNames[account].map { " \($0)" } ?? ""
      page.paragraph(StyledText("Account \(SafeText.sentence(account + name))", .strong))
      writeFindings(own)
      try sink(page.taken(isColored: options.isColored))
    }
  }

  private mutating func writeFindings(_ findings: [Finding]) {
    let entries = findings.groupedByResource().flatMap(Entry.entries(of:))
    var own = entries
    let shared = Entry.shared(&own, byAtLeast: Self.sharing)
    let blocks = own.groupedByResource().map(Block.init) + shared.map { Block([$0]) }
    for block in blocks.sorted() {
      page.blank()
      writeHeading(of: block)
      for entry in block.entries { write(entry) }
    }
  }

  private mutating func writeHeading(of block: Block) {
    let resource = block.resource
    var heading = StyledText()
    if block.resources.count > 1 {
      heading.add("\(block.resources.count) × \(resource.type.rawValue)", .strong)
      page.paragraph(heading)
      return
    }
    heading.add(resource.type.rawValue)
    heading.add(" ")
    heading.add(whole: SafeText.escaped(resource.id), .strong)
    let name = report.name(of: resource)
    if name != resource.id { heading.add(" \(SafeText.sentence(name))", .faint) }
    page.paragraph(heading)
    let beside = [resource.region, resource.account].filter { part in
      !part.isEmpty && part != "global" && !resource.arn.contains(":\(part):")
    }
    var place = StyledText()
    place.add(whole: SafeText.escaped(resource.arn), .faint)
    if !beside.isEmpty { place.add(" (\(SafeText.escaped(beside.joined(separator: ", "))))", .faint) }
    page.paragraph(place)
  }

  private mutating func write(_ entry: Entry) {
    let finding = entry.finding
    page.blank()
    page.labelled(label(of: finding), StyledText(SafeText.sentence(entry.message), .strong))
    if entry.resources.count > 1 { page.row("on", names(of: entry.resources)) }
    if entry.paths.contains(where: { !$0.isEmpty }) {
      page.row("at", list(entry.paths.map { $0.isEmpty ? "the resource as a whole" : $0 }, .path))
    }
    var values = ValueText(width: page.room, isVerbose: options.isVerbose)
    for row in values.comparison(expected: finding.expected, actual: finding.actual) { page.row(row) }
    isSomethingHidden = isSomethingHidden || values.hasShortened
    page.row("since", StyledText(entry.since(at: report.run.finishedAt)))
    if entry.resources.count == 1, !finding.changes.isEmpty {
      page.row("changed", finding.changes.map { StyledText($0.sentence) })
    }
    if let waiver = finding.waiver {
      page.row("accepted", StyledText("until \(waiver.expires): \(SafeText.sentence(waiver.reason))"))
    }
    if options.isVerbose { page.row("why", paragraphs(finding.why)) }
    writeAdvice(of: finding, isShared: entry.resources.count > 1)
    if finding.repair.isAvailable || finding.repair.isLeft {
      page.row("repair", StyledText("\(finding.repair.manner): \(SafeText.sentence(finding.repair.summary))"))
    }
    var source = StyledText()
    source.add(whole: SafeText.escaped(finding.rule), .strong)
    if options.isVerbose, !finding.title.isEmpty { source.add(": \(SafeText.sentence(finding.title))") }
    source.add(" ")
    source.add(whole: SafeText.escaped("(\(finding.source.file):\(finding.source.line))"), .faint)
    page.row("rule", source)
    if options.isVerbose, entry.count == 1 { page.row("", StyledText("fingerprint " + finding.fingerprint, .faint)) }
  }

  /// What to do next; where several lines of it were said before, only where.
  private mutating func writeAdvice(of finding: Finding, isShared: Bool) {
    let advice = paragraphs(finding.remediation)
    let isLong = advice.reduce(0) { $0 + $1.lines(width: page.room).count } > 1
    let key = finding.rule + "\n" + finding.remediation
    if isLong, !options.isVerbose, let place = advised[key] {
      page.row("next", StyledText("as for \(place) above"))
    } else {
      page.row("next", advice)
      if isLong, !isShared { advised[key] = SafeText.escaped(finding.resource.id) }
    }
  }

  private func label(of finding: Finding) -> Line {
    switch finding.status {
    case .fail: Line(finding.severity.rawValue.uppercased(), .of(finding.severity))
    case .unknown: Line("UNKNOWN", .unknown)
    case .waived: Line("WAIVED", .faint)
    }
  }

  // MARK: What is not known

  private mutating func writeUnknown(_ title: String, _ isMeant: (Finding) -> Bool) {
    let findings = report.allFindings.with(.unknown).filter(isMeant)
    guard !findings.isEmpty else { return }
    page.blank()
    page.paragraph(StyledText(title, .strong))
    var own = findings.groupedByResource().flatMap(Entry.unknownEntries(of:))
    let shared = Entry.shared(&own, byAtLeast: 2)
    for entry in shared + own {
      page.blank()
      page.labelled(label(of: entry.finding), StyledText(SafeText.sentence(entry.message), .strong))
      page.row("on", kindAndNames(of: entry.resources))
      let paths = entry.paths.filter { !$0.isEmpty }
      if !paths.isEmpty { page.row("at", list(paths, .path)) }
      page.row(entry.rules.count == 1 ? "rule" : "rules", list(entry.rules, .identifier))
    }
  }

  // MARK: What is accepted

  private mutating func writeWaived(to sink: (String) throws -> Void) rethrows {
    guard report.allFindings.summary.contains(where: { $0.status == .waived }) else { return }
    page.blank()
    page.paragraph(StyledText("Waived", .strong))
    try writeFindings(with: .waived, to: sink)
  }

  // MARK: What could not be read

  private mutating func writeFailure(_ failures: [AuditReport.Failure]) {
    guard let failure = failures.first else { return }
    page.blank()
    page.startBar()
    var heading = StyledText(SafeText.sentence(failure.operation), .strong)
    heading.add(" ")
    heading.add(SafeText.sentence(failure.code), .high)
    let operations = Set(failures.map(\.operation)).count
    if operations > 1 { heading.add(StyledText("(and \(counted(operations - 1, "other operation")))", .faint)) }
    page.labelled(Line("NOT READ", .critical), heading)
    let types = Set(failures.map(\.resource.type)).count
    page.row("on", types > 1 ? StyledText("\(types) kinds of resources") : kindAndNames(of: failures.map(\.resource)))
    var message = StyledText(SafeText.sentence(failure.message))
    if failures.count > 1 { message.add(StyledText("(and \(failures.count - 1) more like it)", .faint)) }
    page.row("because", message)
    page.row("next", paragraphs(failure.advice))
    let rules = Set(failures.flatMap(\.unjudgedRules)).sorted()
    let unjudged = rules.isEmpty ? StyledText("no rule needed it") : list(rules, .identifier)
    page.row("unjudged", unjudged)
    page.endBar()
  }

  // MARK: What to look at besides

  private mutating func write(_ warning: AuditReport.Warning) {
    page.blank()
    page.labelled(Line("WARNING", .warning), StyledText(SafeText.sentence(warning.message), .strong))
    var source = StyledText()
    source.add(whole: SafeText.escaped("\(warning.source.file):\(warning.source.line)"), .faint)
    page.row("in", source)
  }

  /// What is not compared, by the reason.
  private mutating func writeNotes() {
    guard !report.notes.isEmpty else { return }
    page.blank()
    page.paragraph(StyledText(NoteGroup.heading(of: report), .strong))
    for group in NoteGroup.groups(of: report) {
      page.blank()
      page.labelled(Line("NOTE", .faint), StyledText(SafeText.sentence(group.reason)))
      page.row("of", list(group.subjects, .path))
      if !group.file.isEmpty { page.row("in", StyledText(SafeText.escaped(group.file), .faint)) }
    }
  }

  /// What it comes to in each account, where there are several.
  private mutating func writeAccounts() {
    let accounts = AccountSummary.all(of: report)
    guard accounts.count > 1 else { return }
    page.blank()
    page.paragraph(StyledText("Accounts", .strong))
    // Those in which all is as it should be are counted, unless all is to be shown.
    let shown = accounts.filter { options.isVerbose || $0.counts.fail + $0.counts.unknown > 0 || !$0.isComplete }
    for account in shown {
      page.paragraph(StyledText("\(SafeText.sentence(account.title)): \(account.phrase)"))
    }
    if shown.count < accounts.count {
      isSomethingHidden = true
      page.paragraph(StyledText("\(counted(accounts.count - shown.count, "account")) with nothing wrong", .faint))
    }
  }

  // MARK: Parts

  /// `AWS::IAM::Role edge-role`, `2 × AWS::IAM::Role: edge-role, other-role`, `every AWS::IAM::Role`.
  private mutating func kindAndNames(of resources: [ResourceReference]) -> StyledText {
    let type = resources.first?.type.rawValue ?? ""
    let isWhole = resources.allSatisfy { $0.id == "*" }
    var text = StyledText(isWhole ? "every" : resources.count > 1 ? "\(resources.count) × \(type):" : type)
    text.add(names(of: resources, whole: isWhole ? type : "all others"))
    return text
  }

  /// The names of resources of one kind, with the regions in which one of them lies.
  private mutating func names(of resources: [ResourceReference], whole: String = "all others") -> StyledText {
    var ids: [String] = []
    var places: [String: [String]] = [:]
    for resource in resources {
      var place = resource.region == "global" ? [] : [resource.region]
      if report.run.accounts.count > 1, !resource.account.isEmpty { place.append(resource.account) }
      if places[resource.id] == nil { ids.append(resource.id) }
      places[resource.id, default: []] += place.isEmpty ? [] : [place.joined(separator: " ")]
    }
    let texts = ids.map { id in
      let name = id == "*" ? whole : id
      return places[id, default: []].isEmpty ? name : "\(name) (\(places[id, default: []].joined(separator: ", ")))"
    }
    return list(texts, .identifier)
  }

  /// A list of names, none of them torn; unless verbose, only the first 24.
  private mutating func list(_ names: [String], _ breaking: StyledText.Breaking) -> StyledText {
    let limit = options.isVerbose || names.count <= 24 ? names.count : 20
    var text = StyledText()
    for (index, name) in names.prefix(limit).enumerated() {
      let words = SafeText.escaped(name).split(separator: " ")
      for (position, word) in words.enumerated() {
        text.add(whole: String(word), breaking: breaking)
        text.add(position < words.count - 1 ? " " : index < names.count - 1 ? ", " : "")
      }
    }
    if limit < names.count {
      isSomethingHidden = true
      text.add(StyledText("and \(names.count - limit) more", .faint))
    }
    return text
  }

  /// The paragraphs of a text that was written for people.
  private func paragraphs(_ text: String) -> [StyledText] {
    text.split(whereSeparator: \.isNewline).map { StyledText(SafeText.sentence(String($0))) }
  }
}
