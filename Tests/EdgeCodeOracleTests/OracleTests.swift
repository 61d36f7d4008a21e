import EdgeCode
import Foundation
import Testing

/// Reading the corpus says what running it shows.
@Suite("Edge code: the reader against engines that run the code", .enabled(if: Oracle.python != nil, Oracle.skipReason))
struct OracleTests {
  /// One form of one handler.
  private struct Subject: CustomStringConvertible {
    let handler: OracleFacts.Handler
    let form: OracleFacts.Form
    let comparison: Comparison
    /// Whether it ran in node, since njs does not load it.
    let isInNode: Bool

    var description: String { "\(handler.id) (\(form.rawValue))" }
  }

  private static let subjects: Result<[Subject], any Error> = Result {
    try Oracle.facts.get().handlers.flatMap { handler in
      try handler.forms.sorted { $0.key < $1.key }.map { form, shown in
        let files = try Oracle.package(handler, form)
        let runtime: EdgeCode.Runtime =
          switch handler.kind {
          case .functions: .cloudFrontFunction
          case .lambda: .lambdaNode
          case .python: .lambdaPython
          }
        let answers = EdgeCode.read(package: files, handler: "index.\(handler.name)", runtime: runtime)
        return Subject(
          handler: handler, form: form, comparison: Comparison(answers, shown), isInNode: shown.inNode == true)
      }
    }
  }

  @Test("What is known is what runs show: no contradiction")
  func noContradiction() throws {
    for subject in try Self.subjects.get() {
      #expect(subject.comparison.contradictions == [], "\(subject)")
    }
  }

  @Test("What runs show is known or undecided: nothing passes unread")
  func nothingPassesUnread() throws {
    for subject in try Self.subjects.get() {
      #expect(subject.comparison.passedUnread == [], "\(subject)")
    }
  }

  @Test(
    "Of the statuses, header shapes and stores that runs show, 0.95 are known", arguments: OracleFacts.Kind.allCases)
  func mostIsKnown(kind: OracleFacts.Kind) throws {
    let rows = Self.table(try Self.subjects.get().filter { $0.handler.kind == kind })
    for row in rows {
      for share in [row.statuses, row.shapes, row.stores] {
        #expect(Double(share.known) >= 0.95 * Double(share.shown), "\(row)")
      }
    }
  }

  @Test("The corpus is as large as it is said to be, in all its forms")
  func corpus() throws {
    let handlers = try Oracle.facts.get().handlers
    #expect(handlers.count >= 60 || Oracle.ownCorpus != nil)
    for handler in handlers {
      #expect(handler.forms.keys.sorted() == OracleFacts.Form.all(of: handler.kind), "\(handler.id)")
      for (form, shown) in handler.forms { #expect(shown.refused == nil, "\(handler.id) (\(form.rawValue))") }
    }
  }

  @Test(
    "The forms of webpack, rollup, terser and Babel are there",
    .enabled(if: Oracle.bundlers != nil, "needs what scripts/bundlers lays out"))
  func otherBundlers() throws {
    let forms = try Oracle.facts.get().handlers.filter { $0.kind == .lambda }.map { $0.forms.keys.count }
    #expect(Set(forms) == [OracleFacts.Form.allCases.count])
  }

  @Test("The forms of a handler do the same")
  func formsAgree() throws {
    for handler in try Oracle.facts.get().handlers {
      let shown = handler.forms.values.filter { $0.refused == nil }
      for one in shown {
        #expect(one.runs?.map(\.status) == shown.first?.runs?.map(\.status), "\(handler.id)")
        #expect(one.runs?.map(\.set) == shown.first?.runs?.map(\.set), "\(handler.id)")
      }
    }
  }

  @Test("The table of docs/source-reading.md is written beside the runs")
  func table() throws {
    let subjects = try Self.subjects.get()
    var lines = [
      "| code | form | handlers | in node | statuses | header shapes | stores | undecided | contradicted | unread |",
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += Self.table(subjects).map(\.description)
    lines += ["", "Run in node, since njs \(try Oracle.facts.get().tools["njs"] ?? "") does not load it:"]
    for handler in try Oracle.facts.get().handlers {
      let others = handler.forms.filter { $0.value.inNode == true }.keys.sorted().map(\.rawValue)
      if handler.kind == .functions, !others.isEmpty {
        lines.append("- `\(handler.id)`: \(others.joined(separator: ", "))")
      }
    }
    var details: [String] = []
    for subject in subjects {
      let comparison = subject.comparison
      let all = [
        ("contradicted", comparison.contradictions), ("unread", comparison.passedUnread),
        ("not certain", comparison.notCertain), ("not known", comparison.notKnown), ("not shown", comparison.notShown),
        ("undecided", comparison.undecided),
      ]
      details += all.flatMap { what, texts in texts.map { "\(subject): \(what): \($0)" } }
    }
    try (lines.joined(separator: "\n") + "\n").write(
      to: Oracle.folder.appending(path: "table.md"), atomically: true, encoding: .utf8)
    try (details.joined(separator: "\n") + "\n").write(
      to: Oracle.folder.appending(path: "details.txt"), atomically: true, encoding: .utf8)
    #expect(lines.count > 10)
  }

  /// A line of the table: all handlers of a kind in one form.
  private struct Row: CustomStringConvertible {
    let kind: OracleFacts.Kind
    let form: OracleFacts.Form
    var handlers = 0
    var inNode = 0
    var statuses = Comparison.Share()
    var shapes = Comparison.Share()
    var stores = Comparison.Share()
    var undecided = 0
    var contradictions = 0
    var unread = 0

    var description: String {
      func text(_ share: Comparison.Share) -> String { share.shown == 0 ? "" : "\(share.known) of \(share.shown)" }
      let names: [OracleFacts.Kind: String] = [
        .functions: "CloudFront functions", .lambda: "Lambda@Edge, Node.js", .python: "Lambda@Edge, Python",
      ]
      let members = [
        names[kind] ?? "", form.rawValue, "\(handlers)", "\(inNode)", text(statuses), text(shapes), text(stores),
        "\(undecided)", "\(contradictions)", "\(unread)",
      ]
      return "| " + members.joined(separator: " | ") + " |"
    }
  }

  private static func table(_ subjects: [Subject]) -> [Row] {
    var rows: [Row] = []
    for kind in OracleFacts.Kind.allCases {
      for form in OracleFacts.Form.allCases {
        var row = Row(kind: kind, form: form)
        for subject in subjects where subject.handler.kind == kind && subject.form == form {
          row.handlers += 1
          row.inNode += subject.isInNode ? 1 : 0
          row.statuses += subject.comparison.statuses
          row.shapes += subject.comparison.shapes
          row.stores += subject.comparison.stores
          row.undecided += subject.comparison.undecided.isEmpty ? 0 : 1
          row.contradictions += subject.comparison.contradictions.count
          row.unread += subject.comparison.passedUnread.count
        }
        if row.handlers > 0 { rows.append(row) }
      }
    }
    return rows
  }
}
