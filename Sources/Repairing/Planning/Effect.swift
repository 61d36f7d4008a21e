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
  public var losesForGood: Bool { keepsLonger == false }

  private var effectOfPart: String {
    guard let part = part.definition else { return "" }
    let removals = part.removals.map(\.identifier)
    let isRemoval = operations.allSatisfy { removals.contains($0.identifier) }
    return isRemoval || keepsLonger == true ? part.effectOfRemoval : part.effect
  }

  /// Whether what the resource holds is kept longer than before; `nil` where nothing is changed that says how long.
  private var keepsLonger: Bool? {
    guard let member = part.definition?.daysKept,
      let change = changes.last(where: { !$0.isGuard && $0.place.root == member })
    else { return nil }
    guard case .value(let days) = change.to, let after = days.double else { return true }
    return change.from.double.map { $0 < after } ?? false
  }
}
