import AWSCore
import Documents
import Estate
import Schema

extension Step {
  /// The operations that may be called to make its changes.
  public var operations: [Operation] {
    guard let part = part.definition else { return [] }
    let changes = changes.filter { !$0.isGuard }
    // A list as a whole may lose some of its elements and get others.
    let removes = changes.contains { change in
      change.to == .value(.null) || part.isWrittenByElement && change.place.steps.count == 1
    }
    let sets = changes.contains { change in
      change.to != .value(.null) || change.place.steps.count > (part.isWrittenByElement ? 2 : 1)
    }
    return (sets || part.removals.isEmpty ? part.writes : []) + (removes ? part.removals : [])
  }

  /// What it does to what is served, and how long that takes, for whoever has to agree to it.
  public var effect: String {
    ([effectOfPart] + shown).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Whether it takes something away that no undo brings back, though the setting can be put back.
  public var losesForGood: Bool { part.name == .retention && changeCount > 0 && !keepsLonger }

  private var effectOfPart: String {
    guard let part = part.definition else { return "" }
    let removals = part.removals.map(\.identifier)
    if operations.allSatisfy({ removals.contains($0.identifier) }) || part.name == .retention && keepsLonger {
      return part.effectOfRemoval
    }
    return part.effect
  }

  /// Whether events of a log group are kept longer than before; without a retention they never expire.
  private var keepsLonger: Bool {
    guard case .value(let days)? = changes.last(where: { !$0.isGuard })?.to else { return false }
    guard let after = days.double else { return true }
    return changes.first?.from.double.map { $0 < after } ?? false
  }
}
