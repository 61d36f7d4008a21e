import AWSCore
import Documents
import Estate
import Schema

/// What can be done of a step that a service refuses as a whole: it is written in halves, and those in halves again, until
/// only what the service does not take is left. What was refused is tried once more after something else was done, as it
/// may have waited for just that.
struct Bisection {
  private let step: Step
  private let client: Client
  private let journal: Journal
  private let stop: Stop
  private var outcomes: [StepOutcome] = []
  private var refusals = 0

  /// How many refusals are enough, however much there is to be done: each costs a call.
  private static let mostRefusals = 64

  init(step: Step, client: Client, journal: Journal, stop: Stop) {
    self.step = step
    self.client = client
    self.journal = journal
    self.stop = stop
  }

  /// A group of changes that was not made, and why.
  private struct Refused {
    let group: [Change]
    let reason: String
  }

  /// Does what can be done.
  ///
  /// - Parameters:
  ///   - groups: The changes that depend on each other, by group.
  ///   - refusal: What the service said of all of them together.
  /// - Returns: `nil` where nothing could be done.
  func outcome(of groups: [[Change]], after refusal: ServiceError) async -> StepOutcome? {
    var copy = self
    return await copy.run(groups, after: refusal)
  }

  private mutating func run(_ groups: [[Change]], after refusal: ServiceError) async -> StepOutcome? {
    var left = await halves(groups, refusal)
    // Each round does something, or is the last.
    while !left.isEmpty, left.count < groups.count, refusals < Self.mostRefusals {
      let before = left.count
      left = await write(left.map(\.group))
      if left.count == before { break }
    }
    let hasWritten = outcomes.contains(where: \.hasWritten)
    if left.isEmpty {
      return outcomes.contains { !$0.isGood } ? outcomes.first { !$0.isGood } : StepOutcome(.applied)
    }
    guard outcomes.contains(where: \.isGood) || hasWritten else { return nil }
    let texts = left.prefix(3).map { left in
      "\(left.group.map(\.place.description).joined(separator: ", ")): \(left.reason)"
    }
    let more = left.count > 3 ? " And \(left.count - 3) more." : ""
    return StepOutcome(
      outcomes.contains { $0.status == .unknown } ? .unknown : .partial,
      "Not made: \(texts.joined(separator: " "))\(more) What does not depend on that is done.", hasWritten: hasWritten)
  }

  /// Writes groups together; what is refused is parted.
  private mutating func write(_ groups: [[Change]]) async -> [Refused] {
    var part = step
    part.changes = groups.flatMap(\.self) + step.changes.filter(\.isGuard)
    let work = StepWork(part, client: client, journal: journal, stop: stop)
    let outcome = await work.attempt()
    if outcome.isGood || outcome.hasWritten { outcomes.append(outcome) }
    if outcome.isGood { return [] }
    guard let refusal = work.refusal, refusals < Self.mostRefusals else {
      return groups.map { Refused(group: $0, reason: outcome.message) }
    }
    refusals += 1
    return await halves(groups, refusal)
  }

  private mutating func halves(_ groups: [[Change]], _ refusal: ServiceError) async -> [Refused] {
    guard groups.count > 1 else { return groups.map { Refused(group: $0, reason: refusal.description) } }
    let middle = groups.count / 2
    let first = await write(Array(groups[..<middle]))
    return first + (await write(Array(groups[middle...])))
  }
}

extension Step {
  /// Its changes in groups of those that are of no use, or refused, or harmful, without each other. Each finding asks for one
  /// of them; what a stage or a version is published with is one, and so is what comes in the place of what goes.
  var independentChanges: [[Change]] {
    if part.definition?.isPublished == true { return [changes.filter { !$0.isGuard }] }
    let exchanges = exchanges
    var groups: [DocumentPath: [Change]] = [:]
    var order: [DocumentPath] = []
    for change in changes where !change.isGuard {
      let exchange = Exchange(change.place, of: part.resource.key).flatMap { exchanges.contains($0) ? $0 : nil }
      let place = exchange?.place ?? change.dependence(in: part.schema)
      if groups[place] == nil { order.append(place) }
      groups[place, default: []].append(change)
    }
    return order.compactMap { groups[$0] }
  }
}

extension Change {
  /// What stands for all that this depends on.
  fileprivate func dependence(in schema: SchemaNode) -> DocumentPath {
    if let list = orderedList(of: schema) { return list }
    return schema[place].together.map { place.leading(to: $0) } ?? place
  }
}
