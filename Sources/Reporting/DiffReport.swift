import Auditing
import Documents
import Estate

/// What changed between two snapshots, as people and programs read it.
public struct DiffReport {
  private let diff: EstateDiff
  /// Who changed each resource, newest first, where that was asked for and is known.
  public var attributed: [ResourceReference: [RecordedChange]] = [:]
  /// What is to be said of where that comes from, or why it does not.
  public var remarks: [String] = []

  /// The report of a comparison.
  public init(_ diff: EstateDiff) { self.diff = diff }

  /// As data: `{entries: [{kind, resource, changes: [{path, old, new, remark}]}], summary}`.
  public var json: JSONValue {
    let remarks: JSONObject = self.remarks.isEmpty ? [:] : ["remarks": .array(self.remarks.map(JSONValue.string))]
    let members: JSONObject = [
      "schemaVersion": "1",
      "summary": .object(
        JSONObject(EstateDiff.Status.allCases.map { status in (status.rawValue, .integer(count(status))) })),
      "entries": .array(
        diff.entries.map { entry in
          let by: JSONObject =
            attributed[entry.resource].map { ["changedBy": .array($0.map(\.document))] } ?? [:]
          let members: JSONObject = [
            "kind": .string(entry.status.rawValue),
            "resource": [
              "type": .string(entry.resource.type.rawValue), "id": .string(entry.resource.id),
              "arn": .string(entry.resource.arn), "account": .string(entry.resource.account),
              "region": .string(entry.resource.region),
            ],
            "changes": .array(
              entry.changes.map { change in
                [
                  "path": .string(change.path), "old": change.old, "new": change.new, "remark": .string(change.remark),
                ]
              }),
          ]
          return .object(members.merging(by))
        }),
    ]
    return .object(members.merging(remarks))
  }

  /// As text.
  ///
  /// - Parameters:
  ///   - width: The columns of a line.
  ///   - isColored: Whether escape sequences are used.
  public func text(width: Int = 80, isColored: Bool = false) -> String {
    var page = TextPage(width: width)
    for entry in diff.entries {
      page.blank()
      let region = entry.resource.region == "global" ? "" : " (\(entry.resource.region))"
      let name = "\(entry.resource.type.rawValue) \(SafeText.escaped(entry.resource.id))\(region)"
      var title = StyledText(name, .strong)
      switch entry.status {
      case .added: title.add(" added", .wanted)
      case .removed: title.add(" removed", .found)
      case .unread: title.add(" not read on one side", .unknown)
      case .reached: title.add(" is led to now, and was not looked for before", .unknown)
      case .unreached: title.add(" nothing leads to it any more, so it was not looked for", .unknown)
      case .changed: break
      }
      page.paragraph(title)
      for change in entry.changes {
        page.row("at", StyledText(SafeText.escaped(change.path)))
        var values = ValueText(width: page.room, isVerbose: false)
        for row in values.comparison(expected: change.old, actual: change.new) {
          page.row(Row(Self.labels[row.label] ?? row.label, paragraphs: row.paragraphs))
        }
        page.row("which is", StyledText(SafeText.escaped(change.remark)))
      }
      if let changes = attributed[entry.resource], !changes.isEmpty {
        page.row("by", changes.map { StyledText($0.sentence) })
      }
    }
    page.blank()
    page.paragraph(StyledText(summary))
    for remark in remarks { page.paragraph(StyledText(SafeText.sentence(remark))) }
    return page.rendered(isColored: isColored)
  }

  /// What was and is, in place of what is expected and is not so.
  private static let labels = ["expected": "was", "actual": "is", "missing": "gone", "extra": "new"]

  private static let words: [EstateDiff.Status: String] = [
    .unread: "not read on one side", .reached: "led to now", .unreached: "no longer led to",
  ]

  private var summary: String {
    if diff.entries.isEmpty { return "Nothing changed." }
    return EstateDiff.Status.allCases.filter { count($0) > 0 }
      .map { "\(count($0)) \(Self.words[$0] ?? $0.rawValue)" }.joined(separator: ", ") + "."
  }

  private func count(_ status: EstateDiff.Status) -> Int { diff.entries.count { $0.status == status } }
}
