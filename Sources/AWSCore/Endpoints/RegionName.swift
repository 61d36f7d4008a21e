import Documents

/// The names of regions, as somebody writes them.
public enum RegionName {
  /// The parts of the world that AWS names regions by.
  private static let directions: Set = [
    "central", "east", "north", "northeast", "northwest", "south", "southeast", "southwest", "west",
  ]

  /// The regions that are known, of all partitions; what stands for a whole partition is none.
  public static var known: [String] {
    EndpointTable.shared.partitions.flatMap(\.regions).filter { !$0.hasSuffix("-global") }
  }

  /// What is wrong with a name, and what was probably meant; `nil` where it is a region, or may be one that is new.
  ///
  /// A new region has the form of the others: `th-central-1`. Elsewhere, as in an emulator, regions may be named otherwise,
  /// as long as they are no slip of the hand.
  ///
  /// - Parameters:
  ///   - region: The name.
  ///   - isElsewhere: Whether another endpoint than AWS's answers.
  public static func complaint(about region: String, isElsewhere: Bool = false) -> String? {
    let partitions = EndpointTable.shared.partitions
    let known = partitions.flatMap(\.regions)
    if known.contains(region) || isPlausible(region, beside: known) { return nil }
    let guess = Suggestion.phrase(for: region, among: known)
    if isElsewhere, guess.isEmpty { return nil }
    return "There is no region \"\(region)\".\(guess)"
  }

  /// Whether a name is made as those of regions are: two letters, more words or none, a direction and a number.
  private static func isPlausible(_ region: String, beside known: [String]) -> Bool {
    let parts = region.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, let number = Int(parts[parts.count - 1]), (1...9).contains(number),
      directions.contains(parts[parts.count - 2])
    else { return false }
    let area = parts.dropLast(2)
    guard area.allSatisfy({ (2...4).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) } })
    else { return false }
    let areas = Set(known.map { $0.split(separator: "-").dropLast(2).map(String.init) })
    if areas.contains(Array(area)) { return true }
    // Two letters that changed places are no new country.
    return !areas.contains { $0.joined().sorted() == area.joined().sorted() }
  }
}
