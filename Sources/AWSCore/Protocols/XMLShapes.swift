/// What XML does not say about an API's members: which are numbers, which are lists, and which have another name.
///
/// Members are known by their names on the wire, and where one name means several things by that of the element around it
/// as well: `integerList/member`. A name that is missing is read by what the element holds, as text, list or object, so
/// that members newer than the table are not lost.
public struct XMLShapes: Sendable {
  enum Shape: Sendable {
    case text, optionalText, boolean, integer, number, structure, list, map, quantityList, itemsObject, policy, entries,
      mapEntries
  }

  private let shapes: [String: Shape]
  /// The names that mean several things.
  private let ambiguous: Set<String>
  private let names: [String: String]
  /// What the entries of a list are called, by the name of the list.
  public let itemNames: [String: String]
  /// The members that stay as empty elements where nothing is set.
  let keptEmpty: Set<String>

  /// A table of these members.
  ///
  /// - Parameters:
  ///   - booleans, integers, numbers: members of these types.
  ///   - optionalTexts: texts that are `null` where they are empty.
  ///   - policies: percent-encoded policy documents.
  ///   - structures: members that hold members, even when they are empty.
  ///   - lists: elements that hold nothing but the entries of a list.
  ///   - maps: elements that hold an `entry` of `key` and `value` for each member.
  ///   - quantityLists: CloudFront's `{Quantity, Items}`, shown as a list.
  ///   - itemsObjects: CloudFront's `{Quantity, Items}` with more members, shown as an object with a list of `Items`.
  ///   - entries: lists without an element of their own, by the name of an entry.
  ///   - mapEntries: maps without an element of their own, by the name of an entry.
  ///   - names: the API names of members that have another name on the wire.
  ///   - itemNames: what the entries of a list are called on the wire, by the name of the list.
  ///   - keptEmpty: members that a service always sends and wants back, as empty elements where nothing is set.
  public init(
    booleans: [String] = [], integers: [String] = [], numbers: [String] = [], optionalTexts: [String] = [],
    policies: [String] = [], structures: [String] = [], lists: [String] = [], maps: [String] = [],
    quantityLists: [String] = [], itemsObjects: [String] = [], entries: [String] = [], mapEntries: [String] = [],
    names: [String: String] = [:], itemNames: [String: String] = [:], keptEmpty: Set<String> = []
  ) {
    let table: [(Shape, [String])] = [
      (.boolean, booleans), (.integer, integers), (.number, numbers), (.optionalText, optionalTexts),
      (.policy, policies), (.structure, structures), (.list, lists), (.map, maps), (.quantityList, quantityLists),
      (.itemsObject, itemsObjects), (.entries, entries), (.mapEntries, mapEntries),
    ]
    shapes = Dictionary(
      table.flatMap { shape, names in names.map { ($0, shape) } }, uniquingKeysWith: { first, _ in first })
    ambiguous = Set(shapes.keys.compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
    self.names = names
    self.itemNames = itemNames
    self.keptEmpty = keptEmpty
  }

  func shape(_ wireName: String) -> Shape? { shapes[wireName] }

  /// What a name means in the element of that name.
  func shape(_ wireName: String, in parent: String) -> Shape? { shapes["\(parent)/\(wireName)"] ?? shapes[wireName] }

  func isAmbiguous(_ wireName: String) -> Bool { !ambiguous.isEmpty && ambiguous.contains(wireName) }

  func name(_ wireName: String) -> String { names.isEmpty ? wireName : names[wireName] ?? wireName }
}
