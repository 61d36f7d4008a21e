import Auditing
import Documents
import Estate
import Foundation
import Repairing
import Reporting
import TestSupport

extension Target {
  /// What a snapshot holds can be judged by every rule and reported in every format; what is captured of it reads as it
  /// was written; and no estate differs from itself.
  static let snapshots = Target(
    name: "snapshots",
    seeds: { [Array("{}".utf8)] }, isJSON: true,
    check: { _, random in
      let isShaped = random.happens(onceIn: 2)
      let document = Estates.some(&random, keepingShape: isShaped)
      guard let snapshot = try? Snapshot(document: document) else { return }
      let again = try Snapshot(document: snapshot.document)
      try expect(again == snapshot, "a snapshot that was written reads as another one")
      let rules = try RuleSeeds.builtIn.get()
      let some = Array(rules.rules.shuffled(using: &random).prefix(12))
      let outcome = Auditor(rules: some).audit(snapshot.estate, at: Estates.time)
      var report = AuditReport(
        run: AuditReport.Run(
          id: "1", version: "1", startedAt: Estates.time, finishedAt: Estates.time, accounts: [snapshot.estate.account],
          regions: snapshot.estate.regions, resources: snapshot.estate.resources.count, rules: some.count,
          callsByOperation: snapshot.callsByOperation, retries: snapshot.retries),
        rules: outcome.rules, findings: outcome.findings, passes: outcome.passes, failures: outcome.failures,
        warnings: outcome.warnings)
      report.estate = snapshot.estate
      for format in ReportFormat.allCases { _ = format.write(report) }
      _ = try JSONReader.read(Array(ReportFormat.json.write(report).utf8))

      let difference = EstateDiff(snapshot.estate, snapshot.estate)
      try expect(difference.entries.isEmpty, "an estate differs from itself: \(difference.entries)")
      let captured = Capture.declarations(of: snapshot.estate).declarations
      let text = BaselineWriter.text(captured)
      guard isShaped else { return }
      do {
        let read = try BaselineFile.read(
          [RuleSet.Source(file: "b.yaml", text: text)], BaselineFile.Context(environment: [:]) { _ in "" })
        let drift = Auditor(rules: [], declarations: read.declarations).audit(snapshot.estate, at: Estates.time)
        let failing = drift.findings.filter { $0.status == .fail }
        try expect(failing.isEmpty, "what was captured is drift: \(failing.map(\.message))")
      } catch let issues as FileIssues {
        throw Violation(description: "what was captured cannot be read: \(issues)")
      }
    })

  /// What a report says it says again once it was read and written; and it merges.
  static let reports = Target(
    name: "reports", seeds: { [Project.file("Tests/Fuzz/Corpus/report.json")] },
    words: ["schemaVersion", "trend", "shard", "byAccount", "waiver", "notes", "resource", "path"], isJSON: true,
    check: { input, random in
      let reader = JSONReportReader(knowing: random.happens(onceIn: 2) ? try RuleSeeds.builtIn.get().rules : [])
      guard let document = try? JSONReader.read(input), let report = try? reader.report(document) else { return }
      let written = ReportFormat.json.write(report)
      let again = try reader.report(JSONReader.read(Array(written.utf8)))
      try expect(ReportFormat.json.write(again) == written, "a report that was written reads as another one")
      for format in ReportFormat.allCases { _ = format.write(report) }
      var merge = ReportMerge()
      try merge.add(report, named: "a.json")
      try merge.add(again, named: "b.json")
      merge.addUnreadable("c.json", "x")
      for format in [ReportFormat.json, .text] { _ = format.write(try merge.report(id: "m", version: "1")) }
    })

  /// A plan that is read is as it was written.
  static let plans = Target(
    name: "plans", seeds: { [Project.file("Tests/Fuzz/Corpus/plan.json")] },
    words: ["kind", "steps", "place", "element", "from", "to", "absent", "findings", "digest", "choice", "options"],
    isJSON: true,
    check: { input, random in
      guard let document = try? JSONReader.read(input) else { return }
      // With the digest of what it says, so that more is read than the digest; that is no proof of who wrote it.
      var members = document.object ?? [:]
      members["digest"] = nil
      if !random.happens(onceIn: 8) { members["digest"] = .string(SavedPlan.digest(of: .object(members))) }
      guard let plan = try? SavedPlan(document: .object(members)) else { return }
      try expect(plan.document == .object(members), "a plan that was read is written as another one")
      try expect(plan.digest == members["digest"]?.string, "a plan has another digest than it says")
      let isAdmitted = (try? plan.expect(account: plan.account)) != nil
      try expect(isAdmitted != plan.account.isEmpty, "a plan is for its own account, unless it names none")
      for step in plan.plan.steps { _ = step.obstacleToUndo }
    })

  /// A journal that ends anywhere is read up to there: what was begun is known, and can be taken back.
  static let journals = Target(
    name: "journals", seeds: { [Project.file("Tests/Fuzz/Corpus/journal.jsonl")] },
    words: ["{\"record\":\"end\"}\n", "\"aside\":", "\"place\":", "{\"element\":\"a\"}", "\"from\":null", "\n"],
    check: { input, random in
      var text = String(lenient: input)
      if random.happens(onceIn: 2) {
        // Whole lines, changed as trees, and cut off anywhere.
        var lines = String(lenient: Project.file("Tests/Fuzz/Corpus/journal.jsonl")).split(separator: "\n").map(
          String.init)
        let index = random.number(below: lines.count)
        if let tree = try? JSONReader.read(Array(lines[index].utf8)), random.happens(onceIn: 2) {
          lines[index] = JSONWriter().string(
            Mutation.tree(tree, &random, names: ["place", "from", "to", "aside", "part"]))
        }
        text = lines.joined(separator: "\n") + "\n"
      }
      guard let whole = try? JournalReading(text: text, file: "j") else { return }
      let undo = whole.undo
      _ = whole.putBacks
      try expect(
        undo.plan.steps.count + undo.remarks.count <= whole.entries.count, "more is taken back than was done")
      let cut = String(lenient: Array(text.utf8.prefix(random.number(below: text.utf8.count + 1))))
      let head = text.prefix { $0 != "\n" }
      guard cut.utf8.count > head.utf8.count else { return }
      guard let part = try? JournalReading(text: cut, file: "j") else {
        // The first line may be none of a run, where the mutation moved that.
        return try expect(!head.contains("\"record\":\"run\""), "a journal that was cut off cannot be read")
      }
      try expect(part.entries.count <= whole.entries.count, "a part of a journal says more than all of it")
      _ = (part.undo, part.putBacks)
    })
}

/// Estates out of the resources of a real one.
enum Estates {
  static let time = Date(timeIntervalSince1970: 1_795_824_000)

  private static let whole = (try? JSONReader.read(Project.file("Tests/Fuzz/Corpus/snapshot.json"))) ?? .null

  /// A few resources of it with changes, to texts alone or to anything, and perhaps gaps: few, so that judging them is
  /// quick.
  static func some(_ random: inout SeededRandom, keepingShape: Bool = false) -> JSONValue {
    guard var members = whole.object else { return whole }
    var resources = Array(
      (members["resources"]?.array ?? []).shuffled(using: &random).prefix(1 + random.number(below: 6)))
    for index in resources.indices where !random.happens(onceIn: 3) {
      guard var resource = resources[index].object, let properties = resource["properties"] else { continue }
      resource["properties"] =
        keepingShape
        ? Mutation.texts(properties, &random)
        : Mutation.tree(properties, &random, names: ["Items", "Id", "Quantity", "Arn", "Name", "Code"])
      resources[index] = .object(resource)
    }
    members["resources"] = .array(resources)
    let document = JSONValue.object(members)
    return !keepingShape && random.happens(onceIn: 6)
      ? Mutation.tree(document, &random, names: ["gaps", "absences"]) : document
  }
}
