import Documents

/// A part of AWS that shares nothing with the others: accounts, names and addresses are its own.
///
/// Follows the table of partitions that AWS publishes with its SDKs; see ``EndpointTable``.
public struct Partition: Sendable, Hashable {
  /// The partition in ARNs: `aws`, `aws-cn`.
  public let id: String
  /// What host names end in.
  public let dnsSuffix: String
  /// What dual-stack host names end in.
  public let dualStackSuffix: String
  /// The region in which services without regions are signed, as a rule.
  public let implicitGlobalRegion: String
  /// The regions that are known, and the name for all of it, such as `aws-global`.
  public let regions: [String]
  /// What the names of its regions begin with, before `-central-1`.
  private let regionPrefixes: [String]

  /// A partition as it stands in the table.
  init(_ facts: JSONValue) {
    func texts(_ name: String) -> [String] { facts[name].array?.compactMap(\.string) ?? [] }
    id = facts["id"].string ?? ""
    dnsSuffix = facts["dnsSuffix"].string ?? ""
    dualStackSuffix = facts["dualStackSuffix"].string ?? ""
    implicitGlobalRegion = facts["globalRegion"].string ?? ""
    regions = texts("regions")
    regionPrefixes = texts("prefixes")
  }

  /// The commercial regions.
  public static let aws = EndpointTable.shared.partitions.first { $0.id == "aws" } ?? Partition(.null)

  /// What host names end in, in any partition.
  public static let dnsSuffixes = Set(EndpointTable.shared.partitions.map(\.dnsSuffix)).sorted()

  /// The partition of a region; a region that is of none is taken for a commercial one, as the AWS CLI does.
  public static func partition(of region: String) -> Partition {
    EndpointTable.shared.partitions.first { $0.contains(region) } ?? aws
  }

  /// Whether a region is known here, or has the form of those that are: a prefix, a word and a number.
  func contains(_ region: String) -> Bool {
    if regions.contains(region) { return true }
    let parts = region.split(separator: "-", omittingEmptySubsequences: false)
    guard let number = parts.last, parts.count >= 3 else { return false }
    let word = parts[parts.count - 2]
    let isNumbered = !number.isEmpty && !word.isEmpty && number.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    return isNumbered && regionPrefixes.contains(parts.dropLast(2).joined(separator: "-"))
  }
}
