import Documents
import Estate
import Schema

extension JournalReading {
  /// The plan that takes back what the run did, last step first.
  ///
  /// A version that was published stays, since nothing leads to it any more: what is taken back of it is what became of
  /// the settings it was published from.
  public var undo: (plan: Plan, remarks: [String]) {
    var steps: [Step] = []
    var remarks: [String] = []
    for entry in entries.reversed() where entry.calls > 0 {
      let changes = entry.step.changes.filter { !$0.isGuard } + entry.leftAside
      let part = entry.step.part
      guard !changes.isEmpty else { continue }
      if let reason = entry.step.obstacleToUndo {
        remarks.append("\(part.resource.id): \(reason)")
        continue
      }
      let inverse = Step(
        part.name == .version ? Part(.lambdaConfiguration, of: part.resource) : part,
        changes: changes.reversed().compactMap(\.inverse), base: entry.step.base)
      steps.append(inverse)
    }
    let split = steps.splittingPolicies
    return (Plan(steps: split.steps), remarks + split.remarks)
  }
}

extension JournalReading {
  /// The changes that put back what the run had put aside and could not put back itself, by part, with what it was to
  /// change in that.
  public var putBacks: [(part: Part, changes: [Change])] {
    entries.map { entry in
      let changes = entry.leftAside.reversed().compactMap(\.inverse).map { back in
        entry.step.changes.filter { back.place.contains($0.place) }.reduce(back) {
          $0.absorbing($1, of: entry.step.part.schema)
        }
      }
      return (entry.step.part, changes)
    }.filter { !$0.1.isEmpty }
  }
}

extension Step {
  /// Why what this does could not be taken back; `nil` where it can.
  public var obstacleToUndo: String? {
    let secrets = changes.filter { !$0.isGuard && $0.from.holdsSecret }
    guard let first = secrets.first else { return nil }
    if part.name == .version, base != nil { return nil }
    return "\(first.place) holds values that are kept nowhere, so it could not be put back."
  }
}

extension JSONValue {
  /// Whether a secret stood in it.
  var holdsSecret: Bool {
    switch self {
    case .string(let text): text == Redacted.mark
    case .array(let elements): elements.contains(where: \.holdsSecret)
    case .object(let object): object.values.contains(where: \.holdsSecret)
    default: false
    }
  }
}
