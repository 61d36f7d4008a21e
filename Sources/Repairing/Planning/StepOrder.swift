import Documents
import Estate
import Schema

extension [Step] {
  /// The steps in the order in which they can be made: those that others wait for first; what lets somebody in before a
  /// distribution needs it, as CloudFront refuses a function whose role it may not assume; else as they stand.
  ///
  /// Distributions come last, since nothing that they do until they are deployed may be ended before: see `tooSoon` of the
  /// search for conflicts. Of a bucket, S3 takes no policy that is public once its block is on.
  var inOrder: [Step] {
    var rest = (0...Step.lastTurn).flatMap { turn in filter { $0.turn == turn } }
    var sorted: [Step] = []
    while !rest.isEmpty {
      let waiting = Set(rest.map(\.part))
      let ready = rest.filter { $0.after.isDisjoint(with: waiting) }
      // Steps that wait for each other cannot be; were there any, none would be lost.
      sorted += ready.isEmpty ? rest : ready
      let done = Set(ready.map(\.part))
      rest.removeAll { ready.isEmpty || done.contains($0.part) }
    }
    return sorted
  }
}

extension Step {
  fileprivate static let lastTurn = 3

  /// When it is made, among steps that do not wait for each other.
  fileprivate var turn: Int {
    if isDeployed { return Self.lastTurn }
    guard part.name == .publicAccessBlock else { return 1 }
    return changes.contains { !$0.isGuard && $0.sets(true) } ? 2 : 0
  }

  /// Whether CloudFront takes minutes until what it changes is so everywhere, and edges ask others as before until then.
  var isDeployed: Bool { part.definition?.isDeployed == true }

  /// Whether it may end what a distribution does: read a bucket, run a function.
  var mayShutOut: Bool { part.definition?.mayShutOut == true }
}

extension Change {
  /// Whether it sets a member, or one within, to that.
  fileprivate func sets(_ value: JSONValue) -> Bool {
    guard case .value(let new) = to else { return false }
    return new == value || new.object?.values.contains(value) == true
  }
}
